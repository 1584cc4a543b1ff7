// What a subject did in a scenario, reduced to what another implementation could do differently.
#pragma once

#include <filesystem>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::runner {

// One chain for the client (its calls and what they returned) and one per sink (what came to it, and whether it was let go).
// Chains rather than one row: the order of events on different threads is nothing to rely on. Calls of
// Indicate in a row are one step (ORD-7), and on a sink that operations share the steps are sorted (ORD-5). Throws TraceError.
[[nodiscard]] std::vector<reports::BehaviourChain> behaviour_in(const std::filesystem::path& trace);

}  // namespace wbemcheck::runner
