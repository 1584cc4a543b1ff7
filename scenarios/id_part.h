// Ids of scenarios are parts between slashes.
#pragma once

#include <algorithm>
#include <string_view>

namespace wbemcheck::scenarios {

// What stands before the next slash; the text goes on behind it.
inline std::string_view take_part(std::string_view& text) {
    const std::string_view part = text.substr(0, text.find('/'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return part;
}

}  // namespace wbemcheck::scenarios
