// The campaign against false alarms: the compliant mock, played again and again in settings drawn from a seed, part of
// it while something else keeps the cores busy. Whatever a judge then calls a violation is a defect of the judge or of
// the mock, never bad luck.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/runner/run_options.h"
#include "reports/result.h"

namespace wbemcheck::runner {

enum class CampaignLoad {
    kNone,
    kHalf,  // every second round
    kAll,
};

struct CampaignOptions {
    std::uint64_t runs = 0;        // scenario runs at the least; 0: no limit of this kind
    double seconds = 0;            // no round begins later than this; 0: no limit of this kind
    std::uint64_t seed = 1;
    CampaignLoad load = CampaignLoad::kHalf;
    unsigned jobs = 0;             // as in RunOptions
    double timeout_scale = 1;
    WorkerLimits limits;
    std::vector<std::string> filters;
    std::string program;           // how a person calls this program, for rerun commands
};

// One play of the suite in one setting.
struct CampaignRound {
    std::uint64_t number = 0;      // from 1
    std::string subject;           // "mock?objects=12&batch=5&threads=3&latency=0"
    std::uint64_t seed = 0;        // of the order of its scenarios
    bool is_loaded = false;
};

// A scenario that did not end in a pass, with what is needed to see it again.
struct CampaignFinding {
    CampaignRound round;
    std::string scenario;
    reports::Verdict verdict = reports::Verdict::kViolation;
    std::string clause;            // of the first finding; empty when none is about a clause
    std::string reason;            // expected and actual, or why it is inconclusive
    std::string rerun;
};

struct Campaign {
    std::uint64_t seed = 0;
    std::uint64_t rounds = 0;
    std::uint64_t loaded_rounds = 0;
    std::uint64_t scenario_runs = 0;
    std::uint64_t violations = 0;    // scenario runs with one
    std::uint64_t warnings = 0;
    std::uint64_t inconclusive = 0;
    std::uint64_t faults = 0;
    std::map<std::string, std::uint64_t> inconclusive_reasons;  // how often each; of the first hundred reasons
    double seconds = 0;
    std::vector<CampaignFinding> findings;  // the first hundred

    // A warning about a mock that keeps the whole contract is a false alarm as well.
    [[nodiscard]] bool is_clean() const noexcept { return violations == 0 && warnings == 0 && faults == 0; }
};

// The setting of a round, from the seed of the campaign alone.
[[nodiscard]] CampaignRound draw_round(std::uint64_t seed, std::uint64_t number, CampaignLoad load);

// `finished` is called after every round. Throws as `run` does. Memory does not grow with the number of rounds.
[[nodiscard]] Campaign run_campaign(const CampaignOptions& options, const std::function<void(const Campaign&)>& finished);

// A document with the schema name "wbemcheck-campaign".
[[nodiscard]] std::string write_campaign(const Campaign& campaign);

}  // namespace wbemcheck::runner
