// A piece of work for the worker pool.
#pragma once

#include <chrono>
#include <list>
#include <memory>

namespace wbemcheck::mock {

// Brings its own place in the pool's queues, so that queueing a task cannot fail. A task is in one queue at most: whoever
// submits it makes sure that it is not queued already. It may be submitted again while it runs.
class Task {
public:
    Task() = default;
    virtual ~Task() = default;
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    // On a worker.
    virtual void run() noexcept = 0;
    // Instead of `run`, on the thread that stops the pool.
    virtual void abandon() noexcept = 0;

private:
    friend class TaskQueue;

    using Queue = std::list<std::shared_ptr<Task>>;

    Queue place_ = Queue(1);  // holds the list node while the task is in no queue; moved under the pool's mutex
    std::chrono::steady_clock::time_point due_{};
};

// Tasks in order. Not thread-safe: the pool's mutex guards it.
class TaskQueue {
public:
    [[nodiscard]] bool empty() const noexcept { return tasks_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return tasks_.size(); }
    // When the first task is due. There must be one.
    [[nodiscard]] std::chrono::steady_clock::time_point first_due() const noexcept { return tasks_.front()->due_; }

    void push(std::shared_ptr<Task> task) noexcept {
        Task& queued = *task;
        queued.place_.front() = std::move(task);
        tasks_.splice(tasks_.end(), queued.place_);
    }

    // Behind every task that is due at the same time or before. Most often that is the end.
    void push_due(std::shared_ptr<Task> task, std::chrono::steady_clock::time_point due) noexcept {
        Task& queued = *task;
        queued.due_ = due;
        queued.place_.front() = std::move(task);
        auto position = tasks_.end();
        while (position != tasks_.begin() && (*std::prev(position))->due_ > due) {
            --position;
        }
        tasks_.splice(position, queued.place_);
    }

    // The first task; there must be one.
    [[nodiscard]] std::shared_ptr<Task> pop() noexcept {
        std::shared_ptr<Task> task = tasks_.front();
        task->place_.splice(task->place_.begin(), tasks_, tasks_.begin());
        task->place_.front().reset();
        return task;
    }

private:
    Task::Queue tasks_;
};

}  // namespace wbemcheck::mock
