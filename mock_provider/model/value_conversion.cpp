// Conversion between CIM types without loss, and the text of values.
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "mock_provider/model/datetime.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/number_text.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

namespace {

struct IntegerRange {
    std::int64_t least;
    std::uint64_t most;
};

template <class Integer>
constexpr IntegerRange range_of() noexcept {
    return {static_cast<std::int64_t>(std::numeric_limits<Integer>::min()),
            static_cast<std::uint64_t>(std::numeric_limits<Integer>::max())};
}

IntegerRange range_of(CimType type) noexcept {
    switch (type) {
        case CimType::kSint8:
            return range_of<std::int8_t>();
        case CimType::kUint8:
            return range_of<std::uint8_t>();
        case CimType::kSint16:
            return range_of<std::int16_t>();
        case CimType::kUint16:
        case CimType::kChar16:
            return range_of<std::uint16_t>();
        case CimType::kSint32:
            return range_of<std::int32_t>();
        case CimType::kUint32:
            return range_of<std::uint32_t>();
        case CimType::kSint64:
            return range_of<std::int64_t>();
        default:
            return range_of<std::uint64_t>();
    }
}

Value integer_value(CimType type, std::int64_t number) {
    return is_signed_integer(type) ? Value::signed_integer(type, number)
                                   : Value::unsigned_integer(type, static_cast<std::uint64_t>(number));
}

Conversion integer_from(const Number& number, CimType type, Value& converted) {
    const IntegerRange range = range_of(type);
    if (const auto* natural = std::get_if<std::uint64_t>(&number)) {
        if (*natural > range.most) {
            return Conversion::kOutOfRange;
        }
        converted = is_signed_integer(type) ? Value::signed_integer(type, static_cast<std::int64_t>(*natural))
                                            : Value::unsigned_integer(type, *natural);
        return Conversion::kDone;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&number)) {
        if (*integer < range.least || std::cmp_greater(*integer, range.most)) {
            return Conversion::kOutOfRange;
        }
        converted = integer_value(type, *integer);
        return Conversion::kDone;
    }
    const double real = std::get<double>(number);
    if (!std::isfinite(real) || real != std::floor(real)) {
        return Conversion::kTypeMismatch;
    }
    // Both limits are powers of two, hence exact.
    if (real < std::ldexp(-1.0, 63) || real >= std::ldexp(1.0, 64)) {
        return Conversion::kOutOfRange;
    }
    return integer_from(
        real < 0 ? Number(static_cast<std::int64_t>(real)) : Number(static_cast<std::uint64_t>(real)), type,
        converted);
}

Conversion real_from(const Number& number, CimType type, Value& converted) {
    const double real = std::visit([](auto n) { return static_cast<double>(n); }, number);
    if (type == CimType::kReal64) {
        converted = Value::real64(real);
        return Conversion::kDone;
    }
    if (std::isfinite(real) && std::abs(real) > static_cast<double>(std::numeric_limits<float>::max())) {
        return Conversion::kOutOfRange;
    }
    converted = Value::real32(static_cast<float>(real));
    return Conversion::kDone;
}

Conversion boolean_from(const Number& number, Value& converted) {
    // -1 is how OLE Automation spells true.
    const double real = std::visit([](auto n) { return static_cast<double>(n); }, number);
    if (real != 0.0 && real != 1.0 && real != -1.0) {
        return Conversion::kTypeMismatch;
    }
    converted = Value::boolean(real != 0.0);
    return Conversion::kDone;
}

Conversion number_from(const Number& number, CimType type, Value& converted) {
    if (is_integer(type) || type == CimType::kChar16) {
        return integer_from(number, type, converted);
    }
    if (is_real(type)) {
        return real_from(number, type, converted);
    }
    return type == CimType::kBoolean ? boolean_from(number, converted) : Conversion::kTypeMismatch;
}

Conversion from_text(const std::string& text, CimType type, Value& converted) {
    switch (type) {
        case CimType::kString:
            converted = Value::string(text);
            return Conversion::kDone;
        case CimType::kReference:
            converted = Value::reference(text);
            return Conversion::kDone;
        case CimType::kDatetime:
            if (!parse_datetime(text)) {
                return Conversion::kTypeMismatch;
            }
            converted = Value::datetime(text);
            return Conversion::kDone;
        case CimType::kBoolean:
            if (equal_names(text, "true") || equal_names(text, "false")) {
                converted = Value::boolean(equal_names(text, "true"));
                return Conversion::kDone;
            }
            break;
        default:
            break;
    }
    const std::optional<Number> number = parse_number(text);
    return number ? number_from(*number, type, converted) : Conversion::kTypeMismatch;
}

Conversion convert_scalar(const Value& value, CimType type, Value& converted) {
    const CimType from = value.type().base;
    if (from == type) {
        converted = value;
        return Conversion::kDone;
    }
    if (is_text(from)) {
        return from_text(value.as_text(), type, converted);
    }
    if (from == CimType::kObject) {
        return Conversion::kTypeMismatch;
    }
    if (type == CimType::kString) {
        converted = Value::string(value_text(value));
        return Conversion::kDone;
    }
    if (is_signed_integer(from)) {
        return number_from(value.as_signed(), type, converted);
    }
    if (is_unsigned_integer(from) || from == CimType::kChar16) {
        return number_from(value.as_unsigned(), type, converted);
    }
    return is_real(from) ? number_from(value.as_real(), type, converted) : Conversion::kTypeMismatch;
}

}  // namespace

Conversion convert_value(const Value& value, Type type, Value& converted) {
    if (value.is_null()) {
        converted = Value::null(type);
        return Conversion::kDone;
    }
    if (value.type().is_array != type.is_array) {
        return Conversion::kTypeMismatch;
    }
    if (!type.is_array) {
        return convert_scalar(value, type.base, converted);
    }
    Value::Array elements;
    elements.reserve(value.as_array().size());
    for (const Value& element : value.as_array()) {
        Value& last = elements.emplace_back();
        if (const Conversion result = convert_value(element, {type.base, false}, last);
            result != Conversion::kDone) {
            return result;
        }
    }
    converted = Value::array(type.base, std::move(elements));
    return Conversion::kDone;
}

std::optional<Value> convert_value(const Value& value, Type type) {
    Value converted;
    return convert_value(value, type, converted) == Conversion::kDone ? std::optional(std::move(converted))
                                                                      : std::nullopt;
}

std::string value_text(const Value& value) {
    if (value.is_null() || value.is_array()) {
        return {};
    }
    const CimType type = value.type().base;
    if (is_text(type)) {
        return value.as_text();
    }
    if (is_signed_integer(type)) {
        return fmt::format("{}", value.as_signed());
    }
    if (is_unsigned_integer(type) || type == CimType::kChar16) {
        return fmt::format("{}", value.as_unsigned());
    }
    if (type == CimType::kReal32) {
        return fmt::format("{}", static_cast<float>(value.as_real()));
    }
    if (type == CimType::kReal64) {
        return fmt::format("{}", value.as_real());
    }
    return type == CimType::kBoolean ? (value.as_boolean() ? "TRUE" : "FALSE") : std::string{};
}

}  // namespace wbemcheck::mock
