// Where what can be in the result is found without looking at every instance.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

// Each of these narrows down the candidates; whatever they say, `matches` decides.

// The constant of `property = constant` when every object in the result must have it: the whole condition, or
// a term of its outermost AND. Null when the condition asks for no such thing. Lives as long as the query.
// The constant has the type that the query gives it.
[[nodiscard]] const Value* find_equality(const SelectQuery& query, std::string_view property) noexcept;

// The one path under which the result can be, when the condition names all keys of the class, or __RELPATH or
// __PATH. Keys that the store compares in another way than a condition does are no help: datetimes (one
// moment has many spellings), references (one path has many), constants with a fraction.
[[nodiscard]] std::optional<ObjectPath> find_path(const SelectQuery& query,
                                                  const ClassDefinition& definition);

// What some reference of every object in the result must be, when the condition names one.
[[nodiscard]] std::optional<std::string> find_reference(const SelectQuery& query,
                                                        const ClassDefinition& definition);

// Whether instances of this very class can be in the result, as far as the condition speaks of the class
// alone:
// __CLASS, __SUPERCLASS, __DYNASTY, __THIS ISA and the like, in any combination.
[[nodiscard]] bool can_match(const SelectQuery& query,
                             const std::shared_ptr<const ClassDefinition>& definition);

}  // namespace wbemcheck::mock::wql
