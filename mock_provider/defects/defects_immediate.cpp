// IMM: calls that do not return at once, or not with WBEM_S_NO_ERROR.
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "mock_provider/defects/families.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_ledger.h"

namespace wbemcheck::mock {

namespace {

// Longer than a client is patient with a call, and short enough for one that holds a callback on the same thread.
constexpr std::chrono::milliseconds kLongestWait{1500};

using AsyncHook = HRESULT (*)(SinkLedger& ledger, const CallInfo& call, const Proceed& proceed);

template <AsyncMethod Method, AsyncHook Hook>
void hook_calls(Seams& seams) {
    filter_services(seams,
                    {.asynchronous = [ledger = keep_ledger(seams)](const CallInfo& call, const Proceed& proceed) {
                        return call.method == Method && call.sink != nullptr ? Hook(*ledger, call, proceed) : proceed();
                    }});
}

HRESULT refuse_when_busy(SinkLedger& ledger, const CallInfo& call, const Proceed& proceed) {
    return ledger.count_pending(call.method) != 0 ? WBEM_E_SERVER_TOO_BUSY : proceed();
}

HRESULT wait_for_end(SinkLedger& ledger, const CallInfo& call, const Proceed& proceed) {
    const HRESULT result = proceed();
    if (SUCCEEDED(result)) {
        ledger.wait_until_over(call.sink, kLongestWait);
    }
    return result;
}

HRESULT wait_for_first_callback(SinkLedger& ledger, const CallInfo& call, const Proceed& proceed) {
    const std::size_t before = ledger.count_answered(call.sink);
    const HRESULT result = proceed();
    if (SUCCEEDED(result)) {
        ledger.wait_for_answers(call.sink, before + 1, kLongestWait);
    }
    return result;
}

void accept_with_false(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo&, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        return result == WBEM_S_NO_ERROR ? WBEM_S_FALSE : result;
                    }});
}

void accept_second_with_false(Seams& seams) {
    filter_services(seams,
                    {.asynchronous = [ledger = keep_ledger(seams)](const CallInfo& call, const Proceed& proceed) {
                        const bool is_second = ledger->count_pending(call.sink) != 0;
                        const HRESULT result = proceed();
                        return is_second && result == WBEM_S_NO_ERROR ? WBEM_S_FALSE : result;
                    }});
}

// Brings the first Indicate of an operation to the thread of its call.
class Ferry {
public:
    // Runs on the delivering thread.
    HRESULT carry(const std::function<HRESULT()>& indicate) {
        std::unique_lock lock(mutex_);
        if (is_closed_) {
            lock.unlock();
            return indicate();
        }
        cargo_ = &indicate;
        changed_.notify_all();
        changed_.wait(lock, [this] { return cargo_ == nullptr; });
        return answer_;
    }
    // Nothing will come.
    void close() {
        const std::scoped_lock lock(mutex_);
        is_closed_ = true;
        changed_.notify_all();
    }
    // Runs on the thread of the call: makes the first Indicate, unless none comes in time.
    void serve() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kLongestWait, [this] { return cargo_ != nullptr || is_closed_; });
        is_closed_ = true;
        if (cargo_ == nullptr) {
            return;
        }
        const auto& indicate = *cargo_;
        lock.unlock();
        const HRESULT answer = indicate();
        lock.lock();
        answer_ = answer;
        cargo_ = nullptr;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;  // guards everything below
    std::condition_variable changed_;
    const std::function<HRESULT()>* cargo_ = nullptr;
    HRESULT answer_ = WBEM_S_NO_ERROR;
    bool is_closed_ = false;
};

// Of the call in which this thread is.
thread_local std::shared_ptr<Ferry> ferry_of_this_thread;

class FerriedPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        return ferry_->carry([&] { return PortFilter::indicate(objects); });
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        ferry_->close();
        return PortFilter::send_final(final_status);
    }

private:
    const std::shared_ptr<Ferry> ferry_ = ferry_of_this_thread;
};

void indicate_on_calling_thread(Seams& seams) {
    filter_ports<FerriedPort>(seams, calls_of<AsyncMethod::kExecQuery>);
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        if (call.method != AsyncMethod::kExecQuery) {
                            return proceed();
                        }
                        const auto ferry = std::make_shared<Ferry>();
                        const auto outer = std::exchange(ferry_of_this_thread, ferry);
                        const HRESULT result = proceed();
                        ferry_of_this_thread = outer;
                        if (SUCCEEDED(result)) {
                            ferry->serve();
                        }
                        return result;
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"second-call-refused", "A query is refused while another one is pending.", clauses<"IMM-1">},
     hook_calls<AsyncMethod::kExecQuery, refuse_when_busy>},
    {{"call-waits-for-final", "PutInstanceAsync returns when its operation is over, or after 1.5 s.",
      clauses<"IMM-1">},
     hook_calls<AsyncMethod::kPutInstance, wait_for_end>},
    {{"call-waits-for-callback", "ExecMethodAsync returns when its first callback has returned, or after 1.5 s.",
      clauses<"IMM-3">},
     hook_calls<AsyncMethod::kExecMethod, wait_for_first_callback>},
    {{"indicate-on-calling-thread", "ExecQueryAsync makes its first Indicate itself, before it returns.",
      clauses<"IMM-3">},
     indicate_on_calling_thread},
    {{"second-call-accepted-with-false",
      "A call with a sink that has another operation pending is accepted with WBEM_S_FALSE.", clauses<"IMM-2">},
     accept_second_with_false},
    {{"accepted-with-false", "A call that is accepted returns WBEM_S_FALSE.", clauses<"IMM-2">}, accept_with_false},
};

}  // namespace

std::span<const DefectEntry> immediate_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
