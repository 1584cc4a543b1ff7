// What a worker is told to do, and what it says while it does it. The assignment is a JSON file; the worker answers in
// lines on its standard output.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/contract/finding.h"
#include "harness/runner/exploration.h"
#include "harness/runner/worker_limits.h"
#include "harness/stage/time_budget.h"

namespace wbemcheck::runner {

struct AssignedScenario {
    std::string id;         // with its repetition
    std::string trace;      // file name within the folder of the assignment
    std::string origin;     // what the trace says about itself (origin.h)
    std::uint64_t delays = 0;  // other than 0: the seed of delays at the boundary
};

struct Assignment {
    std::string subject;               // the address as a person wrote it
    bool discover = false;             // find out what the subject can do, and play nothing
    std::filesystem::path folder;      // where traces go
    stage::TimeBudgets budgets;
    WorkerLimits limits;
    std::optional<ExplorationLimits> explore;  // spaces are explored within these, not only played
    contract::Profile profile = contract::Profile::kDocumented;  // under which they are judged
    unsigned core = 0;                 // number of the core that an exploring worker keeps to, modulo those that there are
    std::vector<AssignedScenario> scenarios;
};

// Where the worker of this assignment leaves the stacks that it dies with (stack_file.h).
[[nodiscard]] std::filesystem::path stack_file_of(const std::filesystem::path& assignment_file);

[[nodiscard]] std::string write_assignment(const Assignment& assignment);
[[nodiscard]] Assignment read_assignment(const std::string& text);  // throws std::exception for a damaged one

// The name of the trace of a discovery, within the folder of the assignment.
inline constexpr const char* kDiscoveryTrace = "discovery.trace";

// The lines of a worker.
inline constexpr const char* kReadyLine = "ready";         // the subject is there
inline constexpr const char* kBeginLine = "begin ";        // + number of the scenario in the assignment
inline constexpr const char* kEndLine = "end ";            // + the same
inline constexpr const char* kAliveLine = "alive ";        // + schedules so far: an exploration goes on
inline constexpr const char* kExploredLine = "explored ";  // + JSON: what came of the space that it is at
inline constexpr const char* kLearningLine = "learning ";  // + JSON: what is known before discovery
inline constexpr const char* kLearntLine = "learnt ";      // + JSON: what discovery found
inline constexpr const char* kUnusableLine = "unusable ";  // + why the subject cannot be had; one sentence
inline constexpr const char* kFaultLine = "fault ";        // + what went wrong on the harness's side

}  // namespace wbemcheck::runner
