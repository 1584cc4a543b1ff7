#include "mock_provider/wql/plan.h"

#include "mock_provider/model/name.h"

namespace wbemcheck::mock::wql {
namespace {

const Value* equality(const Expression& condition, std::string_view key) noexcept {
    const auto* test = std::get_if<Comparison>(&condition.node);
    if (test == nullptr || test->op != Operator::kEqual) return nullptr;
    if (test->property.names.size() != 1 || !equal_names(test->property.names.front(), key)) return nullptr;
    return std::get_if<Value>(&test->operand);
}

}  // namespace

const Value* find_key_equality(const SelectQuery& query, std::string_view key) noexcept {
    if (!query.where) return nullptr;
    const auto* conjunction = std::get_if<Conjunction>(&query.where->node);
    if (conjunction == nullptr) return equality(*query.where, key);
    for (const Expression& term : conjunction->terms) {
        if (const Value* constant = equality(term, key)) return constant;
    }
    return nullptr;
}

}  // namespace wbemcheck::mock::wql
