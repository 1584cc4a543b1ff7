// ARG, the errors that depend on data: what the final status should say is not said, or said of calls that are right.
#include <optional>
#include <string>
#include <string_view>

#include "harness/com/bstr.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

// The operations of `Method` that should end with `Code` end with `Instead`, which is no error.
template <HRESULT Code, HRESULT Instead>
class SilencedPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(final_status.result == Code ? FinalStatus{Instead} : final_status);
    }
};

template <AsyncMethod Method, HRESULT Code, HRESULT Instead = HRESULT{WBEM_S_NO_ERROR}>
void silence(Seams& seams) {
    filter_ports<SilencedPort<Code, Instead>>(seams, calls_of<Method>);
}

bool is_empty_class_wanted(const CallInfo& call) {
    return call.method == AsyncMethod::kGetObject && call.text == nullptr;
}

class ObjectLostPort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    HRESULT indicate(std::span<IWbemClassObject*>) noexcept override { return WBEM_S_NO_ERROR; }
};

class ContextBlamedPort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(final_status.result == WBEM_S_NO_ERROR ? FinalStatus{WBEM_E_INVALID_CONTEXT}
                                                                           : final_status);
    }
};

void refuse_null_context(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        return call.method == AsyncMethod::kDeleteClass ? WBEM_E_INVALID_CONTEXT : proceed();
                    }});
}

// What one method makes of the text of a query before it reads it; nothing: the text as it is.
using Reword = std::optional<std::string> (*)(std::string_view query);

template <AsyncMethod Method, Reword Change>
void reword(Seams& seams) {
    filter_services(seams, {.alter = [](CallInfo& call) {
                        if (call.method != Method || call.text == nullptr) return;
                        const std::optional<std::string> changed = Change(com::to_utf8(call.text));
                        if (!changed.has_value()) return;
                        thread_local com::unique_bstr text;  // borrowed by the call, which is made on this thread
                        text = com::make_bstr(*changed);
                        call.text = text.get();
                    }});
}

std::optional<std::string> select_everything(std::string_view query) {
    const std::size_t from = query.find(" FROM ");
    if (!query.starts_with("SELECT ") || from == std::string_view::npos) return std::nullopt;
    return "SELECT *" + std::string(query.substr(from));
}

std::optional<std::string> supply_interval(std::string_view query) {
    const bool is_intrinsic = query.find(" FROM __Instance") != std::string_view::npos;
    if (!is_intrinsic || query.find(" WITHIN ") != std::string_view::npos) return std::nullopt;
    const std::size_t condition = query.find(" WHERE ");
    std::string changed(query);
    changed.insert(condition == std::string_view::npos ? query.size() : condition, " WITHIN 1");
    return changed;
}

std::optional<std::string> drop_aggregation(std::string_view query) {
    const std::size_t group = query.find(" GROUP");
    if (group == std::string_view::npos || query.find(" WITHIN ", group) != std::string_view::npos) return std::nullopt;
    return std::string(query.substr(0, group));
}

constexpr DefectEntry kDefects[] = {
    {{"malformed-query-finds-nothing", "ExecQueryAsync ends with success when the query cannot be understood.",
      clauses<"ARG-7">},
     silence<AsyncMethod::kExecQuery, WBEM_E_INVALID_QUERY>},
    {{"select-list-ignored", "ExecQueryAsync gives all properties, whatever the query asks for.", clauses<"ARG-7">},
     reword<AsyncMethod::kExecQuery, select_everything>},
    {{"interval-supplied", "A query for intrinsic events without WITHIN runs, once a second.", clauses<"ARG-8">},
     reword<AsyncMethod::kExecNotificationQuery, supply_interval>},
    {{"aggregation-dropped", "A notification query with GROUP but without WITHIN runs as if there was no GROUP.",
      clauses<"ARG-8">},
     reword<AsyncMethod::kExecNotificationQuery, drop_aggregation>},
    {{"empty-class-not-delivered", "GetObjectAsync delivers nothing for a NULL path.", clauses<"ARG-9", "IND-12">},
     [](Seams& seams) { filter_ports<ObjectLostPort>(seams, is_empty_class_wanted); }},
    {{"missing-object-succeeds", "GetObjectAsync ends with success for what does not exist.", clauses<"ARG-10", "IND-12">},
     silence<AsyncMethod::kGetObject, WBEM_E_NOT_FOUND>},
    {{"missing-object-ends-with-false", "GetObjectAsync ends with WBEM_S_FALSE for what does not exist.",
      clauses<"ARG-10", "IND-12">},
     silence<AsyncMethod::kGetObject, WBEM_E_NOT_FOUND, HRESULT{WBEM_S_FALSE}>},
    {{"unknown-superclass-has-no-classes", "CreateClassEnumAsync ends with success below a class that does not exist.",
      clauses<"ARG-11">},
     silence<AsyncMethod::kCreateClassEnum, WBEM_E_INVALID_CLASS>},
    {{"unknown-class-has-no-instances", "CreateInstanceEnumAsync ends with success for a class that does not exist.",
      clauses<"ARG-12">},
     silence<AsyncMethod::kCreateInstanceEnum, WBEM_E_INVALID_CLASS>},
    {{"instance-without-key-vanishes", "PutInstanceAsync ends with WBEM_S_FALSE for an instance without its key.",
      clauses<"ARG-14", "STA-11">},
     silence<AsyncMethod::kPutInstance, WBEM_E_NO_KEY, HRESULT{WBEM_S_FALSE}>},
    {{"instance-without-key-is-a-duplicate", "PutInstanceAsync ends with WBEM_S_DUPLICATE_OBJECTS for an instance "
                                             "without its key.",
      clauses<"ARG-14", "STA-11">},
     silence<AsyncMethod::kPutInstance, WBEM_E_NO_KEY, HRESULT{WBEM_S_DUPLICATE_OBJECTS}>},
    {{"forbidden-null-vanishes", "PutInstanceAsync ends with WBEM_S_FALSE for an instance with NULL where it must not be.",
      clauses<"ARG-14", "STA-11">},
     silence<AsyncMethod::kPutInstance, WBEM_E_ILLEGAL_NULL, HRESULT{WBEM_S_FALSE}>},
    {{"leading-underscore-taken", "PutClassAsync ends with WBEM_S_FALSE for a class with a leading underscore.",
      clauses<"ARG-15">},
     silence<AsyncMethod::kPutClass, WBEM_E_INVALID_OPERATION, HRESULT{WBEM_S_FALSE}>},
    {{"orphan-taken", "PutClassAsync ends with WBEM_S_FALSE for a class without its superclass.", clauses<"ARG-15">},
     silence<AsyncMethod::kPutClass, WBEM_E_NOT_FOUND, HRESULT{WBEM_S_FALSE}>},
    {{"missing-class-deleted", "DeleteClassAsync ends with success for a class that does not exist.",
      clauses<"ARG-16">},
     silence<AsyncMethod::kDeleteClass, WBEM_E_NOT_FOUND>},
    {{"missing-class-ends-with-false", "DeleteClassAsync ends with WBEM_S_FALSE for a class that does not exist.",
      clauses<"ARG-16">},
     silence<AsyncMethod::kDeleteClass, WBEM_E_NOT_FOUND, HRESULT{WBEM_S_FALSE}>},
    {{"missing-instance-deleted", "DeleteInstanceAsync ends with success for an instance that does not exist.",
      clauses<"ARG-17">},
     silence<AsyncMethod::kDeleteInstance, WBEM_E_NOT_FOUND>},
    {{"method-without-inputs-succeeds", "ExecMethodAsync ends with success when the inputs of a method are missing.",
      clauses<"ARG-18">},
     silence<AsyncMethod::kExecMethod, WBEM_E_INVALID_METHOD_PARAMETERS>},
    {{"disabled-method-succeeds", "ExecMethodAsync ends with success for a method that is disabled.", clauses<"ARG-18">},
     silence<AsyncMethod::kExecMethod, WBEM_E_METHOD_DISABLED>},
    {{"unimplemented-method-succeeds", "ExecMethodAsync ends with success for a method that nobody has implemented.",
      clauses<"ARG-18">},
     silence<AsyncMethod::kExecMethod, WBEM_E_METHOD_NOT_IMPLEMENTED>},
    {{"null-context-refused", "DeleteClassAsync refuses a NULL context.", clauses<"ARG-24">}, refuse_null_context},
    {{"null-context-blamed", "DeleteInstanceAsync ends with WBEM_E_INVALID_CONTEXT when there is none.",
      clauses<"ARG-24">},
     [](Seams& seams) { filter_ports<ContextBlamedPort>(seams, calls_of<AsyncMethod::kDeleteInstance>); }},
};

}  // namespace

std::span<const DefectEntry> late_argument_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
