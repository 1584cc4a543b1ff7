// The counts that stand in every report. They are made in one place, so that no two reports of one run
// disagree.
#pragma once

#include <array>
#include <cstddef>

#include "reports/result.h"

namespace wbemcheck::reports {

// How many scenarios ended in each verdict.
class ScenarioTally {
public:
    explicit ScenarioTally(const RunResult& result);

    [[nodiscard]] std::size_t count(Verdict verdict) const noexcept {
        return counts_[static_cast<std::size_t>(verdict)];
    }
    [[nodiscard]] std::size_t total() const noexcept { return total_; }

private:
    std::array<std::size_t, kAllVerdicts.size()> counts_{};
    std::size_t total_ = 0;
};

// What became of the clauses of the catalogue in this run. Every clause is counted exactly once.
struct Coverage {
    std::size_t judged = 0;          // had an opportunity and a verdict
    std::size_t not_reached = 0;     // could have been judged, but the situation never arose
    std::size_t not_applicable = 0;  // the subject lacks what the clause is about, or others owe it
    std::size_t not_judged = 0;      // no judge: the documents leave it open, or the run does not cover it
    std::size_t untestable = 0;      // the boundary cannot show it

    bool operator==(const Coverage&) const = default;
};

// It could have been judged, but nothing in this run was an opportunity to break it.
[[nodiscard]] bool is_not_reached(const ClauseSummary& clause);

// What a table says of the clause: without an opportunity it is not reached, whatever that does to the verdict of the run.
[[nodiscard]] Verdict shown_verdict_of(const ClauseSummary& clause);

[[nodiscard]] Coverage coverage_of(const RunResult& result);

}  // namespace wbemcheck::reports
