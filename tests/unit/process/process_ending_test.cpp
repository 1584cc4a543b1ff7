// How a child ends, and that nothing of it stays behind.
#include <gmock/gmock.h>

#include <optional>
#include <thread>

#include "harness/runner/process.h"
#include "tests/unit/process/descendant.h"
#include "tests/unit/process/test_child.h"

namespace wbemcheck::runner::test {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::chrono::milliseconds kGenerous = std::chrono::seconds(60);

TEST(EndingOfAChild, TellsTheExitCode) {
    for (const int code : {0, 1, 3, 42}) {
        ChildProcess child = start_child({"exit", std::to_string(code)});
        const Exit exit = child.wait(soon());
        EXPECT_EQ(exit.kind, Exit::Kind::kExited);
        EXPECT_EQ(exit.code, code);
        EXPECT_EQ(exit.description, "exit code " + std::to_string(code));
    }
}

TEST(EndingOfAChild, TellsTheValueReturnedFromMain) {
    ChildProcess child = start_child({"return", "7"});
    const Exit exit = child.wait(soon());
    EXPECT_EQ(exit.kind, Exit::Kind::kExited);
    EXPECT_EQ(exit.code, 7);
}

TEST(EndingOfAChild, TellsAnAccessToInvalidMemory) {
    ChildProcess child = start_child({"crash"});
    const Exit exit = child.wait(soon());
    EXPECT_EQ(exit.kind, Exit::Kind::kSignalled);
    EXPECT_TRUE(is_memory_error(exit.code)) << exit.code;
    EXPECT_THAT(exit.description, AnyOf("SIGSEGV (access to invalid memory)", "SIGBUS (bus error)",
                                        "0xC0000005 (access violation)"));
}

TEST(EndingOfAChild, TellsAStackOverflow) {
    ChildProcess child = start_child({"overflow-stack"});
    const Exit exit = child.wait(soon());
    EXPECT_EQ(exit.kind, Exit::Kind::kSignalled);
    EXPECT_THAT(exit.description, AnyOf(StartsWith("SIGSEGV"), StartsWith("SIGBUS"), StartsWith("0xC00000FD"),
                                        StartsWith("0xC0000005")));
}

TEST(EndingOfAChild, TellsAbortFromExit) {
    ChildProcess child = start_child({"abort"});
    const Exit exit = child.wait(soon());
    EXPECT_EQ(exit.kind, Exit::Kind::kSignalled);
    EXPECT_THAT(exit.description, HasSubstr("(abort() was called)"));
    EXPECT_THAT(child.error_output(), HasSubstr("why it aborts"));
}

TEST(EndingOfAChild, TellsTerminate) {
    ChildProcess child = start_child({"terminate"});
    const Exit exit = child.wait(soon());
    EXPECT_EQ(exit.kind, Exit::Kind::kSignalled);
    EXPECT_THAT(exit.description, HasSubstr("abort() was called"));
}

TEST(EndingOfAChild, ShowsTheMessageOfAnUncaughtException) {
    ChildProcess child = start_child({"throw"});
    const Exit exit = child.wait(soon());
    EXPECT_EQ(exit.kind, Exit::Kind::kSignalled);
#if defined(__GLIBCXX__)
    EXPECT_THAT(child.error_output(), HasSubstr("nobody catches this"));
#endif
}

TEST(EndingOfAChild, IsRunningWhileItRuns) {
    ChildProcess child = start_child({"print-and-hang"});
    ASSERT_EQ(child.read_line(soon()).text, "ready");
    const Exit exit = child.wait(at_once());
    EXPECT_EQ(exit.kind, Exit::Kind::kRunning);
    EXPECT_EQ(exit.description, "");
}

TEST(EndingOfAChild, TellsThatItWasKilledByUs) {
    ChildProcess child = start_child({"print-and-hang"});
    ASSERT_EQ(child.read_line(soon()).text, "ready");
    child.kill();
    const Exit exit = child.wait(soon());
    EXPECT_EQ(exit.kind, Exit::Kind::kKilled);
    EXPECT_EQ(exit.description, "killed by wbemcheck");
}

TEST(EndingOfAChild, IsNotChangedByALateKill) {
    ChildProcess child = start_child({"exit", "5"});
    ASSERT_EQ(child.wait(soon()).code, 5);
    child.kill();
    EXPECT_EQ(child.wait(soon()).kind, Exit::Kind::kExited);
}

TEST(EndingOfAChild, IsToldToEveryThreadThatWaits) {
    ChildProcess child = start_child({"print-and-hang"});
    ASSERT_EQ(child.read_line(soon()).text, "ready");
    Exit::Kind first = Exit::Kind::kRunning;
    Exit::Kind second = Exit::Kind::kRunning;
    {
        const std::jthread one([&] { first = child.wait(kNoDeadline).kind; });
        const std::jthread two([&] { second = child.wait(kNoDeadline).kind; });
        child.kill();
    }
    EXPECT_EQ(first, Exit::Kind::kKilled);
    EXPECT_EQ(second, Exit::Kind::kKilled);
}

TEST(EndingOfAChild, TakesItsDescendantsAlong) {
    ChildProcess child = start_child({"leave-a-descendant"});
    DescendantWatch descendant(std::stoll(child.read_line(soon()).text));
    EXPECT_FALSE(descendant.ends_within(std::chrono::milliseconds(0)));
    static_cast<void>(read_all_lines(child));  // lets the child come to its end
    EXPECT_EQ(child.wait(soon()).kind, Exit::Kind::kExited);
    EXPECT_TRUE(descendant.ends_within(kGenerous));
}

TEST(KillingAChild, KillsItsDescendants) {
    ChildProcess child = start_child({"hang-with-a-descendant"});
    DescendantWatch descendant(std::stoll(child.read_line(soon()).text));
    child.kill();
    EXPECT_EQ(child.wait(soon()).kind, Exit::Kind::kKilled);
    EXPECT_TRUE(descendant.ends_within(kGenerous));
}

TEST(DestroyingAChild, KillsIt) {
    std::optional<ChildProcess> child = start_child({"print-and-hang"});
    ASSERT_EQ(child->read_line(soon()).text, "ready");
    DescendantWatch watch(child->id());
    child.reset();
    EXPECT_TRUE(watch.ends_within(std::chrono::milliseconds(0)));
}

}  // namespace
}  // namespace wbemcheck::runner::test
