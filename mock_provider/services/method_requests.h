// ExecMethod.
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

// Reads the in parameters at once: they are the caller's again when this returns.
[[nodiscard]] Request exec_method(const Scope& scope, BSTR path, BSTR method, LONG flags, IWbemClassObject* in_params,
                                  Form form);

}  // namespace wbemcheck::mock
