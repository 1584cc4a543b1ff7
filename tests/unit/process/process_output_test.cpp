// What a child writes arrives whole, in order and in bounded memory.
#include <gmock/gmock.h>

#include "harness/runner/process.h"
#include "tests/unit/process/test_child.h"

namespace wbemcheck::runner::test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(OutputOfAChild, IsReadLineByLineWhileItRuns) {
    ChildProcess child = start_child({"print-and-hang"});
    const LineRead read = child.read_line(soon());
    EXPECT_EQ(read.kind, LineRead::Kind::kLine);
    EXPECT_EQ(read.text, "ready");
    EXPECT_EQ(child.wait(at_once()).kind, Exit::Kind::kRunning);
}

TEST(OutputOfAChild, TimesOutWhenNothingIsWritten) {
    ChildProcess child = start_child({"print-and-hang"});
    ASSERT_EQ(child.read_line(soon()).text, "ready");
    EXPECT_EQ(child.read_line(at_once()).kind, LineRead::Kind::kTimeout);
}

TEST(OutputOfAChild, EndsWhenTheChildClosesIt) {
    ChildProcess child = start_child({"close-and-hang"});
    EXPECT_EQ(child.read_line(soon()).kind, LineRead::Kind::kEnd);
    EXPECT_EQ(child.wait(at_once()).kind, Exit::Kind::kRunning);
}

TEST(OutputOfAChild, EndsAgainEveryTimeItIsAskedFor) {
    ChildProcess child = start_child({"exit", "0"});
    EXPECT_EQ(child.read_line(kNoDeadline).kind, LineRead::Kind::kEnd);
    EXPECT_EQ(child.read_line(kNoDeadline).kind, LineRead::Kind::kEnd);
}

TEST(OutputOfAChild, CanBeReadAfterItsEnd) {
    ChildProcess child = start_child({"many-lines", "3"});
    ASSERT_EQ(child.wait(soon()).kind, Exit::Kind::kExited);
    EXPECT_THAT(read_all_lines(child), ElementsAre("line 0", "line 1", "line 2"));
}

TEST(OutputOfAChild, ArrivesWholeWhenItIsMoreThanIsKeptUnread) {
    constexpr int kLines = 300'000;  // several times the queue and the pipe together
    ChildProcess child = start_child({"many-lines", std::to_string(kLines)});
    int expected = 0;
    for (LineRead read = child.read_line(soon()); read.kind == LineRead::Kind::kLine;
         read = child.read_line(soon())) {
        ASSERT_EQ(read.text, "line " + std::to_string(expected));
        ++expected;
    }
    EXPECT_EQ(expected, kLines);
    EXPECT_EQ(child.wait(soon()).kind, Exit::Kind::kExited);
}

TEST(OutputOfAChild, MayEndWithoutALineEnd) {
    ChildProcess child = start_child({"no-line-end", "5"});
    EXPECT_THAT(read_all_lines(child), ElementsAre("xxxxx"));
}

TEST(OutputOfAChild, ComesInPiecesWhenALineIsTooLong) {
    constexpr std::size_t kBytes = kLongestLine * 3 + 17;
    ChildProcess child = start_child({"no-line-end", std::to_string(kBytes)});
    std::vector<std::size_t> sizes;
    for (const std::string& piece : read_all_lines(child)) {
        sizes.push_back(piece.size());
    }
    EXPECT_THAT(sizes, ElementsAre(kLongestLine, kLongestLine, kLongestLine, 17U));
}

TEST(OutputOfAChild, LeadsToTheParentAloneWhenTheWorkerClaimsIt) {
    ChildProcess child = start_child({"claim-output"});
    EXPECT_THAT(read_all_lines(child), ElementsAre("printed by the worker"));
    ASSERT_EQ(child.wait(soon()).code, 0);
    EXPECT_THAT(child.error_output(), HasSubstr("printed by the subject"));
}

TEST(ErrorOutputOfAChild, KeepsTheLastPartOnly) {
    ChildProcess child = start_child({"flood-error-output", std::to_string(kErrorOutputKept * 3)});
    ASSERT_EQ(child.wait(soon()).kind, Exit::Kind::kExited);
    EXPECT_EQ(child.error_output().size(), kErrorOutputKept);
    EXPECT_THAT(child.error_output(), EndsWith("the last words"));
}

TEST(ErrorOutputOfAChild, DoesNotHoldTheChildBackWhileItsOutputIsNotRead) {
    ChildProcess child = start_child({"flood-error-output", std::to_string(kErrorOutputKept * 3)});
    EXPECT_EQ(child.wait(soon()).kind, Exit::Kind::kExited);
}

}  // namespace
}  // namespace wbemcheck::runner::test
