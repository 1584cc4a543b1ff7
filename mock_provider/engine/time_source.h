// The time that delays, intervals and timers go by.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace wbemcheck::mock {

// Thread-safe. Whoever brings one of his own shares it with the mock. Latencies, the intervals of GROUP
// WITHIN and timer instructions go by it. How long a callback has been held, and how long a cancel waits for
// one, is measured by the machine's time in any case: that is about real threads.
class TimeSource {
public:
    using Time = std::chrono::steady_clock::time_point;
    using TimeOfDay = std::chrono::system_clock::time_point;

    virtual ~TimeSource() = default;
    TimeSource() = default;
    TimeSource(const TimeSource&) = delete;
    TimeSource& operator=(const TimeSource&) = delete;

    // Never goes back.
    [[nodiscard]] virtual Time now() const noexcept = 0;
    // What a datetime is compared with. May be set, in either direction.
    [[nodiscard]] virtual TimeOfDay time_of_day() const noexcept = 0;

    // Whether time passes by itself. Otherwise it stands still between jumps, and nobody needs to look at it
    // but after one.
    [[nodiscard]] virtual bool is_running() const noexcept = 0;
    // `wake` is called after every jump, on the thread that made it.
    virtual void tell_of_jumps(std::function<void()> wake) = 0;
};

// The machine's. It runs, and does not jump.
[[nodiscard]] std::shared_ptr<TimeSource> make_machine_time();

}  // namespace wbemcheck::mock
