#include "tests/providers/workers.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "tests/providers/module.h"

namespace wbemcheck::example {

struct Workers::State {
    const ModuleReference module;  // a thread may outlive its provider, in the code of the module
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Task> tasks;    // guarded by mutex
    bool is_stopping = false;  // guarded by mutex
};

Workers::Workers() : state_(std::make_shared<State>()) {}

// A thread that cannot be made ends those that are there: from here on there is something to destroy.
Workers::Workers(std::size_t threads) : Workers() {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([state = state_] { run(state); });
    }
}

Workers::~Workers() {
    {
        const std::scoped_lock lock(state_->mutex);
        state_->is_stopping = true;
    }
    state_->changed.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.get_id() == std::this_thread::get_id()) {
            thread.detach();
        } else {
            thread.join();
        }
    }
}

void Workers::submit(Task task) {
    {
        const std::scoped_lock lock(state_->mutex);
        state_->tasks.push_back(std::move(task));
    }
    state_->changed.notify_one();
}

void Workers::run(const std::shared_ptr<State>& state) noexcept {
    std::unique_lock lock(state->mutex);
    while (true) {
        state->changed.wait(lock, [&] { return state->is_stopping || !state->tasks.empty(); });
        if (state->tasks.empty()) {
            return;
        }
        Task task = std::move(state->tasks.front());
        state->tasks.pop_front();
        const bool is_stopping = state->is_stopping;
        lock.unlock();
        task(is_stopping);
        task = nullptr;  // what it holds of WMI goes before the lock comes
        lock.lock();
    }
}

}  // namespace wbemcheck::example
