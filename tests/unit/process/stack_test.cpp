// The stack that a process leaves when it dies, and where its threads are while it lives.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "harness/com/file_path.h"
#include "harness/runner/sanitizer.h"
#include "harness/runner/stack_file.h"
#include "tests/unit/process/test_child.h"

namespace wbemcheck::runner::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class StackFile : public testing::Test {
protected:
    StackFile() {
        std::random_device device;
        path_ = std::filesystem::temp_directory_path() /
                ("wbemcheck-test-" + std::to_string(device()) + std::to_string(device()) + ".stacks");
    }
    ~StackFile() override {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
        std::filesystem::remove(path_.string() + ".trace", ignored);
    }

    void write(const std::string& text) const { std::ofstream(path_, std::ios::binary) << text; }
    [[nodiscard]] std::vector<WorkerStack> stacks() const { return read_stacks(path_); }
    [[nodiscard]] std::string file() const { return com::path_text(path_); }

private:
    std::filesystem::path path_;
};

TEST_F(StackFile, IsReadAsFramesWithTheirModules) {
    write("c 77 2 4711\t/usr/lib/provider.so\tfind\t1a\nc 77 2 4711\t/usr/lib/provider.so\t\t3f2c\nc 77 2 4711\tend\n");
    const std::vector<WorkerStack> found = stacks();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, StackKind::kCrash);
    EXPECT_EQ(found[0].trace, 77u);
    EXPECT_EQ(found[0].thread, 2u);
    EXPECT_EQ(found[0].number, 4711u);
    EXPECT_TRUE(found[0].is_whole);
    EXPECT_THAT(found[0].frames, ElementsAre("find + 0x1a in provider.so", "provider.so + 0x3f2c"));
}

TEST_F(StackFile, KeepsTheLinesOfTwoThreadsApart) {
    write("a 7 1 10\tm\tf\t1\na 7 2 11\tm\tg\t1\na 7 1 10\tm\th\t1\na 7 1 10\tend\n");
    const std::vector<WorkerStack> found = stacks();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_THAT(found[0].frames, ElementsAre("f + 0x1 in m", "h + 0x1 in m"));
    EXPECT_TRUE(found[0].is_whole);
    EXPECT_THAT(found[1].frames, ElementsAre("g + 0x1 in m"));
    EXPECT_FALSE(found[1].is_whole);
}

TEST_F(StackFile, MayHoldAnythingElse) {
    write("nonsense\nq 1 1 1\tm\tf\t1\nc x\tm\tf\t1\n\tend\nc 1 1 1\tm\n\x01\x02\n");
    for (const WorkerStack& stack : stacks()) EXPECT_THAT(stack.frames, IsEmpty());
}

TEST_F(StackFile, MayBeMissing) { EXPECT_THAT(stacks(), IsEmpty()); }

// What the named function looks like: modules on Windows name no functions.
auto names([[maybe_unused]] const std::string& function) {
#if defined(_WIN32)
    return Contains(HasSubstr("process_test_child"));
#else
    return Contains(HasSubstr(function));
#endif
}

class StackOfAChild : public StackFile {
protected:
    void SetUp() override {
        if (kHasSanitizer) GTEST_SKIP() << "a sanitizer shows stacks of its own";
    }

    [[nodiscard]] std::vector<std::string> frames_after(const std::string& what, StackKind kind) const {
        ChildProcess child = start_child({what, file()});
        EXPECT_NE(child.wait(soon()).kind, Exit::Kind::kRunning);
        for (const WorkerStack& stack : stacks()) {
            if (stack.kind == kind && stack.is_whole) return stack.frames;
        }
        return {};
    }
};

TEST_F(StackOfAChild, BeginsWhereItCrashed) {
    const std::vector<std::string> frames = frames_after("crash-with-stack", StackKind::kCrash);
    ASSERT_THAT(frames, Not(IsEmpty()));
    EXPECT_THAT(frames, names("touch_memory_that_is_not_there"));
    EXPECT_THAT(frames[0], HasSubstr("process_test_child"));
}

TEST_F(StackOfAChild, IsSeenWhenItOverflows) {
    EXPECT_THAT(frames_after("overflow-with-stack", StackKind::kCrash), names(""));
}

TEST_F(StackOfAChild, IsSeenWhenItOverflowsOnAThreadThatRecords) {
    EXPECT_THAT(frames_after("overflow-thread-with-stack", StackKind::kCrash), names(""));
}

TEST_F(StackOfAChild, IsThatOfAbort) {
    EXPECT_THAT(frames_after("abort-with-stack", StackKind::kCrash), names("abort"));
}

TEST_F(StackOfAChild, IsThatOfTheCallOfExit) {
    EXPECT_THAT(frames_after("exit-with-stack", StackKind::kExit), names("exit"));
}

TEST_F(StackOfAChild, DoesNotChangeHowItEnds) {
    ChildProcess crashed = start_child({"crash-with-stack", file()});
    const Exit crash = crashed.wait(soon());
    EXPECT_EQ(crash.kind, Exit::Kind::kSignalled);
    EXPECT_THAT(crash.description, testing::AnyOf(HasSubstr("SIGSEGV"), HasSubstr("0xC0000005")));
    ChildProcess aborted = start_child({"abort-with-stack", file()});
    EXPECT_THAT(aborted.wait(soon()).description, HasSubstr("(abort() was called)"));
    ChildProcess exited = start_child({"exit-with-stack", file()});
    EXPECT_EQ(exited.wait(soon()).code, 3);
}

TEST_F(StackOfAChild, IsWrittenByEachThreadThatIsAsked) {
    ChildProcess child = start_child({"hang-with-stack", file()});
    ASSERT_EQ(child.read_line(soon()).text, "ready");
    const std::size_t asked = child.ask_for_stacks();
#if defined(_WIN32)
    EXPECT_EQ(asked, 0u);
#else
    EXPECT_GE(asked, 1u);  // the second thread may be about to start
    const auto whole = [&] {
        const std::vector<WorkerStack> found = stacks();
        return static_cast<std::size_t>(std::ranges::count(found, true, &WorkerStack::is_whole));
    };
    const Deadline deadline = soon();
    while (whole() < asked && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(whole(), asked);
    EXPECT_EQ(child.wait(at_once()).kind, Exit::Kind::kRunning);
#endif
}

}  // namespace
}  // namespace wbemcheck::runner::test
