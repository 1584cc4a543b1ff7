#include "mock_provider/wql/evaluate.h"

#include <algorithm>
#include <compare>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/wql/like.h"

namespace wbemcheck::mock::wql {
namespace {

Truth truth(bool value) noexcept { return value ? Truth::kTrue : Truth::kFalse; }

Truth negated(Truth value) noexcept {
    if (value == Truth::kUnknown) return value;
    return truth(value == Truth::kFalse);
}

bool is_scalar(const Value& value) noexcept {
    return !value.is_null() && !value.is_array() && value.type().base != CimType::kObject;
}

bool holds(std::partial_ordering order, Operator op) noexcept {
    switch (op) {
        case Operator::kEqual:
            return order == 0;
        case Operator::kNotEqual:
            return order != 0;
        case Operator::kLess:
            return order < 0;
        case Operator::kLessOrEqual:
            return order <= 0;
        case Operator::kGreater:
            return order > 0;
        case Operator::kGreaterOrEqual:
            return order >= 0;
    }
    return false;
}

struct Evaluator {
    const PropertyReader& object;

    Truth operator()(const Comparison& test) const {
        const Value left = object.read(test.property);
        if (const auto* constant = std::get_if<Value>(&test.operand))
            return compare(left, test.op, *constant);
        return compare(left, test.op, object.read(std::get<PropertyPath>(test.operand)));
    }
    Truth operator()(const NullTest& test) const {
        return truth(object.read(test.property).is_null() != test.is_negated);
    }
    Truth operator()(const LikeTest& test) const {
        const Value value = object.read(test.property);
        if (!is_scalar(value)) return Truth::kUnknown;
        if (is_text(value.type().base)) return truth(matches_like(value.as_text(), test.pattern));
        return truth(matches_like(value_text(value), test.pattern));
    }
    Truth operator()(const IsaTest& test) const {
        const Value value = object.read(test.property);
        if (value.is_null() || value.is_array() || value.type().base != CimType::kObject)
            return Truth::kUnknown;
        const EmbeddedObject& embedded = value.as_object();
        const ClassDefinition& definition =
            embedded.instance ? embedded.instance->definition() : *embedded.definition;
        return truth(definition.derives_from(test.class_name));
    }
    Truth operator()(const Conjunction& conjunction) const {
        Truth least = Truth::kTrue;
        for (const Expression& term : conjunction.terms) {
            least = std::min(least, std::visit(*this, term.node));
            if (least == Truth::kFalse) break;
        }
        return least;
    }
    Truth operator()(const Disjunction& disjunction) const {
        Truth greatest = Truth::kFalse;
        for (const Expression& term : disjunction.terms) {
            greatest = std::max(greatest, std::visit(*this, term.node));
            if (greatest == Truth::kTrue) break;
        }
        return greatest;
    }
    Truth operator()(const Negation& negation) const {
        return negated(std::visit(*this, negation.operand.front().node));
    }

    // compare_values would look for a number in the left text instead.
    static Truth compare(const Value& left, Operator op, const Value& right) {
        const bool is_number_seen_as_text =
            is_text(left.type().base) && is_scalar(right) && !is_text(right.type().base);
        const std::partial_ordering order = is_number_seen_as_text
                                                ? compare_values(left, Value::string(value_text(right)))
                                                : compare_values(left, right);
        if (order == std::partial_ordering::unordered) return Truth::kUnknown;
        return truth(holds(order, op));
    }
};

}  // namespace

Truth evaluate(const Expression& condition, const PropertyReader& object) {
    return std::visit(Evaluator{object}, condition.node);
}

bool matches(const SelectQuery& query, const PropertyReader& object) {
    return !query.where || evaluate(*query.where, object) == Truth::kTrue;
}

}  // namespace wbemcheck::mock::wql
