// Patterns for scenario ids: `*` stands for any text, `?` for one character, everything else for itself.
#pragma once

#include <string_view>

namespace wbemcheck::runner {

// Linear in the length of the text times the number of stars; no recursion.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text) noexcept;

// Whether there is a text that the pattern matches and that belongs to the family, in which a star stands for a text without
// a slash. Takes the product of their lengths.
[[nodiscard]] bool meets_family(std::string_view pattern, std::string_view family);

}  // namespace wbemcheck::runner
