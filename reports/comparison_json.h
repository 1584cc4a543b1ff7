// A comparison of two results as a document for programs (comparison.schema.json).
#pragma once

#include <string>

#include "reports/comparison.h"

namespace wbemcheck::reports {

// Invalid UTF-8 is replaced by U+FFFD.
[[nodiscard]] std::string write_comparison_json(const Comparison& comparison, const RunResult& base, const RunResult& now);

}  // namespace wbemcheck::reports
