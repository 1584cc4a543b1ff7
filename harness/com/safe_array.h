// unique_safe_array: owns one SAFEARRAY. With it, the one-dimensional arrays that WMI uses.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/variant.h"

namespace wbemcheck::com {

// Guarantees: destroys what it holds exactly once, with its elements. May hold NULL. Not guarded against two
// threads.
class unique_safe_array {
public:
    constexpr unique_safe_array() noexcept = default;
    // Takes over the caller's array.
    explicit unique_safe_array(SAFEARRAY* array) noexcept : array_(array) {}
    unique_safe_array(unique_safe_array&& other) noexcept : array_(other.detach()) {}
    unique_safe_array& operator=(unique_safe_array&& other) noexcept {
        reset(other.detach());
        return *this;
    }
    ~unique_safe_array() { reset(); }

    [[nodiscard]] SAFEARRAY* get() const noexcept { return array_; }
    [[nodiscard]] SAFEARRAY** put() noexcept {
        reset();
        return &array_;
    }
    [[nodiscard]] SAFEARRAY* detach() noexcept { return std::exchange(array_, nullptr); }
    void reset(SAFEARRAY* array = nullptr) noexcept;
    explicit operator bool() const noexcept { return array_ != nullptr; }

private:
    SAFEARRAY* array_ = nullptr;
};

// A vector from index 0 with zeroed elements. Throws std::bad_alloc, also for a type that no array can have.
[[nodiscard]] unique_safe_array make_safe_array(VARTYPE type, std::size_t count);
// A vector of BSTRs.
[[nodiscard]] unique_safe_array make_string_array(std::span<const std::string> utf8);
// The value VT_ARRAY | type of the elements; the array moves into it. NULL makes VT_NULL.
[[nodiscard]] variant make_variant(unique_safe_array array) noexcept;

// The number of elements of the first dimension; 0 for NULL.
[[nodiscard]] std::size_t element_count(SAFEARRAY* array) noexcept;
// The elements of a vector of BSTRs. Throws HresultError when it is something else. NULL is empty.
[[nodiscard]] std::vector<std::string> to_strings(SAFEARRAY* array);

}  // namespace wbemcheck::com
