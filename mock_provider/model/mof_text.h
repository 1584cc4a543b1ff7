// MOF text of classes and instances: what GetObjectText gives, and what reads in again as the same object.
#pragma once

#include <string>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

enum class FlavorText { kWritten, kOmitted };

// The class with its local members; what it inherits stands in its superclass.
[[nodiscard]] std::string class_mof(const ClassDefinition& definition,
                                    FlavorText flavors = FlavorText::kWritten);

// The instance with every property that is not null, or is although it has a default.
[[nodiscard]] std::string instance_mof(const Instance& instance, FlavorText flavors = FlavorText::kWritten);

// A value: 5, TRUE, "text\n", {1, 2}, NULL, instance of X {...}.
[[nodiscard]] std::string value_mof(const Value& value);

}  // namespace wbemcheck::mock
