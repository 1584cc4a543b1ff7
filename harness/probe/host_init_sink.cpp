#include "harness/probe/host_init_sink.h"

namespace wbemcheck::probe {

HRESULT HostInitSink::SetStatus(LONG status, LONG flags) noexcept {
    const trace::Event entered = note_entered(Upcall(trace::Method::kInitSetStatus, flags));
    trace::Event told;
    told.kind = trace::EventKind::kInitStatus;
    told.object = id();
    told.value = status;
    told.value2 = flags;
    ledger().recorder().record(told);
    note_returned(entered, WBEM_S_NO_ERROR, 0, false);
    ledger().note_init_report(static_cast<IWbemProviderInitSink*>(this), status, flags);
    return WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::probe
