// Which part of the suite is played for which defect, and under which contract. A defect knows no scenario; this table
// brings the two together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/contract/finding.h"
#include "harness/runner/run_options.h"
#include "mock_provider/defects/catalogue.h"

namespace wbemcheck::runner {

// What has to be played for a defect to show.
enum class Play { kScenarios, kWalk, kExploration };

// Filters, scale and limits are there for speed alone: the whole suite at its own pace shows the same.
struct Selection {
    std::vector<std::string> filters;  // globs over scenario ids
    double timeout_scale = 1;
    std::string settings = {};         // more parameters of the mock: "objects=10000"
    bool needs_wire_contract = false;  // a violation under `--contract wire` alone, by the grading of its reading
    Play play = Play::kScenarios;
    WorkerLimits limits = {};
};

// The families in which the defect strikes; where nothing is said, the lifecycle scenarios.
[[nodiscard]] Selection selection_for(const mock::Defect& defect);

// Sets the options that make a run play what the selection says.
void apply(Play play, RunOptions& options);

// The subject to play: "mock?defect=final-twice".
[[nodiscard]] std::string address_of(const mock::Defect& defect);

// What the table names, so that a test can find the names that are none.
[[nodiscard]] std::vector<std::string_view> defects_with_a_selection();

// What the defect is about stands first among its clauses. When MS-WMI alone makes that a MUST, or the grading of a reading
// says so, its breach is a violation under `--contract wire` only.
[[nodiscard]] contract::Profile profile_for(const mock::Defect& defect);

}  // namespace wbemcheck::runner
