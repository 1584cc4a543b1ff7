// Classes whose texts depend on the language: the neutral class in its namespace, an amended class of the
// same name in a child namespace of the locale, and what a client gets that asks for both.
#pragma once

#include <memory>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"

namespace wbemcheck::mock {

// `neutral` with the qualifiers of `texts` that have the amended flavour: of the class, its properties, its
// methods and their parameters, by name. Members that only `texts` has are left out. The result is marked as
// amended.
[[nodiscard]] std::shared_ptr<const ClassDefinition> amend_class(const ClassDefinition& neutral,
                                                                 const ClassDefinition& texts);

// The class, or the instance, without any qualifier that has the amended flavour.
[[nodiscard]] std::shared_ptr<const ClassDefinition> strip_amended(const ClassDefinition& definition);
[[nodiscard]] std::shared_ptr<const Instance> strip_amended(const Instance& instance);

}  // namespace wbemcheck::mock
