// Exit codes of Windows in words, on every platform.
#include <gtest/gtest.h>

#include "harness/runner/process.h"

namespace wbemcheck::runner::test {
namespace {

TEST(ExitCodeOfWindows, IsANumberWhenTheProgramChoseIt) {
    EXPECT_EQ(describe_windows_exit(0), "exit code 0");
    EXPECT_EQ(describe_windows_exit(3), "exit code 3");
    EXPECT_EQ(describe_windows_exit(0x7FFFFFFF), "exit code 2147483647");
    EXPECT_EQ(describe_windows_exit(0xFFFFFFFF), "exit code -1");
    EXPECT_EQ(describe_windows_exit(0x80070005), "exit code 0x80070005");
}

TEST(ExitCodeOfWindows, NamesWhatTheSystemReports) {
    EXPECT_EQ(describe_windows_exit(0xC0000005), "0xC0000005 (access violation)");
    EXPECT_EQ(describe_windows_exit(0xC00000FD), "0xC00000FD (stack overflow)");
    EXPECT_EQ(describe_windows_exit(0xE06D7363), "0xE06D7363 (uncaught C++ exception)");
    EXPECT_EQ(describe_windows_exit(0x40000015), "0x40000015 (abort() was called)");
}

TEST(ExitCodeOfWindows, IsHexadecimalWhenTheSystemsCodeHasNoName) {
    EXPECT_EQ(describe_windows_exit(0xC0001234), "0xC0001234");
}

}  // namespace
}  // namespace wbemcheck::runner::test
