// Characters to and from UTF-8, for what the conversions at the COM boundary do not do: say where text is
// ill-formed, and take one character at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wbemcheck::mock::mof {

constexpr bool is_high_surrogate(std::uint32_t unit) noexcept { return unit >= 0xD800U && unit <= 0xDBFFU; }
constexpr bool is_low_surrogate(std::uint32_t unit) noexcept { return unit >= 0xDC00U && unit <= 0xDFFFU; }
constexpr bool is_surrogate(std::uint32_t unit) noexcept { return unit >= 0xD800U && unit <= 0xDFFFU; }
constexpr std::uint32_t join_surrogates(std::uint32_t high, std::uint32_t low) noexcept {
    return 0x10000U + ((high - 0xD800U) << 10U) + (low - 0xDC00U);
}

// The character must be one: at most 0x10FFFF, no surrogate.
inline void append_utf8(std::string& text, std::uint32_t character) {
    const auto continuation = [character](unsigned shift) {
        return static_cast<char>(0x80U | ((character >> shift) & 0x3FU));
    };
    if (character < 0x80U) {
        text += static_cast<char>(character);
    } else if (character < 0x800U) {
        text += static_cast<char>(0xC0U | (character >> 6U));
        text += continuation(0);
    } else if (character < 0x10000U) {
        text += static_cast<char>(0xE0U | (character >> 12U));
        text += continuation(6);
        text += continuation(0);
    } else {
        text += static_cast<char>(0xF0U | (character >> 18U));
        text += continuation(12);
        text += continuation(6);
        text += continuation(0);
    }
}

// The character at the front of well-formed text that is not empty, and its bytes.
struct Character {
    std::uint32_t value = 0;
    std::size_t length = 0;
};
constexpr Character first_character(std::string_view text) noexcept {
    const auto byte = [text](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t first = byte(0);
    if (first < 0x80U) return {first, 1};
    if (first < 0xE0U) return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    if (first < 0xF0U) return {((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
    return {
        ((first & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU),
        4};
}

// How many bytes at the front are well-formed UTF-8 (the Unicode Standard, table 3-7).
constexpr std::size_t well_formed_prefix(std::string_view text) noexcept {
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t i = 0;
    while (i < text.size()) {
        const unsigned char first = byte(i);
        if (first < 0x80U) {
            ++i;
            continue;
        }
        const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
        if (first < 0xC2U || first > 0xF4U || text.size() - i < length) return i;
        const unsigned char least = first == 0xE0U ? 0xA0U : first == 0xF0U ? 0x90U : 0x80U;
        const unsigned char most = first == 0xEDU ? 0x9FU : first == 0xF4U ? 0x8FU : 0xBFU;
        if (byte(i + 1) < least || byte(i + 1) > most) return i;
        for (std::size_t k = 2; k < length; ++k) {
            if ((byte(i + k) & 0xC0U) != 0x80U) return i;
        }
        i += length;
    }
    return i;
}

}  // namespace wbemcheck::mock::mof
