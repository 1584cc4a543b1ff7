// What a class object holds: a class or an instance.
#pragma once

#include <cstdint>
#include <memory>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"

namespace wbemcheck::mock {

// One of the two is set.
struct ObjectContent {
    std::shared_ptr<const ClassDefinition> definition;  // of a class
    std::shared_ptr<const Instance> instance;           // of an instance

    [[nodiscard]] bool is_class() const noexcept { return definition != nullptr; }
};

// The comparison of CompareTo; `flags` are WBEM_COMPARISON_FLAG, all known.
[[nodiscard]] bool same_content(const ObjectContent& left, const ObjectContent& right, std::int32_t flags);

}  // namespace wbemcheck::mock
