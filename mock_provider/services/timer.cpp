#include "mock_provider/services/timer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "mock_provider/model/datetime.h"
#include "mock_provider/services/event_time.h"

namespace wbemcheck::mock {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// A moment that is far away is waited for in parts: the time of day may be set meanwhile.
constexpr milliseconds kLongestWait = std::chrono::hours(1);

const Value* find_value(const Instance& instance, std::string_view name) {
    const Value* const value = instance.find(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

}  // namespace

TimerInstruction read_timer_instruction(const Instance& instance) {
    TimerInstruction instruction;
    instruction.id = find_value(instance, "TimerId")->as_text();  // the key: it is there
    if (const Value* const skips = find_value(instance, "SkipIfPassed")) {
        instruction.skips_passed = skips->as_boolean();
    }
    if (const Value* const interval = find_value(instance, "IntervalBetweenEvents");
        interval != nullptr && interval->as_unsigned() != 0) {
        instruction.interval = milliseconds(interval->as_unsigned());
    }
    if (const Value* const text = find_value(instance, "EventDateTime")) {
        const std::optional<Datetime> datetime = parse_datetime(text->as_text());
        if (datetime.has_value() && !datetime->is_interval) {
            instruction.moment.emplace(microseconds(datetime->microseconds));
        }
    }
    return instruction;
}

Timer::Timer(TimerInstruction instruction, std::string namespace_path,
             std::shared_ptr<const ClassDefinition> event_class, std::shared_ptr<EventBindings> events,
             std::shared_ptr<TimeSource> clock)
    : instruction_(std::move(instruction)),
      namespace_path_(std::move(namespace_path)),
      event_class_(std::move(event_class)),
      events_(std::move(events)),
      clock_(std::move(clock)) {}

void Timer::start(const Engine& engine) {
    alarm_ = engine.make_alarm([weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->ring();
        }
    });
    if (instruction_.interval.has_value()) {
        next_ = clock_->now() + *instruction_.interval;
        alarm_->set(*instruction_.interval);
    } else if (instruction_.moment.has_value() &&
               (time_to_moment().count() > 0 || !instruction_.skips_passed)) {
        alarm_->set({});
    }
}

void Timer::stop() noexcept {
    {
        const std::scoped_lock lock(mutex_);
        is_stopped_ = true;
    }
    alarm_->stop();
}

void Timer::ring() noexcept {
    if (instruction_.interval.has_value()) {
        fire_interval();
    } else {
        fire_at_moment();
    }
}

void Timer::fire_interval() noexcept {
    const milliseconds interval = *instruction_.interval;
    const auto passed = 1 + (clock_->now() - next_) / interval;
    next_ += passed * interval;
    raise_event(instruction_.skips_passed ? 1 : static_cast<std::uint64_t>(passed));
    alarm_->set(std::chrono::ceil<milliseconds>(next_ - clock_->now()));
}

void Timer::fire_at_moment() noexcept {
    const microseconds rest = time_to_moment();
    if (rest.count() > 0) {
        alarm_->set(std::chrono::ceil<milliseconds>(std::min<microseconds>(rest, kLongestWait)));
    } else {
        raise_event(1);
    }
}

void Timer::raise_event(std::uint64_t firings) noexcept {
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
    const std::scoped_lock lock(mutex_);
    if (is_stopped_ || events_->size() == 0) {
        return;
    }
    try {
        events_->publish(
            {namespace_path_,
             make_instance(
                 event_class_,
                 {{"TIME_CREATED", event_time_of(clock_->time_of_day())},
                  {"TimerId", Value::string(instruction_.id)},
                  {"NumFirings", Value::uint32(static_cast<std::uint32_t>(std::min(firings, kMost)))}})});
    } catch (...) {
        // An event for which there is no memory is lost.
    }
}

microseconds Timer::time_to_moment() const noexcept {
    return *instruction_.moment - std::chrono::floor<microseconds>(clock_->time_of_day());
}

}  // namespace wbemcheck::mock
