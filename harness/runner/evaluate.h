// From a played scenario to its place in the result.
#pragma once

#include <string>
#include <vector>

#include "harness/runner/run_options.h"
#include "harness/runner/supervise.h"
#include "reports/result.h"

namespace wbemcheck::runner {

struct Evaluation {
    reports::ScenarioOutcome outcome;
    std::vector<reports::Finding> findings;  // violations, warnings, inconclusive ones
    std::vector<reports::Reading> readings;
};

[[nodiscard]] Evaluation evaluate(const Played& played, const RunOptions& options, std::string description);

// For a scenario that was not played.
[[nodiscard]] Evaluation not_applicable(const std::string& id, const RunOptions& options, std::string description,
                                        std::string reason);

}  // namespace wbemcheck::runner
