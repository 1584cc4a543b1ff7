#include "reports/tally.h"

namespace wbemcheck::reports {

ScenarioTally::ScenarioTally(const RunResult& result) : total_(result.scenarios.size()) {
    for (const ScenarioOutcome& scenario : result.scenarios) {
        ++counts_[static_cast<std::size_t>(scenario.verdict)];
    }
}

bool is_not_reached(const ClauseSummary& clause) {
    return clause.checkability == "judged" && clause.opportunities == 0 &&
           (clause.verdict == Verdict::kNotReached || clause.verdict == Verdict::kInconclusive);
}

Verdict shown_verdict_of(const ClauseSummary& clause) {
    return is_not_reached(clause) ? Verdict::kNotReached : clause.verdict;
}

Coverage coverage_of(const RunResult& result) {
    Coverage coverage;
    for (const ClauseSummary& clause : result.clauses) {
        if (clause.checkability == "untestable") {
            ++coverage.untestable;
        } else if (clause.checkability == "not judged") {
            ++coverage.not_judged;
        } else if (is_not_reached(clause)) {
            ++coverage.not_reached;
        } else if (clause.checkability == "other role" || clause.verdict == Verdict::kNotApplicable) {
            ++coverage.not_applicable;
        } else {
            ++coverage.judged;
        }
    }
    return coverage;
}

}  // namespace wbemcheck::reports
