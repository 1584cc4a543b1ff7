// Shorthand for the tests of WQL.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "mock_provider/wql/parse.h"

namespace wbemcheck::mock::wql {

// The query of a text that must parse.
inline SelectQuery parsed(std::string_view text) {
    ParseResult result = parse_wql(text);
    EXPECT_TRUE(result.query) << text << "\n" << (result.error ? result.error->message : std::string());
    EXPECT_FALSE(result.error) << text;
    return result.query ? std::move(*result.query) : SelectQuery{};
}

// The error of a text that must not parse.
inline QueryError refused(std::string_view text) {
    ParseResult result = parse_wql(text);
    EXPECT_TRUE(result.error) << text;
    EXPECT_FALSE(result.query) << text;
    return result.error ? std::move(*result.error) : QueryError{};
}

// The condition of `SELECT * FROM A WHERE <condition>`.
inline Expression condition(std::string_view text) {
    SelectQuery query = parsed("SELECT * FROM A WHERE " + std::string(text));
    EXPECT_TRUE(query.where) << text;
    return query.where ? std::move(*query.where) : Expression{};
}

}  // namespace wbemcheck::mock::wql
