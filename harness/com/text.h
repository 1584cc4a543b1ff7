// Text at the boundary: UTF-8 inside, 16-bit OLECHAR outside. Zeros inside the text are kept. What is not
// valid comes out as U+FFFD: one for each lone surrogate, one for each maximal part of an ill-formed UTF-8
// sequence.
#pragma once

#include <string>
#include <string_view>

#include "harness/com/wbem.h"

namespace wbemcheck::com {

using OleString = std::basic_string<OLECHAR>;
using OleStringView = std::basic_string_view<OLECHAR>;

// Both throw std::bad_alloc and nothing else.
[[nodiscard]] std::string to_utf8(OleStringView text);
[[nodiscard]] OleString to_utf16(std::string_view text);

// The text before the terminating zero of an LPCWSTR argument; empty for NULL. The view borrows.
[[nodiscard]] OleStringView terminated_view(const OLECHAR* text) noexcept;

}  // namespace wbemcheck::com
