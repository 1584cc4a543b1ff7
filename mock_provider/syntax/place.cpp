#include "mock_provider/syntax/place.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/com/characters.h"

namespace wbemcheck::mock::syntax {
namespace {

constexpr std::size_t kLongestToken = 40;  // bytes of a token that a message shows

bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

bool is_word(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

// The front of the text as a quoted piece, cut between characters when it is long. Bytes that are no text
// become '?', so that a message is always printable.
std::string show(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        if (shown.size() >= kLongestToken) return shown + "...";
        const com::Character next = com::first_character(text);
        const std::size_t length = next.is_well_formed ? next.length : 1;
        const bool is_printable = next.is_well_formed && next.value >= 0x20U && next.value != 0x7FU;
        shown += is_printable ? text.substr(0, length) : "?";
        text.remove_prefix(length);
    }
    return shown;
}

std::string describe_string(std::string_view text) {
    std::size_t end = 1;
    while (end < text.size() && text[end] != text.front()) end += text[end] == '\\' ? 2 : 1;
    return fmt::format("the string {}", show(text.substr(0, std::min(end + 1, text.size()))));
}

}  // namespace

Position position_at(std::string_view text, std::size_t offset) noexcept {
    Position position;
    for (std::size_t i = 0; i < offset; ++i) {
        const bool is_cr_of_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (text[i] == '\n') {
            ++position.line;
            position.column = 1;
        } else if (!is_cr_of_pair && !is_continuation(text[i])) {
            ++position.column;
        }
    }
    return position;
}

std::string describe_token(std::string_view text, std::size_t offset, std::string_view end) {
    const std::string_view rest = text.substr(offset);
    if (rest.empty()) return std::string(end);
    if (rest.front() == '"' || rest.front() == '\'') return describe_string(rest);
    const auto first = static_cast<unsigned char>(rest.front());
    const auto word_end = std::find_if_not(rest.begin(), rest.end(), is_word);
    if (word_end != rest.begin() && com::first_character(rest).is_well_formed) {
        return fmt::format("'{}'", show(rest.substr(0, static_cast<std::size_t>(word_end - rest.begin()))));
    }
    if (first < 0x20U || first >= 0x7FU) return fmt::format("the byte 0x{:02X}", first);
    for (const std::string_view op : {"<=", ">=", "<>", "!="}) {
        if (rest.substr(0, op.size()) == op) return fmt::format("'{}'", op);
    }
    return fmt::format("'{}'", rest.front());
}

}  // namespace wbemcheck::mock::syntax
