// IMM: calls that do not return at once, or not with WBEM_S_NO_ERROR.
#include <chrono>

#include "mock_provider/defects/families.h"
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

constexpr DefectEntry kDefects[] = {
    {{"second-call-refused", "A query is refused while another one is pending.", clauses<"IMM-1">},
     hook_calls<AsyncMethod::kExecQuery, refuse_when_busy>},
    {{"call-waits-for-final", "PutInstanceAsync returns when its operation is over, or after 1.5 s.",
      clauses<"IMM-1">},
     hook_calls<AsyncMethod::kPutInstance, wait_for_end>},
    {{"call-waits-for-callback", "ExecMethodAsync returns when its first callback has returned, or after 1.5 s.",
      clauses<"IMM-3">},
     hook_calls<AsyncMethod::kExecMethod, wait_for_first_callback>},
    {{"accepted-with-false", "A call that is accepted returns WBEM_S_FALSE.", clauses<"IMM-2">}, accept_with_false},
};

}  // namespace

std::span<const DefectEntry> immediate_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
