// The in-parameters of a method, made from the signature that its class has.
#pragma once

#include <cstdint>
#include <string>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::com {

// An instance of the signature, every whole number in it set to `value`; null when the method has no in-parameters. Throws
// HresultError.
[[nodiscard]] com_ptr<IWbemClassObject> make_in_parameters(IWbemClassObject& class_definition, const std::string& method,
                                                           std::int32_t value);

}  // namespace wbemcheck::com
