#include "mock_provider/wql/error.h"

#include <fmt/format.h>

#include <utility>

namespace wbemcheck::mock::wql {

QueryError make_mismatch(HRESULT code, Position position, std::string expected, std::string found) {
    QueryError error;
    error.code = code;
    error.position = position;
    error.message = fmt::format("Line {}, column {}: expected {}, found {}.", position.line, position.column,
                                expected, found);
    error.expected = std::move(expected);
    error.found = std::move(found);
    return error;
}

std::string describe_token(std::string_view text, std::size_t offset) {
    return syntax::describe_token(text, offset, "the end of the query");
}

}  // namespace wbemcheck::mock::wql
