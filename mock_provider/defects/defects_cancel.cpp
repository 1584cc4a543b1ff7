// CAN: cancels that do too little, too much or too late, and what they answer.
#include <memory>
#include <utility>
#include <vector>

#include "mock_provider/defects/families.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_ledger.h"

namespace wbemcheck::mock {

namespace {

// Cancels only some of several operations on one sink.
template <void (*Choose)(std::vector<std::shared_ptr<Operation>>& pending)>
class ChoosyPolicy final : public PolicyFilter {
public:
    using PolicyFilter::PolicyFilter;

    void choose_cancelled(std::vector<std::shared_ptr<Operation>>& pending) const override {
        PolicyFilter::choose_cancelled(pending);
        if (pending.size() > 1) {
            Choose(pending);
        }
    }
};

void forget_newest(std::vector<std::shared_ptr<Operation>>& pending) { pending.pop_back(); }
void keep_oldest(std::vector<std::shared_ptr<Operation>>& pending) { pending.resize(1); }
void forget_middle(std::vector<std::shared_ptr<Operation>>& pending) {
    if (pending.size() > 2) {
        pending.erase(pending.begin() + 1);
    }
}

// What CancelAsyncCall does and answers, given what is known of the sink. Only for sinks that are not NULL.
using CancelHook = HRESULT (*)(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink);

template <CancelHook Hook>
void hook_cancel(Seams& seams) {
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams)](IWbemServices& services, IWbemObjectSink* sink) {
                        return sink == nullptr ? services.CancelAsyncCall(sink) : Hook(*ledger, services, sink);
                    }});
}

void cancel_all(const SinkLedger& ledger, IWbemServices& services) {
    for (IWbemObjectSink* const other : ledger.find_pending(AsyncMethod::kExecQuery)) {
        static_cast<void>(services.CancelAsyncCall(other));
    }
}

HRESULT cancel_bystanders(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink) {
    const HRESULT result = services.CancelAsyncCall(sink);
    if (SUCCEEDED(result)) {
        cancel_all(ledger, services);
    }
    return result;
}

void cancel_all_on_null(Seams& seams) {
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams)](IWbemServices& services, IWbemObjectSink* sink) {
                        if (sink == nullptr) {
                            cancel_all(*ledger, services);
                        }
                        return services.CancelAsyncCall(sink);
                    }});
}

HRESULT answer_false(SinkLedger&, IWbemServices& services, IWbemObjectSink* sink) {
    const HRESULT result = services.CancelAsyncCall(sink);
    return result == WBEM_S_NO_ERROR ? WBEM_S_FALSE : result;
}

HRESULT refuse_for_queries(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink) {
    for (const IWbemObjectSink* const pending : ledger.find_pending(AsyncMethod::kExecQuery)) {
        if (pending == sink) {
            return WBEM_E_FAILED;
        }
    }
    return services.CancelAsyncCall(sink);
}

HRESULT leave_subscription(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink) {
    for (const IWbemObjectSink* const pending : ledger.find_pending(AsyncMethod::kExecNotificationQuery)) {
        if (pending == sink) {
            return WBEM_S_NO_ERROR;
        }
    }
    return services.CancelAsyncCall(sink);
}

HRESULT succeed_when_unknown(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink) {
    const HRESULT result = services.CancelAsyncCall(sink);
    return FAILED(result) && !ledger.is_known(sink) ? WBEM_S_NO_ERROR : result;
}

HRESULT succeed_when_over(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink) {
    const bool is_over = ledger.is_over(sink);
    const HRESULT result = services.CancelAsyncCall(sink);
    return FAILED(result) && is_over ? WBEM_S_NO_ERROR : result;
}

HRESULT tell_unknown(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink) {
    const HRESULT result = services.CancelAsyncCall(sink);
    if (FAILED(result) && !ledger.is_known(sink)) {
        sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_E_CALL_CANCELLED, nullptr, nullptr);
    }
    return result;
}

HRESULT wait_for_callbacks(SinkLedger& ledger, IWbemServices& services, IWbemObjectSink* sink) {
    const HRESULT result = services.CancelAsyncCall(sink);
    ledger.wait_for_callbacks(sink);
    return result;
}

void succeed_on_null(Seams& seams) {
    filter_services(seams, {.cancel = [](IWbemServices& services, IWbemObjectSink* sink) -> HRESULT {
                        return sink == nullptr ? WBEM_S_NO_ERROR : services.CancelAsyncCall(sink);
                    }});
}

// Another result in the final status of a cancelled operation.
template <HRESULT Result>
class CancelledResultPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(final_status.result == WBEM_E_CALL_CANCELLED
                                          ? FinalStatus{Result, nullptr, nullptr}
                                          : final_status);
    }
};

// Delivers the last object of an accepted Indicate again when the operation was cancelled, before the final status.
class OneMoreIndicatePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        const auto last = com::retain_ptr(objects.back());
        const HRESULT answer = PortFilter::indicate(objects);
        last_ = SUCCEEDED(answer) ? last : nullptr;
        return answer;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (final_status.result == WBEM_E_CALL_CANCELLED && last_) {
            IWbemClassObject* objects[] = {last_.get()};
            PortFilter::indicate(objects);
        }
        return PortFilter::send_final(final_status);
    }

private:
    com::com_ptr<IWbemClassObject> last_;
};

constexpr DefectEntry kDefects[] = {
    {{"cancel-forgets-newest", "A cancel of a sink with several operations lets the newest one run on.",
      clauses<"CAN-1", "CAN-4">},
     [](Seams& seams) { filter_policy<ChoosyPolicy<forget_newest>>(seams); }},
    {{"cancel-stops-oldest-only", "A cancel of a sink with several operations ends the oldest one only.",
      clauses<"CAN-1", "CAN-4">},
     [](Seams& seams) { filter_policy<ChoosyPolicy<keep_oldest>>(seams); }},
    {{"cancel-forgets-middle", "A cancel of a sink with three operations lets the second one run on.",
      clauses<"CAN-1", "CAN-4">},
     [](Seams& seams) { filter_policy<ChoosyPolicy<forget_middle>>(seams); }},
    {{"cancel-hits-bystanders", "A cancel ends the queries on all other sinks as well.", clauses<"CAN-2", "STA-8">},
     hook_cancel<cancel_bystanders>},
    {{"cancel-null-hits-all", "A cancel of NULL fails, and ends all queries.", clauses<"CAN-2", "STA-8">},
     cancel_all_on_null},
    {{"cancelled-ends-with-failure", "A cancelled operation ends with WBEM_E_FAILED.", clauses<"CAN-3">},
     [](Seams& seams) {
         filter_ports<CancelledResultPort<static_cast<HRESULT>(WBEM_E_FAILED)>>(seams, any_finite_call);
     }},
    {{"cancelled-ends-with-success", "A query ends with success when a cancel has cut its delivery.",
      clauses<"CAN-3">},
     [](Seams& seams) {
         filter_ports<CancelledResultPort<WBEM_S_NO_ERROR>>(seams, calls_of<AsyncMethod::kExecQuery>);
     }},
    {{"cancelled-ends-with-operation-cancelled",
      "A cancelled operation ends with the success code WBEM_S_OPERATION_CANCELLED.",
      clauses<"CAN-3", "STA-11">},
     [](Seams& seams) { filter_ports<CancelledResultPort<WBEM_S_OPERATION_CANCELLED>>(seams, any_finite_call); }},
    {{"indicate-after-cancel", "CreateInstanceEnumAsync makes one more Indicate when it was cancelled.",
      clauses<"CAN-4", "CAN-1", "STA-17">},
     [](Seams& seams) { filter_ports<OneMoreIndicatePort>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>); }},
    {{"cancel-leaves-subscription", "A cancel of a notification query succeeds and does nothing.",
      clauses<"CAN-4", "REF-5", "REF-10", "EVT-7">},
     hook_cancel<leave_subscription>},
    {{"cancel-answers-false", "A cancel that succeeds returns WBEM_S_FALSE.", clauses<"CAN-5">},
     hook_cancel<answer_false>},
    {{"cancel-refused", "A cancel of a pending query fails, and the query runs on.", clauses<"CAN-5">},
     hook_cancel<refuse_for_queries>},
    {{"cancel-null-succeeds", "A cancel of NULL succeeds.", clauses<"CAN-6">}, succeed_on_null},
    {{"cancel-unknown-succeeds", "A cancel of a sink that no call ever carried succeeds.", clauses<"CAN-7">},
     hook_cancel<succeed_when_unknown>},
    {{"cancel-over-succeeds", "A cancel of a sink whose operations are over succeeds.", clauses<"CAN-7">},
     hook_cancel<succeed_when_over>},
    {{"cancel-calls-stranger", "A cancel of a sink that no call ever carried sends it a final status.",
      clauses<"CAN-7">},
     hook_cancel<tell_unknown>},
    {{"cancel-waits-for-callback", "A cancel returns when the callbacks in progress have returned.",
      clauses<"CAN-8">},
     hook_cancel<wait_for_callbacks>},
};

}  // namespace

std::span<const DefectEntry> cancel_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
