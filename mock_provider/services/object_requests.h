// GetObject, PutInstance, DeleteInstance.
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

[[nodiscard]] Request get_object(const Scope& scope, BSTR path, LONG flags, Form form);

// Reads the object and the context at once: they are the caller's again when this returns.
[[nodiscard]] Request put_instance(const Scope& scope, IWbemClassObject* object, LONG flags, IWbemContext* context,
                                   Form form);

[[nodiscard]] Request delete_instance(const Scope& scope, BSTR path, LONG flags, Form form);

// Whether an object path means this namespace: it names none, or this one on this machine.
[[nodiscard]] bool is_path_within(const ObjectPath& path, const NamespaceStore& space) noexcept;

}  // namespace wbemcheck::mock
