// Time that passes when a test says so.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

#include "mock_provider/engine/time_source.h"

namespace wbemcheck::mock::test {

// Thread-safe. Begins at 2030-01-01 00:00 UTC.
class ManualTime final : public TimeSource {
public:
    [[nodiscard]] Time now() const noexcept override {
        const std::scoped_lock lock(mutex_);
        return Time(passed_);
    }
    [[nodiscard]] TimeOfDay time_of_day() const noexcept override {
        const std::scoped_lock lock(mutex_);
        return kBegin + std::chrono::floor<TimeOfDay::duration>(passed_ + set_by_);
    }
    [[nodiscard]] bool is_running() const noexcept override { return false; }
    void tell_of_jumps(std::function<void()> wake) override {
        const std::scoped_lock lock(mutex_);
        told_.push_back(std::move(wake));
    }

    void advance(std::chrono::microseconds step) {
        std::vector<std::function<void()>> told;
        {
            const std::scoped_lock lock(mutex_);
            passed_ += step;
            told = told_;
        }
        for (const auto& wake : told) wake();
    }
    // Somebody sets the time of day; time passes as before.
    void set_time_of_day(std::chrono::microseconds change) {
        const std::scoped_lock lock(mutex_);
        set_by_ += change;
    }

private:
    static constexpr TimeOfDay kBegin{std::chrono::seconds(1'893'456'000)};

    mutable std::mutex mutex_;  // guards everything below
    std::chrono::nanoseconds passed_{0};
    std::chrono::nanoseconds set_by_{0};
    std::vector<std::function<void()>> told_;
};

}  // namespace wbemcheck::mock::test
