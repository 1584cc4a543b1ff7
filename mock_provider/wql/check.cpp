#include "mock_provider/wql/check.h"

#include <fmt/format.h>

#include <compare>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mock_provider/model/name.h"
#include "mock_provider/model/system_property.h"
#include "mock_provider/wql/datetime_constant.h"

namespace wbemcheck::mock::wql {
namespace {

QueryError refuse(Position position, std::string expected, std::string found) {
    return make_mismatch(WBEM_E_INVALID_QUERY, position, std::move(expected), std::move(found));
}

std::string type_text(Type type) {
    return fmt::format("{}{}", name_of(type.base), type.is_array ? " array" : "");
}

bool is_object(Type type) noexcept { return type.base == CimType::kObject && !type.is_array; }

std::optional<Type> find_type(std::string_view name, const ClassDefinition& definition) {
    if (const auto index = definition.find_property(name)) return definition.properties()[*index].type;
    if (equal_names(name, "__THIS")) return Type{CimType::kObject, false};
    if (!is_system_property(name)) return std::nullopt;
    if (equal_names(name, "__DERIVATION")) return Type{CimType::kString, true};
    const bool is_number = equal_names(name, "__GENUS") || equal_names(name, "__PROPERTY_COUNT");
    return Type{is_number ? CimType::kSint32 : CimType::kString, false};
}

// What a constant would have to be for a comparison with a property of this type; empty when it is.
std::string needed_constant(const Value& constant, CimType type) {
    if (type == CimType::kDatetime) {
        const bool is_datetime =
            constant.type().base == CimType::kString && parse_datetime_constant(constant.as_text());
        return is_datetime ? "" : "a datetime in quotes";
    }
    if (is_text(type)) return {};  // any constant has a text
    const bool is_boolean = type == CimType::kBoolean;
    const Value sample = is_boolean ? Value::boolean(false) : Value::uint64(0);
    if (compare_values(sample, constant) != std::partial_ordering::unordered) return {};
    return is_boolean ? "TRUE or FALSE" : "a number";
}

class ConditionCheck {
public:
    ConditionCheck(const ClassDefinition& definition, Statement statement) noexcept
        : definition_(definition), statement_(statement) {}

    std::optional<QueryError> operator()(const Comparison& test) const {
        const ResolvedPath left = resolve_path(test.property, definition_);
        if (left.error) return left.error;
        if (left.type) {
            if (auto error = check_comparable(test.property, *left.type)) return error;
            if (auto error = check_order(test, *left.type)) return error;
        }
        if (const auto* right = std::get_if<PropertyPath>(&test.operand))
            return check_second_property(*right);
        return left.type ? check_constant(test, std::get<Value>(test.operand), *left.type) : std::nullopt;
    }
    std::optional<QueryError> operator()(const NullTest& test) const {
        return resolve_path(test.property, definition_).error;
    }
    std::optional<QueryError> operator()(const LikeTest& test) const {
        const ResolvedPath path = resolve_path(test.property, definition_);
        if (path.error || !path.type) return path.error;
        return check_comparable(test.property, *path.type);
    }
    std::optional<QueryError> operator()(const IsaTest& test) const {
        const ResolvedPath path = resolve_path(test.property, definition_);
        if (path.error || !path.type || is_object(*path.type)) return path.error;
        return refuse(test.property.position, "an embedded object in front of ISA",
                      describe(test.property, *path.type));
    }
    std::optional<QueryError> operator()(const Conjunction& conjunction) const {
        return check(conjunction.terms);
    }
    std::optional<QueryError> operator()(const Disjunction& disjunction) const {
        return check(disjunction.terms);
    }
    std::optional<QueryError> operator()(const Negation& negation) const { return check(negation.operand); }

private:
    static std::string describe(const PropertyPath& path, Type type) {
        return fmt::format("'{}', which is {}", to_text(path), type_text(type));
    }

    std::optional<QueryError> check(const std::vector<Expression>& terms) const {
        for (const Expression& term : terms) {
            if (auto error = std::visit(*this, term.node)) return error;
        }
        return std::nullopt;
    }

    // WQL compares no arrays (SDK, "Querying with WQL").
    static std::optional<QueryError> check_comparable(const PropertyPath& path, Type type) {
        if (!type.is_array && type.base != CimType::kObject) return std::nullopt;
        return refuse(path.position, "a property that can be compared", describe(path, type));
    }

    // Booleans have no order in WQL (SDK, "WHERE Clause").
    static std::optional<QueryError> check_order(const Comparison& test, Type type) {
        const bool is_equality = test.op == Operator::kEqual || test.op == Operator::kNotEqual;
        if (type.base != CimType::kBoolean || is_equality) return std::nullopt;
        return refuse(test.property.position,
                      fmt::format("= or <> for the boolean '{}'", to_text(test.property)),
                      fmt::format("'{}'", to_text(test.op)));
    }

    // A constant must suit the type of the property (SDK, "WHERE Clause").
    static std::optional<QueryError> check_constant(const Comparison& test, const Value& constant,
                                                    Type type) {
        const std::string needed = needed_constant(constant, type.base);
        if (needed.empty()) return std::nullopt;
        return refuse(test.property.position,
                      fmt::format("{} to compare with '{}', which is {}", needed, to_text(test.property),
                                  type_text(type)),
                      constant_text(constant));
    }

    std::optional<QueryError> check_second_property(const PropertyPath& path) const {
        if (statement_ == Statement::kData) {
            return refuse(path.position, "a constant on one side of the operator",
                          fmt::format("the second property '{}'", to_text(path)));
        }
        const ResolvedPath right = resolve_path(path, definition_);
        if (right.error || !right.type) return right.error;
        return check_comparable(path, *right.type);
    }

    const ClassDefinition& definition_;
    Statement statement_;
};

// WITHIN and GROUP belong to notification queries.
std::optional<QueryError> check_clauses(const SelectQuery& query, std::string expected) {
    if (!query.within_seconds && !query.group) return std::nullopt;
    return refuse(query.group ? query.group->position : query.class_position, std::move(expected),
                  query.group ? "the GROUP clause of a notification query"
                              : "the WITHIN clause of a notification query");
}

// What every class definition has for a schema query: the system properties alone.
const ClassDefinition& meta_class() {
    static const std::shared_ptr<const ClassDefinition> definition = [] {
        ClassData data;
        data.name = "meta_class";
        return make_class(std::move(data));
    }();
    return *definition;
}

}  // namespace

ResolvedPath resolve_path(const PropertyPath& path, const ClassDefinition& definition,
                          HRESULT not_an_object) {
    const std::string& name = path.names.front();
    const std::optional<Type> type = find_type(name, definition);
    if (!type) {
        return {std::nullopt, refuse(path.position, fmt::format("a property of {}", definition.name()),
                                     fmt::format("'{}'", name))};
    }
    if (path.names.size() == 1) return {type, std::nullopt};
    if (is_object(*type)) return {};
    return {std::nullopt,
            make_mismatch(not_an_object, path.position, "an embedded object in front of the dot",
                          fmt::format("'{}', which is {}", name, type_text(*type)))};
}

std::optional<QueryError> check_selection(const SelectQuery& query, const ClassDefinition& definition) {
    for (const PropertyPath& path : query.properties) {
        if (auto resolved = resolve_path(path, definition); resolved.error) return std::move(resolved.error);
    }
    return std::nullopt;
}

std::optional<QueryError> check_condition(const Expression& condition, const ClassDefinition& definition,
                                          Statement statement) {
    return std::visit(ConditionCheck(definition, statement), condition.node);
}

std::optional<QueryError> check_data_query(const SelectQuery& query, const FindClass& find_class) {
    if (auto error = check_clauses(query, "a data query")) return error;
    const std::shared_ptr<const ClassDefinition> definition = find_class(query.class_name);
    if (!definition) {
        return make_mismatch(WBEM_E_INVALID_CLASS, query.class_position, "a class of this namespace",
                             fmt::format("'{}'", query.class_name));
    }
    if (auto error = check_selection(query, *definition)) return error;
    return query.where ? check_condition(*query.where, *definition, Statement::kData) : std::nullopt;
}

std::optional<QueryError> check_schema_query(const SelectQuery& query) {
    if (auto error = check_clauses(query, "a schema query")) return error;
    // SDK, "SELECT Statement for Schema Queries": they only support "*".
    if (!query.properties.empty()) {
        return refuse(query.properties.front().position, "'*', for a schema query gives whole definitions",
                      fmt::format("'{}'", to_text(query.properties.front())));
    }
    return query.where ? check_condition(*query.where, meta_class(), Statement::kData) : std::nullopt;
}

std::optional<QueryError> check_associators_query(const AssociatorsQuery& query,
                                                  const FindClass& find_class) {
    for (const std::optional<OptionName>* const option : {&query.assoc_class, &query.result_class}) {
        if (*option && !find_class((*option)->name)) {
            return make_mismatch(WBEM_E_INVALID_CLASS, (*option)->position, "a class of this namespace",
                                 fmt::format("'{}'", (*option)->name));
        }
    }
    return std::nullopt;
}

}  // namespace wbemcheck::mock::wql
