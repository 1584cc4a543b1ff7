// Measurements and what became slower, as text.
#pragma once

#include <string>

#include "reports/benchmark/regression.h"

namespace wbemcheck::reports {

// "3.20 us", "45.1 ns": a time with three digits.
[[nodiscard]] std::string time_text(double nanoseconds);

// For the console: a line per benchmark with its median, its spread, and the rate or the memory that it measured.
[[nodiscard]] std::string render_measurement(const Measurement& measurement);

// For the console: a line per benchmark, the answer first.
[[nodiscard]] std::string render_regression(const Regression& regression, bool colour);

// "regressed: deliver/batch:1" or "not regressed: 12 benchmarks", in one sentence.
[[nodiscard]] std::string headline_of(const Regression& regression);

// For a pull request: medians with their spread, and the answers where there is a baseline (null: there is none).
[[nodiscard]] std::string write_benchmark_markdown(const Measurement& now, const Measurement* base, const Regression* regression);

}  // namespace wbemcheck::reports
