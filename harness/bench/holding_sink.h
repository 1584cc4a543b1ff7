// Sinks that keep their callers, so that operations stay in flight while something is looked at.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/wbem.h"

namespace wbemcheck::bench {

// What the sinks of one measurement share. Thread-safe.
class Gate {
public:
    // Does not hold the thread that makes it: it would wait for itself.
    Gate() = default;

    // A callback of a sink: waits until the gate is open.
    void pass();
    // The final of an operation, once it has passed.
    void count_final(HRESULT result);

    void open();
    // False when fewer have come within a minute.
    [[nodiscard]] bool wait_for_finals(std::uint64_t finals);

    // A callback came on the thread that made the gate.
    [[nodiscard]] bool was_met_by_maker() const;
    // It opened by itself after ten seconds: whoever calls the subject waits for what is held here.
    [[nodiscard]] bool gave_up() const;
    // Of any final that was none of success.
    [[nodiscard]] HRESULT failure() const;

private:
    const std::thread::id maker_ = std::this_thread::get_id();
    mutable std::mutex mutex_;  // guards everything below
    std::condition_variable changed_;
    bool is_open_ = false;
    bool was_met_by_maker_ = false;
    bool gave_up_ = false;
    std::uint64_t finals_ = 0;
    HRESULT failure_ = S_OK;
};

class HoldingSink final : public com::ComObject<IWbemObjectSink> {
public:
    explicit HoldingSink(std::shared_ptr<Gate> gate) noexcept : gate_(std::move(gate)) {}

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override;
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) noexcept override;

private:
    const std::shared_ptr<Gate> gate_;
};

}  // namespace wbemcheck::bench
