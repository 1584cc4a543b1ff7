#include "mock_provider/services/query_requests.h"

#include <memory>
#include <string>
#include <utility>

#include "harness/com/bstr.h"
#include "mock_provider/model/name.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/services/object_rows.h"
#include "mock_provider/wql/check.h"
#include "mock_provider/wql/instance_reader.h"
#include "mock_provider/wql/parse.h"
#include "mock_provider/wql/plan.h"

namespace wbemcheck::mock {

namespace {

// What can be in the result: one instance when the condition names its key, else all of the class and below it.
Instances find_candidates(const NamespaceStore& space, const wql::SelectQuery& query, const ClassDefinition& definition) {
    if (definition.keys().size() == 1) {
        const std::string& key = definition.properties().at(definition.keys().front()).name;
        const Value* const wanted = wql::find_key_equality(query, key);
        // One moment has several spellings as a datetime, and the index compares texts.
        const CimType key_type = definition.properties().at(definition.keys().front()).type.base;
        if (wanted != nullptr && !wanted->is_null() && !is_real(wanted->type().base) && key_type != CimType::kDatetime) {
            ObjectPath path;
            path.class_name = definition.name();
            path.form = ObjectPath::Form::kInstance;
            path.keys.push_back({key, *wanted});
            auto found = space.find_instance(path);
            return found == nullptr ? Instances{} : Instances{std::move(found)};
        }
    }
    return space.instances_of(definition.name(), true);
}

Projection projection_of(const wql::SelectQuery& query, bool is_locatable) {
    Projection projection;
    for (const wql::PropertyPath& path : query.properties) {
        projection.properties.push_back(path.names.front());
    }
    projection.is_locatable = is_locatable;
    return projection;
}

Answer run_query(const NamespaceStore& space, const wql::SelectQuery& query, const std::string& text, LONG flags) {
    const auto find_class = [&space](std::string_view name) { return space.find_class(name); };
    if (const auto error = wql::check_data_query(query, find_class)) {
        return {nullptr,
                {error->code, std::nullopt,
                 make_error_details(space, {error->code, "ExecQuery", text, error->message})}};
    }
    const auto definition = space.find_class(query.class_name);
    if (definition == nullptr) {
        return outcome(WBEM_E_INVALID_CLASS);  // deleted since it was checked
    }
    Projection projection = projection_of(query, (flags & WBEM_FLAG_ENSURE_LOCATABLE) != 0);
    if ((flags & WBEM_FLAG_PROTOTYPE) != 0) {
        return {make_row(Instances{make_instance(definition)}, std::move(projection)), {}};
    }
    Instances found = find_candidates(space, query, *definition);
    std::erase_if(found, [&](const auto& instance) { return !wql::matches(query, wql::InstanceReader(instance)); });
    return {make_row(std::move(found), std::move(projection)), {}};
}

}  // namespace

Request enumerate_instances(const Scope& scope, BSTR class_name, LONG flags, Form form) {
    const LONG of_enumerators = form == Form::kCall ? WBEM_FLAG_FORWARD_ONLY : 0;
    HRESULT result = check_flags(
        flags, WBEM_FLAG_SHALLOW | WBEM_FLAG_USE_AMENDED_QUALIFIERS | WBEM_FLAG_DIRECT_READ | of_enumerators, form);
    if (SUCCEEDED(result)) {
        result = check_text(class_name, kMaxIdentifier);
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string text = com::to_utf8(class_name);
    const bool is_deep = (flags & WBEM_FLAG_SHALLOW) == 0;
    return accepted(scope.space, "CreateInstanceEnum", text, [space = scope.space, text, is_deep] {
        if (space->find_class(text) == nullptr) {
            return outcome(WBEM_E_INVALID_CLASS);  // ARG-12
        }
        return Answer{make_row(space->instances_of(text, is_deep)), {}};
    });
}

QueryArguments read_query(BSTR language, BSTR text) {
    // what is missing wins over what is wrong.
    if (language == nullptr || SysStringLen(text) == 0) {
        return {WBEM_E_INVALID_PARAMETER, std::nullopt, std::nullopt};
    }
    if (!equal_names(com::to_utf8(language), "WQL")) {
        return {WBEM_E_INVALID_QUERY_TYPE, std::nullopt, std::nullopt};
    }
    wql::ParseResult parsed = wql::parse_wql(com::to_utf8(text));
    if (parsed.error.has_value() && parsed.error->code == WBEM_E_QUOTA_VIOLATION) {
        return {WBEM_E_QUOTA_VIOLATION, std::nullopt, std::nullopt};
    }
    return {WBEM_S_NO_ERROR, std::move(parsed.query), std::move(parsed.error)};
}

Request exec_query(const Scope& scope, BSTR language, BSTR text, LONG flags, Form form) {
    const LONG of_enumerators = form == Form::kCall ? WBEM_FLAG_FORWARD_ONLY : 0;
    const HRESULT result =
        check_flags(flags,
                    WBEM_FLAG_USE_AMENDED_QUALIFIERS | WBEM_FLAG_PROTOTYPE | WBEM_FLAG_DIRECT_READ |
                        WBEM_FLAG_ENSURE_LOCATABLE | of_enumerators,
                    form);
    if (FAILED(result)) {
        return Request::refused(result);
    }
    QueryArguments arguments = read_query(language, text);
    if (FAILED(arguments.refusal)) {
        return Request::refused(arguments.refusal);
    }
    std::string query_text = com::to_utf8(text);
    if (arguments.error.has_value()) {
        return accepted(scope.space, "ExecQuery", query_text,
                        [space = scope.space, error = std::move(*arguments.error), query_text]() -> Answer {
                            return {nullptr,
                                    {error.code, std::nullopt,
                                     make_error_details(*space, {error.code, "ExecQuery", query_text, error.message})}};
                        });
    }
    return accepted(scope.space, "ExecQuery", query_text,
                    [space = scope.space, query = std::move(*arguments.query), query_text, flags] {
                        return run_query(*space, query, query_text, flags);
                    });
}

}  // namespace wbemcheck::mock
