#include "mock_provider/engine/alarm.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "mock_provider/engine/engine.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/manual_time.h"

namespace wbemcheck::mock::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class AlarmTest : public ::testing::Test {
protected:
    // Lets time pass, and whoever is due do his work.
    void pass(milliseconds step) {
        time_->advance(step);
        const auto deadline = std::chrono::steady_clock::now() + kBudget;
        while (engine_.activity().busy != 0 && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        ASSERT_EQ(engine_.activity().busy, 0U);
    }

    const std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
    Engine engine_{{.clock = time_}};
    int rings_ = 0;  // one worker rings at a time, and `pass` waits for it
};

TEST_F(AlarmTest, RingsOnceForEveryTimeThatItIsSet) {
    const auto alarm = engine_.make_alarm([&] { ++rings_; });
    alarm->set(seconds(1));
    pass(milliseconds(999));
    EXPECT_EQ(rings_, 0);
    pass(milliseconds(1));
    EXPECT_EQ(rings_, 1);
    pass(seconds(10));
    EXPECT_EQ(rings_, 1);
    alarm->set(seconds(1));
    pass(seconds(1));
    EXPECT_EQ(rings_, 2);
}

TEST_F(AlarmTest, MayBeSetAgainWhenItRings) {
    std::shared_ptr<Alarm> alarm;
    alarm = engine_.make_alarm([&] {
        ++rings_;
        alarm->set(seconds(2));
    });
    alarm->set(seconds(1));
    for (int i = 0; i < 5; ++i) pass(seconds(1));  // at 1, 3 and 5
    EXPECT_EQ(rings_, 3);
    alarm->stop();
}

TEST_F(AlarmTest, IsForgottenByTheEngineWhenItIsStopped) {
    auto alarm = engine_.make_alarm([&] { ++rings_; });
    const std::weak_ptr<Alarm> seen = alarm;
    alarm->set(std::chrono::hours(100));
    alarm->stop();
    alarm.reset();
    EXPECT_TRUE(seen.expired());  // a delay that nobody waits for costs nothing until it ends
    pass(std::chrono::hours(100));
    EXPECT_EQ(rings_, 0);
}

TEST_F(AlarmTest, DoesNotRingOnceItWasStopped) {
    const auto alarm = engine_.make_alarm([&] { ++rings_; });
    alarm->stop();
    alarm->set(seconds(1));
    pass(seconds(1));
    EXPECT_EQ(rings_, 0);
}

TEST_F(AlarmTest, DoesNotRingOnceTheEngineIsShutDown) {
    const auto alarm = engine_.make_alarm([&] { ++rings_; });
    alarm->set(seconds(1));
    engine_.shut_down();
    time_->advance(seconds(1));
    alarm->set(seconds(1));
    time_->advance(seconds(1));
    EXPECT_EQ(rings_, 0);
}

}  // namespace
}  // namespace wbemcheck::mock::test
