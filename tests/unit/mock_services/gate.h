// A gate in a callback: whoever comes to it stays until the test lets him pass.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace wbemcheck::mock::test {

// For what must come: far more than it ever takes.
inline constexpr std::chrono::seconds kBudget{20};

// Thread-safe. A gate that is never opened lets everybody pass when it is destroyed first by its owner calling open():
// tests open their gates before the mock ends.
class Gate {
public:
    // Called by the one who is held.
    void pass() {
        std::unique_lock lock(mutex_);
        ++arrived_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return is_open_; });
    }

    void open() {
        const std::scoped_lock lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }

    // True once so many have come to the gate.
    [[nodiscard]] bool wait_for(std::size_t arrivals) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kBudget, [&] { return arrived_ >= arrivals; });
    }

private:
    std::mutex mutex_;  // guards everything below
    std::condition_variable changed_;
    std::size_t arrived_ = 0;
    bool is_open_ = false;
};

}  // namespace wbemcheck::mock::test
