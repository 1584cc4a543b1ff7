// TIME_CREATED of __Event: units of 100 ns since 1601.
#include <gtest/gtest.h>

#include "mock_provider/services/event_time.h"

namespace wbemcheck::mock {
namespace {

TEST(EventTime, CountsFrom1601) {
    const std::chrono::system_clock::time_point unix_epoch{};
    EXPECT_EQ(event_time_of(unix_epoch), Value::uint64(116'444'736'000'000'000));
    EXPECT_EQ(event_time_of(unix_epoch + std::chrono::hours(24 * 365 * 60)), Value::uint64(135'366'336'000'000'000));
}

}  // namespace
}  // namespace wbemcheck::mock
