#include "harness/com/text.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "harness/com/characters.h"

namespace wbemcheck::com {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// How many units at the front are ASCII: all of them in nearly every name and text that crosses the boundary, and those
// have the same number in both forms.
template <class Unit>
std::size_t ascii_prefix(std::basic_string_view<Unit> text) noexcept {
    std::size_t length = 0;
    while (length < text.size() && static_cast<std::make_unsigned_t<Unit>>(text[length]) < 0x80) ++length;
    return length;
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

}  // namespace

std::string to_utf8(OleStringView text) {
    const std::size_t plain = ascii_prefix(text);
    std::string out(plain, '\0');
    for (std::size_t i = 0; i < plain; ++i) out[i] = static_cast<char>(text[i]);
    for (std::size_t i = plain; i < text.size(); ++i) {
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
    const std::size_t plain = ascii_prefix(text);
    OleString out(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(plain));
    text.remove_prefix(plain);
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
