// What WBEM_FLAG_USE_AMENDED_QUALIFIERS adds to the objects that a call delivers.
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

// With the flag, every object of the answer has the texts of the client's locale: those of the amended class
// of its name in the child namespace that is called like the locale ("ms_409"). Without the flag, or where
// there is no such class, the objects are as they are stored.
[[nodiscard]] Request localized(const Scope& scope, Request request, LONG flags);

}  // namespace wbemcheck::mock
