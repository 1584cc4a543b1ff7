#include "mock_provider/wql/datetime_constant.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace wbemcheck::mock::wql {
namespace {

// As CIM spells it, without the fraction and the offset, which is always UTC; "none" for no datetime.
std::string moment(std::string_view text) {
    const auto datetime = parse_datetime_constant(text);
    return datetime ? format_datetime(*datetime).substr(0, 14) : "none";
}

TEST(DatetimeConstant, MayBeInTheCimFormat) {
    EXPECT_EQ(moment("20240229120000.000000+060"), "20240229110000");
    EXPECT_TRUE(parse_datetime_constant("00000001120032.000000:000")->is_interval);
}

TEST(DatetimeConstant, MayBeInTheDateFormatsOfTheSdk) {
    for (const std::string_view text : {"January 21, 1932", "January 21, 32",  "Jan 21 1932",
                                        "Jan 21 32",        "January 1932 21", "Jan 32 21",
                                        "21 January, 1932", "21 Jan32",        "21 1932 January",
                                        "1932 January 21",  "1932 21 January", "jan 21,1932",
                                        "1/21/1932",        "01-21-32",        "21.1.1932",
                                        "1/1932/21",        "21-1932-1",       "1932.21.01",
                                        "1932-01-21",       "19320121",        "320121"}) {
        EXPECT_EQ(moment(text), "19320121000000") << text;
    }
    EXPECT_EQ(moment("January, 1932"), "19320101000000");
    EXPECT_EQ(moment("Jan 1932"), "19320101000000");
    EXPECT_EQ(moment("1932 Jan"), "19320101000000");
    EXPECT_EQ(moment("193212"), "19321201000000");
    EXPECT_EQ(moment("1932"), "19320101000000");
}

TEST(DatetimeConstant, PutsTheMonthFirstAndTheYearBetween1930And2029) {
    EXPECT_EQ(moment("3/4/2005"), "20050304000000");
    EXPECT_EQ(moment("13/4/2005"), "20050413000000");
    EXPECT_EQ(moment("3/4/29"), "20290304000000");
    EXPECT_EQ(moment("3/4/30"), "19300304000000");
    EXPECT_EQ(moment("2005-03-04"), "20050304000000");
}

TEST(DatetimeConstant, MayHaveATimeBehindTheDate) {
    EXPECT_EQ(moment("Jan 21 1932 4 PM"), "19320121160000");
    EXPECT_EQ(moment("Jan 21 1932 4PM"), "19320121160000");
    EXPECT_EQ(moment("1932-01-21 3:23"), "19320121032300");
    EXPECT_EQ(moment("1932-01-21 3:23 AM"), "19320121032300");
    EXPECT_EQ(moment("21 January 1932 3:23:00PM"), "19320121152300");
    EXPECT_EQ(moment("1932-01-21 12:00 AM"), "19320121000000");
    EXPECT_EQ(moment("19320121 12:30PM"), "19320121123000");
    EXPECT_EQ(moment("1932 23:59"), "19320101235900");
    EXPECT_EQ(format_datetime(*parse_datetime_constant("1932-01-21 03:23:04:567")),
              "19320121032304.567000+000");
}

TEST(DatetimeConstant, IsNothingElse) {
    for (const std::string_view text : {"",
                                        " ",
                                        "yesterday",
                                        "Jan",
                                        "21",
                                        "5",
                                        "3:23",
                                        "4 PM",
                                        "Jan 32 1932",
                                        "1932-13-45",
                                        "1932-01",
                                        "1932-01/21",
                                        "Foo 21 1932",
                                        "January 21 1932 25:00",
                                        "1932-01-21 3",
                                        "1932-01-21 3:60",
                                        "1932-01-21 13:00 PM",
                                        "1932-01-21 3:23 XM",
                                        "1932-01-21 3:23 AM x",
                                        "Jan Feb 1932",
                                        "1 2 3 4",
                                        "99999999999",
                                        "1932-01-21-05"}) {
        EXPECT_EQ(moment(text), "none") << text;
    }
}

}  // namespace
}  // namespace wbemcheck::mock::wql
