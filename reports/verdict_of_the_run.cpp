#include "reports/verdict_of_the_run.h"

#include <fmt/format.h>

#include <algorithm>

namespace wbemcheck::reports {

namespace {

bool shows_that_a_run_is_not_good(const ScenarioOutcome& scenario) noexcept {
    return scenario.verdict == Verdict::kViolation || scenario.verdict == Verdict::kHarnessFault ||
           scenario.verdict == Verdict::kInconclusive;
}

}  // namespace

std::optional<ScenarioOutcome> verdict_of_the_run(const RunResult& result) {
    if (result.verdict == RunVerdict::kConforms && result.stale_waivers.empty()) return std::nullopt;
    if (std::ranges::any_of(result.scenarios, shows_that_a_run_is_not_good)) return std::nullopt;
    ScenarioOutcome run;
    run.id = "run/verdict";
    run.description = "The verdict of the whole run, which no scenario shows.";
    run.ending = "completed";
    run.verdict = result.verdict == RunVerdict::kViolates ? Verdict::kViolation
                  : result.verdict == RunVerdict::kFault  ? Verdict::kHarnessFault
                                                          : Verdict::kInconclusive;
    run.reason = fmt::format("the run ended in the verdict \"{}\"", name_of(result.verdict));
    for (const std::string& sentence : result.stale_waivers) run.reason += "\n" + sentence;
    for (const std::string& note : result.notes) run.reason += "\n" + note;
    return run;
}

}  // namespace wbemcheck::reports
