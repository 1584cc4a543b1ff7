// variant: owns one VARIANT.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"

namespace wbemcheck::com {

// Guarantees: clears what it holds exactly once. Moving leaves VT_EMPTY. One object is not guarded against
// two threads.
class variant {
public:
    variant() noexcept;
    variant(variant&& other) noexcept;
    variant& operator=(variant&& other) noexcept;
    ~variant();

    // Takes over the caller's value, which must not be cleared any more.
    [[nodiscard]] static variant adopt(const VARIANT& value) noexcept;
    // A duplicate; throws HresultError when it cannot be made.
    [[nodiscard]] static variant copy_of(const VARIANT& value);

    // Borrowed: for [in] parameters, which the SDK declares without const.
    [[nodiscard]] VARIANT* get() noexcept { return &value_; }
    [[nodiscard]] const VARIANT* get() const noexcept { return &value_; }
    const VARIANT* operator->() const noexcept { return &value_; }
    [[nodiscard]] VARTYPE type() const noexcept { return value_.vt; }

    // For an [out] parameter: clears what was held, then the callee stores a value that becomes ours.
    [[nodiscard]] VARIANT* put() noexcept {
        reset();
        return &value_;
    }
    // Hands the value to the caller, who has to clear it.
    [[nodiscard]] VARIANT detach() noexcept;
    // Leaves VT_EMPTY.
    void reset() noexcept;

private:
    VARIANT value_;
};

// Values as WMI passes them. Text becomes a BSTR: also how 64-bit integers and datetimes travel. Throw
// std::bad_alloc.
[[nodiscard]] variant make_null_variant() noexcept;
[[nodiscard]] variant make_bool_variant(bool value) noexcept;
[[nodiscard]] variant make_variant(std::uint8_t value) noexcept;
[[nodiscard]] variant make_variant(std::int16_t value) noexcept;
[[nodiscard]] variant make_variant(LONG value) noexcept;
[[nodiscard]] variant make_variant(float value) noexcept;
[[nodiscard]] variant make_variant(double value) noexcept;
[[nodiscard]] variant make_variant(std::string_view utf8);
[[nodiscard]] variant make_variant(const char* utf8);
[[nodiscard]] variant make_variant(
    com_ptr<IUnknown> object) noexcept;  // VT_UNKNOWN; the reference moves into it

// Exactly bool: a pointer must not become one. Exactly a 32-bit integer: LONG and std::int32_t differ on
// Windows.
[[nodiscard]] variant make_variant(std::same_as<bool> auto value) noexcept {
    return make_bool_variant(value);
}
template <std::signed_integral T>
requires(sizeof(T) == sizeof(LONG) && !std::same_as<T, LONG>) [[nodiscard]] variant
    make_variant(T value) noexcept {
    return make_variant(static_cast<LONG>(value));
}

}  // namespace wbemcheck::com
