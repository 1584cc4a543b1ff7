// The summary that ends a run on a terminal or in a log. It fits one screen: the verdict and the counts, the worst broken
// clauses each with the command that shows it again, everything else in as much detail as there is room for, and the verdict
// once more as the last line, where a reader's eye is when the output stops.
#pragma once

#include <cstddef>
#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

inline constexpr std::size_t kFewestRows = 23;  // of a terminal with 24, as its prompt needs one

struct ConsoleStyle {
    bool colour = false;   // ANSI colours; without it there is no control character at all
    bool verbose = false;  // every scenario and every finding, nothing capped
    bool strict = false;   // whether the run was told to fail when something is inconclusive
    std::size_t rows = 40;      // unless verbose: how many there may be, and kFewestRows at the least
    std::size_t columns = 100;  // of the screen: a longer line takes several rows
};

// Printable ASCII, at most about 100 columns. Everything that came from the subject is escaped.
[[nodiscard]] std::string render_summary(const RunResult& result, const ConsoleStyle& style);

// "1.84 s", "4 min 02 s": how long something took.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace wbemcheck::reports
