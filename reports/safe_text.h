// Texts of a result may come from the subject: names, status strings, descriptions of failures. These
// functions make them safe to put into a format whatever bytes they hold, without throwing and without hiding
// that something was there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wbemcheck::reports {

struct CodePoint {
    char32_t value = 0;      // the byte itself when it begins no valid sequence
    std::size_t length = 0;  // bytes used; 0 only for an empty text
    bool is_valid = false;
};

// The code point at the begin of a UTF-8 text. Overlong forms, surrogates and values above U+10FFFF are not
// valid.
[[nodiscard]] CodePoint first_code_point(std::string_view text) noexcept;

// For XML 1.0, before escaping: invalid bytes become U+FFFD, characters that XML cannot carry become
// "<U+001B>", line ends become "\n". Markup characters are left to the XML writer.
[[nodiscard]] std::string to_xml_text(std::string_view text);

// For a terminal: printable ASCII and "\n" only, so that a subject can neither move the cursor nor forge a
// line. Other characters become "<U+00E4>", invalid bytes "<0xFF>", tabs a space.
[[nodiscard]] std::string to_console_text(std::string_view text);

// The text itself, or its first `limit` bytes (never half a character) and a sentence that says how much is
// missing and where to find it.
[[nodiscard]] std::string cut_text(std::string_view text, std::size_t limit);

// One line, at most `limit` bytes: line ends become spaces, what is cut ends in "...".
[[nodiscard]] std::string to_one_line(std::string_view text, std::size_t limit);

}  // namespace wbemcheck::reports
