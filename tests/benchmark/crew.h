// Threads that do the bursts. They are the same ones from the first burst to the last, so that what a thread does once (its
// first segment, its first log line) is not in every burst.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace wbemcheck::benchmarks {

// Requires: used by one thread, which is the first of the crew. The tasks do not throw.
class Crew {
public:
    explicit Crew(std::size_t threads);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    // Runs each task on a thread of its own, all from one moment on. Returns the nanoseconds that each has taken.
    [[nodiscard]] std::vector<double> time(const std::vector<std::function<void()>>& tasks);

private:
    void serve(std::size_t place);
    void work(std::size_t place);

    std::mutex mutex_;
    std::condition_variable changed_;
    // Guarded by mutex_, but for what `work` reads between the start of a burst and its end.
    const std::vector<std::function<void()>>* tasks_ = nullptr;
    std::vector<double> times_;
    std::size_t burst_ = 0;
    std::size_t unfinished_ = 0;
    bool is_over_ = false;
    std::atomic<std::size_t> missing_{0};  // at the barrier
    std::vector<std::thread> others_;
};

}  // namespace wbemcheck::benchmarks
