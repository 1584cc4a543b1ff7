#include "mock_provider/defects/late_calls.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace wbemcheck::mock {

using Clock = std::chrono::steady_clock;

struct LateCalls::State {
    void make_calls();

    std::mutex mutex;  // guards everything below
    std::condition_variable changed;
    std::multimap<Clock::time_point, std::function<void()>> calls;  // by the time when they are due
    bool is_ending = false;
    std::jthread thread;  // begun with the first call
};

void LateCalls::State::make_calls() {
    std::unique_lock lock(mutex);
    while (!is_ending || !calls.empty()) {
        if (calls.empty()) {
            changed.wait(lock);
        } else if (const auto due = calls.begin()->first; !is_ending && Clock::now() < due) {
            changed.wait_until(lock, due);
        } else {
            auto call = calls.extract(calls.begin());
            lock.unlock();
            call.mapped()();
            call = {};  // what it owns may be the last of its kind: not under the mutex
            lock.lock();
        }
    }
}

LateCalls::LateCalls() : state_(std::make_shared<State>()) {}

LateCalls::~LateCalls() {
    std::jthread thread;
    {
        const std::scoped_lock lock(state_->mutex);
        state_->is_ending = true;
        thread = std::move(state_->thread);
    }
    state_->changed.notify_all();
    if (thread.get_id() == std::this_thread::get_id()) {
        thread.detach();  // no thread can join itself; this one ends with the call that it makes now
    }
}

void LateCalls::make_after(std::chrono::milliseconds delay, std::function<void()> call) {
    const std::scoped_lock lock(state_->mutex);
    state_->calls.emplace(Clock::now() + delay, std::move(call));
    if (!state_->thread.joinable()) {
        state_->thread = std::jthread([state = state_] { state->make_calls(); });
    }
    state_->changed.notify_all();
}

}  // namespace wbemcheck::mock
