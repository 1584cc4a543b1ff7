// Plays scenarios against one subject, as often as it is asked to.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "harness/runner/discovery.h"
#include "harness/runner/evaluate.h"
#include "harness/runner/origin.h"
#include "harness/runner/plan.h"
#include "harness/runner/run_options.h"
#include "harness/runner/supervise.h"
#include "harness/runner/walk_plan.h"

namespace wbemcheck::runner {

// Finds out what the subject can do when it is made. Throws UsageError when the subject cannot be had.
// Requires: the options and the folder outlive it.
class Player {
public:
    Player(const RunOptions& options, const std::filesystem::path& folder);

    [[nodiscard]] const Discovery& discovery() const noexcept { return discovery_; }
    [[nodiscard]] const stage::TimeBudgets& budgets() const noexcept { return supervision_.assignment.budgets; }
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return supervision_.assignment.folder; }

    // Who is told of each scenario that a worker begins, on any thread and several at a time.
    void tell_of_begins(std::function<void(const std::string& id)> begun) { supervision_.begun = std::move(begun); }

    // Why the subject cannot play it; null when it can.
    [[nodiscard]] const NotApplicable* refusal(const scenarios::Scenario& scenario) const;

    // `finished` is called for every scenario of the plan, one call at a time, in any order. `origin` is that of the run;
    // traces that nobody keeps are gone afterwards.
    void play(std::span<const PlannedScenario> plan, Origin origin, bool keeps_traces,
              const std::function<void(Evaluation)>& finished);

    // Runs the operations undisturbed, to see which points they pass.
    [[nodiscard]] std::vector<Surveyed> survey(std::span<const scenarios::Scenario> surveys, const Origin& origin);

private:
    const RunOptions& options_;
    const bool is_isolated_;
    Supervision supervision_;
    Discovery discovery_;
};

}  // namespace wbemcheck::runner
