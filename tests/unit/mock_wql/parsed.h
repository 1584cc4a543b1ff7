// Shorthand for the tests of WQL.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "mock_provider/wql/parse.h"

namespace wbemcheck::mock::wql {

// The SELECT of a text that must parse.
inline SelectQuery parsed(std::string_view text) {
    ParsedSelect result = parse_select(text);
    EXPECT_TRUE(result.query) << text << "\n" << (result.error ? result.error->message : std::string());
    EXPECT_FALSE(result.error) << text;
    return result.query ? std::move(*result.query) : SelectQuery{};
}

// The ASSOCIATORS OF or REFERENCES OF of a text that must parse.
inline AssociatorsQuery parsed_associators(std::string_view text) {
    ParseResult result = parse_wql(text);
    EXPECT_FALSE(result.error) << text << "\n" << (result.error ? result.error->message : std::string());
    auto* const query = result.query ? std::get_if<AssociatorsQuery>(&*result.query) : nullptr;
    EXPECT_NE(query, nullptr) << text;
    return query != nullptr ? std::move(*query) : AssociatorsQuery{};
}

// The error of a text that must not parse.
inline QueryError refused(std::string_view text) {
    ParseResult result = parse_wql(text);
    EXPECT_TRUE(result.error) << text;
    EXPECT_FALSE(result.query) << text;
    return result.error ? std::move(*result.error) : QueryError{};
}

struct Mistake {
    std::string_view text;
    Position position;
    std::string_view expected;
    std::string_view found;
};

inline void expect_named(const Mistake& mistake) {
    const QueryError error = refused(mistake.text);
    EXPECT_EQ(error.code, static_cast<HRESULT>(WBEM_E_INVALID_QUERY)) << mistake.text;
    EXPECT_EQ(error.position.line, mistake.position.line) << mistake.text;
    EXPECT_EQ(error.position.column, mistake.position.column) << mistake.text;
    EXPECT_EQ(error.expected, mistake.expected) << mistake.text;
    EXPECT_EQ(error.found, mistake.found) << mistake.text;
}

// The condition of `SELECT * FROM A WHERE <condition>`.
inline Expression condition(std::string_view text) {
    SelectQuery query = parsed("SELECT * FROM A WHERE " + std::string(text));
    EXPECT_TRUE(query.where) << text;
    return query.where ? std::move(*query.where) : Expression{};
}

}  // namespace wbemcheck::mock::wql
