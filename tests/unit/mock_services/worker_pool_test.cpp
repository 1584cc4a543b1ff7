#include "mock_provider/engine/worker_pool.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/manual_time.h"
#include "tests/unit/latch.h"

namespace wbemcheck::mock::test {
namespace {

class TestTask final : public Task {
public:
    explicit TestTask(std::function<void()> body, std::function<void()> on_abandon = {})
        : body_(std::move(body)), on_abandon_(std::move(on_abandon)) {}

    void run() noexcept override { body_(); }
    void abandon() noexcept override {
        if (on_abandon_) {
            on_abandon_();
        }
    }

private:
    const std::function<void()> body_;
    const std::function<void()> on_abandon_;
};

// A worker is busy until it has found that there is nothing to do.
bool settle(const WorkerPool& pool) {
    const auto deadline = std::chrono::steady_clock::now() + kBudget;
    while (pool.activity().busy != 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    return pool.activity().busy == 0;
}

TEST(WorkerPool, RunsTasksInTheOrderOfSubmission) {
    WorkerPool pool({.threads = 1});
    std::vector<int> order;  // one worker: no second thread
    wbemcheck::test::Latch done(3);
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(pool.submit(std::make_shared<TestTask>([&order, &done, i] {
            order.push_back(i);
            done.count_down();
        })));
    }
    done.wait();
    EXPECT_EQ(order, (std::vector{0, 1, 2}));
}

TEST(WorkerPool, GrowsWhileOutsideCallsHoldAllWorkers) {
    WorkerPool pool({.threads = 2});
    Gate gate;
    wbemcheck::test::Latch done(40);
    for (int i = 0; i < 40; ++i) {
        EXPECT_TRUE(pool.submit(std::make_shared<TestTask>([&] {
            const WorkerPool::OutsideCall outside(pool);
            gate.pass();
            done.count_down();
        })));
    }
    EXPECT_TRUE(gate.wait_for(40));
    EXPECT_GE(pool.size(), 40U);
    gate.open();
    done.wait();
}

TEST(WorkerPool, DoesNotGrowWhileItsOwnWorkKeepsItBusy) {
    WorkerPool pool({.threads = 1});
    wbemcheck::test::Latch done(2);
    Gate gate;
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(pool.submit(std::make_shared<TestTask>([&] {
            gate.pass();  // not said to be outside
            done.count_down();
        })));
    }
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_EQ(pool.size(), 1U);
    gate.open();
    done.wait();
}

TEST(WorkerPool, EndsAdditionalWorkersThatHaveNothingToDo) {
    WorkerPool pool({.threads = 1, .idle_time = std::chrono::milliseconds(1)});
    Gate gate;
    wbemcheck::test::Latch done(8);
    for (int i = 0; i < 8; ++i) {
        EXPECT_TRUE(pool.submit(std::make_shared<TestTask>([&] {
            const WorkerPool::OutsideCall outside(pool);
            gate.pass();
            done.count_down();
        })));
    }
    EXPECT_TRUE(gate.wait_for(8));
    gate.open();
    done.wait();
    const auto deadline = std::chrono::steady_clock::now() + kBudget;
    while (pool.size() > 1 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    EXPECT_EQ(pool.size(), 1U);
}

TEST(WorkerPool, StopsGrowingAtItsMaximum) {
    WorkerPool pool({.threads = 1, .maximum = 3});
    Gate gate;
    wbemcheck::test::Latch done(5);
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(pool.submit(std::make_shared<TestTask>([&] {
            const WorkerPool::OutsideCall outside(pool);
            gate.pass();
            done.count_down();
        })));
    }
    EXPECT_TRUE(gate.wait_for(3));
    EXPECT_EQ(pool.size(), 3U);
    gate.open();
    done.wait();
}

TEST(WorkerPool, RunsDelayedTasksInTheOrderInWhichTheyAreDue) {
    WorkerPool pool({.threads = 1});
    std::vector<int> order;
    wbemcheck::test::Latch done(3);
    const auto note = [&](int number) {
        return std::make_shared<TestTask>([&order, &done, number] {
            order.push_back(number);
            done.count_down();
        });
    };
    EXPECT_TRUE(pool.submit_after(note(3), std::chrono::milliseconds(30)));
    EXPECT_TRUE(pool.submit_after(note(2), std::chrono::milliseconds(10)));
    EXPECT_TRUE(pool.submit_after(note(1), std::chrono::milliseconds(0)));
    done.wait();
    EXPECT_EQ(order, (std::vector{1, 2, 3}));
}

TEST(WorkerPool, RunsDelayedTasksWhenItsClockSaysSo) {
    const auto time = std::make_shared<ManualTime>();
    WorkerPool pool({.threads = 1}, time);
    wbemcheck::test::Latch done(1);
    bool is_run = false;
    const auto task = std::make_shared<TestTask>([&] {
        is_run = true;
        done.count_down();
    });
    EXPECT_TRUE(pool.submit_after(task, std::chrono::hours(1)));
    time->advance(std::chrono::hours(1) - std::chrono::microseconds(1));
    EXPECT_TRUE(settle(pool));
    EXPECT_FALSE(is_run);
    time->advance(std::chrono::microseconds(1));
    done.wait();
    EXPECT_TRUE(is_run);
}

TEST(WorkerPool, CountsATaskAsBusyFromTheMomentThatItIsDue) {
    const auto time = std::make_shared<ManualTime>();
    WorkerPool pool({.threads = 1}, time);
    Gate gate;
    EXPECT_TRUE(pool.submit_after(std::make_shared<TestTask>([&] { gate.pass(); }), std::chrono::seconds(1)));
    EXPECT_TRUE(settle(pool));
    time->advance(std::chrono::seconds(1));
    EXPECT_EQ(pool.activity().busy, 1U);  // in whichever queue it is
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_EQ(pool.activity().busy, 1U);
    gate.open();
}

TEST(WorkerPool, GivesBackADelayedTaskThatIsNotWantedAnyMore) {
    const auto time = std::make_shared<ManualTime>();
    WorkerPool pool({.threads = 1}, time);
    wbemcheck::test::Latch done(1);
    const auto unwanted = std::make_shared<TestTask>([] { FAIL(); }, [] { FAIL(); });
    EXPECT_TRUE(pool.submit_after(unwanted, std::chrono::seconds(1)));
    EXPECT_TRUE(pool.submit_after(std::make_shared<TestTask>([&] { done.count_down(); }), std::chrono::seconds(2)));
    EXPECT_TRUE(pool.withdraw(*unwanted));
    EXPECT_FALSE(pool.withdraw(*unwanted));
    EXPECT_EQ(unwanted.use_count(), 1);
    time->advance(std::chrono::seconds(2));
    done.wait();
}

TEST(WorkerPool, TakesATaskAgainThatItGaveBack) {
    WorkerPool pool({.threads = 1});
    wbemcheck::test::Latch done(1);
    const auto task = std::make_shared<TestTask>([&] { done.count_down(); });
    EXPECT_TRUE(pool.submit_after(task, std::chrono::hours(1)));
    EXPECT_TRUE(pool.withdraw(*task));
    EXPECT_TRUE(pool.submit(task));
    done.wait();
    EXPECT_FALSE(pool.withdraw(*task));
}

TEST(WorkerPool, AbandonsWhatIsQueuedWhenItStops) {
    WorkerPool pool({.threads = 1});
    bool is_run = false;
    bool is_abandoned = false;
    EXPECT_TRUE(pool.submit_after(std::make_shared<TestTask>([&] { is_run = true; }, [&] { is_abandoned = true; }),
                                  std::chrono::hours(1)));
    pool.stop();
    EXPECT_FALSE(is_run);
    EXPECT_TRUE(is_abandoned);
}

TEST(WorkerPool, TakesNothingAfterItHasStopped) {
    WorkerPool pool({.threads = 1});
    pool.stop();
    EXPECT_FALSE(pool.submit(std::make_shared<TestTask>([] { FAIL(); }, [] { FAIL(); })));
}

TEST(WorkerPool, MayBeStoppedByOneOfItsWorkers) {
    auto pool = std::make_unique<WorkerPool>(PoolLimits{.threads = 2});
    wbemcheck::test::Latch done(1);
    EXPECT_TRUE(pool->submit(std::make_shared<TestTask>([&] {
        const WorkerPool::OutsideCall outside(*pool);
        pool.reset();
        done.count_down();
    })));
    done.wait();
    EXPECT_EQ(pool, nullptr);
}

TEST(WorkerPool, LetsATaskSubmitItselfAgain) {
    WorkerPool pool({.threads = 1});
    wbemcheck::test::Latch done(3);
    int runs = 0;
    std::shared_ptr<TestTask> task;
    task = std::make_shared<TestTask>([&] {
        if (++runs < 3) {
            EXPECT_TRUE(pool.submit(task));
        }
        done.count_down();
    });
    EXPECT_TRUE(pool.submit(task));
    done.wait();
    EXPECT_EQ(runs, 3);
}

}  // namespace
}  // namespace wbemcheck::mock::test
