#include "mock_provider/model/name.h"

#include <gtest/gtest.h>

#include "mock_provider/model/number_text.h"

namespace wbemcheck::mock {
namespace {

TEST(Names, AreEqualWithoutRegardToAsciiCase) {
    EXPECT_TRUE(equal_names("Mock_Item", "mOCK_iTEM"));
    EXPECT_FALSE(equal_names("Mock_Item", "Mock_Items"));
    EXPECT_FALSE(equal_names("\xC3\x84", "\xC3\xA4")) << "only ASCII letters have a case here";
    EXPECT_EQ(NameHash{}("Mock_Item"), NameHash{}("MOCK_ITEM"));
    EXPECT_EQ(fold_name("Mock_\xC3\x84"), "mock_\xC3\x84");
}

TEST(Names, HaveAnOrder) {
    EXPECT_EQ(compare_names("a", "B"), -1);
    EXPECT_EQ(compare_names("b", "A"), 1);
    EXPECT_EQ(compare_names("ab", "A"), 1);
    EXPECT_EQ(compare_names("A", "ab"), -1);
    EXPECT_EQ(compare_names("", ""), 0);
    EXPECT_EQ(compare_names("a", "\xC3\xA4"), -1) << "bytes are unsigned";
}

TEST(Identifiers, AreLettersDigitsAndUnderscores) {
    for (const char* const name : {"a", "A1", "_", "__PATH", "Kl\xC3\xA4sse"}) {
        EXPECT_TRUE(is_identifier(name)) << name;
    }
    for (const char* const name : {"", "1a", "a b", "a-b", "a.b", "a:b", "a\\b"}) {
        EXPECT_FALSE(is_identifier(name)) << name;
    }
    EXPECT_TRUE(is_system_name("__PATH"));
    EXPECT_FALSE(is_system_name("_PATH"));
}

TEST(ParseNumber, ReadsIntegersExactly) {
    EXPECT_EQ(parse_number("0"), Number(std::uint64_t{0}));
    EXPECT_EQ(parse_number("-0"), Number(std::uint64_t{0}));
    EXPECT_EQ(parse_number("+18446744073709551615"), Number(std::uint64_t{18446744073709551615U}));
    EXPECT_EQ(parse_number("-9223372036854775808"), Number(std::int64_t{-9223372036854775807} - 1));
    EXPECT_EQ(parse_number("-0x10"), Number(std::int64_t{-16}));
    EXPECT_EQ(parse_number("0XfF"), Number(std::uint64_t{255}));
}

TEST(ParseNumber, ReadsReals) {
    EXPECT_EQ(parse_number("1.5"), Number(1.5));
    EXPECT_EQ(parse_number("-1e-3"), Number(-0.001));
    EXPECT_EQ(parse_number("+.5"), Number(0.5));
}

TEST(ParseNumber, ReadsNothingElse) {
    for (const char* const text :
         {"", "-", "+", "+-5", "--5", " 5", "5 ", "5x", "0x", "0xg", "1e", "1.5.5", "inf", "nan", "1e999",
          "18446744073709551616", "-9223372036854775809", "0x1p3", "."}) {
        EXPECT_EQ(parse_number(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace wbemcheck::mock
