// From the text of a WQL query to its tree.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "mock_provider/wql/error.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

// What a query may cost. WMI documents that there are limits, and for the text which one.
inline constexpr std::size_t kMaxTextLength = 0x4000;  // WBEM_MAX_QUERY, in UTF-16 units
inline constexpr std::size_t kMaxAndOr = 512;          // AND and OR together, over the whole query
inline constexpr std::size_t kMaxNesting = 64;         // parentheses and NOTs inside each other

// Exactly one of the two is set.
struct ParseResult {
    std::optional<Query> query;
    std::optional<QueryError> error;
};
struct ParsedSelect {
    std::optional<SelectQuery> query;
    std::optional<QueryError> error;
};

// `text` is UTF-8. The error's code is WBEM_E_INVALID_QUERY for a mistake in the text (ARG-7, reported when
// the operation runs) and WBEM_E_QUOTA_VIOLATION for a query over one of the limits (ARG-6, reported before
// it is accepted). Any text, however hostile, is answered with bounded stack and in linear time. Throws
// std::bad_alloc only.
[[nodiscard]] ParseResult parse_wql(std::string_view text);

// The same for those to whom a SELECT alone makes sense: other statements are refused with
// WBEM_E_INVALID_QUERY.
[[nodiscard]] ParsedSelect parse_select(std::string_view text);

}  // namespace wbemcheck::mock::wql
