// What all operations of one engine share.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "mock_provider/engine/delivery_policy.h"
#include "mock_provider/engine/delivery_work.h"
#include "mock_provider/engine/operation_table.h"
#include "mock_provider/engine/worker_pool.h"

namespace wbemcheck::mock {

struct OperationHost {
    OperationHost(PoolLimits limits, std::shared_ptr<TimeSource> clock, std::shared_ptr<const DeliveryPolicy> delivery_policy,
                  DeliveryWork delivery_work)
        : pool(limits, std::move(clock)), policy(std::move(delivery_policy)), work(delivery_work) {}

    WorkerPool pool;
    OperationTable table;
    const std::shared_ptr<const DeliveryPolicy> policy;
    const DeliveryWork work;
    std::atomic<std::size_t> batch = 1;  // objects per Indicate, at the most, of operations that begin
    // Whether a cancel gives callbacks that may be about to begin a moment (Operation::let_callback_end).
    std::atomic<bool> gives_moment = true;
    std::atomic<std::uint64_t> operations = 0;  // ever: numbers them in the order in which they begin
};

}  // namespace wbemcheck::mock
