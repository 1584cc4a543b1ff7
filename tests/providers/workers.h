// Threads of a provider's own.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace wbemcheck::example {

// Runs tasks in the order of submission, on a few threads. Thread-safe.
class Workers {
public:
    // Called once, on a thread of these: with `is_stopping` it has to give up, at once.
    using Task = std::function<void(bool is_stopping)>;

    explicit Workers(std::size_t threads);
    // Tells what waits to give up, and waits for it and for what runs. A provider ends with its last
    // reference, and WMI may let go of that inside a callback, on one of these threads: it cannot wait for
    // itself, and goes on alone until its task is done.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // Throws std::bad_alloc.
    void submit(Task task);

private:
    struct State;
    Workers();
    static void run(const std::shared_ptr<State>& state) noexcept;

    const std::shared_ptr<State> state_;  // shared with the threads
    std::vector<std::thread> threads_;
};

}  // namespace wbemcheck::example
