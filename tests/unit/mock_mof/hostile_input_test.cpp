// Text that somebody made to break the reader: it ends in errors, soon, and with little stack.
#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

using testing::HasSubstr;

class HostileMof : public MofFixture {
protected:
    static std::string repeat(std::string_view piece, std::size_t count) {
        std::string text;
        text.reserve(piece.size() * count);
        for (std::size_t i = 0; i < count; ++i) text += piece;
        return text;
    }
};

TEST_F(HostileMof, NestsNoMoreThanSixtyFourObjects) {
    load("class Box { [key] string Id; Box Inside; };");
    const auto nested = [](std::size_t depth) {
        return "instance of Box { Id = \"x\"; Inside = " + repeat("instance of Box { Inside = ", depth) +
               "NULL" + repeat("; }", depth) + "; };";
    };
    load(nested(64));
    EXPECT_THAT(errors_of(nested(65)), HasSubstr("expected at most 64 objects within each other"));
    EXPECT_THAT(errors_of(nested(100'000)), HasSubstr("expected at most 64 objects within each other"));
    EXPECT_THAT(errors_of("class X { object P = " + repeat("class Y { object P = ", 100'000)),
                HasSubstr("expected at most 64 objects within each other"));
    EXPECT_THAT(errors_of("class X { object P = " + repeat("[Q] class Y { object P = ", 100'000)),
                HasSubstr("expected at most 64 objects within each other"));
}

TEST_F(HostileMof, CannotOpenMoreThanItCloses) {
    for (const std::string_view piece : {"{",
                                         "[",
                                         "(",
                                         "\"",
                                         "'",
                                         "/*",
                                         "/*/",
                                         "\\",
                                         "$",
                                         "class ",
                                         "class A {",
                                         "[Q(",
                                         "#",
                                         "= ",
                                         "\"\\\"",
                                         "\"\\\"\n",
                                         "instance of A {",
                                         "};",
                                         "0x",
                                         "//\r"}) {
        EXPECT_NE(errors_of(repeat(piece, 100'000) + "?") + "/", "/") << piece;
        EXPECT_LE(loaded_.errors.size(), 50U);
    }
}

TEST_F(HostileMof, RefusesBytesThatAreNoText) {
    using namespace std::string_view_literals;
    EXPECT_EQ(errors_of("class A\0 { };"sv), "1:8: expected ':' or '{', found the byte 0x00");
    EXPECT_EQ(errors_of("class A { string P = \"a\0b\"; };"sv),
              "1:24: expected \" to close the string of line 1, column 22, found the byte 0x00");
    EXPECT_EQ(errors_of("class \x80;"), "1:7: expected text in UTF-8, found the byte 0x80");
}

TEST_F(HostileMof, RefusesNumbersWithoutEnd) {
    const std::string digits = repeat("9", 1'000'000);
    EXPECT_THAT(errors_of("class A { uint64 P = " + digits + "; };"),
                HasSubstr("expected an integer of at most 64 bits"));
    EXPECT_THAT(errors_of("class A { uint64 P = 0x" + digits + "; };"),
                HasSubstr("expected an integer of at most 64 bits"));
    EXPECT_THAT(errors_of("class A { uint64 P = " + repeat("1", 1'000'000) + "b; };"),
                HasSubstr("expected an integer of at most 64 bits"));
    EXPECT_THAT(errors_of("class A { real64 P = " + digits + ".5; };"),
                HasSubstr("expected a number in the range of real64"));
    EXPECT_THAT(errors_of("class A { real64 P = 1e" + digits + "; };"),
                HasSubstr("expected a number in the range of real64"));
    EXPECT_THAT(errors_of("class A { uint8 P[" + digits + "]; };"),
                HasSubstr("expected the size of an array"));
    load("class Z { uint64 P = 0x" + repeat("0", 1'000'000) + "7; };");
    EXPECT_EQ(value("Z", "P"), Value::uint64(7));
}

TEST_F(HostileMof, BoundsLists) {
    EXPECT_THAT(errors_of("[Q" + repeat(", Q", 100'000) + "] class A { };"),
                HasSubstr("expected at most 1024 qualifiers in one list"));
    EXPECT_THAT(errors_of("class A { " + repeat("uint8 P; ", 100'000) + "};"),
                HasSubstr("expected at most 4096 properties and methods in one class"));
    EXPECT_THAT(errors_of("class A { void M(uint8 P" + repeat(", uint8 P", 100'000) + "); };"),
                HasSubstr("expected at most 4096 parameters of one method"));
    EXPECT_THAT(errors_of("instance of A { " + repeat("P = 1; ", 100'000) + "};"),
                HasSubstr("expected at most 4096 properties in one instance"));
    load("class B { uint8 P[] = {1" + repeat(",1", 100'000) + "}; };");
    EXPECT_EQ(value("B", "P").as_array().size(), 100'001U);
}

TEST_F(HostileMof, BoundsDerivation) {
    std::string text = "class C0 { };\n";
    for (int i = 1; i <= 300; ++i) {
        text += "class C" + std::to_string(i) + " : C" + std::to_string(i - 1) + " { };\n";
    }
    EXPECT_EQ(errors_of(text), "258:14: expected at most 256 superclasses above a class");
}

TEST_F(HostileMof, BoundsWhatClassesInheritInAll) {
    std::string text = "class Wide { [key] uint8 Id;";
    for (int i = 0; i < 4000; ++i) text += " uint8 P" + std::to_string(i) + ";";
    text += " };\n";
    load(text);
    std::string subclasses;
    for (int i = 0; i < 300; ++i) subclasses += "class S" + std::to_string(i) + " : Wide { };\n";
    EXPECT_THAT(errors_of(subclasses),
                HasSubstr("expected classes and instances with at most 4000000 values in all"));
    EXPECT_THAT(errors_of(repeat("instance of Wide { Id = 1; };\n", 1100)),
                HasSubstr("expected classes and instances with at most 4000000 values in all"));
}

TEST_F(HostileMof, BoundsAliasesInKeys) {
    std::string text = "class Link { [key] Link ref Next; };\n";
    for (int i = 0; i < 1000; ++i) {
        text +=
            "instance of Link as $A" + std::to_string(i) + " { Next = $A" + std::to_string(i + 1) + "; };\n";
    }
    EXPECT_THAT(errors_of(text), HasSubstr("has no path: the keys of"));
    EXPECT_EQ(loaded_.errors.size(), 50U);
}

TEST_F(HostileMof, ReadsManyErrorsOfALongTextSoon) {
    static_cast<void>(errors_of(repeat("class A { string P = \"a\n", 200'000)));
    EXPECT_LE(loaded_.errors.size(), 50U);
    static_cast<void>(errors_of(repeat("class ;\n/*", 200'000)));
    EXPECT_LE(loaded_.errors.size(), 50U);
}

}  // namespace
}  // namespace wbemcheck::mock::mof
