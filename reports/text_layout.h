// Plain text in columns: wrapping, labels, and the commas between things.
#pragma once

#include <fmt/color.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::reports {

// Columns that a UTF-8 text takes, with one column per character.
[[nodiscard]] std::size_t width_of(std::string_view text) noexcept;

// The lines of `text`, broken at its line ends and, where it is wider than `width`, at spaces. A word that is
// wider than a line stays whole: paths and commands are copied, so they are never broken. At least one line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

// `text` in colour, or as it is. Padding must be part of `text`, as escape sequences have no width.
[[nodiscard]] std::string paint(bool in_colour, const fmt::text_style& style, std::string_view text);

[[nodiscard]] std::string join(std::span<const std::string> items, std::string_view separator);

// "1 scenario", "2 scenarios".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

}  // namespace wbemcheck::reports
