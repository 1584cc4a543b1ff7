#include "mock_provider/model/datetime.h"

#include <gtest/gtest.h>

namespace wbemcheck::mock {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

TEST(Datetime, CountsMomentsFromTheEpochInUtc) {
    EXPECT_EQ(parse_datetime("19700101000000.000000+000")->microseconds, 0);
    EXPECT_EQ(parse_datetime("20240229120000.000001+000")->microseconds, 1'709'208'000 * kSecond + 1);
    EXPECT_EQ(parse_datetime("20240229130000.000001+060")->microseconds, 1'709'208'000 * kSecond + 1);
    EXPECT_EQ(parse_datetime("20240229070000.000001-300")->microseconds, 1'709'208'000 * kSecond + 1);
    EXPECT_EQ(parse_datetime("19691231235959.999999+000")->microseconds, -1);
}

TEST(Datetime, CountsTheLengthOfIntervals) {
    const std::optional<Datetime> interval = parse_datetime("00000002010203.000004:000");
    ASSERT_TRUE(interval.has_value());
    EXPECT_TRUE(interval->is_interval);
    EXPECT_EQ(interval->microseconds, (2 * 86'400 + 3'723) * kSecond + 4);
}

TEST(Datetime, TakesAsterisksForTheLeastValue) {
    EXPECT_EQ(parse_datetime("2024**********.******+***")->microseconds,
              parse_datetime("20240101000000.000000+000")->microseconds);
    EXPECT_EQ(parse_datetime("20240101000000.123***+000")->microseconds,
              parse_datetime("20240101000000.123000+000")->microseconds);
}

TEST(Datetime, IsNothingElse) {
    for (const char* const text :
         {"", "20240101120000.000000+00", "20240101120000.000000+0000", "20241301120000.000000+000",
          "20240132120000.000000+000", "20240101240000.000000+000", "20240101120060.000000+000",
          "20240101120000,000000+000", "20240101120000.000000 000", "2024-01-01T12:00:00+00000",
          "00000002010203.000004:001", "2024010112000x.000000+000", "20240*01120000.000000+000"}) {
        EXPECT_EQ(parse_datetime(text), std::nullopt) << text;
    }
}

TEST(Datetime, IsWrittenAsItWasRead) {
    for (const char* const text :
         {"20240229120000.000001+000", "19691231235959.999999+000", "00010101000000.000000+000",
          "99991231235959.999999+000", "00000002010203.000004:000"}) {
        EXPECT_EQ(format_datetime(*parse_datetime(text)), text);
    }
}

}  // namespace
}  // namespace wbemcheck::mock
