// Lists of words as people write and read them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::subject {

// " (did you mean 'objects'?)" with the known word that is closest, or "" when none is close. Case does not
// count.
[[nodiscard]] std::string suggest(std::string_view given, std::span<const std::string_view> known);

// "a", "a and b", "a, b and c".
[[nodiscard]] std::string enumerate(std::span<const std::string_view> words);

// The items between commas, empty ones included.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

}  // namespace wbemcheck::subject
