#include "harness/com/text.h"

#include <cstdint>

#include "harness/com/characters.h"

namespace wbemcheck::com {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

void append_utf16(OleString& out, char32_t code_point) {
    if (code_point < 0x10000) {
        out.push_back(static_cast<OLECHAR>(code_point));
    } else {
        const char32_t offset = code_point - 0x10000;
        out.push_back(static_cast<OLECHAR>(0xD800 + (offset >> 10)));
        out.push_back(static_cast<OLECHAR>(0xDC00 + (offset & 0x3FF)));
    }
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
                append_utf8(out, join_surrogates(unit, next));
                ++i;
                continue;
            }
        }
        append_utf8(out, is_surrogate(unit) ? kReplacement : unit);
    }
    return out;
}

OleString to_utf16(std::string_view text) {
    OleString out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Character next = first_character(text);
        append_utf16(out, next.is_well_formed ? next.value : kReplacement);
        text.remove_prefix(next.length);
    }
    return out;
}

OleStringView terminated_view(const OLECHAR* text) noexcept {
    return text == nullptr ? OleStringView() : OleStringView(text);
}

}  // namespace wbemcheck::com
