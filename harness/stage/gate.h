// A gate holds a callback at the boundary until the scenario lets it go.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

#include "harness/probe/sink.h"
#include "harness/stage/time_budget.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::stage {

// Thread-safe. One gate serves one sink. Opening it lets everything through, now and later.
class Gate {
public:
    using Condition = std::function<bool(const probe::Callback&)>;

    Gate(trace::Recorder& recorder, Condition condition) : recorder_(recorder), condition_(std::move(condition)) {}

    // Called inside the callback. Holds it while the gate is shut and the condition wants it.
    void pass(std::uint32_t sink, const probe::Callback& callback);

    // True once a callback is being held or has been; false when the deadline came first.
    [[nodiscard]] bool await_held(Clock::time_point deadline);

    // True while a callback waits in it.
    [[nodiscard]] bool is_holding();

    void open(std::uint32_t sink);

private:
    trace::Recorder& recorder_;
    const Condition condition_;
    std::mutex mutex_;
    std::condition_variable changed_;  // with mutex_
    bool is_open_ = false;             // guarded by mutex_
    std::uint64_t held_ = 0;           // guarded by mutex_: callbacks that were ever held
};

// The usual conditions.
[[nodiscard]] Gate::Condition at_first_indicate();
[[nodiscard]] Gate::Condition at_final();
[[nodiscard]] Gate::Condition at_any_callback();

}  // namespace wbemcheck::stage
