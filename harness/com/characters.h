// Characters and their UTF-8 and UTF-16 forms, one at a time: under the conversions of text.h, and for readers of text that
// have to say where it is ill-formed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wbemcheck::com {

constexpr bool is_high_surrogate(char32_t unit) noexcept { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(char32_t unit) noexcept { return unit >= 0xDC00 && unit <= 0xDFFF; }
constexpr bool is_surrogate(char32_t unit) noexcept { return unit >= 0xD800 && unit <= 0xDFFF; }
constexpr char32_t join_surrogates(char32_t high, char32_t low) noexcept {
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

// Must be a character: at most 0x10FFFF, no surrogate. Throws std::bad_alloc.
void append_utf8(std::string& text, char32_t character);

// The front of a text.
struct Character {
    char32_t value = 0;          // when it is well-formed
    std::size_t length = 0;      // in bytes: of the character, or of the maximal ill-formed part (Unicode, table 3-7)
    bool is_well_formed = false;
};
// The text must not be empty.
[[nodiscard]] Character first_character(std::string_view text) noexcept;

// How many bytes at the front are well-formed UTF-8.
[[nodiscard]] std::size_t well_formed_prefix(std::string_view text) noexcept;

}  // namespace wbemcheck::com
