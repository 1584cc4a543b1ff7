#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

HRESULT check_flags(LONG flags, LONG known, Form form) noexcept {
    constexpr LONG kIgnored = WBEM_FLAG_NO_ERROR_OBJECT | WBEM_MASK_RESERVED_FLAGS | WBEM_FLAG_STRONG_VALIDATION;
    const LONG of_form = form == Form::kAsync ? WBEM_FLAG_SEND_STATUS : WBEM_FLAG_RETURN_IMMEDIATELY;
    return (flags & ~(known | of_form | kIgnored)) == 0 ? WBEM_S_NO_ERROR : WBEM_E_INVALID_PARAMETER;
}

HRESULT check_text(BSTR text, std::size_t limit) noexcept {
    if (text == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return SysStringLen(text) <= limit ? WBEM_S_NO_ERROR : WBEM_E_QUOTA_VIOLATION;
}

Answer outcome(HRESULT result) { return {nullptr, {result, std::nullopt, nullptr}}; }

}  // namespace wbemcheck::mock
