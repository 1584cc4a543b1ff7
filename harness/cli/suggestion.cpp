#include "harness/cli/suggestion.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace wbemcheck::cli {
namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string closest_to(std::string_view typed, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t best_distance = typed.size() / 3 + 2;  // more than that is another word
    for (const std::string& candidate : candidates) {
        const std::size_t found = distance(typed, candidate);
        if (found < best_distance) {
            best_distance = found;
            best = candidate;
        }
    }
    return best;
}

}  // namespace wbemcheck::cli
