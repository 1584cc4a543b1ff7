// How long the harness waits. Two kinds, never one: what must come gets a generous budget, what must not come a short
// window. Waiting for absence with the budget for presence is what makes suites slow.
#pragma once

#include <chrono>

namespace wbemcheck::stage {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct TimeBudgets {
    Milliseconds arrival{5000};  // for what must come: a final status, a return, a release
    Milliseconds silence{10};    // for what must not come; derived from the latencies of the subject
    double scale = 1;            // --timeout-scale
    bool unlimited = false;      // --no-timeouts: a person is in the debugger

    [[nodiscard]] Clock::time_point arrival_deadline() const {
        // A year instead of the end of time: condition variables of some platforms overflow on time_point::max().
        if (unlimited) return Clock::now() + std::chrono::hours(24 * 365);
        return Clock::now() + std::chrono::duration_cast<Clock::duration>(arrival * scale);
    }
    [[nodiscard]] Clock::duration silence_window() const {
        return std::chrono::duration_cast<Clock::duration>(silence * scale);
    }
};

// How long the last reference may take to go after the final status. It needs nothing from anybody else, so this is
// generous. Only time in which the machine schedules promptly counts.
inline constexpr Milliseconds kPatience{300};

// How long a call may take to return while a callback is held. Longer, since a service may give a callback in progress a
// moment before its cancel returns, in several rounds: under load each of them comes late on its own thread, while the
// thread that waits here is still scheduled promptly. Only a subject that waits for the client costs all of it.
inline constexpr Milliseconds kCallPatience{1000};

// How long a provider may keep a thread that it has from WMI: "a few seconds" (IMM-6, IMM-7).
inline constexpr Milliseconds kFewSeconds{3000};

// Uses up patience in rounds. A round counts only when this thread was scheduled promptly: while the machine stalls nobody
// else gets on either. A machine that never stops stalling ends it all the same.
class Patience {
public:
    static constexpr auto kRound = std::chrono::milliseconds(5);

    explicit Patience(Clock::duration length) : length_(length), begin_(Clock::now()) {}

    [[nodiscard]] bool is_over() const { return used_ >= length_ || Clock::now() - begin_ >= kLongest * length_; }
    void count_round(Clock::duration spent) {
        if (spent < kPromptly) used_ += spent;
    }
    [[nodiscard]] Clock::time_point begin() const noexcept { return begin_; }

private:
    static constexpr auto kPromptly = std::chrono::milliseconds(25);  // a tick of a coarse timer is still prompt
    static constexpr int kLongest = 5;

    const Clock::duration length_;
    const Clock::time_point begin_;
    Clock::duration used_{};
};

// The shortest and longest silence window, before scaling. The floor is some scheduling quanta, the ceiling keeps a
// slow subject from making the suite slow.
inline constexpr Milliseconds kSilenceFloor{6};
inline constexpr Milliseconds kSilenceCeiling{250};

}  // namespace wbemcheck::stage
