// How ids of clauses and readings are compared: a person may type "ref-2B" for "REF-2b".
#pragma once

#include <algorithm>
#include <string_view>

namespace wbemcheck::contract {

[[nodiscard]] constexpr char lower_case(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

[[nodiscard]] constexpr bool is_same_id(std::string_view left, std::string_view right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower_case(a) == lower_case(b); });
}

}  // namespace wbemcheck::contract
