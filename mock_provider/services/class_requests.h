// PutClass, DeleteClass, CreateClassEnum.
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

// Reads the object at once: it is the caller's again when this returns.
[[nodiscard]] Request put_class(const Scope& scope, IWbemClassObject* object, LONG flags, Form form);

[[nodiscard]] Request delete_class(const Scope& scope, BSTR name, LONG flags, Form form);

// NULL or "": from the top (ARG-11).
[[nodiscard]] Request enumerate_classes(const Scope& scope, BSTR superclass, LONG flags, Form form);

}  // namespace wbemcheck::mock
