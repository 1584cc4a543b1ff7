#include "mock_provider/mof/value_compiler.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "mock_provider/model/datetime.h"
#include "mock_provider/mof/compile_error.h"

namespace wbemcheck::mock::mof {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
// TRANSITION(Clang 14): deduces nothing for an aggregate.
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

// "a value of uint8", as a message names a type.
std::string describe(CimType type) {
    switch (type) {
        case CimType::kBoolean:
            return "TRUE or FALSE";
        case CimType::kString:
            return "a string";
        case CimType::kDatetime:
            return "a datetime: yyyymmddHHMMSS.mmmmmm+UUU or ddddddddHHMMSS.mmmmmm:000";
        case CimType::kReference:
            return "a reference: an alias or the path of an object";
        case CimType::kObject:
            return "an object: INSTANCE OF or CLASS";
        case CimType::kChar16:
            return "a character of 16 bits";
        default:
            break;
    }
    if (is_real(type)) {
        return fmt::format("a number in the range of {}", name_of(type));
    }
    return fmt::format("an integer in the range of {}", name_of(type));
}

std::optional<Value> integer_value(IntegerSyntax integer, CimType type) {
    if (!is_integer(type) && !is_real(type) && type != CimType::kChar16) {
        return std::nullopt;
    }
    constexpr std::uint64_t kLeast = std::uint64_t{1} << 63U;
    if (!integer.is_negative || integer.magnitude == 0) {
        return convert_value(Value::uint64(integer.magnitude), {type, false});
    }
    if (integer.magnitude > kLeast) {
        return is_real(type)
                   ? convert_value(Value::real64(-static_cast<double>(integer.magnitude)), {type, false})
                   : std::nullopt;
    }
    const std::int64_t number = integer.magnitude == kLeast ? std::numeric_limits<std::int64_t>::min()
                                                            : -static_cast<std::int64_t>(integer.magnitude);
    return convert_value(Value::sint64(number), {type, false});
}

// The shortest text of the largest real32 is a little more than that number: what is rounded to it is it.
std::optional<Value> real_value(double number, CimType type) {
    constexpr double kMost = std::numeric_limits<float>::max();
    constexpr double kRoundedDown = 0x1.ffffffp127;  // from here on the next real32 would be nearer
    if (!is_real(type)) {
        return std::nullopt;
    }
    const bool is_rounded_to_most =
        type == CimType::kReal32 && std::abs(number) > kMost && std::abs(number) < kRoundedDown;
    return convert_value(Value::real64(is_rounded_to_most ? std::copysign(kMost, number) : number),
                         {type, false});
}

std::optional<Value> text_value(const std::string& text, CimType type) {
    switch (type) {
        case CimType::kString:
            return Value::string(text);
        case CimType::kReference:
            return Value::reference(text);
        case CimType::kDatetime:
            return parse_datetime(text) ? std::optional(Value::datetime(text)) : std::nullopt;
        default:
            return std::nullopt;
    }
}

Value compile_scalar(const ValueSyntax& value, CimType type, ObjectSource* objects) {
    const std::size_t offset = value.offset;
    std::optional<Value> compiled = std::visit(
        Overloaded{
            [&](NullSyntax) -> std::optional<Value> {
                return Value::null({type, false});
            },
            [&](bool flag) -> std::optional<Value> {
                return type == CimType::kBoolean ? std::optional(Value::boolean(flag)) : std::nullopt;
            },
            [&](IntegerSyntax integer) { return integer_value(integer, type); },
            [&](double number) -> std::optional<Value> { return real_value(number, type); },
            [&](const std::string& text) { return text_value(text, type); },
            [&](CharacterSyntax character) -> std::optional<Value> {
                return type == CimType::kChar16 ? std::optional(Value::char16(character.unit)) : std::nullopt;
            },
            [&](const AliasSyntax& alias) -> std::optional<Value> {
                const bool is_path = type == CimType::kReference || type == CimType::kString;
                return is_path && objects != nullptr
                           ? text_value(objects->alias_path(alias.name, offset), type)
                           : std::nullopt;
            },
            [&](const std::unique_ptr<InstanceSyntax>& instance) {
                return type == CimType::kObject && objects != nullptr
                           ? std::optional(objects->instance(*instance))
                           : std::nullopt;
            },
            [&](const std::unique_ptr<ClassSyntax>& definition) {
                return type == CimType::kObject && objects != nullptr
                           ? std::optional(objects->definition(*definition))
                           : std::nullopt;
            },
            [&](const ValueSyntax::List&) -> std::optional<Value> { return std::nullopt; },
        },
        value.node);
    if (!compiled) {
        throw mismatch(offset, describe(type));
    }
    return *std::move(compiled);
}

Value compile(const ValueSyntax& value, Type type, ObjectSource* objects) {
    if (std::holds_alternative<NullSyntax>(value.node)) {
        return Value::null(type);
    }
    if (!type.is_array) {
        return compile_scalar(value, type.base, objects);
    }
    const auto* const list = std::get_if<ValueSyntax::List>(&value.node);
    if (list == nullptr) {
        throw mismatch(value.offset, "a list in braces, for it is an array");
    }
    Value::Array elements;
    elements.reserve(list->size());
    for (const ValueSyntax& element : *list) {
        elements.push_back(compile_scalar(element, type.base, objects));
    }
    return Value::array(type.base, std::move(elements));
}

CimType natural_scalar(const ValueSyntax& value) {
    return std::visit(
        Overloaded{
            [](NullSyntax) { return CimType::kNone; },
            [](bool) { return CimType::kBoolean; },
            [](IntegerSyntax integer) { return integer.is_negative ? CimType::kSint64 : CimType::kUint64; },
            [](double) { return CimType::kReal64; },
            [](const std::string&) { return CimType::kString; },
            [](CharacterSyntax) { return CimType::kChar16; },
            [&](const auto&) -> CimType { throw mismatch(value.offset, "a constant"); },
        },
        value.node);
}

// The type that has the values of both; kNone says nothing.
std::optional<CimType> common_type(CimType left, CimType right) noexcept {
    if (left == right || right == CimType::kNone) return left;
    if (left == CimType::kNone) return right;
    const auto is_number = [](CimType type) { return is_integer(type) || is_real(type); };
    if (!is_number(left) || !is_number(right)) return std::nullopt;
    return is_real(left) || is_real(right) ? CimType::kReal64 : CimType::kSint64;
}

}  // namespace

Value compile_value(const ValueSyntax& value, Type type, ObjectSource& objects) {
    return compile(value, type, &objects);
}

Value compile_constant(const ValueSyntax& value, Type type) { return compile(value, type, nullptr); }

Type natural_type(const ValueSyntax& value) {
    const auto* const list = std::get_if<ValueSyntax::List>(&value.node);
    const auto or_string = [](CimType type) { return type == CimType::kNone ? CimType::kString : type; };
    if (list == nullptr) {
        return {or_string(natural_scalar(value)), false};
    }
    CimType type = CimType::kNone;
    for (const ValueSyntax& element : *list) {
        const std::optional<CimType> common = common_type(type, natural_scalar(element));
        if (!common) {
            throw mismatch(element.offset, "a value of the type of those before it");
        }
        type = *common;
    }
    return {or_string(type), true};
}

}  // namespace wbemcheck::mock::mof
