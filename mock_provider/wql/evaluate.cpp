#include "mock_provider/wql/evaluate.h"

#include <algorithm>
#include <compare>
#include <optional>
#include <string>
#include <utility>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/datetime.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/wql/datetime_constant.h"
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

    Truth compare(const Value& left, Operator op, const Value& right) const {
        if (!is_scalar(left) || !is_scalar(right)) return Truth::kUnknown;
        const CimType type = left.type().base;
        const bool is_equality = op == Operator::kEqual || op == Operator::kNotEqual;
        if (is_text(right.type().base)) {
            if (is_equality && (type == CimType::kReference || right.type().base == CimType::kReference) &&
                is_text(type)) {
                const bool is_same =
                    is_same_reference(left.as_text(), right.as_text(), object.home_namespace());
                return truth(is_same == (op == Operator::kEqual));
            }
            if (type == CimType::kDatetime) return compare_datetime(left.as_text(), op, right.as_text());
        }
        const std::partial_ordering order = compare_values(left, seen_as(type, right));
        if (order == std::partial_ordering::unordered) return Truth::kUnknown;
        return truth(holds(order, op));
    }

    static Truth compare_datetime(const std::string& left, Operator op, const std::string& right) {
        if (left.find('*') != std::string::npos || right.find('*') != std::string::npos) {
            // CIM_DATETIME in the SDK: no wildcards; compared character for character, for equivalence only.
            if (op == Operator::kEqual || op == Operator::kNotEqual) {
                return truth((left == right) == (op == Operator::kEqual));
            }
            return Truth::kUnknown;
        }
        const std::optional<Datetime> a = parse_datetime(left);
        const std::optional<Datetime> b = parse_datetime_constant(right);
        if (!a || !b || a->is_interval != b->is_interval) return Truth::kUnknown;
        return truth(holds(a->microseconds <=> b->microseconds, op));
    }

    // The right side as the type of the left one.
    static Value seen_as(CimType type, const Value& value) {
        if (is_text(type) && !is_text(value.type().base)) return Value::string(value_text(value));
        if (type == CimType::kReal32 && (is_real(value.type().base) || is_text(value.type().base))) {
            if (auto rounded = convert_value(value, {CimType::kReal32, false})) return *std::move(rounded);
        }
        return value;
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
