// "Did you mean ...?": the known name that is nearest to what was typed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::cli {

// The candidate with the fewest changed, added or left-out characters, or an empty text when none is close enough to be
// what was meant. Case does not count.
[[nodiscard]] std::string closest_to(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace wbemcheck::cli
