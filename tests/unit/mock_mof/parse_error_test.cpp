// Where an error is, what was expected there, and how the reader goes on after it.
#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

class MofError : public MofFixture {};

TEST_F(MofError, SaysWhatWasExpected) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"clas A { };",
         "1:1: expected a declaration: CLASS, INSTANCE OF, QUALIFIER, '[', #pragma or #include, found "
         "'clas'"},
        {"class { };", "1:7: expected a class name, found '{'"},
        {"class A : { };", "1:11: expected the name of the superclass, found '{'"},
        {"class A as B { };", "1:12: expected an alias: '$' and a name, found 'B'"},
        {"class A as $ { };", "1:13: expected the name of an alias, found ' '"},
        {"class A ;", "1:9: expected ':' or '{', found ';'"},
        {"class A { }", "1:12: expected ';', found the end of the file"},
        {"class A { 5 };", "1:11: expected a property, a method or '}', found '5'"},
        {"class A { uint8 };", "1:17: expected the name of a property or a method, found '}'"},
        {"class A { uint8 P Q; };", "1:19: expected '(', '[', '=' or ';', found 'Q'"},
        {"class A { uint8 P[ };", "1:20: expected ']', found '}'"},
        {"class A { uint8 P[] Q; };", "1:21: expected '=' or ';', found 'Q'"},
        {"class A { uint8 P = 5 };", "1:23: expected ';', found '}'"},
        {"class A { void M(5); };", "1:18: expected a parameter, found '5'"},
        {"class A { void M(uint8); };", "1:23: expected the name of a parameter, found ')'"},
        {"class A { void M(uint8 P; };", "1:25: expected ',' or ')', found ';'"},
        {"class A { void M([in]); };", "1:22: expected the type of a parameter, found ')'"},
        {"class A { void M() = 5; };", "1:20: expected ';', found '='"},
        {"class A { [key]; };", "1:16: expected a type, found ';'"},
        {"[] class A { };", "1:2: expected a qualifier, found ']'"},
        {"[Q(] class A { };", "1:4: expected a constant, found ']'"},
        {"[Q(5] class A { };", "1:5: expected ')', found ']'"},
        {"[Q :] class A { };", "1:5: expected a flavor, found ']'"},
        {"[Q class A { };", "1:4: expected ',' or ']', found 'class'"},
        {"[Q] uint8 A;", "1:5: expected CLASS or INSTANCE OF, found 'uint8'"},
        {"instance A { };", "1:10: expected OF, found 'A'"},
        {"instance of A B { };", "1:15: expected AS or '{', found 'B'"},
        {"instance of A { 5 };", "1:17: expected a property or '}', found '5'"},
        {"instance of A { P 5; };", "1:19: expected '=', found '5'"},
        {"instance of A { P = 5 };", "1:23: expected ';', found '}'"},
        {"instance of A { [Q] = 5; };", "1:21: expected the name of a property, found '='"},
        {"instance of A { P = [Q] 5; };", "1:25: expected INSTANCE OF or CLASS, found '5'"},
        {"instance of A { P = $; };", "1:22: expected the name of an alias, found ';'"},
        {"Qualifier : string;", "1:11: expected the name of a qualifier, found ':'"},
        {"Qualifier Q string;", "1:13: expected ':', found 'string'"},
        {"Qualifier Q : ;", "1:15: expected the type of the qualifier, found ';'"},
        {"Qualifier Q : string = ;", "1:24: expected a constant, found ';'"},
        {"Qualifier Q : string, 5;", "1:23: expected SCOPE or FLAVOR, found '5'"},
        {"Qualifier Q : string Scope(any);", "1:22: expected '=', ',' or ';', found 'Scope'"},
        {"Qualifier Q : string, Scope any;", "1:29: expected '(', found 'any'"},
        {"Qualifier Q : string, Scope(5);", "1:29: expected a kind of element, found '5'"},
        {"Qualifier Q : string, Flavor();", "1:30: expected a flavor, found ')'"},
        {"Qualifier Q : string, Flavor(ToSubclass;", "1:40: expected ',' or ')', found ';'"},
        {"#pragma 5", "1:9: expected the name of a pragma, found '5'"},
        {"#pragma namespace", "1:18: expected '(', found the end of the file"},
        {"#pragma namespace()", "1:19: expected an argument: a string, a number or a word, found ')'"},
        {"#pragma namespace(\"x\"", "1:22: expected ',' or ')', found the end of the file"},
        {"#include x", "1:10: expected the name of a file in quotes, found 'x'"},
        {"class A { uint8 P = 12x; };",
         "1:23: expected a number: digits, 0x and hexadecimal digits, 0 and octal digits, binary digits and "
         "b, or a real, "
         "found 'x'"},
    };
    for (const auto& [text, error] : cases) {
        EXPECT_EQ(errors_of(text), error) << text;
    }
}

TEST_F(MofError, CountsLinesAndCharacters) {
    EXPECT_EQ(errors_of("// \xC3\xA4\r\n/* \xF0\x9F\x98\x80 */ class \xC3\xA4\xC3\xB6 5"),
              "2:18: expected ':' or '{', found '5'");
    EXPECT_EQ(errors_of("\r\n\r\n\tclass;"), "3:7: expected a class name, found ';'");
}

TEST_F(MofError, SaysWhereAnOpenStringOrCommentBegan) {
    EXPECT_EQ(errors_of("class A { };\n/* open"),
              "2:8: expected */ to close the comment of line 2, column 1, found the end of the file");
    EXPECT_EQ(errors_of("class A { B ref /* open"),  // where the grammar looks ahead
              "1:24: expected */ to close the comment of line 1, column 17, found the end of the file");
    EXPECT_EQ(errors_of("class A { string P = \"open; };"),
              "1:31: expected \" to close the string of line 1, column 22, found the end of the file");
    EXPECT_EQ(errors_of("class A { char16 P = 'o; };"),
              "1:28: expected ' to close the string of line 1, column 22, found the end of the file");
}

TEST_F(MofError, PointsAtAStringThatWasNotClosed) {
    EXPECT_EQ(
        errors_of("class A { string P = \"open;\nstring Q = \"closed\"; };\n"),
        "2:13: expected ';', found 'closed' (the string of line 1, column 22 goes over the end of its line)");
}

TEST_F(MofError, GoesOnBehindTheDeclaration) {
    EXPECT_EQ(errors_of("class A { uint8 P = \"};\" ? ; };\n"
                        "class B { uint8 ; /* }; */ string \"};\"; };\n"
                        "class C { };\n"
                        "instance of C { ; };\n"),
              "1:26: expected ';', found '?'\n"
              "2:17: expected the name of a property or a method, found ';'\n"
              "4:17: expected a property or '}', found ';'");
}

TEST_F(MofError, GoesOnAtALineThatBeginsADeclarationWhenABraceIsMissing) {
    EXPECT_EQ(errors_of("class A { uint8 P;\nclass B { uint8 Q };\n#pragma namespace()\ninstance of { };\n"),
              "2:9: expected '(', '[', '=' or ';', found '{'\n"
              "3:19: expected an argument: a string, a number or a word, found ')'\n"
              "4:13: expected a class name, found '{'");
}

TEST_F(MofError, GoesOnAfterAStringThatWasNotClosed) {
    EXPECT_EQ(errors_of("class A { string P = \"open; };\nclass B { ? };\n"),
              "3:1: expected \" to close the string of line 1, column 22, found the end of the file\n"
              "2:11: expected a property, a method or '}', found '?'");
}

TEST_F(MofError, StopsAfterFiftyErrors) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "class ;\n";
    static_cast<void>(errors_of(text));
    EXPECT_EQ(loaded_.errors.size(), 50U);
    text.clear();
    for (int i = 0; i < 200; ++i) text += "class A" + std::to_string(i) + " : None { };\n";
    static_cast<void>(errors_of(text));
    EXPECT_EQ(loaded_.errors.size(), 50U);
}

}  // namespace
}  // namespace wbemcheck::mock::mof
