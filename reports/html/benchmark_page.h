// Measurements as an HTML page: the distribution of every benchmark, and cost against size where one was measured over sizes.
#pragma once

#include <string>

#include "reports/benchmark/regression.h"

namespace wbemcheck::reports {

// `base` and `regression` are null where there is no baseline.
[[nodiscard]] std::string write_html_benchmarks(const Measurement& now, const Measurement* base, const Regression* regression);

// Of a family of benchmarks that differ in one number of their names: the exponent with which the time grows with that number
// (1: in proportion), by least squares over the logarithms of sizes and medians. 0 for fewer than two sizes.
struct Growth {
    std::string family;                              // "at-once/operations", "deliver/batch:N/operations:2"
    std::vector<std::pair<double, double>> points;   // size, median in nanoseconds
    double slope = 0;
};

// Those with at least four sizes.
[[nodiscard]] std::vector<Growth> growths_in(const Measurement& measurement);

}  // namespace wbemcheck::reports
