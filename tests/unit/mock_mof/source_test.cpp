// The encodings of MOF files.
#include "mock_provider/mof/source.h"

#include <gtest/gtest.h>

namespace wbemcheck::mock::mof {
namespace {

std::string text_of(std::string_view bytes) {
    const DecodedSource decoded = decode_source("f", bytes);
    return decoded.source ? decoded.source->text : "error: " + to_text(decoded.error);
}

using namespace std::string_view_literals;

TEST(MofSource, IsUtf8WithAMarkOrWithout) {
    EXPECT_EQ(text_of("a\xC3\xA4"), "a\xC3\xA4");
    EXPECT_EQ(text_of("\xEF\xBB\xBF"
                      "a\xC3\xA4"),
              "a\xC3\xA4");
    EXPECT_EQ(text_of(""), "");
    EXPECT_EQ(text_of("\xEF\xBB\xBF"), "");
}

TEST(MofSource, IsUtf16OfEitherByteOrder) {
    EXPECT_EQ(text_of("\xFF\xFE"
                      "a\0\xE4\0\x3D\xD8\x00\xDE"sv),
              "a\xC3\xA4\xF0\x9F\x98\x80");
    EXPECT_EQ(text_of("\xFE\xFF"
                      "\0a\0\xE4\xD8\x3D\xDE\x00"sv),
              "a\xC3\xA4\xF0\x9F\x98\x80");
    EXPECT_EQ(text_of("\xFF\xFE"), "");
}

TEST(MofSource, SaysWhichByteIsNoUtf8) {
    EXPECT_EQ(text_of("a\nb\xC3\xA4\xFF"), "error: f:2:3: expected text in UTF-8, found the byte 0xFF");
    EXPECT_EQ(text_of("\xC3"), "error: f:1:1: expected text in UTF-8, found the byte 0xC3");
    EXPECT_EQ(text_of("\xC0\x80"), "error: f:1:1: expected text in UTF-8, found the byte 0xC0");  // overlong
    EXPECT_EQ(text_of("\xE0\x80\x80"),
              "error: f:1:1: expected text in UTF-8, found the byte 0xE0");  // overlong
    EXPECT_EQ(text_of("\xED\xA0\x80"),
              "error: f:1:1: expected text in UTF-8, found the byte 0xED");  // a surrogate
    EXPECT_EQ(text_of("\xF4\x90\x80\x80"), "error: f:1:1: expected text in UTF-8, found the byte 0xF4");
    EXPECT_EQ(text_of("\xF0\x90\x80"), "error: f:1:1: expected text in UTF-8, found the byte 0xF0");
}

TEST(MofSource, SaysWhereUtf16Ends) {
    EXPECT_EQ(text_of("\xFF\xFE"
                      "a\0\n\0b"sv),
              "error: f:2:1: expected text in UTF-16, found half a character at the end of the file");
    EXPECT_EQ(text_of("\xFF\xFE"
                      "a\0\x3D\xD8"
                      "b\0"sv),
              "error: f:1:2: expected text in UTF-16, found half a surrogate pair, 0xD83D");
    EXPECT_EQ(text_of("\xFF\xFE"
                      "\x00\xDE"sv),
              "error: f:1:1: expected text in UTF-16, found half a surrogate pair, 0xDE00");
    EXPECT_EQ(text_of("\xFE\xFF"
                      "\xD8\x3D"sv),
              "error: f:1:1: expected text in UTF-16, found half a surrogate pair, 0xD83D");
}

}  // namespace
}  // namespace wbemcheck::mock::mof
