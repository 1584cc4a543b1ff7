#include "harness/com/characters.h"

namespace wbemcheck::com {

namespace {

// What a lead byte promises: how many bytes follow, and the range of the first of them. The ranges keep out
// overlong forms, surrogates and what lies beyond U+10FFFF (Unicode, table 3-7).
struct Lead {
    int following;
    unsigned char low;
    unsigned char high;
};

constexpr Lead classify(unsigned char byte) noexcept {
    if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
    if (byte == 0xE0) return {2, 0xA0, 0xBF};
    if (byte == 0xED) return {2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
    if (byte == 0xF0) return {3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
    if (byte == 0xF4) return {3, 0x80, 0x8F};
    return {0, 0, 0};
}

}  // namespace

void append_utf8(std::string& text, char32_t character) {
    const auto put = [&text](char32_t byte) {
        text.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (character < 0x80) {
        put(character);
    } else if (character < 0x800) {
        put(0xC0 | (character >> 6));
        put(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        put(0xE0 | (character >> 12));
        put(0x80 | ((character >> 6) & 0x3F));
        put(0x80 | (character & 0x3F));
    } else {
        put(0xF0 | (character >> 18));
        put(0x80 | ((character >> 12) & 0x3F));
        put(0x80 | ((character >> 6) & 0x3F));
        put(0x80 | (character & 0x3F));
    }
}

Character first_character(std::string_view text) noexcept {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) {
        return {first, 1, true};
    }
    Lead lead = classify(first);
    if (lead.following == 0) {
        return {0, 1, false};
    }
    char32_t value = first & (0x3FU >> lead.following);
    std::size_t length = 1;
    for (; lead.following > 0; --lead.following) {
        const auto byte = length < text.size() ? static_cast<unsigned char>(text[length]) : static_cast<unsigned char>(0);
        if (byte < lead.low || byte > lead.high) {
            return {0, length, false};
        }
        value = (value << 6) | (byte & 0x3FU);
        ++length;
        lead.low = 0x80;
        lead.high = 0xBF;
    }
    return {value, length, true};
}

std::size_t well_formed_prefix(std::string_view text) noexcept {
    std::size_t position = 0;
    while (position < text.size()) {
        const Character next = first_character(text.substr(position));
        if (!next.is_well_formed) {
            return position;
        }
        position += next.length;
    }
    return position;
}

}  // namespace wbemcheck::com
