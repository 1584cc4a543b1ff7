// PutInstance and DeleteInstance of __NAMESPACE: they make and delete child namespaces (MS-WMI 3.1.4.18).
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/engine/answer.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

[[nodiscard]] bool is_namespace(const Instance& instance) noexcept;
[[nodiscard]] bool is_namespace(const ObjectPath& path) noexcept;

// A child of the namespace of the scope, with the system classes in it. One that exists is left as it is: its
// name is all there is to it. WBEM_E_NO_KEY, WBEM_E_INVALID_PARAMETER (no name of a namespace: a letter, then
// letters, digits and underscores), WBEM_E_ALREADY_EXISTS (CREATE_ONLY), WBEM_E_NOT_FOUND (UPDATE_ONLY).
[[nodiscard]] Answer put_namespace(const Scope& scope, const Instance& instance, LONG flags);

// With everything below it. WBEM_E_NOT_FOUND, WBEM_E_INVALID_OBJECT_PATH.
[[nodiscard]] HRESULT delete_namespace(const Scope& scope, const ObjectPath& path);

}  // namespace wbemcheck::mock
