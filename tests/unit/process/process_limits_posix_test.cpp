// What a child takes, and what the system gives it.
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "harness/runner/sanitizer.h"
#include "tests/unit/process/test_child.h"

namespace wbemcheck::runner::test {
namespace {

constexpr std::uint64_t kMebibyte = 1024 * 1024;

TEST(MemoryOfAChild, IsWhatItHasForItself) {
    ChildProcess small = start_child({"eat", "1"});
    ChildProcess large = start_child({"eat", "200"});
    ASSERT_EQ(small.read_line(soon()).text, "ready");
    ASSERT_EQ(large.read_line(soon()).text, "ready");
    const std::optional<std::uint64_t> little = small.own_memory();
    const std::optional<std::uint64_t> much = large.own_memory();
    ASSERT_TRUE(little.has_value());
    ASSERT_TRUE(much.has_value());
    EXPECT_GE(*much, *little + 190 * kMebibyte);
    if (!kHasSanitizer) {
        EXPECT_LE(*much, *little + 210 * kMebibyte);
    }
}

TEST(MemoryOfAChild, IsNotKnownAfterItsEnd) {
    ChildProcess child = start_child({"exit", "0"});
    ASSERT_EQ(child.wait(soon()).kind, Exit::Kind::kExited);
    EXPECT_FALSE(child.own_memory().has_value());
}

TEST(MemoryLimit, IsAsMuchAsTheSystemGives) {
    if (kHasSanitizer) GTEST_SKIP() << "its own memory would not fit into any limit";
    ProcessOptions options;
    options.memory_limit = 256 * kMebibyte;
    ChildProcess child = ChildProcess::start(child_path(), {"eat", "1000"}, options);
    EXPECT_EQ(child.read_line(soon()).text, "refused");
}

}  // namespace
}  // namespace wbemcheck::runner::test
