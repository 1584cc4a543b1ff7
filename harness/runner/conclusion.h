// From the evaluations of single scenarios to the result of a run: the same way for a run and for traces that are judged
// again.
#pragma once

#include <vector>

#include "harness/runner/evaluate.h"
#include "harness/runner/origin.h"
#include "reports/result.h"

namespace wbemcheck::runner {

// A result that has its head: what was run, where, how.
[[nodiscard]] reports::RunResult begin_result(const RunOrigin& origin);

// Scenarios, findings and readings, in the order of the evaluations.
void add_evaluations(std::vector<Evaluation> evaluations, reports::RunResult& result);

// Clauses, notes and the verdict, from the scenarios and findings of the result.
void conclude(bool is_whole, reports::RunResult& result);

}  // namespace wbemcheck::runner
