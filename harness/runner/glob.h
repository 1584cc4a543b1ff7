// Patterns for scenario ids: `*` stands for any text, `?` for one character, everything else for itself.
#pragma once

#include <string_view>

namespace wbemcheck::runner {

// Linear in the length of the text times the number of stars; no recursion.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text) noexcept;

}  // namespace wbemcheck::runner
