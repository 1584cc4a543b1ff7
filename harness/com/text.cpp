#include "harness/com/text.h"

#include <cstdint>

namespace wbemcheck::com {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

constexpr bool is_high_surrogate(char32_t unit) noexcept { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(char32_t unit) noexcept { return unit >= 0xDC00 && unit <= 0xDFFF; }

void append_utf8(std::string& out, char32_t code_point) {
    const auto put = [&out](char32_t byte) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | (code_point >> 6));
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | (code_point >> 18));
        put(0x80 | ((code_point >> 12) & 0x3F));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

void append_utf16(OleString& out, char32_t code_point) {
    if (code_point < 0x10000) {
        out.push_back(static_cast<OLECHAR>(code_point));
    } else {
        const char32_t offset = code_point - 0x10000;
        out.push_back(static_cast<OLECHAR>(0xD800 + (offset >> 10)));
        out.push_back(static_cast<OLECHAR>(0xDC00 + (offset & 0x3FF)));
    }
}

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

// Reads one code point at `position` and moves behind it, or behind the maximal ill-formed part.
char32_t next_code_point(std::string_view text, std::size_t& position) noexcept {
    const auto first = static_cast<unsigned char>(text[position++]);
    if (first < 0x80) {
        return first;
    }
    Lead lead = classify(first);
    if (lead.following == 0) {
        return kReplacement;
    }
    char32_t code_point = first & (0x3FU >> lead.following);
    for (; lead.following > 0; --lead.following) {
        if (position == text.size()) {
            return kReplacement;
        }
        const auto byte = static_cast<unsigned char>(text[position]);
        if (byte < lead.low || byte > lead.high) {
            return kReplacement;
        }
        code_point = (code_point << 6) | (byte & 0x3FU);
        ++position;
        lead.low = 0x80;
        lead.high = 0xBF;
    }
    return code_point;
}

}  // namespace

std::string to_utf8(OleStringView text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto unit = static_cast<char32_t>(static_cast<std::uint16_t>(text[i]));
        if (is_high_surrogate(unit) && i + 1 < text.size()) {
            const auto next = static_cast<char32_t>(static_cast<std::uint16_t>(text[i + 1]));
            if (is_low_surrogate(next)) {
                append_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
                ++i;
                continue;
            }
        }
        append_utf8(out, is_high_surrogate(unit) || is_low_surrogate(unit) ? kReplacement : unit);
    }
    return out;
}

OleString to_utf16(std::string_view text) {
    OleString out;
    out.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        append_utf16(out, next_code_point(text, position));
    }
    return out;
}

OleStringView terminated_view(const OLECHAR* text) noexcept {
    return text == nullptr ? OleStringView() : OleStringView(text);
}

}  // namespace wbemcheck::com
