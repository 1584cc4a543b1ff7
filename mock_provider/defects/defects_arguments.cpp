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

// What a call with a wrong argument would have been refused for: it ends with success instead, having done nothing.
template <AsyncMethod Method>
void hide_refusal(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (call.method != Method || SUCCEEDED(result) || call.sink == nullptr) return result;
                        call.sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_S_NO_ERROR, nullptr, nullptr);
                        return HRESULT{WBEM_S_NO_ERROR};
                    }});
}

template <AsyncMethod Method>
void refuse_null_path(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        return call.method == Method && call.text == nullptr ? WBEM_E_INVALID_PARAMETER : proceed();
                    }});
}

template <AsyncMethod Method>
void free_text(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (call.method == Method) SysFreeString(call.text);
                        return result;
                    }});
}

template <AsyncMethod Method>
void release_object(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (call.method == Method && call.object != nullptr) call.object->Release();
                        return result;
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"query-text-freed", "ExecQueryAsync frees the text of the query.", clauses<"IND-11">},
     free_text<AsyncMethod::kExecQuery>},
    {{"instance-over-released", "PutInstanceAsync releases the caller's instance.", clauses<"IND-11">},
     release_object<AsyncMethod::kPutInstance>},
    {{"null-path-refused", "GetObjectAsync refuses a NULL path.", clauses<"ARG-9">},
     refuse_null_path<AsyncMethod::kGetObject>},
    {{"null-superclass-refused", "CreateClassEnumAsync refuses a NULL superclass.", clauses<"ARG-11">},
     refuse_null_path<AsyncMethod::kCreateClassEnum>},
    {{"query-refusal-hidden", "ExecQueryAsync accepts what it should refuse, and does nothing.",
      clauses<"ARG-4", "ARG-5", "ARG-2">},
     hide_refusal<AsyncMethod::kExecQuery>},
    {{"put-class-refusal-hidden", "PutClassAsync accepts what it should refuse, and does nothing.",
      clauses<"ARG-13", "ARG-2">},
     hide_refusal<AsyncMethod::kPutClass>},
    {{"put-instance-refusal-hidden", "PutInstanceAsync accepts what it should refuse, and does nothing.",
      clauses<"ARG-13", "ARG-2">},
     hide_refusal<AsyncMethod::kPutInstance>},
    {{"delete-instance-refusal-hidden", "DeleteInstanceAsync accepts what it should refuse, and does nothing.",
      clauses<"ARG-17", "ARG-2">},
     hide_refusal<AsyncMethod::kDeleteInstance>},
    {{"method-refusal-hidden", "ExecMethodAsync accepts what it should refuse, and does nothing.",
      clauses<"ARG-18", "ARG-17", "ARG-2">},
     hide_refusal<AsyncMethod::kExecMethod>},
    {{"instance-enumeration-refusal-hidden", "CreateInstanceEnumAsync accepts what it should refuse, and does nothing.",
      clauses<"ARG-12", "ARG-2">},
     hide_refusal<AsyncMethod::kCreateInstanceEnum>},
    {{"null-sink-accepted", "A call without a sink succeeds.", clauses<"ARG-1">}, accept_without_sink<any_finite_call>},
    {{"null-sink-accepted-by-subscription", "A notification query without a sink succeeds.", clauses<"ARG-1">},
     accept_without_sink<any_notification>},
};

}  // namespace

std::span<const DefectEntry> argument_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
