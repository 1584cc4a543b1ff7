// A call that comes when a delay has ended.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

#include "mock_provider/engine/task.h"

namespace wbemcheck::mock {

struct OperationHost;

// Rings on a worker; a delay takes up no thread. Thread-safe. What it rings for must not throw, and need not
// be there any more when it is stopped: whoever owns an alarm gives it a weak hold on himself.
//
// Requires: it is set by one thread at a time, and not while it is set already; `ring` may set it again.
// Guarantees: it rings once for every time that it was set, unless it is stopped or the engine shuts down
// before. `stop` does not wait for a ring in progress.
class Alarm final : public Task, public std::enable_shared_from_this<Alarm> {
public:
    Alarm(std::weak_ptr<OperationHost> host, std::function<void()> ring);

    void set(std::chrono::milliseconds delay) noexcept;
    // For good.
    void stop() noexcept;

    void run() noexcept override;
    void abandon() noexcept override {}

private:
    const std::weak_ptr<OperationHost> host_;
    const std::function<void()> ring_;
    std::atomic<bool> is_stopped_{false};
};

}  // namespace wbemcheck::mock
