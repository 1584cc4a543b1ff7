// ARG: wrong arguments that are accepted.
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

template <CallCondition Condition>
void accept_without_sink(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        return Condition(call) && call.sink == nullptr ? WBEM_S_NO_ERROR : result;
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"null-sink-accepted", "A call without a sink succeeds.", clauses<"ARG-1">}, accept_without_sink<any_finite_call>},
    {{"null-sink-accepted-by-subscription", "A notification query without a sink succeeds.", clauses<"ARG-1">},
     accept_without_sink<any_notification>},
};

}  // namespace

std::span<const DefectEntry> argument_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
