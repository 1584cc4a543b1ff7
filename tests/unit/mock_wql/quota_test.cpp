#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "mock_provider/wql/parse.h"
#include "tests/unit/mock_wql/parsed.h"

namespace wbemcheck::mock::wql {
namespace {

constexpr auto kQuota = static_cast<HRESULT>(WBEM_E_QUOTA_VIOLATION);

// A query of exactly `units` characters, filled up with `filler` inside a string.
std::string query_of_length(std::size_t units, std::string_view filler = "x", std::size_t filler_units = 1) {
    std::string text = "SELECT * FROM A WHERE B = '";
    std::size_t length = text.size() + 1;
    for (; length + filler_units <= units; length += filler_units) text += filler;
    for (; length < units; ++length) text += 'x';
    return text + "'";
}

std::string chain(std::string_view word, std::size_t count) {
    std::string text = "SELECT * FROM A WHERE B=1";
    for (std::size_t i = 0; i < count; ++i) (text += word) += "B=1";
    return text;
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

std::string nested(std::string_view opening, std::string_view closing, std::size_t count) {
    return "SELECT * FROM A WHERE " + repeated(opening, count) + "B=1" + repeated(closing, count);
}

TEST(WqlQuota, AllowsTextUpToTheDocumentedLength) {
    EXPECT_TRUE(parse_wql(query_of_length(kMaxTextLength)).query);
    const QueryError error = refused(query_of_length(kMaxTextLength + 1));
    EXPECT_EQ(error.code, kQuota);
    EXPECT_EQ(error.message,
              "Line 1, column 1: expected a query of at most 16384 characters, found 16385 of them.");
}

TEST(WqlQuota, CountsTextInUtf16Units) {
    // Three bytes and one unit; four bytes and two units.
    EXPECT_TRUE(parse_wql(query_of_length(kMaxTextLength, "\xE2\x82\xAC")).query);
    EXPECT_TRUE(parse_wql(query_of_length(kMaxTextLength, "\xF0\x9F\x98\x80", 2)).query);
    EXPECT_EQ(refused(query_of_length(kMaxTextLength + 1, "\xF0\x9F\x98\x80", 2)).code, kQuota);
}

TEST(WqlQuota, PutsTheLengthBeforeAnyMistake) {
    EXPECT_EQ(refused(std::string(kMaxTextLength + 1, '?')).code, kQuota);
    EXPECT_EQ(refused(std::string(kMaxTextLength, '?')).code, static_cast<HRESULT>(WBEM_E_INVALID_QUERY));
}

TEST(WqlQuota, AllowsSoManyAndsAndOrs) {
    EXPECT_TRUE(parse_wql(chain(" AND ", kMaxAndOr)).query);
    EXPECT_TRUE(parse_wql(chain(" OR ", kMaxAndOr)).query);
    for (const std::string_view word : {" AND ", " OR "}) {
        const QueryError error = refused(chain(word, kMaxAndOr + 1));
        EXPECT_EQ(error.code, kQuota);
        EXPECT_EQ(error.expected, "at most 512 AND and OR keywords");
        EXPECT_EQ(error.position.line, 1U);
        EXPECT_GT(error.position.column, 1000U);
    }
}

TEST(WqlQuota, CountsTheWordsOfBothConditionsTogether) {
    const std::string half = chain(" AND ", kMaxAndOr / 2);
    const std::string having = " GROUP WITHIN 5 HAVING N=1" + repeated(" OR N=1", kMaxAndOr / 2);
    EXPECT_TRUE(parse_wql(half + having).query);
    EXPECT_EQ(refused(half + having + " OR N=1").code, kQuota);
}

TEST(WqlQuota, AllowsSoManyLevels) {
    EXPECT_EQ(to_text(parsed(nested("(", ")", kMaxNesting))), "SELECT * FROM A WHERE B = 1");
    EXPECT_TRUE(parse_wql(nested("NOT ", "", kMaxNesting)).query);
    EXPECT_TRUE(parse_wql(nested("NOT(", ")", kMaxNesting / 2)).query);
    for (const std::string& text : {nested("(", ")", kMaxNesting + 1), nested("NOT ", "", kMaxNesting + 1),
                                    nested("NOT(", ")", kMaxNesting / 2 + 1), nested("(", "", 5000),
                                    nested("NOT ", "", 4000), nested("(A=1 OR ", "", 1000)}) {
        const QueryError error = refused(text);
        EXPECT_EQ(error.code, kQuota) << text.substr(0, 60);
        EXPECT_EQ(error.expected, "at most 64 levels of parentheses and NOTs");
    }
}

TEST(WqlQuota, CountsLevelsThatAreOpenAtOnce) {
    const std::string group = repeated("(", kMaxNesting) + "B=1" + repeated(")", kMaxNesting);
    EXPECT_TRUE(parse_wql("SELECT * FROM A WHERE " + group + " AND " + group + " OR NOT B=1").query);
}

}  // namespace
}  // namespace wbemcheck::mock::wql
