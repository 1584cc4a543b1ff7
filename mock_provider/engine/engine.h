// The operation engine: runs requests on its workers and delivers what they give.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "harness/com/wbem.h"
#include "mock_provider/engine/alarm.h"
#include "mock_provider/engine/delivery_policy.h"
#include "mock_provider/engine/delivery_work.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/engine/operation.h"
#include "mock_provider/engine/operation_table.h"
#include "mock_provider/engine/time_source.h"
#include "mock_provider/engine/worker_pool.h"

namespace wbemcheck::mock {

struct OperationHost;
class SinkWatch;

struct EngineSettings {
    std::size_t threads = 2;
    std::size_t batch = 3;                  // objects per Indicate, at the most
    std::chrono::milliseconds latency{0};   // before an operation's first callback
    DeliveryWork work = {};                 // before each object of an asynchronous operation
    std::chrono::milliseconds sink_limit = std::chrono::seconds(30);  // for one callback (THR-5)
    std::shared_ptr<const DeliveryPolicy> policy = {};  // null: DirectDelivery
    std::shared_ptr<TimeSource> clock = {};             // null: the machine's
};

// Thread-safe. Nothing here waits for a sink, except `cancel` for the finals that it delivers itself (REF-10) and
// `shut_down`.
class Engine {
public:
    explicit Engine(EngineSettings settings);
    ~Engine();  // shuts down
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // An asynchronous call: WBEM_S_NO_ERROR and the sink is held, or WBEM_E_SHUTTING_DOWN and the sink was not touched
    // (REF-1, REF-2b). Throws before it touches the sink. The first callback comes from a worker (ORD-13).
    [[nodiscard]] HRESULT start(IWbemObjectSink& sink, Delivery delivery);

    // The same in steps, for requests that wait for each other: admitted (the sink is not touched yet; null when shut
    // down), then Operation::accept, then `begin`.
    [[nodiscard]] std::shared_ptr<Operation> admit(IWbemObjectSink& sink, Delivery delivery, OperationTable::Kind kind);
    void begin(Operation& operation) noexcept;

    // A semisynchronous call: does the feed's work on a worker. False when shut down.
    [[nodiscard]] bool compute(std::shared_ptr<Feed> feed);

    // Of operations that begin from now on.
    void set_latency(std::chrono::milliseconds latency) noexcept { latency_.store(latency); }
    void set_batch(std::size_t batch) noexcept;

    // While what it returns lives, the calling thread is in foreign code, which may block for any time.
    [[nodiscard]] WorkerPool::OutsideCall call_out() noexcept;

    // CancelAsyncCall. Operations without a callback in progress get their final and are released before it returns
    // (REF-10); for the others that is done by the thread in the callback, which is not waited for (CAN-8). Nothing new
    // starts on any of them (CAN-4). WBEM_E_NOT_FOUND when no operation could be cancelled (CAN-7).
    [[nodiscard]] HRESULT cancel(const IWbemObjectSink* sink);

    // Calls `ring` on a worker once the delay that it is set to has ended.
    [[nodiscard]] std::shared_ptr<Alarm> make_alarm(std::function<void()> ring) const;
    [[nodiscard]] const std::shared_ptr<TimeSource>& clock() const noexcept;

    // Refuses every new call and cancels what is pending.
    void cancel_all() noexcept;
    // The same, then waits for the callbacks in progress. May be called by one of them: see WorkerPool::stop.
    void shut_down() noexcept;
    [[nodiscard]] bool is_shut_down() const noexcept { return is_shut_down_.load(std::memory_order_acquire); }

    // How many workers there are now.
    [[nodiscard]] std::size_t workers() const;

    // What the workers are doing.
    [[nodiscard]] WorkerPool::Activity activity() const;
    // Promises that nobody cancels while a callback is about to begin: a cancel then needs to give it no moment.
    void set_ordered(bool is_ordered) noexcept;

private:
    std::atomic<std::chrono::milliseconds> latency_;
    const std::shared_ptr<OperationHost> host_;  // shared with the operations
    const std::shared_ptr<SinkWatch> watch_;
    std::atomic<bool> is_shut_down_{false};  // release in cancel_all; pairs with the acquire in is_shut_down
};

}  // namespace wbemcheck::mock
