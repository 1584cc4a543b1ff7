// Reads a class object that is not ours, through its interface.
#pragma once

#include "harness/com/wbem.h"
#include "mock_provider/model/object_content.h"

namespace wbemcheck::mock {

// An instance gets a flat class of its own; a class gets empty classes as its superclasses, which carry
// nothing but their names. Throws com::HresultError with what the object said.
[[nodiscard]] ObjectContent read_foreign_object(IWbemClassObject& object);

}  // namespace wbemcheck::mock
