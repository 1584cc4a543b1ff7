#include "harness/probe/call_context.h"

namespace wbemcheck::probe::detail {

com::com_ptr<IWbemContext> make_system_context() noexcept {
    com::com_ptr<IWbemContext> context;
    const HRESULT result = ::CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, com::iid_of<IWbemContext>(),
                                              context.put_void());
    if (FAILED(result)) static_cast<void>(context.detach());  // what a failing call left there is no reference
    return context;
}

}  // namespace wbemcheck::probe::detail
