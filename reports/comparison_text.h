// A comparison of two results for the console.
#pragma once

#include <string>
#include <vector>

#include "reports/comparison.h"

namespace wbemcheck::reports {

struct ComparisonStyle {
    bool colour = false;
    bool verbose = false;  // nothing capped
};

// Printable ASCII; what is worse comes first, and the headline once more last. Everything that came from a subject is escaped.
[[nodiscard]] std::string render_comparison(const Comparison& comparison, const RunResult& base, const RunResult& now,
                                            const ComparisonStyle& style);

// Several results, each beside the others: one line per result, one per clause about which they do not agree or that one breaks,
// and how often each parts from the first. At least two.
[[nodiscard]] std::string render_side_by_side(const std::vector<NamedResult>& results, const ComparisonStyle& style);

}  // namespace wbemcheck::reports
