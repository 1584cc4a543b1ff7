#include "mock_provider/engine/engine.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "mock_provider/engine/operation_host.h"
#include "mock_provider/engine/sink_watch.h"

namespace wbemcheck::mock {

namespace {

std::shared_ptr<OperationHost> make_host(EngineSettings& settings) {
    if (settings.policy == nullptr) {
        settings.policy = std::make_shared<DirectDelivery>();
    }
    auto host = std::make_shared<OperationHost>(PoolLimits{.threads = settings.threads}, std::move(settings.clock),
                                                std::move(settings.policy), settings.work);
    host->batch.store(std::max<std::size_t>(settings.batch, 1));
    return host;
}

// The work of a semisynchronous call.
class Computation final : public Task {
public:
    explicit Computation(std::shared_ptr<Feed> feed) : feed_(std::move(feed)) {}

    void run() noexcept override { feed_->compute(); }
    void abandon() noexcept override { feed_->close({WBEM_E_SHUTTING_DOWN, std::nullopt, nullptr}); }

private:
    const std::shared_ptr<Feed> feed_;
};

}  // namespace

Engine::Engine(EngineSettings settings)
    : latency_(settings.latency),
      host_(make_host(settings)),
      watch_(std::make_shared<SinkWatch>(host_, settings.sink_limit)) {}

Engine::~Engine() { shut_down(); }

std::shared_ptr<Operation> Engine::admit(IWbemObjectSink& sink, Delivery delivery, OperationTable::Kind kind) {
    const std::shared_ptr<Feed> feed = delivery.feed;
    auto operation = std::make_shared<Operation>(host_, sink, std::move(delivery));
    feed->listen(operation);
    if (!host_->table.insert(operation, kind)) {
        return nullptr;
    }
    watch_->wind();
    return operation;
}

HRESULT Engine::start(IWbemObjectSink& sink, Delivery delivery) {
    const auto operation = admit(sink, std::move(delivery), OperationTable::Kind::kCall);
    if (operation == nullptr) {
        return WBEM_E_SHUTTING_DOWN;
    }
    operation->accept();  // REF-2b: from here on nothing can go wrong
    begin(*operation);
    return WBEM_S_NO_ERROR;  // IMM-2
}

void Engine::begin(Operation& operation) noexcept { operation.begin(latency_.load()); }

bool Engine::compute(std::shared_ptr<Feed> feed) {
    return host_->pool.submit_after(std::make_shared<Computation>(std::move(feed)), latency_.load());
}

void Engine::set_batch(std::size_t batch) noexcept { host_->batch.store(std::max<std::size_t>(batch, 1)); }

WorkerPool::OutsideCall Engine::call_out() noexcept { return WorkerPool::OutsideCall(host_->pool); }

HRESULT Engine::cancel(const IWbemObjectSink* sink) {
    std::vector<std::shared_ptr<Operation>> pending = host_->table.find_calls(sink);
    if (pending.empty()) {
        return WBEM_E_NOT_FOUND;  // CAN-7
    }
    host_->policy->choose_cancelled(pending);
    std::vector<Operation*> ours;
    std::vector<Operation*> theirs;
    ours.reserve(pending.size());
    theirs.reserve(pending.size());
    bool is_any = false;
    for (const auto& operation : pending) {
        const Operation::CancelClaim claim = operation->claim_cancel();
        is_any = is_any || claim != Operation::CancelClaim::kTooLate;
        if (claim == Operation::CancelClaim::kMine) {
            ours.push_back(operation.get());
        } else if (claim == Operation::CancelClaim::kTheirs) {
            theirs.push_back(operation.get());
        }
    }
    for (Operation* const operation : ours) {
        operation->deliver_cancelled();
    }
    if (!host_->gives_moment.load()) {
        return is_any ? WBEM_S_NO_ERROR : WBEM_E_NOT_FOUND;
    }
    CancelMoment moment;
    for (Operation* const operation : theirs) {
        operation->let_callback_end(moment);
    }
    return is_any ? WBEM_S_NO_ERROR : WBEM_E_NOT_FOUND;
}

std::shared_ptr<Alarm> Engine::make_alarm(std::function<void()> ring) const {
    return std::make_shared<Alarm>(host_, std::move(ring));
}

const std::shared_ptr<TimeSource>& Engine::clock() const noexcept { return host_->pool.clock(); }

void Engine::cancel_all() noexcept {
    is_shut_down_.store(true, std::memory_order_release);
    for (const auto& [key, entry] : host_->table.close()) {
        entry.operation->cancel();
    }
}

void Engine::shut_down() noexcept {
    cancel_all();
    host_->pool.stop();
}

WorkerPool::Activity Engine::activity() const { return host_->pool.activity(); }

void Engine::set_ordered(bool is_ordered) noexcept { host_->gives_moment.store(!is_ordered); }

std::size_t Engine::workers() const { return host_->pool.size(); }

}  // namespace wbemcheck::mock
