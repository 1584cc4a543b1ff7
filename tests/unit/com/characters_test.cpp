// One character at a time, and where text is no text.
#include <gtest/gtest.h>

#include <string>

#include "harness/com/characters.h"

namespace wbemcheck::com {
namespace {

TEST(Characters, AreReadAsTheyAreWritten) {
    for (const char32_t value : {0x00U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
        std::string text;
        append_utf8(text, value);
        const Character read = first_character(text + "x");
        EXPECT_TRUE(read.is_well_formed) << static_cast<unsigned long>(value);
        EXPECT_EQ(read.value, value);
        EXPECT_EQ(read.length, text.size());
        EXPECT_EQ(well_formed_prefix(text), text.size());
    }
}

TEST(Characters, ThatAreIllFormedEndWhereTheirMaximalPartEnds) {
    struct Case {
        const char* text;
        std::size_t length;
    };
    for (const Case& one : {Case{"\x80", 1}, Case{"\xC0\xAF", 1}, Case{"\xE0\x9F\x80", 1}, Case{"\xED\xA0\x80", 1},
                            Case{"\xF4\x90\x80\x80", 1}, Case{"\xF0\x9F\x98", 3}, Case{"\xE2\x82z", 2}, Case{"\xFF", 1}}) {
        const Character read = first_character(one.text);
        EXPECT_FALSE(read.is_well_formed) << one.text;
        EXPECT_EQ(read.length, one.length) << one.text;
        EXPECT_EQ(well_formed_prefix(std::string("ab") + one.text), 2u) << one.text;
    }
}

TEST(Characters, BeyondSixteenBitsAreTwoSurrogates) {
    EXPECT_TRUE(is_high_surrogate(0xD83D));
    EXPECT_TRUE(is_low_surrogate(0xDE00));
    EXPECT_EQ(join_surrogates(0xD83D, 0xDE00), 0x1F600U);
    EXPECT_EQ(join_surrogates(0xD800, 0xDC00), 0x10000U);
    EXPECT_EQ(join_surrogates(0xDBFF, 0xDFFF), 0x10FFFFU);
}

}  // namespace
}  // namespace wbemcheck::com
