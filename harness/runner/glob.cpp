#include "harness/runner/glob.h"

#include <cstddef>
#include <vector>

namespace wbemcheck::runner {

bool matches_glob(std::string_view pattern, std::string_view text) noexcept {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;  // the newest star, and how much of the text it has taken so far
    std::size_t taken = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++taken;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

bool meets_family(std::string_view pattern, std::string_view family) {
    // Whether what is left of both from these places on has a text in common, from the ends to the begins.
    std::vector<bool> below(family.size() + 1);
    std::vector<bool> row(family.size() + 1);
    for (std::size_t p = pattern.size() + 1; p-- > 0;) {
        const bool has_pattern = p < pattern.size();
        for (std::size_t f = family.size() + 1; f-- > 0;) {
            const bool has_family = f < family.size();
            if (!has_pattern && !has_family) {
                row[f] = true;
            } else if (has_pattern && pattern[p] == '*') {
                row[f] = below[f] || (has_family && row[f + 1]);
            } else if (has_family && family[f] == '*') {
                row[f] = row[f + 1] || (has_pattern && pattern[p] != '/' && below[f]);
            } else {
                row[f] = has_pattern && has_family && (pattern[p] == family[f] || pattern[p] == '?') && below[f + 1];
            }
        }
        below.swap(row);
    }
    return below[0];
}

}  // namespace wbemcheck::runner
