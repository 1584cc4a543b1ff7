// MOF files as a person checks them, and as the mock takes them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

constexpr const char* kGood =
    "class Sample { [key] string Id; uint8 N = 0x10; };\ninstance of Sample { Id = \"one\"; };\n";
constexpr const char* kPrinted =
    "class Sample\n{\n    [key: DisableOverride ToInstance ToSubclass] string Id;\n    uint8 N = 16;\n};\n\n"
    "instance of Sample\n{\n    Id = \"one\";\n    N = 16;\n};\n\n";

class Mof : public testing::Test {
protected:
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        write_file(folder_.path(name), text);
        return folder_.path(name);
    }
    // Files are named in errors with slashes, on every platform.
    [[nodiscard]] std::string shown(const std::string& name) const {
        return std::filesystem::path(folder_.path(name)).generic_string();
    }

    TemporaryFolder folder_;
};

TEST_F(Mof, CountsWhatAFileDeclares) {
    const Outcome outcome = run_program({"mof", write("good.mof", kGood)});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_EQ(outcome.output, "1 class and 1 instance\n");
    EXPECT_THAT(outcome.errors, IsEmpty());
}

TEST_F(Mof, PrintsMofThatItReadsAgain) {
    const Outcome first = run_program({"mof", write("good.mof", kGood), "--print"});
    EXPECT_EQ(first.code, 0);
    EXPECT_EQ(first.output, kPrinted);
    EXPECT_EQ(first.errors, "1 class and 1 instance\n");
    EXPECT_EQ(run_program({"mof", write("again.mof", first.output), "--print"}).output, kPrinted);
}

TEST_F(Mof, NamesThePlaceOfEveryErrorAndExitsWithTwo) {
    const Outcome outcome = run_program({"mof", write("bad.mof", "class A { uint8 };\nclass B\n{ uint8 N = 5 };\n"), "--print"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_EQ(outcome.errors, shown("bad.mof") + ":1:17: expected the name of a property or a method, found '}'\n" +
                                  shown("bad.mof") + ":3:15: expected ';', found '}'\n2 errors\n");
}

TEST_F(Mof, LooksForIncludedFilesInFolders) {
    std::filesystem::create_directories(folder_.path("there"));
    (void)write("there/base.mof", "class Base { [key] string Id; };\n");
    const std::string file = write("top.mof", "#include \"base.mof\"\nclass Derived : Base { };\n");
    EXPECT_EQ(run_program({"mof", file}).code, 2);
    EXPECT_EQ(run_program({"mof", "--include", folder_.path("there"), file}).output, "2 classes and 0 instances\n");
}

TEST_F(Mof, LoadsIntoTheNamespaceThatIsNamed) {
    const std::string file = write("below.mof", "instance of __Namespace { Name = \"x\"; };\n#pragma namespace(\"x\")\nclass A { };\n");
    const Outcome outcome = run_program({"mof", file, "--namespace", "root/some/where", "--print"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_THAT(outcome.output, HasSubstr("#pragma namespace(\"\\\\\\\\.\\\\root\\\\some\\\\where\\\\x\")\n\nclass A\n"));
    const Outcome wrong = run_program({"mof", file, "--namespace", "else"});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_THAT(wrong.errors, HasSubstr("'else' is no namespace; expected root or a path below it"));
}

TEST_F(Mof, TakesTheMofOfAProviderWithItsRegistrations) {
    const Outcome outcome = run_program({"mof", EXAMPLE_PROVIDERS_MOF, "--namespace", "root\\example"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_EQ(outcome.output, "5 classes and 12 instances\n");
    EXPECT_THAT(outcome.errors, IsEmpty());
}

TEST_F(Mof, SaysThatAFileCannotBeRead) {
    const Outcome outcome = run_program({"mof", folder_.path("none.mof")});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.errors, shown("none.mof") + ":1:1: the file cannot be read\n1 error\n");
}

TEST_F(Mof, GivesTheMockSomebodysSchema) {
    const std::string file = write("mine.mof", "class Mine { [key] string Id; };\ninstance of Mine { Id = \"a\"; };\n"
                                               "instance of Mine { Id = \"b\"; };\n");
    const reports::RunResult result = run_for_result(
        {"run", "mock?mof=" + file + "&query=SELECT * FROM Mine", "--filter", "lifecycle/ExecQueryAsync/*"}, 0);
    EXPECT_EQ(result.subject_identity.at("mof").substr(0, 9), "mine.mof ");
    EXPECT_THAT(result.subject_identity.at("mof"), Not(HasSubstr(folder_.path(""))));
}

TEST_F(Mof, SaysInOneSentenceWhyTheMockCannotHaveASchema) {
    const std::string file = write("bad.mof", "class A : B { };\nclass C { uint8 };\nclass D { uint8 };\n");
    const Outcome outcome = run_program({"run", "mock?mof=" + file});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr(shown("bad.mof") + ":2:17: expected the name of a property or a method, found '}' "
                                                             "(the first of 2 errors; 'wbemcheck mof' prints all of them)"));
    EXPECT_THAT(run_program({"run", "mock?mof="}).errors, HasSubstr("mof is empty; expected the path of a MOF file"));
}

}  // namespace
}  // namespace wbemcheck::cli
