// The timer of the sinks: an operation whose callback does not return is cancelled (THR-5).
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "mock_provider/engine/operation_host.h"
#include "mock_provider/engine/task.h"

namespace wbemcheck::mock {

// Looks at the operations now and then, for as long as there are any. One timer for all of them costs a callback
// nothing; in exchange, the limit is kept to within a sixth of itself.
class SinkWatch final : public Task, public std::enable_shared_from_this<SinkWatch> {
public:
    SinkWatch(const std::shared_ptr<OperationHost>& host, std::chrono::milliseconds limit);

    // There is an operation: to be called whenever one has been inserted into the table. Thread-safe.
    void wind() noexcept;

    void run() noexcept override;
    void abandon() noexcept override {}

private:
    const std::weak_ptr<OperationHost> host_;
    const std::chrono::milliseconds limit_;
    std::atomic<bool> is_wound_{false};  // queued, or about to be
};

}  // namespace wbemcheck::mock
