// What all operations of one engine share.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "mock_provider/engine/delivery_policy.h"
#include "mock_provider/engine/operation_table.h"
#include "mock_provider/engine/worker_pool.h"

namespace wbemcheck::mock {

struct OperationHost {
    OperationHost(PoolLimits limits, std::shared_ptr<const DeliveryPolicy> delivery_policy, std::size_t batch_size)
        : pool(limits), policy(std::move(delivery_policy)), batch(batch_size) {}

    WorkerPool pool;
    OperationTable table;
    const std::shared_ptr<const DeliveryPolicy> policy;
    const std::size_t batch;  // objects per Indicate, at the most
};

}  // namespace wbemcheck::mock
