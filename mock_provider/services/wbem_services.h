// IWbemServices over one namespace.
#pragma once

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

// Thread-safe, and may be used from inside callbacks (THR-3). What was begun through it goes on when it is released
// (CAN-16).
[[nodiscard]] com::com_ptr<IWbemServices> make_services(Scope scope);

}  // namespace wbemcheck::mock
