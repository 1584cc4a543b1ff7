// From a played scenario to its place in the result.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/contract/coverage.h"
#include "harness/contract/finding.h"
#include "harness/runner/exploration.h"
#include "harness/runner/origin.h"
#include "harness/runner/supervise.h"
#include "reports/result.h"

namespace wbemcheck::runner {

struct Evaluation {
    reports::ScenarioOutcome outcome;
    std::filesystem::path trace;             // where it is, as long as it is; empty for a scenario without one
    std::vector<reports::Finding> findings;  // violations, warnings, inconclusive ones
    std::vector<reports::Reading> readings;
    std::vector<contract::CellTally> cells;
    std::optional<Exploration> exploration;  // of a space
};

[[nodiscard]] reports::Verdict verdict_of(contract::Grade grade) noexcept;

// Judges a trace by itself: what it says of its origin and of its end is all that is known of it. Throws
// trace::TraceError for a trace that is cut or damaged.
[[nodiscard]] Evaluation evaluate_trace(const std::filesystem::path& trace, const Origin& origin, contract::Profile profile);

// For a scenario of this run. What cannot be read is a harness fault of the scenario that was planned.
[[nodiscard]] Evaluation evaluate(const Played& played, const Origin& planned);

// For a scenario that was not played.
[[nodiscard]] Evaluation not_applicable(const Origin& planned, std::string reason);

}  // namespace wbemcheck::runner
