// From a parsed query to its answer.
#pragma once

#include <string>

#include "harness/com/wbem.h"
#include "mock_provider/engine/answer.h"
#include "mock_provider/model/namespace_store.h"
#include "mock_provider/services/object_rows.h"
#include "mock_provider/wql/error.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock {

// `text` is the query for the error object, `flags` are those of ExecQuery, already checked. Any thread.
[[nodiscard]] Answer answer_query(const NamespaceStore& space, const wql::Query& query, const std::string& text, LONG flags);

// The ending of a query that makes no sense: its details name the place.
[[nodiscard]] Answer refuse_query(const NamespaceStore& space, const std::string& text, const wql::QueryError& error);

// The instances of the class and of those below it that satisfy the condition. A query that check_data_query lets pass.
[[nodiscard]] Instances select_instances(const NamespaceStore& space, const wql::SelectQuery& query,
                                         const ClassDefinition& definition);

}  // namespace wbemcheck::mock
