// Whether a query that parses makes sense for the classes that there are.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/wql/error.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

// A class by name, or null.
using FindClass = std::function<std::shared_ptr<const ClassDefinition>(std::string_view name)>;

// The two statements that share a grammar. Property names on both sides of an operator are refused in data
// queries, as the SDK has it ("WHERE Clause"); notification queries need them to compare TargetInstance with
// PreviousInstance.
enum class Statement { kData, kNotification };

// A SELECT over instances. Unknown class: WBEM_E_INVALID_CLASS. WBEM_E_INVALID_QUERY (ARG-7) for an unknown
// property in the list or the condition, a condition that the type of its property rules out, WITHIN and
// GROUP.
[[nodiscard]] std::optional<QueryError> check_data_query(const SelectQuery& query,
                                                         const FindClass& find_class);

// A SELECT over meta_class: of all of the class definitions ("*"), with conditions over system properties and
// __THIS.
[[nodiscard]] std::optional<QueryError> check_schema_query(const SelectQuery& query);

// Classes that the options name and that are not there: WBEM_E_INVALID_CLASS.
[[nodiscard]] std::optional<QueryError> check_associators_query(const AssociatorsQuery& query,
                                                                const FindClass& find_class);

// The parts of a check. Behind a dot anything goes: the embedded object may be of any derived class.
[[nodiscard]] std::optional<QueryError> check_selection(const SelectQuery& query,
                                                        const ClassDefinition& definition);
[[nodiscard]] std::optional<QueryError> check_condition(const Expression& condition,
                                                        const ClassDefinition& definition,
                                                        Statement statement);

// What a path leads to: its type, which behind a dot is not known; or an error: WBEM_E_INVALID_QUERY for a
// property that the class lacks, `not_an_object` for a dot behind a property that is no embedded object.
struct ResolvedPath {
    std::optional<Type> type;
    std::optional<QueryError> error;
};
[[nodiscard]] ResolvedPath resolve_path(const PropertyPath& path, const ClassDefinition& definition,
                                        HRESULT not_an_object = WBEM_E_INVALID_QUERY);

}  // namespace wbemcheck::mock::wql
