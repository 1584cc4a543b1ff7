// IWbemStatusCodeText: what result codes mean, in words.
#pragma once

#include <string_view>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

// Thread-safe; keeps nothing. WBEMSTATUS_FORMAT_NEWLINE, the default, ends the text with CR and LF, as texts
// of the system end; WBEMSTATUS_FORMAT_NO_NEWLINE does not. Texts exist in English: of the locales, 0 (the
// page of the method) and 0x409 (the language of the texts) are taken. WBEM_E_INVALID_PARAMETER,
// WBEM_E_NOT_FOUND (a code that no document names).
[[nodiscard]] com::com_ptr<IWbemStatusCodeText> make_status_code_text();

// The sentence for a code; empty when there is none.
[[nodiscard]] std::string_view status_text(HRESULT result) noexcept;

// "WBEM", "SSPI", "RPC" or "Windows": the subsystem that the code comes from.
[[nodiscard]] std::string_view facility_text(HRESULT result) noexcept;

}  // namespace wbemcheck::mock
