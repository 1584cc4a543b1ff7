#include "reports/text_layout.h"

namespace wbemcheck::reports {

namespace {

void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& lines) {
    // What a text indents itself with is kept on its first line.
    std::string current(line.substr(0, std::min(line.find_first_not_of(' '), line.size())));
    std::size_t current_width = current.size();
    bool has_word = false;
    line.remove_prefix(current.size());
    while (!line.empty()) {
        const std::string_view word = line.substr(0, line.find(' '));
        const std::size_t word_width = width_of(word);
        if (has_word && current_width + 1 + word_width > width) {
            lines.push_back(std::move(current));
            current.clear();
            current_width = 0;
            has_word = false;
        }
        if (has_word) {
            current += ' ';
            ++current_width;
        }
        current += word;
        current_width += word_width;
        has_word = true;
        line.remove_prefix(word.size());
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    }
    lines.push_back(std::move(current));
}

}  // namespace

std::size_t width_of(std::string_view text) noexcept {
    std::size_t width = 0;
    for (const char byte : text) {
        if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++width;
    }
    return width;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    std::vector<std::string> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        wrap_line(text.substr(0, end), width, lines);
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

std::string paint(bool in_colour, const fmt::text_style& style, std::string_view text) {
    return in_colour ? fmt::format(style, "{}", text) : std::string(text);
}

std::string join(std::span<const std::string> items, std::string_view separator) {
    std::string out;
    for (const std::string& item : items) {
        if (&item != items.data()) out += separator;
        out += item;
    }
    return out;
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace wbemcheck::reports
