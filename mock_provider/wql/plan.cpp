#include "mock_provider/wql/plan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mock_provider/model/name.h"
#include "mock_provider/wql/evaluate.h"
#include "mock_provider/wql/instance_reader.h"

namespace wbemcheck::mock::wql {
namespace {

const Value* equality(const Expression& condition, std::string_view property) noexcept {
    const auto* test = std::get_if<Comparison>(&condition.node);
    if (test == nullptr || test->op != Operator::kEqual) return nullptr;
    if (test->property.names.size() != 1 || !equal_names(test->property.names.front(), property))
        return nullptr;
    return std::get_if<Value>(&test->operand);
}

bool is_looked_up_as_compared(CimType key, const Value& constant) noexcept {
    return key != CimType::kDatetime && key != CimType::kReference && !is_real(constant.type().base);
}

// System properties that all instances of one class share.
bool is_of_class(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 8> kShared = {"__THIS",           "__CLASS",    "__SUPERCLASS",
                                                         "__DYNASTY",        "__GENUS",    "__SERVER",
                                                         "__PROPERTY_COUNT", "__NAMESPACE"};
    return std::ranges::any_of(kShared,
                               [name](std::string_view shared) { return equal_names(name, shared); });
}

// An instance of the class, of which only the class is known.
class AnyInstance final : public PropertyReader {
public:
    explicit AnyInstance(const std::shared_ptr<const ClassDefinition>& definition) : class_(definition) {}

    [[nodiscard]] Value read(const PropertyPath& path) const override {
        const bool is_genus = equal_names(path.names.front(), "__GENUS");
        return is_genus ? Value::sint32(2) : class_.read(path);  // WBEM_GENUS_INSTANCE
    }

private:
    ClassReader class_;
};

// Which truths a condition can have for the instances of a class: one bit for each.
class Possibilities {
public:
    explicit Possibilities(const AnyInstance& instance) noexcept : instance_(instance) {}

    using Bits = unsigned;
    static constexpr Bits bit(Truth truth) noexcept { return 1U << static_cast<unsigned>(truth); }

    [[nodiscard]] Bits of(const Expression& condition) const {
        if (const auto* conjunction = std::get_if<Conjunction>(&condition.node)) {
            return of_terms(conjunction->terms, Truth::kTrue,
                            [](Truth a, Truth b) { return std::min(a, b); });
        }
        if (const auto* disjunction = std::get_if<Disjunction>(&condition.node)) {
            return of_terms(disjunction->terms, Truth::kFalse,
                            [](Truth a, Truth b) { return std::max(a, b); });
        }
        if (const auto* negation = std::get_if<Negation>(&condition.node)) {
            const Bits inner = of(negation->operand.front());
            return (has(inner, Truth::kFalse) ? bit(Truth::kTrue) : 0U) |
                   (has(inner, Truth::kTrue) ? bit(Truth::kFalse) : 0U) | (inner & bit(Truth::kUnknown));
        }
        return is_known(condition) ? bit(evaluate(condition, instance_)) : kAll;
    }

    static constexpr bool has(Bits bits, Truth truth) noexcept { return (bits & bit(truth)) != 0; }

private:
    static constexpr std::array<Truth, 3> kTruths = {Truth::kFalse, Truth::kUnknown, Truth::kTrue};
    static constexpr Bits kAll = 7;

    template <class Join>
    [[nodiscard]] Bits of_terms(const std::vector<Expression>& terms, Truth neutral, Join join) const {
        Bits all = bit(neutral);
        for (const Expression& term : terms) {
            const Bits next = of(term);
            Bits joined = 0;
            for (const Truth a : kTruths) {
                for (const Truth b : kTruths) {
                    if (has(all, a) && has(next, b)) joined |= bit(join(a, b));
                }
            }
            all = joined;
        }
        return all;
    }

    static bool is_known(const PropertyPath& path) noexcept {
        return path.names.size() == 1 && is_of_class(path.names.front());
    }
    static bool is_known(const Expression& test) noexcept {
        if (const auto* comparison = std::get_if<Comparison>(&test.node)) {
            return is_known(comparison->property) && std::holds_alternative<Value>(comparison->operand);
        }
        if (const auto* null_test = std::get_if<NullTest>(&test.node)) return is_known(null_test->property);
        if (const auto* like = std::get_if<LikeTest>(&test.node)) return is_known(like->property);
        if (const auto* isa = std::get_if<IsaTest>(&test.node)) return is_known(isa->property);
        return false;
    }

    const AnyInstance& instance_;
};

}  // namespace

const Value* find_equality(const SelectQuery& query, std::string_view property) noexcept {
    if (!query.where) return nullptr;
    const auto* conjunction = std::get_if<Conjunction>(&query.where->node);
    if (conjunction == nullptr) return equality(*query.where, property);
    for (const Expression& term : conjunction->terms) {
        if (const Value* constant = equality(term, property)) return constant;
    }
    return nullptr;
}

std::optional<ObjectPath> find_path(const SelectQuery& query, const ClassDefinition& definition) {
    for (const std::string_view name : {"__RELPATH", "__PATH"}) {
        const Value* const text = find_equality(query, name);
        if (text == nullptr || !is_text(text->type().base)) continue;
        ParsedPath parsed = parse_object_path(text->as_text());
        if (parsed.path && !parsed.path->class_name.empty()) return std::move(parsed.path);
    }
    if (definition.keys().empty()) return std::nullopt;
    ObjectPath path;
    path.class_name = definition.name();
    path.form = ObjectPath::Form::kInstance;
    for (const std::size_t position : definition.keys()) {
        const Property& key = definition.properties()[position];
        const Value* const constant = find_equality(query, key.name);
        if (constant == nullptr || !is_looked_up_as_compared(key.type.base, *constant)) return std::nullopt;
        path.keys.push_back({key.name, *constant});
    }
    return path;
}

std::optional<std::string> find_reference(const SelectQuery& query, const ClassDefinition& definition) {
    for (const Property& property : definition.properties()) {
        if (property.type != Type{CimType::kReference, false}) continue;
        const Value* const constant = find_equality(query, property.name);
        if (constant != nullptr && is_text(constant->type().base)) return constant->as_text();
    }
    return std::nullopt;
}

bool can_match(const SelectQuery& query, const std::shared_ptr<const ClassDefinition>& definition) {
    if (!query.where) return true;
    const AnyInstance instance(definition);
    return Possibilities::has(Possibilities(instance).of(*query.where), Truth::kTrue);
}

}  // namespace wbemcheck::mock::wql
