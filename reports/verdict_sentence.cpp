#include "reports/verdict_sentence.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/grouping.h"
#include "reports/tally.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {
namespace {

std::string consequence_of_verdict(const RunResult& result, bool strict) {
    constexpr std::size_t kMostIds = 12;
    switch (result.verdict) {
        case RunVerdict::kConforms:
            return "";
        case RunVerdict::kViolates: {
            const std::vector<ClauseGroup> broken = group_by_clause(result, Verdict::kViolation);
            std::vector<std::string> ids;
            for (const ClauseGroup& group : broken) {
                if (ids.size() == kMostIds) {
                    ids.push_back(fmt::format("and {} more", broken.size() - kMostIds));
                    break;
                }
                ids.emplace_back(group.clause);
            }
            return ids.empty() ? "at least one violation" : "broken " + join(ids, ", ");
        }
        case RunVerdict::kInconclusive:
            return strict ? "nothing violated, but --strict does not accept what is inconclusive"
                          : "nothing violated, but not proved either; with --strict this is exit 3";
        case RunVerdict::kFault:
            break;
    }
    return "the harness, not the subject, is to blame";
}

}  // namespace

std::string headline_of(const RunResult& result) {
    const ScenarioTally tally(result);
    const std::string of_all = counted(tally.total(), "scenario");
    switch (result.verdict) {
        case RunVerdict::kConforms:
            return fmt::format("keeps the {} contract", result.contract);
        case RunVerdict::kViolates:
            return fmt::format("breaks the {} contract: {} in {} of {}", result.contract,
                               counted(group_by_clause(result, Verdict::kViolation).size(), "clause"),
                               tally.count(Verdict::kViolation), of_all);
        case RunVerdict::kInconclusive:
            if (const std::size_t inconclusive = tally.count(Verdict::kInconclusive); inconclusive != 0) {
                return fmt::format("breaks nothing that was seen, but {} of {} could not be judged", inconclusive, of_all);
            }
            if (tally.count(Verdict::kNotApplicable) == tally.total()) {
                return fmt::format("was not judged: none of {} applies", of_all);
            }
            return fmt::format("breaks nothing that was seen, but {} had no opportunity to be broken",
                               counted(static_cast<std::size_t>(std::ranges::count_if(result.clauses, is_not_reached)),
                                       "clause"));
        case RunVerdict::kFault:
            break;
    }
    return fmt::format("could not be judged: the harness failed in {} of {}",
                       tally.count(Verdict::kHarnessFault), of_all);
}

std::string consequence_of(const RunResult& result, bool strict) {
    const std::string consequence = consequence_of_verdict(result, strict);
    if (result.stale_waivers.empty()) return consequence;
    return fmt::format("{}{}{} not hold", consequence, consequence.empty() ? "" : "; ",
                       result.stale_waivers.size() == 1 ? "a waiver does" : "some waivers do");
}

}  // namespace wbemcheck::reports
