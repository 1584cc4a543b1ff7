// What a person asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/contract/finding.h"
#include "harness/runner/exploration.h"
#include "harness/runner/worker_limits.h"
#include "harness/subject/subject.h"

namespace wbemcheck::runner {

enum class Isolation {
    kProcess,  // scenarios play in worker processes
    kNone,     // in this process: for a debugger; a crash of the subject is a crash of the run
};

struct RunOptions {
    subject::SubjectAddress subject;
    std::vector<std::string> filters;   // globs over scenario ids; empty: all
    std::vector<std::string> excludes;
    contract::Profile profile = contract::Profile::kDocumented;
    std::uint64_t seed = 0;             // other than 0: scenarios play in an order drawn from it
    bool delays = false;                // with a seed: everything that crosses the boundary is delayed, as the seed says
    unsigned repeat = 1;
    unsigned shard = 1;                 // shard of shards, from 1
    unsigned shards = 1;
    double timeout_scale = 1;
    bool no_timeouts = false;
    WorkerLimits limits;                // of each worker process
    Isolation isolation = Isolation::kProcess;
    unsigned jobs = 0;                  // worker processes at a time; 0: two per core
    std::optional<std::filesystem::path> out;  // where traces are kept
    std::optional<std::filesystem::path> waivers;
    bool walk = false;                  // the walk instead of the scenarios
    std::optional<ExplorationLimits> explore;  // the explorations instead of the scenarios
    std::string replay;                 // play this one schedule; empty: what the other options say
    std::string program;                // how a person calls this program, for rerun commands
};

}  // namespace wbemcheck::runner
