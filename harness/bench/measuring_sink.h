// The sink of the benchmarks: it counts, notes two moments, and does nothing else, so that what is measured is the subject.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "harness/com/com_object.h"
#include "harness/com/wbem.h"

namespace wbemcheck::bench {

using Clock = std::chrono::steady_clock;

// Used for one operation after the other, or by several at once. Thread-safe. Made by com::make_com.
class MeasuringSink final : public com::ComObject<IWbemObjectSink> {
public:
    // Before the next operation, while none is running. `objects` is the number of which the moment is noted, besides that of the
    // first one.
    void begin(std::uint64_t finals = 1, std::uint64_t objects = 1);

    // False when the finals have not come within a minute: then the subject has lost one, and nothing that was measured counts.
    [[nodiscard]] bool wait_for_finals();
    // The same for the first object, or a final without one.
    [[nodiscard]] bool wait_for_object();
    // The same for the number that `begin` was given.
    [[nodiscard]] bool wait_for_last_object();

    [[nodiscard]] std::uint64_t objects() const noexcept { return objects_.load(std::memory_order_relaxed); }
    // Of any final that was none of success.
    [[nodiscard]] HRESULT failure() const noexcept { return failure_.load(std::memory_order_relaxed); }
    // Meaningful once the first object, or the last final, has come.
    [[nodiscard]] Clock::time_point first_object() const;
    [[nodiscard]] Clock::time_point last_object() const;
    [[nodiscard]] Clock::time_point last_final() const;

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override;
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) noexcept override;

private:
    std::atomic<std::uint64_t> objects_{0};
    std::atomic<std::uint64_t> wanted_{1};
    std::atomic<HRESULT> failure_{S_OK};

    mutable std::mutex mutex_;  // guards everything below
    std::condition_variable changed_;
    std::uint64_t owed_ = 0;
    bool has_object_ = false;
    bool has_last_object_ = false;
    Clock::time_point first_object_{};
    Clock::time_point last_object_{};
    Clock::time_point last_final_{};
};

}  // namespace wbemcheck::bench
