// unique_bstr: owns one BSTR.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "harness/com/text.h"

namespace wbemcheck::com {

// Guarantees: frees what it holds exactly once, with the allocator that BSTRs have. May hold NULL, which COM
// reads as the empty string. One object is not guarded against two threads.
class unique_bstr {
public:
    constexpr unique_bstr() noexcept = default;
    constexpr unique_bstr(std::nullptr_t) noexcept {}
    // Takes over the caller's string.
    explicit unique_bstr(BSTR text) noexcept : text_(text) {}
    unique_bstr(unique_bstr&& other) noexcept : text_(other.detach()) {}
    unique_bstr& operator=(unique_bstr&& other) noexcept {
        reset(other.detach());
        return *this;
    }
    ~unique_bstr() { reset(); }

    // Borrowed: for [in] parameters.
    [[nodiscard]] BSTR get() const noexcept { return text_; }
    // For an [out] parameter: frees what was held, then the callee stores a string that becomes ours.
    [[nodiscard]] BSTR* put() noexcept {
        reset();
        return &text_;
    }
    // Hands the string to the caller, who has to free it.
    [[nodiscard]] BSTR detach() noexcept { return std::exchange(text_, nullptr); }
    void reset(BSTR text = nullptr) noexcept {
        const BSTR old = std::exchange(text_, text);
        if (old != text) {
            SysFreeString(old);
        }
    }

    // In characters; 0 for NULL.
    [[nodiscard]] std::size_t length() const noexcept { return SysStringLen(text_); }
    [[nodiscard]] OleStringView view() const noexcept {
        return {text_ == nullptr ? OLESTR("") : text_, length()};
    }
    explicit operator bool() const noexcept { return text_ != nullptr; }

private:
    BSTR text_ = nullptr;
};

// Both keep zeros inside the text and throw std::bad_alloc when memory is short. Empty text makes an empty
// BSTR, not NULL.
[[nodiscard]] unique_bstr make_bstr(std::string_view utf8);
[[nodiscard]] unique_bstr make_bstr(OleStringView text);

// All characters of a BSTR, by its length; "" for NULL. Only for strings from the BSTR allocator: text that
// merely ends in a zero, such as the arguments of IWbemProviderInit::Initialize, goes through
// terminated_view.
[[nodiscard]] std::string to_utf8(BSTR text);
[[nodiscard]] OleStringView bstr_view(BSTR text) noexcept;

}  // namespace wbemcheck::com
