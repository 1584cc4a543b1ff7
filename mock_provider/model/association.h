// An association as it is seen from one of the objects that it connects.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/object_content.h"

namespace wbemcheck::mock {

// A reference of the association and what it leads to: an instance, a class or, when it dangles, nothing.
struct AssociationEnd {
    std::size_t property = 0;  // its position in the class of the association
    ObjectContent object;
    bool is_source = false;  // leads to the object from which the association is seen
};

struct Association {
    std::shared_ptr<const Instance> instance;
    std::vector<AssociationEnd> ends;  // of the references that are not null, in the order of the class
};

// Which classes somebody wants to hear of.
using ClassFilter = std::function<bool(const std::shared_ptr<const ClassDefinition>&)>;

}  // namespace wbemcheck::mock
