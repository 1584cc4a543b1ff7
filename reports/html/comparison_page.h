// Results side by side as an HTML page: clauses by subjects, readings by subjects, and where each parts from the first one.
#pragma once

#include <string>
#include <vector>

#include "reports/comparison.h"

namespace wbemcheck::reports {

// Any number of subjects, at least two. The first is what the others are held against: the reference implementation.
[[nodiscard]] std::string write_html_matrix(const std::vector<NamedResult>& results);

// Two results of which the second is the newer: what got worse comes first.
[[nodiscard]] std::string write_html_comparison(const NamedResult& base, const NamedResult& now);

}  // namespace wbemcheck::reports
