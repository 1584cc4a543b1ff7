#include "reports/safe_text.h"

#include <fmt/format.h>

#include <iterator>

namespace wbemcheck::reports {

namespace {

bool is_continuation(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// The longest begin of `text` within `limit` bytes that does not end inside a character.
std::string_view begin_of(std::string_view text, std::size_t limit) noexcept {
    if (text.size() <= limit) return text;
    while (limit > 0 && is_continuation(text[limit])) --limit;
    return text.substr(0, limit);
}

// The Char production of XML 1.0, less the C1 controls and DEL, which it allows and nothing shows.
bool is_xml_character(char32_t value) noexcept {
    if (value == U'\t' || value == U'\n') return true;
    if (value < 0x20 || (value >= 0x7F && value <= 0x9F)) return false;
    return value != 0xFFFE && value != 0xFFFF;
}

}  // namespace

CodePoint first_code_point(std::string_view text) noexcept {
    if (text.empty()) return {};
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) return {lead, 1, true};
    const CodePoint invalid{lead, 1, false};

    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return invalid;
    char32_t value = lead & (0x7FU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        if (!is_continuation(text[index])) return invalid;
        value = (value << 6U) | (static_cast<unsigned char>(text[index]) & 0x3FU);
    }
    const char32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < least || value > 0x10FFFF || is_surrogate) return invalid;
    return {value, length, true};
}

std::string to_xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        if (!point.is_valid) {
            out += "\xEF\xBF\xBD";
        } else if (point.value == U'\r') {
            if (text.size() == 1 || text[1] != '\n') out += '\n';
        } else if (is_xml_character(point.value)) {
            out += text.substr(0, point.length);
        } else {
            fmt::format_to(std::back_inserter(out), "<U+{:04X}>", static_cast<unsigned>(point.value));
        }
        text.remove_prefix(point.length);
    }
    return out;
}

std::string to_console_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        if (!point.is_valid) {
            fmt::format_to(std::back_inserter(out), "<0x{:02X}>", static_cast<unsigned>(point.value));
        } else if (point.value == U'\r') {
            if (text.size() == 1 || text[1] != '\n') out += '\n';
        } else if (point.value == U'\t') {
            out += ' ';
        } else if (point.value == U'\n' || (point.value >= 0x20 && point.value < 0x7F)) {
            out += static_cast<char>(point.value);
        } else {
            fmt::format_to(std::back_inserter(out), "<U+{:04X}>", static_cast<unsigned>(point.value));
        }
        text.remove_prefix(point.length);
    }
    return out;
}

std::string cut_text(std::string_view text, std::size_t limit) {
    const std::string_view kept = begin_of(text, limit);
    if (kept.size() == text.size()) return std::string(text);
    return fmt::format("{}\n[cut here: {} more bytes stand in the JSON report]", kept,
                       text.size() - kept.size());
}

std::string to_one_line(std::string_view text, std::size_t limit) {
    constexpr std::string_view kEllipsis = "...";
    std::string out(text.size() <= limit ? text : begin_of(text, limit - kEllipsis.size()));
    for (char& character : out) {
        if (character == '\n' || character == '\r' || character == '\t') character = ' ';
    }
    if (text.size() > limit) out += kEllipsis;
    return out;
}

}  // namespace wbemcheck::reports
