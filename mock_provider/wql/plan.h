// What a store can look up instead of scanning.
#pragma once

#include <string_view>

#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

// The constant of `key = constant` when every object in the result must have it: the whole condition, or a
// term of its outermost AND. Null when the condition asks for no such thing. Also for `__CLASS`. Lives as
// long as the query.
//
// The candidates that the store finds must still be given to `matches`: other terms count too. The constant
// has the type that the query gives it, not that of the key. To find what `=` finds, a text key is looked up
// by the constant's value_text without regard to ASCII case, a number by convert_value (nothing equals what
// does not convert), and a datetime not at all, for one moment has many spellings.
[[nodiscard]] const Value* find_key_equality(const SelectQuery& query, std::string_view key) noexcept;

}  // namespace wbemcheck::mock::wql
