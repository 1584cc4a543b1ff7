// A call of IWbemServices, apart from how its result reaches the client. All three forms of a method are made from the
// same request, so they cannot differ in what they do (STA-8).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "harness/com/wbem.h"
#include "mock_provider/engine/answer.h"

namespace wbemcheck::mock {

struct Request {
    HRESULT refusal = WBEM_S_NO_ERROR;  // a failure: the call is refused, nothing is started ("pre" in MS-WMI)
    Work work;                          // what the data says comes out of here ("post")
    std::optional<EarlyEnd> early_end = std::nullopt;  // of a call that was ordered to fail

    [[nodiscard]] static Request refused(HRESULT result) { return {result, nullptr}; }
};

// Synchronous and semisynchronous calls take RETURN_IMMEDIATELY, asynchronous ones SEND_STATUS.
enum class Form { kCall, kAsync };

// WBEM_E_INVALID_PARAMETER for a bit that the method does not know (ARG-2); the bits of ARG-3 are ignored.
[[nodiscard]] HRESULT check_flags(LONG flags, LONG known, Form form) noexcept;

// A required text argument: WBEM_E_INVALID_PARAMETER for NULL, WBEM_E_QUOTA_VIOLATION when it is longer than `limit`.
[[nodiscard]] HRESULT check_text(BSTR text, std::size_t limit) noexcept;

// WBEM_MAX_IDENTIFIER, WBEM_MAX_PATH: in 16-bit units.
inline constexpr std::size_t kMaxIdentifier = 0x1000;
inline constexpr std::size_t kMaxPath = 0x2000;

// An answer without objects.
[[nodiscard]] Answer outcome(HRESULT result);

}  // namespace wbemcheck::mock
