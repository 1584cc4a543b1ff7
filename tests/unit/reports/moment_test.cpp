#include "reports/moment.h"

#include <gtest/gtest.h>

namespace wbemcheck::reports {
namespace {

TEST(Moment, IsMillisecondsSinceTheEpoch) {
    EXPECT_EQ(find_epoch_milliseconds("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(find_epoch_milliseconds("2025-01-31T12:00:00.125Z"), 1'738'324'800'125);
    EXPECT_EQ(find_epoch_milliseconds("2024-02-29T23:59:59.9Z"), 1'709'251'199'900);
    EXPECT_EQ(find_epoch_milliseconds("2024-02-29T23:59:59.9999999Z"), 1'709'251'199'999);
    EXPECT_EQ(find_epoch_milliseconds("1969-12-31T23:59:59Z"), -1000);
}

TEST(Moment, IsNoneForAnyOtherText) {
    for (const char* text : {"", "yesterday", "2025-01-31", "2025-01-31T12:00:00", "2025-01-31T12:00:00+01:00",
                             "2025-02-30T12:00:00Z", "2025-13-01T12:00:00Z", "2025-01-31T24:00:00Z", "2025-01-31T12:60:00Z",
                             "2025-01-31T12:00:00.Z", "2025-01-31T12:00:00.1x5Z", "2025-01-31T12:00:00xZ",
                             "2025-01-31 12:00:00Z", "-025-01-31T12:00:00Z"}) {
        EXPECT_FALSE(find_epoch_milliseconds(text)) << text;
    }
}

}  // namespace
}  // namespace wbemcheck::reports
