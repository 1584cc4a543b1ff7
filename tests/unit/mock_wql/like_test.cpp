#include "mock_provider/wql/like.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace wbemcheck::mock::wql {
namespace {

struct Match {
    std::string_view text;
    std::string_view pattern;
    bool is_match;
};

const Match kMatches[] = {
    {"", "", true},
    {"a", "", false},
    {"", "a", false},
    {"abc", "abc", true},
    {"ABC", "abc", true},
    {"abc", "aBC", true},
    {"abc", "ab", false},
    {"ab", "abc", false},
    {"", "%", true},
    {"abc", "%", true},
    {"abc", "a%", true},
    {"abc", "%c", true},
    {"abc", "%b%", true},
    {"abc", "%%b%%", true},
    {"abc", "%d%", false},
    {"abc", "b%", false},
    {"abcbd", "%bd", true},
    {"aab", "%ab", true},
    {"mississippi", "m%iss%ippi", true},
    {"mississippi", "m%iss%issi", false},
    {"mississippi", "%s%s%s%s%", true},
    {"mississippi", "%s%s%s%s%s%", false},
    {"a", "_", true},
    {"", "_", false},
    {"ab", "_", false},
    {"abc", "a_c", true},
    {"abc", "%_", true},
    {"abc", "___", true},
    {"abc", "____", false},
    {"abc", "_%_%_", true},
    {"ab", "_%_%_", false},
    {"b", "[abc]", true},
    {"B", "[abc]", true},
    {"d", "[abc]", false},
    {"d", "[a-f]", true},
    {"D", "[a-f]", true},
    {"g", "[a-f]", false},
    {"5", "[a-f0-9]", true},
    {"g", "[^a-f]", true},
    {"d", "[^a-f]", false},
    {"d", "[^abc]", true},
    {"", "[^a]", false},
    {"a_b", "a[_]b", true},
    {"axb", "a[_]b", false},
    {"100%", "100[%]", true},
    {"100x", "100[%]", false},
    {"a[b", "a[[]b", true},
    {"a]b", "a[]]b", true},
    {"axb", "a[^]]b", true},
    {"a]b", "a[^]]b", false},
    {"a]b", "a]b", true},
    {"a^b", "a[x^]b", true},
    {"a^b", "a^b", true},
    {"-", "[-a]", true},
    {"-", "[a-]", true},
    {"b", "[a-]", false},
    {"m", "[z-a]", false},
    {"[a", "[a", true},
    {"a", "[a", false},
    {"[", "[", true},
    {"a[", "%[", true},
    {"x__y", "%[_][_]%", true},
    {"x_y", "%[_][_]%", false},
    {"__Win32Provider", "%win32%", true},
    {"a\\b", "a\\b", true},
    {"a\\b", "a\\\\b", false},
    {"\xE2\x82\xAC", "_", true},
    {"\xE2\x82\xAC", "__", false},
    {"x\xE2\x82\xACy", "x_y", true},
    {"\xCE\xB2", "[\xCE\xB1-\xCF\x89]", true},
    {"a", "[\xCE\xB1-\xCF\x89]", false},
    {"\xF0\x9F\x98\x80", "[^\xE2\x82\xAC]", true},
    {"\xFF", "\xFF", true},
    {"\xFF", "\xFE", false},
    {"\xFF", "_", true},
    {"\xE2\x82", "__", true},
    {"\xC0\x80", "_", false},
};

TEST(Like, FollowsItsTable) {
    for (const Match& match : kMatches) {
        EXPECT_EQ(matches_like(match.text, match.pattern), match.is_match)
            << match.text << " LIKE " << match.pattern;
    }
}

TEST(Like, EndsSoonOnPatternsMadeToRunLong) {
    const std::string text(4000, 'a');
    std::string pattern;
    for (int i = 0; i < 40; ++i) pattern += "%a";
    EXPECT_TRUE(matches_like(text, pattern));
    EXPECT_FALSE(matches_like(text, pattern + "b"));
    EXPECT_FALSE(matches_like(std::string(4000, '['), "%" + std::string(2000, '[') + "x"));
}

}  // namespace
}  // namespace wbemcheck::mock::wql
