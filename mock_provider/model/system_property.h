// The properties that every object has: __CLASS, __PATH and their kin. They are computed, never stored.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

// In the order in which WMI enumerates them.
[[nodiscard]] std::span<const std::string_view> system_property_names() noexcept;
[[nodiscard]] bool is_system_property(std::string_view name) noexcept;

// Empty when `name` is no system property.
[[nodiscard]] std::optional<Value> system_property(const ClassDefinition& definition, std::string_view name);
[[nodiscard]] std::optional<Value> system_property(const Instance& instance, std::string_view name);

// Either: a system property or one of the class, with the default value for a class. Empty when there is
// none.
[[nodiscard]] std::optional<Value> any_property(const Instance& instance, std::string_view name);
[[nodiscard]] std::optional<Value> any_property(const ClassDefinition& definition, std::string_view name);

}  // namespace wbemcheck::mock
