// HRESULT: names for people, and the way from exceptions to result codes.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "harness/com/wbem.h"

namespace wbemcheck::com {

// "WBEM_E_FAILED", or "" when the code has no name here. Codes that share a value get the name that fits the
// boundary: 0 is WBEM_S_NO_ERROR and 1 is WBEM_S_FALSE.
[[nodiscard]] std::string_view hresult_name(HRESULT result) noexcept;
// "WBEM_E_FAILED (0x80041001)", or "0x8004ABCD" without a name.
[[nodiscard]] std::string describe_hresult(HRESULT result);
// The code of a name, aliases included; nothing when the name is unknown. Exact spelling.
[[nodiscard]] std::optional<HRESULT> find_hresult(std::string_view name) noexcept;

// A failure that is a result code. Thrown inside, mapped back at the boundary.
class HresultError : public std::exception {
public:
    explicit HresultError(HRESULT result) noexcept : result_(result) {}
    [[nodiscard]] HRESULT result() const noexcept { return result_; }
    [[nodiscard]] const char* what() const noexcept override;

private:
    HRESULT result_;
};

// Throws HresultError for a failure code, returns success codes.
HRESULT throw_if_failed(HRESULT result);

// For a catch block: HresultError gives its code, std::bad_alloc WBEM_E_OUT_OF_MEMORY, everything else
// WBEM_E_FAILED.
[[nodiscard]] HRESULT current_exception_to_hresult() noexcept;

// Runs the body of a COM method: returns its HRESULT, or S_OK when it returns nothing, or the code of its
// exception.
template <class F>
[[nodiscard]] HRESULT guard(F&& body) noexcept {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
            std::forward<F>(body)();
            return S_OK;
        } else {
            static_assert(std::is_same_v<std::invoke_result_t<F>, HRESULT>,
                          "a body returns HRESULT or nothing");
            return std::forward<F>(body)();
        }
    } catch (...) {
        return current_exception_to_hresult();
    }
}

}  // namespace wbemcheck::com
