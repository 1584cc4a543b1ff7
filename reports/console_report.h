// The summary that ends a run on a terminal or in a log: the verdict first, then what is broken and how to
// see it again, and the verdict once more as the last line, where a reader's eye is when the output stops.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

struct ConsoleStyle {
    bool colour = false;   // ANSI colours; without it there is no control character at all
    bool verbose = false;  // every scenario and every finding, nothing capped
    bool strict = false;   // whether the run was told to fail when something is inconclusive
};

// Printable ASCII, about 100 columns. Everything that came from the subject is escaped.
[[nodiscard]] std::string render_summary(const RunResult& result, const ConsoleStyle& style);

// "1.84 s", "4 min 02 s": how long something took.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace wbemcheck::reports
