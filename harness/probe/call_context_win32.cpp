#include "harness/probe/call_context.h"

#include "harness/com/received.h"

namespace wbemcheck::probe::detail {

com::com_ptr<IWbemContext> make_system_context() noexcept {
    com::com_ptr<IWbemContext> context;
    const HRESULT result = ::CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, com::iid_of<IWbemContext>(),
                                              context.put_void());
    static_cast<void>(com::received(result, context));
    return context;
}

}  // namespace wbemcheck::probe::detail
