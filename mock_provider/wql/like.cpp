#include "mock_provider/wql/like.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace wbemcheck::mock::wql {
namespace {

std::uint32_t folded(std::uint32_t character) noexcept {
    return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
}

// Takes the next character off the front of text that is not empty. A byte that begins no well-formed
// character counts as one above all of Unicode, so that it equals itself alone.
std::uint32_t take(std::string_view& text) noexcept {
    const auto first = static_cast<std::uint8_t>(text.front());
    if (first < 0x80) {
        text.remove_prefix(1);
        return folded(first);
    }
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t character = first & (0x7FU >> length);
    bool is_well_formed = first >= 0xC2 && first < 0xF5 && length <= text.size();
    for (std::size_t i = 1; is_well_formed && i < length; ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        is_well_formed = (byte & 0xC0U) == 0x80U;
        character = (character << 6U) | (byte & 0x3FU);
    }
    text.remove_prefix(is_well_formed ? length : 1);
    return is_well_formed ? character : 0x110000U + first;
}

// What is between the brackets, taken off the front of a pattern that begins with '['. Empty when it is never
// closed; `last_close`, the last ']' of the whole pattern, tells that without a search.
std::optional<std::string_view> take_set(std::string_view& pattern, const char* last_close) noexcept {
    std::size_t first = 1;
    if (pattern.substr(first).starts_with('^')) ++first;
    if (last_close == nullptr || last_close - pattern.data() <= static_cast<std::ptrdiff_t>(first))
        return std::nullopt;
    const std::size_t close = pattern.find(']', first + 1);  // a ']' at `first` is a member
    const std::string_view set = pattern.substr(1, close - 1);
    pattern.remove_prefix(close + 1);
    return set;
}

bool is_in_set(std::uint32_t character, std::string_view set) noexcept {
    const bool is_inverted = set.starts_with('^');
    if (is_inverted) set.remove_prefix(1);
    bool is_member = false;
    while (!set.empty()) {
        const std::uint32_t low = take(set);
        std::uint32_t high = low;
        if (set.size() > 1 && set.front() == '-') {
            set.remove_prefix(1);
            high = take(set);
        }
        is_member = is_member || (low <= character && character <= high);
    }
    return is_member != is_inverted;
}

// Matches one element of the pattern, which is neither empty nor at a '%', against one character; takes both.
bool take_match(std::string_view& text, std::string_view& pattern, const char* last_close) noexcept {
    if (text.empty()) return false;
    const std::uint32_t character = take(text);
    if (pattern.front() == '[') {
        if (const auto set = take_set(pattern, last_close)) return is_in_set(character, *set);
    }
    const bool is_any = pattern.front() == '_';
    return take(pattern) == character || is_any;
}

}  // namespace

bool matches_like(std::string_view text, std::string_view pattern) noexcept {
    const std::size_t close = pattern.rfind(']');
    const char* const last_close = close != std::string_view::npos ? pattern.data() + close : nullptr;
    // Where to go on when a match fails: behind the last '%', one character further in the text. Earlier ones
    // need no second try, for the last one can take whatever they would have taken.
    std::optional<std::string_view> behind_percent;
    std::string_view next_start;
    while (true) {
        if (pattern.starts_with('%')) {
            pattern.remove_prefix(1);
            if (pattern.empty()) return true;
            behind_percent = pattern;
            next_start = text;
        } else if (pattern.empty() && text.empty()) {
            return true;
        } else if (pattern.empty() || !take_match(text, pattern, last_close)) {
            if (!behind_percent || next_start.empty()) return false;
            take(next_start);
            text = next_start;
            pattern = *behind_percent;
        }
    }
}

}  // namespace wbemcheck::mock::wql
