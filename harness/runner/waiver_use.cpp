#include "harness/runner/waiver_use.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "harness/runner/glob.h"
#include "harness/runner/plan.h"

namespace wbemcheck::runner {
namespace {

using reports::Verdict;

// A run in which nothing broke shows nothing about a failure that need not come every time, unless it had enough
// repetitions for a failure of the accepted rate: with this probability they would have shown it.
constexpr double kCertainty = 0.95;

std::string name_of(const Waiver& waiver) {
    const std::string line = waiver.line == 0 ? "" : fmt::format(" (line {})", waiver.line);
    return fmt::format("The waiver for {} in {}{}", waiver.clause, waiver.scenario, line);
}

// What is inconclusive or at fault here shows neither that the clause is kept nor that it is broken.
bool is_judged(Verdict verdict) noexcept {
    return verdict == Verdict::kPass || verdict == Verdict::kObserved || verdict == Verdict::kWarning ||
           verdict == Verdict::kWaived || verdict == Verdict::kViolation;
}

bool would_have_shown(double rate, std::size_t repetitions) {
    return std::pow(1 - rate, static_cast<double>(repetitions)) <= 1 - kCertainty;
}

// Whether this run is proof enough that nothing needs the waiver: all that it is for was played, and often enough.
bool is_shown_unneeded(const Waiver& waiver, const Repertoire& repertoire, const reports::RunResult& result) {
    if (repertoire.is_excerpt && is_glob(waiver.scenario)) return false;
    if (std::any_of(repertoire.left_out.begin(), repertoire.left_out.end(),
                    [&](const std::string& id) { return matches_glob(waiver.scenario, id); })) {
        return false;
    }
    std::map<std::string, std::size_t> repetitions;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        const std::string base = base_id(scenario.id);
        if (is_judged(scenario.verdict) && matches_glob(waiver.scenario, base)) ++repetitions[base];
    }
    return !repetitions.empty() && std::all_of(repetitions.begin(), repetitions.end(), [&](const auto& scenario) {
        return would_have_shown(waiver.max_rate, scenario.second);
    });
}

}  // namespace

std::size_t count_repetitions(const reports::RunResult& result, const std::string& base) {
    return static_cast<std::size_t>(
        std::count_if(result.scenarios.begin(), result.scenarios.end(), [&](const reports::ScenarioOutcome& scenario) {
            return is_judged(scenario.verdict) && base_id(scenario.id) == base;
        }));
}

std::string complaint_of_expiry(const Waiver& waiver) {
    return fmt::format("{} expired on {}: renew it or take it out.", name_of(waiver), waiver.expires);
}

std::vector<std::string> complaints_about(const WaiverUse& use, const Repertoire& repertoire,
                                          const reports::RunResult& result) {
    const Waiver& waiver = *use.waiver;
    std::vector<std::string> complaints;
    if (use.broken != 0) {
        complaints.push_back(fmt::format("{} waives nothing of {}: {} of {} repetitions broke it, a rate of {:.3g}, and {:.3g} "
                                         "is accepted.",
                                         name_of(waiver), use.too_often_in, use.broken, use.repetitions,
                                         static_cast<double>(use.broken) / static_cast<double>(use.repetitions),
                                         waiver.max_rate));
    }
    if (!use.other_failures.empty()) {
        const std::string now = fmt::format("{}", fmt::join(use.other_failures, " and "));
        const std::string was = fmt::format("{}", fmt::join(waiver.fingerprints, " or "));
        complaints.push_back(
            use.covered == 0
                ? fmt::format("{} covers nothing: the failure changed (fingerprint now {}, was {}). Look at it again.",
                              name_of(waiver), now, was)
                : fmt::format("{} does not cover all that breaks it: beside the failure that it is for (fingerprint {}) "
                              "there is another one (fingerprint {}).",
                              name_of(waiver), was, now));
    }
    if (use.covered != 0 || !complaints.empty()) return complaints;
    if (!can_be_played(waiver.scenario, repertoire)) {
        complaints.push_back(fmt::format("{} matches no scenario that there is: correct its `scenario` or take it out.",
                                         name_of(waiver)));
    } else if (use.is_shadowed) {
        complaints.push_back(fmt::format("{} is not needed: all that it covers in this run another waiver covers. Take one of "
                                         "them out.",
                                         name_of(waiver)));
    } else if (is_shown_unneeded(waiver, repertoire, result)) {
        complaints.push_back(
            fmt::format("{} is not needed: nothing in this run breaks it. Take it out.", name_of(waiver)));
    }
    return complaints;
}

}  // namespace wbemcheck::runner
