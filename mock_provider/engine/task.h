// A piece of work for the worker pool.
#pragma once

#include <chrono>
#include <cstddef>
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
    Queue::iterator node_ = place_.begin();  // that node, wherever it is
    std::chrono::steady_clock::time_point due_{};
    bool is_delayed_ = false;  // in a queue, behind `push_due`
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
        queued.is_delayed_ = true;
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
        take_out(*task);
        return task;
    }

    // Takes out a task that `push_due` put into this queue. False: it is in it no more.
    [[nodiscard]] bool withdraw(Task& task) noexcept {
        if (!task.is_delayed_) {
            return false;
        }
        const std::shared_ptr<Task> alive = *task.node_;
        take_out(task);
        return true;
    }

    // How many tasks are due at `moment`.
    [[nodiscard]] std::size_t count_due(std::chrono::steady_clock::time_point moment) const noexcept {
        std::size_t count = 0;
        for (auto task = tasks_.begin(); task != tasks_.end() && (*task)->due_ <= moment; ++task) {
            ++count;
        }
        return count;
    }

private:
    void take_out(Task& task) noexcept {
        task.place_.splice(task.place_.begin(), tasks_, task.node_);
        task.place_.front().reset();
        task.is_delayed_ = false;
    }

    Task::Queue tasks_;
};

}  // namespace wbemcheck::mock
