// VariantChangeType: the value is read into the widest number of its kind, or text, and written as the wanted
// type.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

#include "harness/com/portable/automation.h"

namespace wbemcheck::portable {

namespace {

struct Boolean {
    bool value;
};
// Every integer fits one of the two: negative ones the first, the rest either.
using Number = std::variant<std::int64_t, std::uint64_t, float, double, Boolean>;

std::optional<Number> read_number(const VARIANT& source) noexcept {
    switch (source.vt) {
        case VT_EMPTY:
            return Number(std::int64_t{0});
        case VT_I1:
            return Number(std::int64_t{static_cast<signed char>(source.cVal)});
        case VT_I2:
            return Number(std::int64_t{source.iVal});
        case VT_I4:
        case VT_INT:
            return Number(std::int64_t{source.lVal});
        case VT_I8:
            return Number(std::int64_t{source.llVal});
        case VT_UI1:
            return Number(std::uint64_t{source.bVal});
        case VT_UI2:
            return Number(std::uint64_t{source.uiVal});
        case VT_UI4:
        case VT_UINT:
            return Number(std::uint64_t{source.ulVal});
        case VT_UI8:
            return Number(std::uint64_t{source.ullVal});
        case VT_R4:
            return Number(source.fltVal);
        case VT_R8:
            return Number(source.dblVal);
        case VT_BOOL:
            return Number(Boolean{source.boolVal != VARIANT_FALSE});
        default:
            return std::nullopt;
    }
}

bool is_space(char16_t unit) noexcept { return unit == u' ' || (unit >= u'\t' && unit <= u'\r'); }

// The text without blanks around it, lower case; nothing when it is not ASCII, for then it is neither number
// nor truth.
std::optional<std::string> plain_text(std::u16string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    std::string plain;
    for (const char16_t unit : text) {
        if (unit >= 0x80) {
            return std::nullopt;
        }
        plain.push_back(static_cast<char>(unit >= u'A' && unit <= u'Z' ? unit + (u'a' - u'A') : unit));
    }
    return plain;
}

template <class T>
std::optional<T> parse_whole(std::string_view text, std::errc& error) noexcept {
    T value{};
    const char* const end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    error = stop == end ? code : std::errc::invalid_argument;
    return error == std::errc{} ? std::optional<T>(value) : std::nullopt;
}

HRESULT parse_number(std::u16string_view text, Number& number) {
    const std::optional<std::string> plain = plain_text(text);
    if (!plain || plain->empty()) {
        return DISP_E_TYPEMISMATCH;
    }
    std::string_view digits = *plain;
    if (digits.front() == '+') {
        digits.remove_prefix(1);
    }
    // Otherwise "+-1", "inf" and "nan" would count as numbers.
    const std::string_view unsigned_part =
        digits.substr(digits.starts_with('-') && plain->front() != '+' ? 1 : 0);
    if (unsigned_part.empty() ||
        !(unsigned_part.front() == '.' || (unsigned_part.front() >= '0' && unsigned_part.front() <= '9'))) {
        return DISP_E_TYPEMISMATCH;
    }
    std::errc error{};
    if (const auto value = parse_whole<std::int64_t>(digits, error)) {
        number = *value;
        return S_OK;
    }
    if (const auto value = parse_whole<std::uint64_t>(digits, error)) {
        number = *value;
        return S_OK;
    }
    if (const auto value = parse_whole<double>(digits, error)) {
        number = *value;
        return S_OK;
    }
    return error == std::errc::result_out_of_range ? DISP_E_OVERFLOW : DISP_E_TYPEMISMATCH;
}

VARIANT_BOOL truth_of(const Number& number) noexcept {
    return std::visit(
        [](auto value) {
            if constexpr (std::is_same_v<decltype(value), Boolean>) {
                return value.value ? VARIANT_TRUE : VARIANT_FALSE;
            } else {
                return value != 0 ? VARIANT_TRUE : VARIANT_FALSE;
            }
        },
        number);
}

HRESULT parse_truth(std::u16string_view text, VARIANT_BOOL& truth) {
    const std::optional<std::string> plain = plain_text(text);
    if (!plain) {
        return DISP_E_TYPEMISMATCH;
    }
    if (*plain == "true" || *plain == "#true#") {
        truth = VARIANT_TRUE;
        return S_OK;
    }
    if (*plain == "false" || *plain == "#false#") {
        truth = VARIANT_FALSE;
        return S_OK;
    }
    Number number;
    const HRESULT result = parse_number(text, number);
    if (SUCCEEDED(result)) {
        truth = truth_of(number);
    }
    return result;
}

double round_half_to_even(double value) noexcept {
    const double below = std::floor(value);
    const double rest = value - below;
    if (rest != 0.5) {
        return rest < 0.5 ? below : below + 1;
    }
    return std::fmod(below, 2.0) == 0.0 ? below : below + 1;
}

template <class T>
HRESULT write_integer(const Number& number, T& out) noexcept {
    return std::visit(
        [&out](auto value) -> HRESULT {
            using V = decltype(value);
            if constexpr (std::is_same_v<V, Boolean>) {
                out = value.value ? static_cast<T>(-1) : T{0};
            } else if constexpr (std::is_floating_point_v<V>) {
                const double rounded = round_half_to_even(static_cast<double>(value));
                // Both limits are powers of two, exact as doubles; the upper one is the first value that is
                // too large.
                const double low = static_cast<double>(std::numeric_limits<T>::min());
                const double beyond = std::ldexp(1.0, std::numeric_limits<T>::digits);
                if (!(rounded >= low && rounded < beyond)) {
                    return DISP_E_OVERFLOW;
                }
                out = static_cast<T>(rounded);
            } else {
                if (std::cmp_less(value, std::numeric_limits<T>::min()) ||
                    std::cmp_greater(value, std::numeric_limits<T>::max())) {
                    return DISP_E_OVERFLOW;
                }
                out = static_cast<T>(value);
            }
            return S_OK;
        },
        number);
}

template <class T>
HRESULT write_real(const Number& number, T& out) noexcept {
    return std::visit(
        [&out](auto value) -> HRESULT {
            if constexpr (std::is_same_v<decltype(value), Boolean>) {
                out = value.value ? T{-1} : T{0};
            } else {
                const double wide = static_cast<double>(value);
                if (std::isfinite(wide) &&
                    std::fabs(wide) > static_cast<double>(std::numeric_limits<T>::max())) {
                    return DISP_E_OVERFLOW;
                }
                out = static_cast<T>(wide);
            }
            return S_OK;
        },
        number);
}

std::string print_number(const Number& number, USHORT flags) {
    return std::visit(
        [flags](auto value) -> std::string {
            using V = decltype(value);
            if constexpr (std::is_same_v<V, Boolean>) {
                if ((flags & VARIANT_ALPHABOOL) != 0) {
                    return value.value ? "True" : "False";
                }
                return value.value ? "-1" : "0";
            } else if constexpr (std::is_same_v<V, float>) {
                return fmt::format("{:.7G}", value);
            } else if constexpr (std::is_same_v<V, double>) {
                return fmt::format("{:.15G}", value);
            } else {
                return fmt::format("{}", value);
            }
        },
        number);
}

HRESULT write_text(const VARIANT& source, const Number& number, USHORT flags, BSTR& out) {
    const std::string text = source.vt == VT_EMPTY ? std::string() : print_number(number, flags);
    const std::u16string wide(text.begin(), text.end());
    out = SysAllocStringLen(wide.data(), static_cast<UINT>(wide.size()));
    return out == nullptr ? E_OUTOFMEMORY : S_OK;
}

HRESULT write_number(const Number& number, VARTYPE type, VARIANT& out) noexcept {
    switch (type) {
        case VT_I1: {
            signed char value = 0;
            const HRESULT result = write_integer(number, value);
            out.cVal = static_cast<CHAR>(value);
            return result;
        }
        case VT_I2:
            return write_integer(number, out.iVal);
        case VT_I4:
        case VT_INT:
            return write_integer(number, out.lVal);
        case VT_I8:
            return write_integer(number, out.llVal);
        case VT_UI1:
            return write_integer(number, out.bVal);
        case VT_UI2:
            return write_integer(number, out.uiVal);
        case VT_UI4:
        case VT_UINT:
            return write_integer(number, out.ulVal);
        case VT_UI8:
            return write_integer(number, out.ullVal);
        case VT_R4:
            return write_real(number, out.fltVal);
        case VT_R8:
            return write_real(number, out.dblVal);
        case VT_BOOL:
            out.boolVal = truth_of(number);
            return S_OK;
        default:
            return DISP_E_TYPEMISMATCH;
    }
}

// The width of an integer type in bytes; 0 for every other type.
int integer_width(VARTYPE type) noexcept {
    switch (type) {
        case VT_I1:
        case VT_UI1:
            return 1;
        case VT_I2:
        case VT_UI2:
            return 2;
        case VT_I4:
        case VT_UI4:
        case VT_INT:
        case VT_UINT:
            return 4;
        case VT_I8:
        case VT_UI8:
            return 8;
        default:
            return 0;
    }
}

HRESULT convert(const VARIANT& source, USHORT flags, VARTYPE type, VARIANT& out) {
    Number number;
    if (source.vt == VT_BSTR) {
        if (source.bstrVal == nullptr) {
            return DISP_E_TYPEMISMATCH;
        }
        const std::u16string_view text(source.bstrVal, SysStringLen(source.bstrVal));
        if (type == VT_BOOL) {
            return parse_truth(text, out.boolVal);
        }
        const HRESULT result = parse_number(text, number);
        return FAILED(result) ? result : write_number(number, type, out);
    }
    if (integer_width(type) != 0 && integer_width(type) == integer_width(source.vt)) {
        out.llVal = source.llVal;
        return S_OK;
    }
    const std::optional<Number> read = read_number(source);
    if (!read) {
        return DISP_E_TYPEMISMATCH;
    }
    return type == VT_BSTR ? write_text(source, *read, flags, out.bstrVal) : write_number(*read, type, out);
}

}  // namespace

HRESULT VariantChangeType(VARIANT* destination, VARIANT* source, USHORT flags, VARTYPE type) noexcept {
    if (destination == nullptr || source == nullptr) {
        return E_INVALIDARG;
    }
    if (source->vt == type) {
        return VariantCopy(destination, source);
    }
    VARIANT converted;
    VariantInit(&converted);
    HRESULT result = E_OUTOFMEMORY;
    try {
        result = convert(*source, flags, type, converted);
    } catch (...) {  // memory is short while text is made; nothing is owned yet
        return E_OUTOFMEMORY;
    }
    if (FAILED(result)) {
        return result;
    }
    converted.vt = type;
    result = VariantClear(destination);
    if (FAILED(result)) {
        static_cast<void>(VariantClear(&converted));
        return result;
    }
    *destination = converted;
    return S_OK;
}

}  // namespace wbemcheck::portable
