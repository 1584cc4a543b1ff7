// Waiting for what never comes.
#pragma once

#include <condition_variable>
#include <mutex>

namespace wbemcheck::example {

inline void wait_for_ever() {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    never.wait(lock, [] { return false; });
}

}  // namespace wbemcheck::example
