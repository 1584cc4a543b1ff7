#include "harness/probe/call_context.h"

namespace wbemcheck::probe::detail {

com::com_ptr<IWbemContext> make_system_context() noexcept { return {}; }

}  // namespace wbemcheck::probe::detail
