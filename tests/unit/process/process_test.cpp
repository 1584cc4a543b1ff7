// Starting a child: arguments, environment, standard input, and what goes wrong before it runs.
#include "harness/runner/process.h"

#include <gmock/gmock.h>

#include "tests/unit/process/test_child.h"

namespace wbemcheck::runner::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

TEST(StartingAChild, HandsOverArgumentsUnchanged) {
    const std::vector<std::string> arguments = {"plain",
                                                "two words",
                                                "",
                                                "a\"quote",
                                                "back\\slash",
                                                "trailing\\",
                                                "two words\\",
                                                "\\\"",
                                                "\\\\\"x y\\\\",
                                                "tab\there",
                                                "root\\cimv2?query=SELECT * FROM X WHERE N='\"'"};
    std::vector<std::string> all = {"arguments"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    ChildProcess child = start_child(all);
    EXPECT_THAT(read_all_lines(child), ElementsAreArray(arguments));
}

TEST(StartingAChild, HandsOverArgumentsOutsideAscii) {
    const std::string text = "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x99\x82";  // 2, 3 and 4 bytes of UTF-8
    ChildProcess child = start_child({"arguments", text});
    EXPECT_THAT(read_all_lines(child), ElementsAre(text));
}

TEST(StartingAChild, AddsToItsEnvironment) {
    ChildProcess child = start_child({"environment", "WBEMCHECK_TEST_VARIABLE"});
    EXPECT_THAT(read_all_lines(child), ElementsAre("given by the test"));
}

TEST(StartingAChild, ReplacesAVariableThatExists) {
    ProcessOptions options;
    options.environment["PATH"] = "replaced";
    ChildProcess child = ChildProcess::start(child_path(), {"environment", "PATH"}, options);
    EXPECT_THAT(read_all_lines(child), ElementsAre("replaced"));
}

TEST(StartingAChild, KeepsTheRestOfTheEnvironment) {
    ChildProcess child = start_child({"environment", "PATH"});
    const std::vector<std::string> lines = read_all_lines(child);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0], "(none)");
}

TEST(StartingAChild, GivesItAnEmptyStandardInput) {
    ChildProcess child = start_child({"standard-input"});
    EXPECT_THAT(read_all_lines(child), ElementsAre("empty"));
}

TEST(StartingAChild, SaysWhichProgramCannotRun) {
    const std::string missing = child_path() + ".missing";
    try {
        ChildProcess child = ChildProcess::start(missing, {});
        FAIL() << "a program that does not exist was started";
    } catch (const ProcessError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("cannot start '" + missing + "': ")));
    }
}

TEST(StartingAChild, CanBeDoneWhileAnotherLives) {
    ChildProcess first = start_child({"print-and-hang"});
    ASSERT_EQ(first.read_line(soon()).text, "ready");
    ChildProcess second = start_child({"exit", "0"});
    EXPECT_EQ(second.wait(soon()).kind, Exit::Kind::kExited);
    // The second one has not inherited the pipes of the first: they end with the first.
    ChildProcess third = start_child({"hang"});
    first.kill();
    EXPECT_EQ(first.read_line(soon()).kind, LineRead::Kind::kEnd);
    EXPECT_EQ(third.wait(at_once()).kind, Exit::Kind::kRunning);
}

TEST(StartingAChild, TellsItsId) {
    ChildProcess child = start_child({"hang"});
    EXPECT_GT(child.id(), 0);
}

TEST(CurrentExecutable, IsAnExistingFile) {
    EXPECT_TRUE(std::filesystem::is_regular_file(current_executable())) << current_executable();
}

}  // namespace
}  // namespace wbemcheck::runner::test
