#include "mock_provider/engine/worker_pool.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "mock_provider/engine/thread_name.h"

namespace wbemcheck::mock {

namespace {

// The pool whose worker the calling thread is; never dereferenced.
thread_local const void* worker_of = nullptr;
thread_local bool is_outside = false;

}  // namespace

struct WorkerPool::State : std::enable_shared_from_this<WorkerPool::State> {
    using Threads = std::list<std::jthread>;

    State(PoolLimits wanted, std::shared_ptr<TimeSource> time) : limits(wanted), clock(std::move(time)) {}

    // There is work and nobody to do it, and that could be changed.
    [[nodiscard]] bool is_starved() const noexcept {
        return !ready.empty() && outside == total && total < limits.maximum && !is_stopping;
    }

    void tell_steward_if_starved() noexcept {
        if (is_starved() && !is_in_grace) {
            steward_called.notify_one();
        }
    }

    void start_worker();
    void work(Threads::iterator place) noexcept;

    // The steward does what would hold up a worker: it waits for delayed tasks, looks whether blocked workers come back,
    // and joins those that have ended.
    void watch() noexcept;
    void release_due_tasks() noexcept;
    void join_retired(std::unique_lock<std::mutex>& lock) noexcept;
    void grow_unless_workers_return(std::unique_lock<std::mutex>& lock) noexcept;

    const PoolLimits limits;
    const std::shared_ptr<TimeSource> clock;  // shared with whoever brought it

    mutable std::mutex mutex;  // guards everything below
    std::condition_variable work_arrived;
    std::condition_variable steward_called;
    TaskQueue ready;
    TaskQueue delayed;
    std::size_t total = 0;       // workers
    std::size_t idle = 0;        // workers that wait for work
    std::size_t outside = 0;     // workers that an outside call holds
    std::uint64_t returned = 0;  // outside calls that have ended
    std::size_t started = 0;     // workers ever: for their names
    bool is_in_grace = false;    // the steward is looking on already
    bool is_stopping = false;
    Threads workers;
    Threads retired;  // ending, and not taking the mutex again
    std::jthread steward;
};

// Under the mutex, so that the new worker finds its handle in place.
void WorkerPool::State::start_worker() {
    const auto place = workers.emplace(workers.end());
    try {
        *place = std::jthread([self = shared_from_this(), place, number = started + 1] {
            set_thread_name("mock-worker-" + std::to_string(number));
            worker_of = self.get();
            self->work(place);
        });
    } catch (...) {
        workers.erase(place);
        throw;
    }
    ++started;
    ++total;
}

void WorkerPool::State::work(Threads::iterator place) noexcept {
    std::unique_lock lock(mutex);
    const auto has_cause = [this] { return is_stopping || !ready.empty(); };
    while (!is_stopping) {
        if (!ready.empty()) {
            std::shared_ptr<Task> task = ready.pop();
            lock.unlock();
            task->run();
            task.reset();  // its end may call out: not under the mutex
            lock.lock();
            continue;
        }
        ++idle;
        bool is_needed = true;
        if (total <= limits.threads) {
            work_arrived.wait(lock, has_cause);
        } else {
            is_needed = work_arrived.wait_for(lock, limits.idle_time, has_cause) || total <= limits.threads;
        }
        --idle;
        if (!is_needed) {
            retired.splice(retired.end(), workers, place);
            steward_called.notify_one();
            break;
        }
    }
    --total;
}

void WorkerPool::State::watch() noexcept {
    std::unique_lock lock(mutex);
    while (!is_stopping) {
        release_due_tasks();
        if (!retired.empty()) {
            join_retired(lock);
        } else if (is_starved()) {
            grow_unless_workers_return(lock);
        } else if (delayed.empty() || !clock->is_running()) {
            steward_called.wait(lock);
        } else {
            steward_called.wait_until(lock, delayed.first_due());
        }
    }
}

void WorkerPool::State::release_due_tasks() noexcept {
    const TimeSource::Time now = clock->now();
    while (!delayed.empty() && delayed.first_due() <= now) {
        ready.push(delayed.pop());
        work_arrived.notify_one();
    }
}

void WorkerPool::State::join_retired(std::unique_lock<std::mutex>& lock) noexcept {
    Threads ended;
    ended.swap(retired);
    lock.unlock();
    ended.clear();
    lock.lock();
}

// A worker that comes back within the grace has not been blocked. Nobody notifies of that, because it would cost every
// callback something; looking again afterwards tells as much.
void WorkerPool::State::grow_unless_workers_return(std::unique_lock<std::mutex>& lock) noexcept {
    const std::uint64_t before = returned;
    is_in_grace = true;
    steward_called.wait_for(lock, limits.grace, [this] { return is_stopping; });
    is_in_grace = false;
    if (returned != before || !is_starved()) {
        return;
    }
    // Doubling reaches any number of blocked callbacks within a few periods of grace.
    const std::size_t more =
        std::min({ready.size(), std::max<std::size_t>(total, 1), limits.maximum - total});
    try {
        for (std::size_t i = 0; i < more; ++i) {
            start_worker();
        }
    } catch (const std::exception&) {
        // The system has no more threads or memory now. The steward comes here again for as long as work is waiting.
    }
}

WorkerPool::WorkerPool(PoolLimits limits, std::shared_ptr<TimeSource> clock) {
    limits.threads = std::max<std::size_t>(limits.threads, 1);
    limits.maximum = std::max(limits.maximum, limits.threads);
    state_ = std::make_shared<State>(limits, clock == nullptr ? make_machine_time() : std::move(clock));
    state_->clock->tell_of_jumps([told = std::weak_ptr<State>(state_)] {
        if (const auto state = told.lock()) {
            const std::scoped_lock lock(state->mutex);  // the steward is waiting, or will look at the clock again
            state->steward_called.notify_one();
        }
    });
    try {
        const std::scoped_lock lock(state_->mutex);
        for (std::size_t i = 0; i < limits.threads; ++i) {
            state_->start_worker();
        }
        state_->steward = std::jthread([state = state_] {
            set_thread_name("mock-steward");
            state->watch();
        });
    } catch (...) {
        stop();
        throw;
    }
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::submit(std::shared_ptr<Task> task) noexcept {
    const std::scoped_lock lock(state_->mutex);
    if (state_->is_stopping) {
        return false;
    }
    state_->ready.push(std::move(task));
    state_->work_arrived.notify_one();
    state_->tell_steward_if_starved();
    return true;
}

bool WorkerPool::submit_after(std::shared_ptr<Task> task, std::chrono::milliseconds delay) noexcept {
    if (delay <= delay.zero()) {
        return submit(std::move(task));
    }
    const std::scoped_lock lock(state_->mutex);
    if (state_->is_stopping) {
        return false;
    }
    const TimeSource::Time due = state_->clock->now() + delay;
    state_->delayed.push_due(std::move(task), due);
    if (state_->delayed.first_due() == due) {
        state_->steward_called.notify_one();
    }
    return true;
}

bool WorkerPool::withdraw(Task& task) noexcept {
    const std::scoped_lock lock(state_->mutex);
    // Once it stops, the tasks belong to the thread that abandons them, without the mutex.
    return !state_->is_stopping && state_->delayed.withdraw(task);
}

const std::shared_ptr<TimeSource>& WorkerPool::clock() const noexcept { return state_->clock; }

void WorkerPool::stop() noexcept {
    State::Threads threads;
    TaskQueue abandoned;
    {
        const std::scoped_lock lock(state_->mutex);
        if (state_->is_stopping) {
            return;
        }
        state_->is_stopping = true;
        threads.splice(threads.end(), state_->workers);
        threads.splice(threads.end(), state_->retired);
        threads.push_back(std::move(state_->steward));
        std::swap(abandoned, state_->ready);
        while (!state_->delayed.empty()) {
            abandoned.push(state_->delayed.pop());
        }
    }
    state_->work_arrived.notify_all();
    state_->steward_called.notify_all();
    while (!abandoned.empty()) {
        abandoned.pop()->abandon();
    }
    for (std::jthread& thread : threads) {
        if (thread.get_id() == std::this_thread::get_id()) {
            thread.detach();  // no thread can join itself; this one ends as soon as its callback has returned
        }
    }
}

std::size_t WorkerPool::size() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->total;
}

WorkerPool::Activity WorkerPool::activity() const {
    const std::scoped_lock lock(state_->mutex);
    const std::size_t due = state_->delayed.count_due(state_->clock->now());
    return {due + state_->ready.size() + state_->total - state_->idle - state_->outside, state_->outside};
}

WorkerPool::OutsideCall::OutsideCall(WorkerPool& pool) noexcept {
    if (worker_of != pool.state_.get() || is_outside) {
        return;
    }
    is_outside = true;
    counted_in_ = pool.state_;
    const std::scoped_lock lock(counted_in_->mutex);
    ++counted_in_->outside;
    counted_in_->tell_steward_if_starved();
}

WorkerPool::OutsideCall::~OutsideCall() {
    if (counted_in_ == nullptr) {
        return;
    }
    is_outside = false;
    const std::scoped_lock lock(counted_in_->mutex);
    --counted_in_->outside;
    ++counted_in_->returned;
}

}  // namespace wbemcheck::mock
