// ExecQuery and CreateInstanceEnum.
#pragma once

#include <optional>

#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"
#include "mock_provider/wql/error.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock {

[[nodiscard]] Request enumerate_instances(const Scope& scope, BSTR class_name, LONG flags, Form form);

[[nodiscard]] Request exec_query(const Scope& scope, BSTR language, BSTR text, LONG flags, Form form);

// The two text arguments that data queries and notification queries share. Refused: a missing one (ARG-5), another
// language than WQL (ARG-4), a query over the limits (ARG-6). Otherwise the query, or the error that the operation ends
// with (ARG-7).
template <class Parsed>
struct QueryArguments {
    HRESULT refusal = WBEM_S_NO_ERROR;
    std::optional<Parsed> query;
    std::optional<wql::QueryError> error;
};
[[nodiscard]] QueryArguments<wql::Query> read_query(BSTR language, BSTR text);
// A SELECT alone makes a subscription.
[[nodiscard]] QueryArguments<wql::SelectQuery> read_select(BSTR language, BSTR text);

}  // namespace wbemcheck::mock
