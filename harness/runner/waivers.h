// Waivers: violations that a project knows of and has a reason to live with for a while.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/runner/repertoire.h"
#include "reports/result.h"

namespace wbemcheck::runner {

// One [[waiver]] of a TOML file.
struct Waiver {
    std::string clause;                     // required
    std::string scenario = "*";             // glob
    std::string subject = "*";              // glob
    std::string platform = "*";             // glob
    std::vector<std::string> fingerprints;  // of the failures that it covers; empty: whatever the failure
    double max_rate = 1;                    // the highest share of the repetitions of a scenario that may break
    std::string reason;                     // required: why this is acceptable
    std::string owner;
    std::string link;
    std::string expires;                    // ISO date, the last day on which it holds; empty: never
    unsigned line = 0;                      // of its file, to tell it from others in messages; 0: not known
};

[[nodiscard]] bool is_expired(const Waiver& waiver, const std::string& today);

// Turns the violations that a waiver covers into waived ones, in findings, scenarios and clauses, and puts a sentence into
// `result.stale_waivers` for every waiver that does not hold: one that is expired, that nothing needs, whose scenario does not
// exist, whose failure has become another one or comes too often. Of several that cover a violation the most specific one
// counts, then the first. `today` is an ISO date. Waivers for other subjects and platforms are passed over.
void apply_waivers(std::span<const Waiver> waivers, const std::string& today, const Repertoire& repertoire,
                   reports::RunResult& result);

}  // namespace wbemcheck::runner
