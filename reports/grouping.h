// What belongs together in a report that people read: the scenarios in which one clause broke, the scenarios
// that share a reason, the scenarios that showed one reading. Groups point into the result and must not
// outlive it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::reports {

// The findings with one verdict about one clause.
struct ClauseGroup {
    std::string_view clause;
    std::vector<const Finding*> findings;     // in the order of the result; never empty
    std::vector<std::string_view> scenarios;  // each once, in the order of the result
};

// In the order of the clauses in the result; a clause that is not among them comes last.
[[nodiscard]] std::vector<ClauseGroup> group_by_clause(const RunResult& result, Verdict verdict);

// The findings of each scenario, in the order of the result.
using FindingsByScenario = std::unordered_map<std::string_view, std::vector<const Finding*>>;

[[nodiscard]] FindingsByScenario findings_by_scenario(const RunResult& result);

// Those of one scenario; none for one without.
[[nodiscard]] std::span<const Finding* const> findings_of(const ScenarioOutcome& scenario,
                                                          const FindingsByScenario& findings) noexcept;

// The scenarios with one verdict and one reason, in the order of the result.
struct ReasonGroup {
    std::string_view reason;
    std::vector<const ScenarioOutcome*> scenarios;  // never empty
};

[[nodiscard]] std::vector<ReasonGroup> group_by_reason(const RunResult& result, Verdict verdict);

// The scenarios that showed the same reading of one question; in the order of their first appearance.
struct ReadingGroup {
    std::string_view id;
    std::string_view reading;
    std::vector<std::string_view> scenarios;  // never empty
};

[[nodiscard]] std::vector<ReadingGroup> group_readings(const RunResult& result);

}  // namespace wbemcheck::reports
