// IWbemQualifierSet: a live view of the qualifiers of an object, a property or a method.
#pragma once

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/model/model_object.h"

namespace wbemcheck::mock {

// What is put through the set shows in the object, and the other way round. Keeps the object alive. Any
// thread may use it; the enumeration is a state of the set.
[[nodiscard]] com::com_ptr<IWbemQualifierSet> make_qualifier_set(com::com_ptr<ModelObject> object,
                                                                 QualifierOwner owner);

}  // namespace wbemcheck::mock
