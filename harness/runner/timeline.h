// What a trace says happened, as steps that a report can draw.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::runner {

// What crossed the boundary, in the order of the trace, one call per step: calls, callbacks, references, rest points, and
// as notes the other events that `also` names by their positions. Throws TraceError.
void for_each_step(const std::filesystem::path& trace, const std::set<std::uint64_t>& also,
                   const std::function<void(reports::Step)>& take);

// Gives each finding the steps around its witness, in one pass over the trace. A short trace is shown whole; of a long one, the
// first steps, which say how it began, and those close to the events of the witness, each gap as one step that says how much
// is missing. Throws TraceError.
void add_timelines(const std::filesystem::path& trace, std::span<reports::Finding> findings);

}  // namespace wbemcheck::runner
