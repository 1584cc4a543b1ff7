// Signatures of methods: classes named __PARAMETERS whose properties are the parameters, numbered by the ID
// qualifier.
#pragma once

#include <memory>

#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"

namespace wbemcheck::mock {

// Whether the two directions of a method make sense together; null means none of that direction.
// WBEM_E_PARAMETER_ID_ON_RETVAL, WBEM_E_MISSING_PARAMETER_ID, WBEM_E_NONCONSECUTIVE_PARAMETER_IDS (they count
// from 0 over both directions), WBEM_E_INVALID_DUPLICATE_PARAMETER (an [in, out] parameter that the two
// declare differently), WBEM_E_INVALID_METHOD_PARAMETERS (ReturnValue among the inputs).
[[nodiscard]] HRESULT check_signatures(const ClassDefinition* inputs, const ClassDefinition* outputs);

// True when both are null or declare the same parameters.
[[nodiscard]] bool same_signature(const ClassDefinition* left, const ClassDefinition* right);

// The properties of `source`, which a client may have made from any class, as a signature. Null for a class
// without properties: it says nothing.
[[nodiscard]] std::shared_ptr<const ClassDefinition> make_signature(const ClassDefinition& source);

}  // namespace wbemcheck::mock
