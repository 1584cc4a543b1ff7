// ARG: wrong arguments that are accepted.
#include "harness/com/bstr.h"
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

constexpr LONG kUnknownFlag = 0x00400000;  // neither list of flags has it

// What `Condition` names is refused by the mock, and accepted all the same: it ends at once, having done nothing.
template <CallCondition Condition>
void accept_without_effect(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (SUCCEEDED(result) || call.sink == nullptr || !Condition(call)) return result;
                        call.sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_S_NO_ERROR, nullptr, nullptr);
                        return HRESULT{WBEM_S_NO_ERROR};
                    }});
}

bool enumerates_classes_with_unknown_flag(const CallInfo& call) {
    return call.method == AsyncMethod::kCreateClassEnum && (call.flags & kUnknownFlag) != 0;
}
bool queries_without_text(const CallInfo& call) { return call.method == AsyncMethod::kExecQuery && call.text == nullptr; }

void ignore_unknown_flags(Seams& seams) {
    filter_services(seams, {.alter = [](CallInfo& call) { call.flags &= ~kUnknownFlag; }});
}

// What a notification query leaves out is filled in.
template <BSTR CallInfo::*Text, const OLECHAR* Standard>
void supply(Seams& seams) {
    filter_services(seams, {.alter = [](CallInfo& call) {
                        if (call.method != AsyncMethod::kExecNotificationQuery || call.*Text != nullptr) return;
                        static const com::unique_bstr text(SysAllocString(Standard));
                        call.*Text = text.get();
                    }});
}
constexpr OLECHAR kWql[] = OLESTR("WQL");
constexpr OLECHAR kAllExtrinsicEvents[] = OLESTR("SELECT * FROM __ExtrinsicEvent");

template <bool (*Condition)(BSTR name)>
void open_itself(Seams& seams) {
    filter_services(seams, {.open_namespace = [](IWbemServices& parent, BSTR name, const Proceed& proceed,
                                                 IWbemServices** services) {
                        if (services == nullptr || !Condition(name)) return proceed();
                        return parent.QueryInterface(IID_IWbemServices, reinterpret_cast<void**>(services));
                    }});
}
bool is_missing(BSTR name) { return name == nullptr; }
bool is_absolute(BSTR name) { return name != nullptr && name[0] == OLESTR('\\'); }

// Whatever else is wrong with the call, a namespace that is there is given.
void forgive_open_namespace(Seams& seams) {
    filter_services(seams, {.open_namespace = [](IWbemServices& parent, BSTR name, const Proceed& proceed,
                                                 IWbemServices** services) {
                        const HRESULT result = proceed();
                        const bool has_good_name = !is_missing(name) && !is_absolute(name);
                        if (result != WBEM_E_INVALID_PARAMETER || services == nullptr || !has_good_name) return result;
                        return parent.OpenNamespace(name, 0, nullptr, services, nullptr);
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"unknown-flags-ignored", "Flags that a method does not know are ignored.", clauses<"ARG-2">},
     ignore_unknown_flags},
    {{"unknown-flag-without-effect", "CreateClassEnumAsync accepts an unknown flag, and delivers nothing.",
      clauses<"ARG-2">},
     accept_without_effect<enumerates_classes_with_unknown_flag>},
    {{"language-supplied", "ExecNotificationQueryAsync takes a NULL language for WQL.", clauses<"ARG-4">},
     supply<&CallInfo::second_text, kWql>},
    {{"query-supplied", "ExecNotificationQueryAsync without a query subscribes to all extrinsic events.",
      clauses<"ARG-5">},
     supply<&CallInfo::text, kAllExtrinsicEvents>},
    {{"null-query-finds-nothing", "ExecQueryAsync succeeds without a query, and delivers nothing.", clauses<"ARG-5">},
     accept_without_effect<queries_without_text>},
    {{"null-namespace-opens-parent", "OpenNamespace without a name gives the namespace itself.", clauses<"ARG-20">},
     open_itself<is_missing>},
    {{"absolute-namespace-opens-parent", "OpenNamespace with an absolute name gives the namespace itself.",
      clauses<"ARG-20">},
     open_itself<is_absolute>},
    {{"namespace-forgives", "OpenNamespace overlooks a context and a second out pointer.", clauses<"ARG-20">},
     forgive_open_namespace},
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
      clauses<"ARG-13", "ARG-14", "ARG-2", "STA-11">},
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
