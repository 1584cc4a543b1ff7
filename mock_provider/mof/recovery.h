// Where to go on after an error.
#pragma once

#include <cstddef>
#include <string_view>

namespace wbemcheck::mock::mof {

// The offset behind the declaration that begins at `start` and is wrong at `error`: behind the next semicolon
// outside of all braces, or else where a line begins like a declaration. Always beyond `start`, at most the
// end of the text.
[[nodiscard]] std::size_t find_next_declaration(std::string_view text, std::size_t start,
                                                std::size_t error) noexcept;

}  // namespace wbemcheck::mock::mof
