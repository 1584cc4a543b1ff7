// The director, with threads of the test in the place of a subject.
#include "harness/stage/director.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace wbemcheck::stage {
namespace {

constexpr Turn start{TurnKind::kStart, 1, 1};
constexpr Turn callback_one{TurnKind::kCallback, 1, 1};
constexpr Turn callback_two{TurnKind::kCallback, 2, 1};

TimeBudgets quick() {
    TimeBudgets budgets;
    budgets.scale = 0.05;
    return budgets;
}

// Where silence is all there is to go by, a machine with other work must not be taken for a call that is blocked.
TimeBudgets patient() {
    TimeBudgets budgets;
    budgets.scale = 4;
    return budgets;
}

// Calls sinks on threads of its own, which it can tell about.
class Subject {
public:
    explicit Subject(Director& director) : director_(director) {}

    // A thread that makes so many callbacks on a sink, one after the other.
    void deliver(std::uint8_t sink, int callbacks) {
        const std::lock_guard lock(mutex_);
        ++busy_;
        ++streams_;
        threads_.emplace_back([this, sink, callbacks] {
            for (int i = 0; i < callbacks; ++i) {
                move(-1, 1);
                director_.pass(sink, probe::CrossingKind::kIndicateEntered);
                move(1, -1);
            }
            move(-1, 0);
            const std::lock_guard done(mutex_);
            --streams_;
        });
    }

    // Threads that still have callbacks to make.
    [[nodiscard]] std::size_t owed() const {
        const std::lock_guard lock(mutex_);
        return streams_;
    }

    [[nodiscard]] SubjectActivity activity() const {
        const std::lock_guard lock(mutex_);
        return {busy_, outside_};
    }

private:
    void move(int busy, int outside) {
        const std::lock_guard lock(mutex_);
        busy_ += static_cast<std::size_t>(busy);
        outside_ += static_cast<std::size_t>(outside);
    }

    Director& director_;
    mutable std::mutex mutex_;
    std::size_t busy_ = 0;     // guarded by mutex_
    std::size_t streams_ = 0;  // guarded by mutex_
    std::size_t outside_ = 0;  // guarded by mutex_
    std::vector<std::jthread> threads_;
};

std::string play(const Schedule& schedule, bool tells) {
    Subject* known = nullptr;
    Director director(
        [&known, tells]() -> std::optional<SubjectActivity> {
            if (!tells || known == nullptr) return std::nullopt;
            return known->activity();
        },
        tells ? TimeBudgets() : patient());
    Subject subject(director);
    known = &subject;
    FixedSchedule order(schedule);
    const std::vector<ClientAction> actions = {{start, [&] {
                                                    subject.deliver(1, 2);
                                                    subject.deliver(2, 1);
                                                }}};
    Schedule taken;
    director.begin();
    director.direct(actions, order, [&] { return subject.owed(); }, [&](const Turn& turn) { taken.push_back(turn); });
    EXPECT_FALSE(director.was_blocked());
    return text_of(taken);
}

TEST(Director, LetsGoWhatTheScheduleNamesAndThenTheRest) {
    for (const bool tells : {true, false}) {
        EXPECT_EQ(play({start, callback_two, callback_one}, tells), "start-1.callback-2.callback-1x2") << tells;
        EXPECT_EQ(play({start, callback_one, callback_one}, tells), "start-1.callback-1x2.callback-2") << tells;
    }
}

TEST(Director, BeginsNoActionThatTheScheduleDoesNotName) {
    EXPECT_EQ(play({}, true), "");
}

TEST(Director, HoldsNothingOnceItIsDone) {
    Director director([]() -> std::optional<SubjectActivity> { return SubjectActivity{}; }, quick());
    FixedSchedule order({});
    director.begin();
    director.direct({}, order, [] { return std::size_t{0}; }, [](const Turn&) {});
    director.pass(1, probe::CrossingKind::kIndicateEntered);  // would not return otherwise
}

TEST(Director, GoesOnWhenAnActionWaitsForACallbackThatIsHeld) {
    Subject* known = nullptr;
    Director director([&known]() -> std::optional<SubjectActivity> { return known->activity(); }, quick());
    Subject subject(director);
    known = &subject;
    std::atomic<bool> is_let_go{false};
    const std::vector<ClientAction> actions = {{start,
                                                [&] {
                                                    subject.deliver(1, 1);
                                                    // A call that returns only when the activity is over.
                                                    while (subject.activity().outside + subject.activity().busy != 0) {
                                                        std::this_thread::yield();
                                                    }
                                                    is_let_go = true;
                                                }}};
    FixedSchedule order({start, callback_one});
    director.begin();
    director.direct(actions, order, [] { return std::size_t{0}; }, [](const Turn&) {});
    EXPECT_TRUE(director.was_blocked());
    EXPECT_TRUE(is_let_go);
}

}  // namespace
}  // namespace wbemcheck::stage
