// Fits an instance that a client made to the class as it is stored.
#pragma once

#include <memory>

#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"

namespace wbemcheck::mock {

// The same values under `definition`, by property name; what the source does not have gets its default.
// WBEM_E_INVALID_OBJECT for a property that the class lacks, WBEM_E_TYPE_MISMATCH or
// WBEM_E_VALUE_OUT_OF_RANGE for a value that does not convert, WBEM_E_ILLEGAL_NULL for a null where the class
// says not_null.
[[nodiscard]] HRESULT match_instance(const Instance& source,
                                     const std::shared_ptr<const ClassDefinition>& definition,
                                     std::shared_ptr<const Instance>& matched);

}  // namespace wbemcheck::mock
