#include "harness/probe/provider_call.h"

#include "harness/probe/call_record.h"
#include "harness/probe/server_call_context.h"

namespace wbemcheck::probe {

HRESULT call_provider(trace::Recorder& recorder, std::uint32_t call, const std::function<HRESULT()>& body) noexcept {
    ServerCallContext context;
    const HRESULT result = call_subject(recorder, call, body);
    const ServerCallReport report = context.finish();
    if (report.is_available) {
        trace::Event event;
        event.kind = trace::EventKind::kMark;
        event.method = static_cast<std::uint16_t>(trace::MarkKind::kThreadToken);
        event.call = call;
        event.value = static_cast<std::int64_t>(report.impersonated);
        event.value2 = static_cast<std::int64_t>(report.reverted);
        event.result = report.token_left ? 1 : 0;
        recorder.record(event);
    }
    return result;
}

}  // namespace wbemcheck::probe
