// Values of every type, and how each is spelled.
#include <limits>

#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

class MofValue : public MofFixture {
protected:
    // The default value of a property declared as `type P suffix = text`.
    [[nodiscard]] Value read(std::string_view type, std::string_view text, std::string_view suffix = "") {
        load("#pragma classflags(\"forceupdate\")\nclass V { " + std::string(type) + " P" +
             std::string(suffix) + " = " + std::string(text) + "; };");
        return value("V", "P");
    }
    // Why it cannot be read, as "column: message".
    [[nodiscard]] std::string refused(std::string_view type, std::string_view text,
                                      std::string_view suffix = "") {
        return errors_of("class W { " + std::string(type) + " P" + std::string(suffix) + " = " +
                         std::string(text) + "; };");
    }
};

TEST_F(MofValue, ReadsIntegersInEveryBase) {
    EXPECT_EQ(read("sint32", "12"), Value::sint32(12));
    EXPECT_EQ(read("sint32", "-12"), Value::sint32(-12));
    EXPECT_EQ(read("sint32", "+12"), Value::sint32(12));
    EXPECT_EQ(read("sint32", "0"), Value::sint32(0));
    EXPECT_EQ(read("uint32", "0xFFffFFff"), Value::uint32(4294967295U));
    EXPECT_EQ(read("sint32", "-0X10"), Value::sint32(-16));
    EXPECT_EQ(read("uint32", "0777"), Value::uint32(511));
    EXPECT_EQ(read("sint8", "-0200"), Value::sint8(-128));
    EXPECT_EQ(read("uint8", "1010b"), Value::uint8(10));
    EXPECT_EQ(read("uint8", "0B"), Value::uint8(0));
    EXPECT_EQ(read("sint8", "-11B"), Value::sint8(-3));
    EXPECT_EQ(read("uint64", "18446744073709551615"), Value::uint64(18446744073709551615U));
    EXPECT_EQ(read("sint64", "-9223372036854775808"),
              Value::sint64(std::numeric_limits<std::int64_t>::min()));
}

TEST_F(MofValue, RefusesIntegersOutOfRange) {
    EXPECT_EQ(refused("uint8", "256"), "1:21: expected an integer in the range of uint8, found '256'");
    EXPECT_EQ(refused("uint8", "-1"), "1:21: expected an integer in the range of uint8, found '-'");
    EXPECT_EQ(refused("sint64", "9223372036854775808"),
              "1:22: expected an integer in the range of sint64, found '9223372036854775808'");
    EXPECT_EQ(refused("uint64", "18446744073709551616"),
              "1:22: expected an integer of at most 64 bits, found '18446744073709551616'");
    EXPECT_EQ(refused("uint8", "1.5"), "1:21: expected an integer in the range of uint8, found '1'");
    EXPECT_EQ(refused("uint8", "\"1\""),
              "1:21: expected an integer in the range of uint8, found the string \"1\"");
    EXPECT_EQ(refused("uint8", "089"), "1:21: expected an octal number, for it begins with 0, found '089'");
}

TEST_F(MofValue, ReadsReals) {
    EXPECT_EQ(read("real64", "1.5"), Value::real64(1.5));
    EXPECT_EQ(read("real64", "-.5"), Value::real64(-0.5));
    EXPECT_EQ(read("real64", "+2."), Value::real64(2));
    EXPECT_EQ(read("real64", "1.25e2"), Value::real64(125));
    EXPECT_EQ(read("real64", "1E-2"), Value::real64(0.01));
    EXPECT_EQ(read("real64", "3"), Value::real64(3));
    EXPECT_EQ(read("real32", "0.1"), Value::real32(0.1F));
    EXPECT_EQ(read("real64", "18446744073709551615"), Value::real64(18446744073709551615.0));
    EXPECT_EQ(read("real32", "-3.4028235e+38"), Value::real32(std::numeric_limits<float>::lowest()));
    EXPECT_NE(refused("real32", "3.4028236e+38"), "");
    EXPECT_EQ(refused("real32", "1e39"), "1:22: expected a number in the range of real32, found '1e39'");
    EXPECT_EQ(refused("real64", "1e999"), "1:22: expected a number in the range of real64, found '1e999'");
}

TEST_F(MofValue, ReadsStringsInPieces) {
    EXPECT_EQ(read("string", "\"a\" \"b\"\n// between\n\"c\" /* and */ \"d\""), Value::string("abcd"));
    EXPECT_EQ(read("string", "\"\""), Value::string(""));
    EXPECT_EQ(read("string", "\"two\nlines\""), Value::string("two\nlines"));
    EXPECT_EQ(read("string", "\"// no comment /* either */\""), Value::string("// no comment /* either */"));
    EXPECT_EQ(read("string", "\"\xC3\xA4\xE2\x98\xBA\xF0\x9F\x98\x80\""),
              Value::string("\xC3\xA4\xE2\x98\xBA\xF0\x9F\x98\x80"));
}

TEST_F(MofValue, ReadsEscapes) {
    EXPECT_EQ(read("string", R"("\b\t\n\f\r\"\'\\")"), Value::string("\b\t\n\f\r\"'\\"));
    EXPECT_EQ(read("string", R"("\x41\X042\x0043\x4g")"), Value::string("ABC\x04g"));
    EXPECT_EQ(read("string", R"("\x263A\xD83D\xDE00")"), Value::string("\xE2\x98\xBA\xF0\x9F\x98\x80"));
    EXPECT_EQ(read("string", R"("a\x0b")"), Value::string("a\x0b"));
    EXPECT_EQ(read("string", R"("a\x0000b")"), Value::string(std::string("a\0b", 3)));
    EXPECT_EQ(refused("string", R"("\q")"),
              "1:24: expected one of \\b \\t \\n \\f \\r \\\" \\' \\\\ or \\x and one to four hexadecimal "
              "digits, found 'q'");
    EXPECT_EQ(refused("string", R"("a\xD83D")"),
              "1:24: expected both halves of a surrogate pair, \\xD800 to \\xDBFF and then \\xDC00 to "
              "\\xDFFF, found one");
}

TEST_F(MofValue, ReadsCharacters) {
    EXPECT_EQ(read("char16", "'a'"), Value::char16('a'));
    EXPECT_EQ(read("char16", R"('\'')"), Value::char16('\''));
    EXPECT_EQ(read("char16", R"('\x263A')"), Value::char16(0x263A));
    EXPECT_EQ(read("char16", "'\xE2\x98\xBA'"), Value::char16(0x263A));
    EXPECT_EQ(read("char16", "65"), Value::char16('A'));
    EXPECT_EQ(refused("char16", "''"),
              "1:22: expected one character of 16 bits between the quotes, found the string ''");
    EXPECT_EQ(refused("char16", "'ab'"),
              "1:22: expected one character of 16 bits between the quotes, found the string 'ab'");
    EXPECT_EQ(refused("string", "'a'"), "1:22: expected a string, found the string 'a'");
}

TEST_F(MofValue, ReadsBooleansAndNulls) {
    EXPECT_EQ(read("boolean", "TRUE"), Value::boolean(true));
    EXPECT_EQ(read("boolean", "false"), Value::boolean(false));
    EXPECT_TRUE(read("boolean", "Null").is_null());
    EXPECT_TRUE(read("string", "NULL", "[]").is_null());
    EXPECT_EQ(refused("boolean", "1"), "1:23: expected TRUE or FALSE, found '1'");
}

TEST_F(MofValue, ReadsDatetimes) {
    EXPECT_EQ(read("datetime", "\"20240229120000.000000+060\""),
              Value::datetime("20240229120000.000000+060"));
    EXPECT_EQ(read("datetime", "\"00000001******.******:000\""),
              Value::datetime("00000001******.******:000"));
    EXPECT_EQ(
        refused("datetime", "\"yesterday\""),
        "1:24: expected a datetime: yyyymmddHHMMSS.mmmmmm+UUU or ddddddddHHMMSS.mmmmmm:000, found the string "
        "\"yesterday\"");
}

TEST_F(MofValue, ReadsArrays) {
    EXPECT_EQ(read("uint8", "{1, 0x2, 11b}", "[]"),
              Value::array(CimType::kUint8, {Value::uint8(1), Value::uint8(2), Value::uint8(3)}));
    EXPECT_EQ(read("uint8", "{}", "[3]"), Value::array(CimType::kUint8, {}));
    EXPECT_EQ(read("string", "{\"a\" \"b\", NULL}", "[]"),
              Value::array(CimType::kString, {Value::string("ab"), Value::null({CimType::kString, false})}));
    EXPECT_EQ(refused("uint8", "{1, 300}", "[]"),
              "1:27: expected an integer in the range of uint8, found '300'");
    EXPECT_EQ(refused("uint8", "5", "[]"), "1:23: expected a list in braces, for it is an array, found '5'");
    EXPECT_EQ(refused("uint8", "{5}"), "1:21: expected an integer in the range of uint8, found '{'");
    EXPECT_EQ(refused("uint8", "{{5}}", "[]"), "1:24: expected a value, found '{'");
    EXPECT_EQ(refused("uint8", "{1,}", "[]"), "1:26: expected a value, found '}'");
    EXPECT_EQ(refused("uint8", "{1 2}", "[]"), "1:26: expected ',' or '}', found '2'");
}

TEST_F(MofValue, ReadsEmbeddedObjects) {
    load("class Inner { uint8 N = 4; };\nclass Other : Inner { string T; };");
    const Value one = read("Inner", "instance of Other { T = \"t\"; }");
    ASSERT_NE(one.as_object().instance, nullptr);
    EXPECT_EQ(one.as_object().instance->definition().name(), "Other");
    EXPECT_EQ(*one.as_object().instance->find("N"), Value::uint8(4));
    const Value made = read("object", "class Made : Inner { uint8 M; }");
    ASSERT_NE(made.as_object().definition, nullptr);
    EXPECT_TRUE(made.as_object().definition->find_property("N"));
    EXPECT_EQ(refused("Inner", "instance of None { }"),
              "1:33: the class None is not known in root\\test: declare or include it before");
    EXPECT_EQ(refused("Inner", "instance of Inner { X = 1; }"),
              "1:41: expected a property of Inner, found 'X'");
    EXPECT_EQ(refused("Inner", "instance of Inner { N = 1; N = 2; }"), "1:48: the property N is set twice");
    EXPECT_EQ(refused("Inner", "5"), "1:21: expected an object: INSTANCE OF or CLASS, found '5'");
    EXPECT_EQ(refused("uint8", "instance of Inner { }"),
              "1:33: expected an integer in the range of uint8, found 'Inner'");
}

}  // namespace
}  // namespace wbemcheck::mock::mof
