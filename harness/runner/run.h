// A whole run: plan, discovery, play, judge, result.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "harness/runner/run_options.h"
#include "reports/result.h"

namespace wbemcheck::runner {

// Called while the run goes on, one call at a time.
struct RunWatcher {
    std::function<void(std::size_t scenarios)> planned;
    // A worker begins a scenario. Unlike the others on any thread, several at a time.
    std::function<void(const std::string& id)> begun;
    // A scenario that has a trace has ended. The trace may be gone afterwards.
    std::function<void(const reports::ScenarioOutcome&, std::span<const reports::Finding>, const std::filesystem::path& trace)>
        recorded;
    std::function<void(const reports::ScenarioOutcome&, std::span<const reports::Finding>)> finished;
};

// Throws UsageError for what a person got wrong, other exceptions for faults of the harness.
[[nodiscard]] reports::RunResult run(const RunOptions& options, const RunWatcher& watcher);

}  // namespace wbemcheck::runner
