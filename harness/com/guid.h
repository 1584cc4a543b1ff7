// GUIDs as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/com/wbem.h"

namespace wbemcheck::com {

// "{9556DC99-828C-11CF-A37E-00AA003240C7}": upper case, in braces.
[[nodiscard]] std::string format_guid(const GUID& guid);
// The form above in either case. Nothing for any other text.
[[nodiscard]] std::optional<GUID> parse_guid(std::string_view text) noexcept;

}  // namespace wbemcheck::com
