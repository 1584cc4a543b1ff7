// The methods of the built-in schema: Mock_Calculator and Mock_EventSource.
#pragma once

#include "mock_provider/services/method_table.h"

namespace wbemcheck::mock {

void add_builtin_methods(MethodTable& methods);

}  // namespace wbemcheck::mock
