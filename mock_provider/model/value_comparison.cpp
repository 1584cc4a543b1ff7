// The order of values as WQL sees it.
#include <cmath>
#include <limits>
#include <utility>

#include "mock_provider/model/datetime.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/number_text.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

namespace {

std::partial_ordering order_of(int comparison) noexcept {
    if (comparison == 0) {
        return std::partial_ordering::equivalent;
    }
    return comparison < 0 ? std::partial_ordering::less : std::partial_ordering::greater;
}

// Exact, where a conversion of the integer to double would round.
template <class Integer>
std::partial_ordering compare_with_real(Integer integer, double real) noexcept {
    if (std::isnan(real)) {
        return std::partial_ordering::unordered;
    }
    // 2^63 or 2^64: one more than the greatest integer, exact as a double.
    const double limit = std::ldexp(1.0, std::numeric_limits<Integer>::digits);
    if (real >= limit) {
        return std::partial_ordering::less;
    }
    if (real < static_cast<double>(std::numeric_limits<Integer>::min())) {
        return std::partial_ordering::greater;
    }
    const double whole = std::floor(real);
    const auto whole_integer = static_cast<Integer>(whole);
    if (integer != whole_integer) {
        return order_of(integer < whole_integer ? -1 : 1);
    }
    return order_of(real > whole ? -1 : 0);
}

struct NumberOrder {
    std::partial_ordering operator()(double left, double right) const noexcept { return left <=> right; }
    template <class Integer>
    std::partial_ordering operator()(Integer left, double right) const noexcept {
        return compare_with_real(left, right);
    }
    template <class Integer>
    std::partial_ordering operator()(double left, Integer right) const noexcept {
        return 0 <=> compare_with_real(right, left);
    }
    template <class Left, class Right>
    std::partial_ordering operator()(Left left, Right right) const noexcept {
        if (std::cmp_equal(left, right)) {
            return std::partial_ordering::equivalent;
        }
        return std::cmp_less(left, right) ? std::partial_ordering::less : std::partial_ordering::greater;
    }
};

std::optional<Number> number_of(const Value& value) {
    const CimType type = value.type().base;
    if (is_signed_integer(type)) {
        return value.as_signed();
    }
    if (is_unsigned_integer(type) || type == CimType::kChar16) {
        return value.as_unsigned();
    }
    if (is_real(type)) {
        return value.as_real();
    }
    if (type == CimType::kBoolean) {
        return std::uint64_t{value.as_boolean() ? 1U : 0U};
    }
    return std::nullopt;
}

std::optional<Number> number_of_text(const std::string& text, CimType wanted) {
    if (wanted == CimType::kBoolean && (equal_names(text, "true") || equal_names(text, "false"))) {
        return std::uint64_t{equal_names(text, "true") ? 1U : 0U};
    }
    return parse_number(text);
}

std::partial_ordering compare_text(const Value& left, const Value& right) {
    if (left.type().base == CimType::kDatetime || right.type().base == CimType::kDatetime) {
        const std::optional<Datetime> a = parse_datetime(left.as_text());
        const std::optional<Datetime> b = parse_datetime(right.as_text());
        if (!a || !b || a->is_interval != b->is_interval) {
            return std::partial_ordering::unordered;
        }
        return a->microseconds <=> b->microseconds;
    }
    return order_of(compare_names(left.as_text(), right.as_text()));
}

}  // namespace

std::partial_ordering compare_values(const Value& left, const Value& right) {
    const auto is_comparable = [](const Value& value) {
        return !value.is_null() && !value.type().is_array && value.type().base != CimType::kObject;
    };
    if (!is_comparable(left) || !is_comparable(right)) {
        return std::partial_ordering::unordered;
    }
    const bool left_is_text = is_text(left.type().base);
    const bool right_is_text = is_text(right.type().base);
    if (left_is_text && right_is_text) {
        return compare_text(left, right);
    }
    const std::optional<Number> a =
        left_is_text ? number_of_text(left.as_text(), right.type().base) : number_of(left);
    const std::optional<Number> b =
        right_is_text ? number_of_text(right.as_text(), left.type().base) : number_of(right);
    if (!a || !b) {
        return std::partial_ordering::unordered;
    }
    return std::visit(NumberOrder{}, *a, *b);
}

}  // namespace wbemcheck::mock
