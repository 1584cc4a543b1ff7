#include "harness/subject/word_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace wbemcheck::subject {
namespace {

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

// How many letters have to be inserted, dropped or replaced to make one word of the other.
std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t column = 0; column < row.size(); ++column) {
        row[column] = column;
    }
    for (std::size_t line = 1; line <= left.size(); ++line) {
        std::size_t diagonal = std::exchange(row[0], line);
        for (std::size_t column = 1; column < row.size(); ++column) {
            const bool is_same = lower(left[line - 1]) == lower(right[column - 1]);
            const std::size_t replaced = diagonal + (is_same ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({row[column] + 1, row[column - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

std::string suggest(std::string_view given, std::span<const std::string_view> known) {
    std::string_view best;
    std::size_t best_distance = 3;  // further away is no slip of the finger
    for (const std::string_view word : known) {
        const std::size_t distance = edit_distance(given, word);
        if (distance < best_distance && distance < word.size()) {
            best = word;
            best_distance = distance;
        }
    }
    return best.empty() ? std::string() : fmt::format(" (did you mean '{}'?)", best);
}

std::string enumerate(std::span<const std::string_view> words) {
    std::string text;
    for (std::size_t index = 0; index < words.size(); ++index) {
        if (index > 0) {
            text += index + 1 == words.size() ? " and " : ", ";
        }
        text += words[index];
    }
    return text;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items;
    for (;;) {
        const std::size_t comma = text.find(',');
        items.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos) {
            return items;
        }
        text.remove_prefix(comma + 1);
    }
}

}  // namespace wbemcheck::subject
