// Rows of classes and instances as the engine delivers them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mock_provider/engine/answer.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/object_content.h"

namespace wbemcheck::mock {

using Instances = std::vector<std::shared_ptr<const Instance>>;
using Classes = std::vector<std::shared_ptr<const ClassDefinition>>;

[[nodiscard]] std::shared_ptr<const ObjectSource> make_row(Instances instances);
[[nodiscard]] std::shared_ptr<const ObjectSource> make_row(Classes classes);
// What a NULL path stands for (ARG-9).
[[nodiscard]] std::shared_ptr<const ObjectSource> make_empty_object_row();

// What a property list leaves of each instance: see project_class.
struct Projection {
    std::vector<std::string> properties;  // empty: all, and nothing is projected
    bool keeps_keys = false;              // __RELPATH can be told
    bool keeps_home = false;              // __SERVER and __NAMESPACE can be told, and __PATH where the keys are kept
    bool keeps_derivation = false;        // __SUPERCLASS, __DERIVATION and __DYNASTY can be told
};
[[nodiscard]] std::shared_ptr<const ObjectSource> make_row(Instances instances, Projection projection);
// One instance alone.
[[nodiscard]] std::shared_ptr<const Instance> project(const std::shared_ptr<const Instance>& instance,
                                                      const Projection& projection);

// Classes and instances together, in this order.
using Objects = std::vector<ObjectContent>;
[[nodiscard]] std::shared_ptr<const ObjectSource> make_row(Objects objects);

}  // namespace wbemcheck::mock
