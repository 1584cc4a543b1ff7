#include "mock_provider/services/query_requests.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "harness/com/bstr.h"
#include "mock_provider/model/name.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/services/object_rows.h"
#include "mock_provider/services/query_answers.h"
#include "mock_provider/wql/parse.h"

namespace wbemcheck::mock {

namespace {

template <class Parsed, class ParseResult>
QueryArguments<Parsed> read_arguments(BSTR language, BSTR text, ParseResult (*parse)(std::string_view)) {
    // what is missing wins over what is wrong.
    if (language == nullptr || SysStringLen(text) == 0) {
        return {WBEM_E_INVALID_PARAMETER, std::nullopt, std::nullopt};
    }
    if (!equal_names(com::to_utf8(language), "WQL")) {
        return {WBEM_E_INVALID_QUERY_TYPE, std::nullopt, std::nullopt};
    }
    ParseResult parsed = parse(com::to_utf8(text));
    if (parsed.error.has_value() && parsed.error->code == WBEM_E_QUOTA_VIOLATION) {
        return {WBEM_E_QUOTA_VIOLATION, std::nullopt, std::nullopt};
    }
    return {WBEM_S_NO_ERROR, std::move(parsed.query), std::move(parsed.error)};
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

QueryArguments<wql::Query> read_query(BSTR language, BSTR text) {
    return read_arguments<wql::Query>(language, text, wql::parse_wql);
}

QueryArguments<wql::SelectQuery> read_select(BSTR language, BSTR text) {
    return read_arguments<wql::SelectQuery>(language, text, wql::parse_select);
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
    QueryArguments<wql::Query> arguments = read_query(language, text);
    if (FAILED(arguments.refusal)) {
        return Request::refused(arguments.refusal);
    }
    std::string query_text = com::to_utf8(text);
    if (arguments.error.has_value()) {
        return accepted(scope.space, "ExecQuery", query_text,
                        [space = scope.space, error = std::move(*arguments.error), query_text] {
                            return refuse_query(*space, query_text, error);
                        });
    }
    return accepted(scope.space, "ExecQuery", query_text,
                    [space = scope.space, query = std::move(*arguments.query), query_text, flags] {
                        return answer_query(*space, query, query_text, flags);
                    });
}

}  // namespace wbemcheck::mock
