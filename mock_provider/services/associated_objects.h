// What ASSOCIATORS OF and REFERENCES OF find.
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/model/namespace_store.h"
#include "mock_provider/services/object_rows.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock {

// In the order of the associations' keys; class definitions in the order in which they are met. An endpoint comes once
// for each association between it and the source (SDK, "ASSOCIATORS OF Statement"), a definition once. `result` is a
// failure when there is no source object: WBEM_E_NOT_FOUND, WBEM_E_INVALID_CLASS, WBEM_E_INVALID_OBJECT_PATH.
[[nodiscard]] Objects find_associated(const NamespaceStore& space, const wql::AssociatorsQuery& query, HRESULT& result);

}  // namespace wbemcheck::mock
