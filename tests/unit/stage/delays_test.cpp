#include "harness/stage/delays.h"

#include <gtest/gtest.h>

#include <set>

namespace wbemcheck::stage {
namespace {

using probe::Crossing;
using probe::CrossingKind;

TEST(Delays, DependOnTheSeedAndTheCrossingAlone) {
    const Delays one(7);
    const Delays same(7);
    const Delays other(8);
    std::size_t differing = 0;
    for (std::uint64_t ordinal = 1; ordinal <= 100; ++ordinal) {
        const Crossing crossing{CrossingKind::kIndicateEntered, ordinal};
        EXPECT_EQ(one.of(1, crossing), same.of(1, crossing));
        differing += one.of(1, crossing) != other.of(1, crossing) ? 1 : 0;
        differing += one.of(1, crossing) != one.of(2, crossing) ? 1 : 0;
    }
    EXPECT_GT(differing, 50u);
}

TEST(Delays, LetHalfOfTheCrossingsAloneAndNoneWaitForLong) {
    const Delays delays(99);
    std::size_t at_once = 0;
    std::size_t waiting = 0;
    for (std::uint64_t ordinal = 1; ordinal <= 1000; ++ordinal) {
        const auto delay = delays.of(1, {CrossingKind::kRelease, ordinal});
        EXPECT_LE(delay.count(), 3000);
        at_once += delay.count() == 0 ? 1 : 0;
        waiting += delay.count() > 0 ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(at_once), 500, 80);
    EXPECT_NEAR(static_cast<double>(waiting), 250, 60);
}

}  // namespace
}  // namespace wbemcheck::stage
