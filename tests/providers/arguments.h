// What a provider looks at before it accepts a request. The answer to wrong arguments is the return value,
// and the sink is not used (STA-14, REF-2b).
#pragma once

#include "harness/com/wbem.h"
#include "tests/providers/table.h"

namespace wbemcheck::example {

// The flags that WMI may pass on with each request. Others are not valid (ARG-2).
inline constexpr LONG kGetFlags =
    WBEM_FLAG_USE_AMENDED_QUALIFIERS | WBEM_FLAG_DIRECT_READ | WBEM_FLAG_SEND_STATUS;
inline constexpr LONG kEnumerationFlags = kGetFlags | WBEM_FLAG_SHALLOW;
inline constexpr LONG kPutFlags = WBEM_FLAG_USE_AMENDED_QUALIFIERS | WBEM_FLAG_UPDATE_ONLY |
                                  WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_OWNER_UPDATE | WBEM_FLAG_SEND_STATUS;
inline constexpr LONG kDeleteFlags = WBEM_FLAG_OWNER_UPDATE | WBEM_FLAG_SEND_STATUS;
inline constexpr LONG kMethodFlags = WBEM_FLAG_SEND_STATUS;

// WBEM_E_INVALID_PARAMETER when a required argument is NULL or a flag is unknown (ARG-1, ARG-2).
template <class Argument>
[[nodiscard]] HRESULT check_arguments(const Argument* required, const IWbemObjectSink* sink, LONG flags,
                                      LONG known_flags) noexcept {
    return required == nullptr || sink == nullptr || (flags & ~known_flags) != 0 ? WBEM_E_INVALID_PARAMETER
                                                                                 : WBEM_S_NO_ERROR;
}

// Whether both flags that exclude each other are set (ARG-13).
[[nodiscard]] constexpr bool is_contradictory(LONG put_flags) noexcept {
    constexpr LONG kBoth = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;
    return (put_flags & kBoth) == kBoth;
}

[[nodiscard]] constexpr PutMode put_mode(LONG put_flags) noexcept {
    return (put_flags & WBEM_FLAG_CREATE_ONLY) != 0   ? PutMode::kCreateOnly
           : (put_flags & WBEM_FLAG_UPDATE_ONLY) != 0 ? PutMode::kUpdateOnly
                                                      : PutMode::kCreateOrUpdate;
}

// Whether the client asks for some properties of an instance to be written and the others left alone. A
// provider that cannot do that refuses: it would overwrite what the client has not set (ARG-14).
[[nodiscard]] bool wants_partial_update(IWbemContext* context) noexcept;

}  // namespace wbemcheck::example
