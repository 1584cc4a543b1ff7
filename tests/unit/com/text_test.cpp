#include "harness/com/text.h"

#include <gtest/gtest.h>

#include <string>

namespace wbemcheck::com {
namespace {

using namespace std::string_literals;

OleString units(std::initializer_list<unsigned> values) {
    OleString text;
    for (const unsigned value : values) {
        text.push_back(static_cast<OLECHAR>(value));
    }
    return text;
}

struct Pair {
    const char* name;
    std::string utf8;
    OleString utf16;
};

class ValidText : public ::testing::TestWithParam<Pair> {};

TEST_P(ValidText, SurvivesBothWays) {
    EXPECT_EQ(to_utf16(GetParam().utf8), GetParam().utf16);
    EXPECT_EQ(to_utf8(GetParam().utf16), GetParam().utf8);
}

INSTANTIATE_TEST_SUITE_P(Text, ValidText,
                         ::testing::Values(Pair{"Empty", "", {}},
                                           Pair{"Ascii", "Win32_Process", OLESTR("Win32_Process")},
                                           Pair{"EmbeddedZero", "a\0b\0"s, units({'a', 0, 'b', 0})},
                                           Pair{"LastOfOneByte", "\x7F", units({0x7F})},
                                           Pair{"FirstOfTwoBytes", "\xC2\x80", units({0x80})},
                                           Pair{"LastOfTwoBytes", "\xDF\xBF", units({0x7FF})},
                                           Pair{"FirstOfThreeBytes", "\xE0\xA0\x80", units({0x800})},
                                           Pair{"BelowTheSurrogates", "\xED\x9F\xBF", units({0xD7FF})},
                                           Pair{"AboveTheSurrogates", "\xEE\x80\x80", units({0xE000})},
                                           Pair{"LastOfThreeBytes", "\xEF\xBF\xBF", units({0xFFFF})},
                                           Pair{"FirstPair", "\xF0\x90\x80\x80", units({0xD800, 0xDC00})},
                                           Pair{"LastPair", "\xF4\x8F\xBF\xBF", units({0xDBFF, 0xDFFF})},
                                           Pair{"Mixed", "x\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80y",
                                                units({'x', 0xE9, 0x20AC, 0xD83D, 0xDE00, 'y'})}),
                         [](const auto& test) { return std::string(test.param.name); });

constexpr const char* kReplacement = "\xEF\xBF\xBD";

TEST(LoneSurrogate, BecomesOneReplacementCharacter) {
    EXPECT_EQ(to_utf8(units({0xD800})), kReplacement);
    EXPECT_EQ(to_utf8(units({0xDC00})), kReplacement);
    EXPECT_EQ(to_utf8(units({'a', 0xDBFF, 'b'})), "a"s + kReplacement + "b");
    EXPECT_EQ(to_utf8(units({0xDC00, 0xD800})), std::string(kReplacement) + kReplacement);
}

TEST(LoneSurrogate, DoesNotSwallowThePairBehindIt) {
    EXPECT_EQ(to_utf8(units({0xD83D, 0xD83D, 0xDE00})), std::string(kReplacement) + "\xF0\x9F\x98\x80");
    EXPECT_EQ(to_utf8(units({0xD83D, 0xDE00, 0xDE00})), std::string("\xF0\x9F\x98\x80") + kReplacement);
}

class IllFormedUtf8 : public ::testing::TestWithParam<Pair> {};

TEST_P(IllFormedUtf8, BecomesOneReplacementCharacterForEachMaximalPart) {
    EXPECT_EQ(to_utf16(GetParam().utf8), GetParam().utf16);
}

// The expected results are those of the Unicode standard, section 3.9, "substitution of maximal subparts".
INSTANTIATE_TEST_SUITE_P(
    Text, IllFormedUtf8,
    ::testing::Values(
        Pair{"LoneContinuation", "\x80", units({0xFFFD})},
        Pair{"ImpossibleBytes", "\xFE\xFF\xC0\xC1\xF5", units({0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD})},
        Pair{"OverlongTwoBytes", "\xC0\x80", units({0xFFFD, 0xFFFD})},
        Pair{"OverlongThreeBytes", "\xE0\x80\x80", units({0xFFFD, 0xFFFD, 0xFFFD})},
        Pair{"OverlongFourBytes", "\xF0\x80\x80\x80", units({0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD})},
        Pair{"EncodedSurrogate", "\xED\xA0\x80", units({0xFFFD, 0xFFFD, 0xFFFD})},
        Pair{"BeyondUnicode", "\xF4\x90\x80\x80", units({0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD})},
        Pair{"CutAtTheEnd", "a\xE2\x82", units({'a', 0xFFFD})},
        Pair{"CutByAnotherLead", "\xE2\x82\x41\xF0\x9F\x98\xC3\xA9", units({0xFFFD, 'A', 0xFFFD, 0xE9})},
        Pair{"StandardsExample", "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64",
             units({'a', 0xFFFD, 0xFFFD, 0xFFFD, 'b', 0xFFFD, 'c', 0xFFFD, 0xFFFD, 'd'})}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(TerminatedView, EndsBeforeTheZero) {
    const OLECHAR text[] = {'a', 'b', 0, 'c', 0};
    EXPECT_EQ(terminated_view(text), OleStringView(OLESTR("ab")));
    EXPECT_TRUE(terminated_view(nullptr).empty());
}

}  // namespace
}  // namespace wbemcheck::com
