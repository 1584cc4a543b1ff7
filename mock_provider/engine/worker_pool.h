// The threads that run operations. A few at first; more while callbacks hold all of them and work is waiting.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "mock_provider/engine/time_source.h"
#include "mock_provider/engine/task.h"

namespace wbemcheck::mock {

struct PoolLimits {
    std::size_t threads = 2;    // that run when nothing is blocked; at least 1
    std::size_t maximum = 512;  // with the additional ones
    std::chrono::milliseconds grace{1};        // all workers held by callbacks this long: there will be more
    std::chrono::milliseconds idle_time{500};  // an additional worker without work ends after this
};

// Requires: tasks do not block, except inside an OutsideCall.
// Guarantees: tasks start in the order of submission; however many workers are held in outside calls, waiting tasks are
// run by additional workers, up to the maximum. Thread-safe.
class WorkerPool {
    struct State;

public:
    // Delays go by `clock`; null: the machine's.
    explicit WorkerPool(PoolLimits limits, std::shared_ptr<TimeSource> clock = nullptr);
    ~WorkerPool();  // stops
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // False once the pool stops: then the task is neither run nor abandoned.
    [[nodiscard]] bool submit(std::shared_ptr<Task> task) noexcept;
    [[nodiscard]] bool submit_after(std::shared_ptr<Task> task, std::chrono::milliseconds delay) noexcept;

    // Takes back a task whose delay has not ended: it is neither run nor abandoned. False when it is too late for that,
    // or when the task is none that waits.
    bool withdraw(Task& task) noexcept;

    [[nodiscard]] const std::shared_ptr<TimeSource>& clock() const noexcept;

    // Abandons what is queued and waits for the workers; those in outside calls are waited for too. Called by a worker of
    // this pool (a callback that lets go of the Mock), it waits for all the others, and the worker ends when its callback
    // has returned.
    void stop() noexcept;

    // How many workers there are now.
    [[nodiscard]] std::size_t size() const;

    // Tasks that are ready or being run, but for those in outside calls, and tasks whose delay has ended; and workers in
    // outside calls.
    struct Activity {
        std::size_t busy = 0;
        std::size_t outside = 0;
    };
    [[nodiscard]] Activity activity() const;

    // Says that the calling thread is in foreign code, which may block for any time. Does nothing on a thread that is
    // not a worker of this pool, and when it is nested.
    class OutsideCall {
    public:
        explicit OutsideCall(WorkerPool& pool) noexcept;
        ~OutsideCall();
        OutsideCall(const OutsideCall&) = delete;
        OutsideCall& operator=(const OutsideCall&) = delete;

    private:
        std::shared_ptr<State> counted_in_;  // null when there is nothing to count; the call may end the pool
    };

private:
    // Shared with the threads, for the one case in which a worker outlives the pool: see `stop`.
    std::shared_ptr<State> state_;
};

}  // namespace wbemcheck::mock
