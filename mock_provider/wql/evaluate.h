// Whether an object satisfies a condition.
#pragma once

#include <string_view>

#include "mock_provider/model/value.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

// Where the values of one object come from. InstanceReader is the one for instances of the model.
class PropertyReader {
public:
    // Null for a property that is not set or does not exist. `__THIS` is the object itself.
    [[nodiscard]] virtual Value read(const PropertyPath& path) const = 0;
    // The namespace that a reference without one means; "" when that is not known.
    [[nodiscard]] virtual std::string_view home_namespace() const noexcept { return {}; }

protected:
    ~PropertyReader() = default;
};

enum class Truth { kFalse, kUnknown, kTrue };

// In three-valued logic: a comparison with NULL, or between things that have no order (an array, an embedded
// object, a number and text that is none), is unknown; NOT of unknown is unknown; AND is the least, OR the
// greatest of its terms. The right side is seen as the type of the left one: against text, 5 is "5"; against
// a number, "5" is 5; against a real32, 0.1 is the real32 next to it; against a boolean, "TRUE" is 1. IS NULL
// is never unknown. Datetimes compare by the moment, intervals by their length; one with asterisks has no
// order and equals its own spelling alone. References are equal when they are one path in two spellings;
// their order is that of text. docs/wql.md has the sources.
[[nodiscard]] Truth evaluate(const Expression& condition, const PropertyReader& object);

// An object is in the result when the condition is true, not when it is unknown; always without a condition.
[[nodiscard]] bool matches(const SelectQuery& query, const PropertyReader& object);

}  // namespace wbemcheck::mock::wql
