// How long the stage waits for a call that nothing should hold up.
#include <gtest/gtest.h>

#include <thread>

#include "harness/stage/stage.h"
#include "tests/unit/latch.h"

namespace wbemcheck::stage {
namespace {

using std::chrono::milliseconds;

TEST(Patience, CountsOnlyRoundsInWhichTheMachineWasPrompt) {
    Patience patience(milliseconds(100));
    for (int round = 0; round < 1000; ++round) patience.count_round(milliseconds(80));
    EXPECT_FALSE(patience.is_over());
    for (int round = 0; round < 20; ++round) patience.count_round(milliseconds(5));
    EXPECT_TRUE(patience.is_over());
}

// A cancel that gives callbacks in progress a moment takes that long on a loaded machine, where every round of its waiting
// comes late, while the stage is scheduled promptly. It waits for nobody, so CAN-8 must not be held against it.
TEST(Aside, IsGivenTheTimeThatAStarvedCancelTakes) {
    Aside slow([] {
        const auto end = Clock::now() + milliseconds(500);
        while (Clock::now() < end) std::this_thread::yield();
    });
    EXPECT_TRUE(slow.wait(std::chrono::duration_cast<Clock::duration>(kCallPatience)));
    slow.join();
}

TEST(Aside, IsFoundToWaitForTheClient) {
    wbemcheck::test::Latch gate(1);
    Aside waiting([&gate] { gate.wait(); });
    EXPECT_FALSE(waiting.wait(milliseconds(50)));
    gate.count_down();
    waiting.join();
}

}  // namespace
}  // namespace wbemcheck::stage
