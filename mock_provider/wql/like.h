// WQL's LIKE.
#pragma once

#include <string_view>

namespace wbemcheck::mock::wql {

// Whether the whole text matches the pattern, without regard to ASCII case. `%` is any run of characters, `_`
// one character, `[a-f]` and `[abc]` one of a range or a set, `[^...]` one outside of it; so `[_]` is an
// underscore. A `]` or `-` with nothing before it in the brackets, a `-` with nothing behind it, and a `[`
// that is never closed stand for themselves. Characters are those of UTF-8; bytes that are none count as one
// each.
[[nodiscard]] bool matches_like(std::string_view text, std::string_view pattern) noexcept;

}  // namespace wbemcheck::mock::wql
