// Where in a text something stands, and what stands there: for the messages of MOF and of WQL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wbemcheck::mock::syntax {

// Lines and columns count from 1; a column is one character, not one byte.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    bool operator==(const Position&) const = default;
};

// The place of a byte offset (at most text.size()) in UTF-8 text. A CR LF pair ends one line.
[[nodiscard]] Position position_at(std::string_view text, std::size_t offset) noexcept;

// The token at a byte offset, as a message names it; long ones are cut. `end` is what the end of the text is called.
[[nodiscard]] std::string describe_token(std::string_view text, std::size_t offset, std::string_view end);

}  // namespace wbemcheck::mock::syntax
