// Waiting for another thread, and for what never comes.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

namespace wbemcheck::example {

inline void wait_for_ever() {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    never.wait(lock, [] { return false; });
}

// Where two threads wait for each other, as often as they want.
// TRANSITION(libstdc++ 12 with mingw-w64): std::barrier sometimes misses the wake-up there.
class Meeting {
public:
    void arrive_and_wait() {
        std::unique_lock lock(mutex_);
        const bool was_first = !std::exchange(has_one_, !has_one_);
        if (!was_first) {
            ++meetings_;
            both_are_here_.notify_all();
            return;
        }
        both_are_here_.wait(lock, [this, before = meetings_] { return meetings_ != before; });
    }

private:
    std::mutex mutex_;
    std::condition_variable both_are_here_;
    bool has_one_ = false;      // guarded by mutex_
    std::size_t meetings_ = 0;  // guarded by mutex_
};

}  // namespace wbemcheck::example
