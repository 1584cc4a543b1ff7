#include "tests/benchmark/crew.h"

#include <chrono>

namespace wbemcheck::benchmarks {

Crew::Crew(std::size_t threads) {
    for (std::size_t place = 1; place < threads; ++place) others_.emplace_back([this, place] { serve(place); });
}

Crew::~Crew() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    for (std::thread& other : others_) other.join();
}

std::vector<double> Crew::time(const std::vector<std::function<void()>>& tasks) {
    {
        const std::lock_guard lock(mutex_);
        tasks_ = &tasks;
        times_.assign(tasks.size(), 0);
        missing_.store(tasks.size(), std::memory_order_relaxed);
        unfinished_ = tasks.size() - 1;
        ++burst_;
    }
    if (tasks.size() > 1) changed_.notify_all();
    work(0);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return unfinished_ == 0; });
    return times_;
}

void Crew::serve(std::size_t place) {
    std::size_t seen = 0;
    std::unique_lock lock(mutex_);
    while (true) {
        // Asleep between its bursts: a thread that spins there would take the core from the cases of one thread.
        changed_.wait(lock, [&] { return is_over_ || (burst_ != seen && place < tasks_->size()); });
        if (is_over_) return;
        seen = burst_;
        lock.unlock();
        work(place);
        lock.lock();
        if (--unfinished_ == 0) changed_.notify_all();
    }
}

void Crew::work(std::size_t place) {
    missing_.fetch_sub(1, std::memory_order_acq_rel);
    while (missing_.load(std::memory_order_acquire) != 0) {
    }
    const auto begin = std::chrono::steady_clock::now();
    (*tasks_)[place]();
    const auto end = std::chrono::steady_clock::now();
    times_[place] = std::chrono::duration<double, std::nano>(end - begin).count();
}

}  // namespace wbemcheck::benchmarks
