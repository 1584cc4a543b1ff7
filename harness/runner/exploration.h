// Puts the turns of a space into every order, within limits, and judges each of them. Runs in a worker, next to the
// subject, because a schedule takes less time than a process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/contract/finding.h"
#include "harness/stage/stage.h"
#include "harness/subject/subject.h"
#include "harness/trace/recorder.h"
#include "reports/result.h"
#include "scenarios/explore.h"

namespace wbemcheck::runner {

struct ExplorationLimits {
    std::uint64_t schedules = 0;          // at the most, per space
    std::optional<unsigned> preemptions;  // at the most, per schedule; empty: any number
    std::uint64_t seed = 0;               // other than 0: schedules are drawn from it instead of depth-first

    friend bool operator==(const ExplorationLimits&, const ExplorationLimits&) = default;
};

// The first schedule that showed the breach of a clause, and the smallest one made from it that still does. A warning, and
// what is inconclusive, is not made smaller.
struct FoundBreach {
    std::string clause;
    reports::Verdict verdict = reports::Verdict::kViolation;  // kViolation, kWarning or kInconclusive
    std::string schedule;  // id of the smallest
    std::string found_as;  // id of the first
    std::string expected;
    std::string actual;
    std::uint64_t schedules = 0;  // that showed it

    friend bool operator==(const FoundBreach&, const FoundBreach&) = default;
};

struct Exploration {
    reports::Exploration report;
    std::string obstacle;          // why the space cannot be played; else empty
    std::map<std::string, std::uint64_t> opportunities;  // by clause, over all schedules
    std::vector<FoundBreach> breaches;

    friend bool operator==(const Exploration&, const Exploration&) = default;
};

struct Exploring {
    scenarios::Space space;
    ExplorationLimits limits;
    contract::Profile profile = contract::Profile::kDocumented;
    std::filesystem::path trace;  // holds the schedule that is being played, and in the end the first one
    std::string origin;           // what the trace says about itself
    std::string id;               // of the scenario
    stage::TimeBudgets budgets;
    std::uint64_t trace_limit = 0;  // bytes of one schedule, as Recorder takes them
    std::function<void(std::uint64_t schedules)> is_alive;  // told once in a while that it goes on
    // A new stage that records there; every call a new one.
    std::function<std::unique_ptr<stage::Stage>(std::shared_ptr<trace::Recorder>, const stage::TimeBudgets&)> make_stage;
};

[[nodiscard]] Exploration explore(const Exploring& exploring, subject::Subject& subject);

[[nodiscard]] std::string write_exploration(const Exploration& exploration);
[[nodiscard]] Exploration read_exploration(const std::string& text);  // throws std::exception for a damaged one

}  // namespace wbemcheck::runner
