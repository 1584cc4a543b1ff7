// A latch of our own.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace wbemcheck::test {

// Has the members of std::latch that tests use.
// TRANSITION(libstdc++ 12 with mingw-w64): waiting on std::latch and std::atomic sometimes misses the wake-up there.
class Latch {
public:
    explicit Latch(std::ptrdiff_t expected) : missing_(expected) {}

    void count_down() {
        const std::scoped_lock lock(mutex_);
        if (--missing_ <= 0) is_open_.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        is_open_.wait(lock, [this] { return missing_ <= 0; });
    }
    void arrive_and_wait() {
        count_down();
        wait();
    }

private:
    std::mutex mutex_;
    std::condition_variable is_open_;
    std::ptrdiff_t missing_;  // guarded by mutex_
};

}  // namespace wbemcheck::test
