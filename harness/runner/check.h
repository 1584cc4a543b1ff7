// Judges recorded traces again: by what they say alone, in this process or on another machine a year later.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "harness/contract/finding.h"
#include "harness/runner/run.h"
#include "reports/result.h"

namespace wbemcheck::runner {

struct CheckOptions {
    std::vector<std::filesystem::path> traces;  // files, and folders that are searched for *.trace
    std::optional<contract::Profile> profile;   // instead of the recorded one
    std::optional<std::filesystem::path> waivers;
};

// The result in the model of a run, in the order in which the run listed its scenarios; what a trace does not say is left
// out, not made up. Throws UsageError for a path that holds no trace and for traces that cannot stand in one result, and
// trace::TraceError for a trace that is cut or damaged. Gives the whole result or none.
[[nodiscard]] reports::RunResult check(const CheckOptions& options, const RunWatcher& watcher);

}  // namespace wbemcheck::runner
