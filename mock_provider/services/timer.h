// One timer instruction at work.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "mock_provider/engine/alarm.h"
#include "mock_provider/engine/engine.h"
#include "mock_provider/engine/event_bindings.h"
#include "mock_provider/engine/time_source.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"

namespace wbemcheck::mock {

// What an instance of __IntervalTimerInstruction or __AbsoluteTimerInstruction says. Without an interval
// (none, or 0) and without a moment (none, or an interval where a moment should be) there is nothing to fire.
struct TimerInstruction {
    std::string id;
    bool skips_passed = false;
    std::optional<std::chrono::milliseconds> interval = {};
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> moment = {};
};

[[nodiscard]] TimerInstruction read_timer_instruction(const Instance& instance);

// Raises the __TimerEvents of one instruction, on workers. `start` once; `stop` from any thread.
//
// An interval timer fires for the first time when the first interval has passed. When it could not fire in
// time, the firings that have passed are merged into one event that counts them (NumFirings), or left out, if
// the instruction says SkipIfPassed. An absolute timer fires once: at its moment, or at once if that has
// passed already, or never in that case, if the instruction says SkipIfPassed.
class Timer : public std::enable_shared_from_this<Timer> {
public:
    Timer(TimerInstruction instruction, std::string namespace_path,
          std::shared_ptr<const ClassDefinition> event_class, std::shared_ptr<EventBindings> events,
          std::shared_ptr<TimeSource> clock);

    void start(const Engine& engine);
    // When it returns, no event of this timer is being published and none will be. Not under the lock of the
    // bindings.
    void stop() noexcept;

    [[nodiscard]] const std::string& id() const noexcept { return instruction_.id; }
    [[nodiscard]] const std::string& namespace_path() const noexcept { return namespace_path_; }

private:
    void ring() noexcept;
    void fire_interval() noexcept;
    void fire_at_moment() noexcept;
    void raise_event(std::uint64_t firings) noexcept;
    [[nodiscard]] std::chrono::microseconds time_to_moment() const noexcept;

    const TimerInstruction instruction_;
    const std::string namespace_path_;
    const std::shared_ptr<const ClassDefinition> event_class_;
    const std::shared_ptr<EventBindings> events_;  // shared with the subscriptions
    const std::shared_ptr<TimeSource> clock_;      // shared with the engine
    std::shared_ptr<Alarm> alarm_;
    TimeSource::Time
        next_{};  // of an interval timer; belongs to `start`, then to the worker that the alarm rings on

    std::mutex mutex_;  // held while an event is published
    bool is_stopped_ = false;
};

}  // namespace wbemcheck::mock
