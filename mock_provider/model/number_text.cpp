#include "mock_provider/model/number_text.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace wbemcheck::mock {

namespace {

std::optional<std::uint64_t> parse_digits(std::string_view digits, int base) noexcept {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    return number;
}

// from_chars also takes "inf" and "nan", and no plus sign.
std::optional<double> parse_real(std::string_view text) noexcept {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos || text.starts_with("+")) {
        return std::nullopt;
    }
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<Number> parse_number(std::string_view text) noexcept {
    std::string_view digits = text;
    const bool is_negative = digits.starts_with('-');
    if (is_negative || digits.starts_with('+')) {
        digits.remove_prefix(1);
    }
    const bool is_hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
    const std::optional<std::uint64_t> magnitude =
        is_hexadecimal ? parse_digits(digits.substr(2), 16) : parse_digits(digits, 10);
    if (!magnitude) {
        const bool is_real = text.find_first_of(".eE") != std::string_view::npos;
        const std::optional<double> real = is_real ? parse_real(text) : std::nullopt;
        return real ? std::optional<Number>(*real) : std::nullopt;
    }
    constexpr std::uint64_t kLeast = std::uint64_t{1} << 63;
    if (!is_negative || *magnitude == 0) {
        return *magnitude;
    }
    if (*magnitude > kLeast) {
        return std::nullopt;
    }
    return *magnitude == kLeast ? std::numeric_limits<std::int64_t>::min()
                                : -static_cast<std::int64_t>(*magnitude);
}

}  // namespace wbemcheck::mock
