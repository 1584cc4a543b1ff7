// The director: holds every thread that comes to the boundary, and lets one at a time go on. Between two turns nothing of
// the subject is at work: that is a rest point, where the next turn is chosen.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "harness/probe/crossing.h"
#include "harness/stage/schedule_search.h"
#include "harness/stage/time_budget.h"
#include "harness/stage/turn.h"

namespace wbemcheck::stage {

// What the subject says about its own threads; see Subject::activity.
struct SubjectActivity {
    std::size_t busy = 0;
    std::size_t outside = 0;
};

// Asked at any time, by the director's thread. Empty: the subject cannot tell, and silence must do.
using ActivityQuestion = std::function<std::optional<SubjectActivity>()>;

// A client action that the schedule starts, on a thread of its own that stays for the next schedule.
struct ClientAction {
    Turn turn;
    std::function<void()> act;
};

// Threads: `direct` runs on one thread; `pass` on any. Sinks must be given to `pass` from their crossing handlers for as
// long as they live: once `direct` has returned, everything goes through.
class Director {
public:
    Director(ActivityQuestion activity, const TimeBudgets& budgets);
    ~Director();
    Director(const Director&) = delete;
    Director& operator=(const Director&) = delete;

    // Begins a new play: everything that comes to the boundary is held from now on.
    void begin();

    // From the crossing handler of sink number `sink`.
    void pass(std::uint8_t sink, probe::CrossingKind crossing);

    // An accepted operation owes callbacks until its final has gone: only needed for subjects that cannot tell what they do.
    using Owed = std::function<std::size_t()>;

    // Plays: asks the chooser at each rest point, until nothing is held and no action is left. `took` is told of each turn
    // before it is taken. When the chooser has no more to say, what is held goes on and no action begins.
    void direct(std::span<const ClientAction> actions, TurnChooser& chooser, const Owed& owed,
                const std::function<void(const Turn&)>& took);

    // False while an action has not ended: what it uses must stay.
    [[nodiscard]] bool is_idle() const;

    // How long it has waited for silence, since it was made.
    [[nodiscard]] Clock::duration waited() const noexcept { return waited_; }
    // Calls that had neither returned nor come to the boundary when the subject was at rest: they wait for something.
    [[nodiscard]] bool was_blocked() const noexcept { return was_blocked_; }

private:
    struct Held;  // a thread at the boundary
    struct Hand;  // a thread for client actions

    [[nodiscard]] std::vector<Turn> open_turns(std::span<const ClientAction> actions,
                                               const std::vector<bool>& is_taken) const;
    void settle(const Owed& owed);
    void settle_by_silence(const Owed& owed);
    [[nodiscard]] bool is_quiet_by_activity() const;
    [[nodiscard]] bool are_clients_quiet() const;
    void note_end(Hand& hand);
    void stop_holding();
    void let_go(const Turn& turn);
    void run(const ClientAction& action);

    const ActivityQuestion activity_;
    const TimeBudgets budgets_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;           // with mutex_: a thread is held, has gone on, or has ended
    std::deque<Held*> held_;                    // guarded by mutex_; by arrival; each on the stack of its thread
    std::size_t running_clients_ = 0;           // guarded by mutex_: actions that have not ended
    bool is_holding_ = false;                   // guarded by mutex_
    std::vector<std::unique_ptr<Hand>> hands_;  // used by the thread of `direct`
    Clock::duration waited_{};
    bool was_blocked_ = false;
};

}  // namespace wbemcheck::stage
