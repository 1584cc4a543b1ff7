// Which scenarios are played, and in which order.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/runner/run_options.h"
#include "scenarios/scenario.h"

namespace wbemcheck::runner {

struct PlannedScenario {
    std::string id;  // with "@2" behind it for a repetition
    const scenarios::Scenario* scenario = nullptr;
};

// The role in which the subject is tested, and the scenarios of that role.
[[nodiscard]] scenarios::Role role_of(const subject::SubjectAddress& subject) noexcept;
[[nodiscard]] std::span<const scenarios::Scenario> listed_scenarios(const RunOptions& options);

// What is played of `scenarios`, which must outlive the plan. Throws UsageError for a filter or an exclude that matches
// nothing, and for a selection that is empty.
[[nodiscard]] std::vector<PlannedScenario> make_plan(const RunOptions& options,
                                                     std::span<const scenarios::Scenario> scenarios);
// The same of the scenarios of the subject's role.
[[nodiscard]] std::vector<PlannedScenario> make_plan(const RunOptions& options);

// The id without its repetition.
[[nodiscard]] std::string base_id(std::string_view id);

// What --replay takes to play this scenario again: its id, and with delays the seed behind a "~".
[[nodiscard]] std::string schedule_of(const RunOptions& options, std::string_view scenario);

// The seed of the delays of one scenario; 0: none.
[[nodiscard]] std::uint64_t delays_of(const RunOptions& options, std::string_view scenario);

// The options that set these limits, each behind a space; empty for the usual ones.
[[nodiscard]] std::string limit_arguments(const WorkerLimits& limits);

// The command line that runs one scenario alone, with the same settings.
[[nodiscard]] std::string rerun_command(const RunOptions& options, std::string_view scenario);

}  // namespace wbemcheck::runner
