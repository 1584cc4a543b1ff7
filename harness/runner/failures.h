// What is made of a failure: the smallest schedule that still shows it, and a folder with all that is needed to look at it
// elsewhere.
#pragma once

#include <filesystem>
#include <span>

#include "harness/runner/evaluate.h"
#include "harness/runner/origin.h"
#include "harness/runner/player.h"
#include "reports/result.h"

namespace wbemcheck::runner {

// The breaches that an exploration has found, each with the witnesses of its smallest schedule, which is played once more by
// itself. Does nothing for what is no exploration.
void add_breaches(Player& player, const Origin& origin, bool keeps_traces, Evaluation& explored);

// For every clause that the placements of one operation have broken: the one of them with the fewest calls and the earliest
// point, tried again with fewer objects. All of these findings name it as their schedule.
void shrink_placements(Player& player, const Origin& origin, bool keeps_traces, std::span<Evaluation> evaluations);

// One folder below `out`/failures for every violation: the finding, the command, and the traces of its schedules, as far as
// they were kept. Throws UsageError when it cannot be written.
void write_bundles(const std::filesystem::path& out, const reports::RunResult& result);

}  // namespace wbemcheck::runner
