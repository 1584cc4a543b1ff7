// What a defect does to the objects that it hands out.
#pragma once

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

// The same object, except that AddRef and Release report one reference less than there are: to its client it looks as
// if nobody but himself kept it. It is kept properly all the same.
[[nodiscard]] com::com_ptr<IWbemClassObject> understate_count(com::com_ptr<IWbemClassObject> object);
[[nodiscard]] com::com_ptr<IEnumWbemClassObject> understate_count(com::com_ptr<IEnumWbemClassObject> enumerator);

// Gives its first string property another value. False when it has none that takes it.
bool alter(IWbemClassObject& object);

}  // namespace wbemcheck::mock
