// ExecMethod.
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

// Reads the in parameters at once and copies the context: they are the caller's again when this returns.
[[nodiscard]] Request exec_method(const Scope& scope, BSTR path, BSTR method, LONG flags, IWbemClassObject* in_params,
                                  IWbemContext* context, Form form);

}  // namespace wbemcheck::mock
