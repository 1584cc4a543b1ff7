// Methods that whoever uses the mock has registered, as bodies of the method table.
#pragma once

#include "mock_provider/method_handler.h"
#include "mock_provider/services/method_table.h"

namespace wbemcheck::mock {

// The handler sees COM objects; the body makes them, and reads what the handler has put into them when it returns.
[[nodiscard]] MethodBody make_method_body(MethodHandler handler);

}  // namespace wbemcheck::mock
