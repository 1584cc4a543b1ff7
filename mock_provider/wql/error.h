// Why a query was refused: one shape for the parser and for the checks against the classes.
#pragma once

#include <string>
#include <string_view>

#include "harness/com/wbem.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

struct QueryError {
    HRESULT code = WBEM_E_INVALID_QUERY;
    Position position;
    std::string found;     // as the message names it: 'FORM', or: the end of the query
    std::string expected;  // as the message names it: FROM
    std::string message;   // one sentence: Line 1, column 10: expected FROM, found 'FORM'.
};

// The error "expected this, found that".
[[nodiscard]] QueryError make_mismatch(HRESULT code, Position position, std::string expected,
                                       std::string found);

// The token at a byte offset of a query (syntax/place.h).
[[nodiscard]] std::string describe_token(std::string_view text, std::size_t offset);

}  // namespace wbemcheck::mock::wql
