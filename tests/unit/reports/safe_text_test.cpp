#include "reports/safe_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::string_literals;

TEST(FirstCodePoint, ReadsEveryLength) {
    EXPECT_EQ(first_code_point("a").value, U'a');
    EXPECT_EQ(first_code_point("\xC3\xA4").value, U'\u00E4');
    EXPECT_EQ(first_code_point("\xE4\xBD\xA0z").value, U'\u4F60');
    EXPECT_EQ(first_code_point("\xF0\x9F\x99\x82").value, U'\U0001F642');
    EXPECT_EQ(first_code_point("\xF0\x9F\x99\x82").length, 4U);
    EXPECT_EQ(first_code_point("").length, 0U);
}

TEST(FirstCodePoint, RefusesWhatIsNoUtf8) {
    for (const char* bytes :
         {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\xAF", "\xE4\xBD", "\xED\xA0\x80",
          "\xED\xBF\xBF", "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF"}) {
        const CodePoint point = first_code_point(bytes);
        EXPECT_FALSE(point.is_valid) << ::testing::PrintToString(bytes);
        EXPECT_EQ(point.length, 1U);
    }
}

TEST(XmlText, KeepsWhatXmlCanCarry) {
    EXPECT_EQ(to_xml_text("plain \t <&>\" \xC3\xA4 \xF0\x9F\x99\x82\n"),
              "plain \t <&>\" \xC3\xA4 \xF0\x9F\x99\x82\n");
}

TEST(XmlText, ShowsWhatXmlCannotCarry) {
    EXPECT_EQ(to_xml_text("a\0b\x1B[c\x7F"s), "a<U+0000>b<U+001B>[c<U+007F>");
    EXPECT_EQ(to_xml_text("\xEF\xBF\xBE\xEF\xBF\xBF\xC2\x85"), "<U+FFFE><U+FFFF><U+0085>");
    EXPECT_EQ(to_xml_text("\xED\xA0\x80|\xFF"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|\xEF\xBF\xBD");
}

TEST(XmlText, HasOneKindOfLineEnd) { EXPECT_EQ(to_xml_text("a\r\nb\rc\nd\r"), "a\nb\nc\nd\n"); }

TEST(ConsoleText, IsPrintableAsciiOnly) {
    const std::string text = to_console_text(testing::awkward_text());
    for (const char character : text) {
        EXPECT_TRUE(character == '\n' || (character >= ' ' && character <= '~'))
            << static_cast<int>(static_cast<unsigned char>(character));
    }
    EXPECT_THAT(text, HasSubstr("escape<U+001B>[2J"));
    EXPECT_THAT(text, HasSubstr("umlaut <U+00E4>, wide <U+4F60>, face <U+1F642>"));
    EXPECT_THAT(text, HasSubstr("bytes <0xFF><0xFE><0x80>"));
}

TEST(CutText, LeavesShortTextsAlone) {
    EXPECT_EQ(cut_text("", 0), "");
    EXPECT_EQ(cut_text("abc", 3), "abc");
}

TEST(CutText, SaysHowMuchIsMissingAndNeverSplitsACharacter) {
    EXPECT_EQ(cut_text("abcdef", 2), "ab\n[cut here: 4 more bytes stand in the JSON report]");
    EXPECT_EQ(cut_text("a\xE4\xBD\xA0z", 3), "a\n[cut here: 4 more bytes stand in the JSON report]");
}

TEST(OneLine, ReplacesLineEndsAndMarksTheCut) {
    EXPECT_EQ(to_one_line("a\nb\r\nc\td", 20), "a b  c d");
    EXPECT_EQ(to_one_line("abcdefghij", 10), "abcdefghij");
    EXPECT_EQ(to_one_line("abcdefghijk", 10), "abcdefg...");
    EXPECT_THAT(to_one_line("12345\xE4\xBD\xA0 6789", 10), Not(HasSubstr("\xE4")));
}

}  // namespace
}  // namespace wbemcheck::reports
