// How the waivers of a file fared in one run, and what is to be said about those that do not hold.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "harness/runner/repertoire.h"
#include "harness/runner/waivers.h"
#include "reports/result.h"

namespace wbemcheck::runner {

struct WaiverUse {
    const Waiver* waiver = nullptr;
    unsigned covered = 0;                   // findings that it covers, and no waiver before it
    bool is_shadowed = false;               // it covers findings that another waiver covers first
    std::set<std::string> other_failures;   // fingerprints that it does not name, and that no other waiver covers
    // Of the scenario in which its failure comes most often, when that is too often. `broken` 0: it is nowhere.
    std::size_t broken = 0;
    std::size_t repetitions = 0;
    std::string too_often_in;
};

// Repetitions in which the clause could have been found broken, by base id.
[[nodiscard]] std::size_t count_repetitions(const reports::RunResult& result, const std::string& base);

// What is wrong with a waiver that is not expired; empty for one that holds.
[[nodiscard]] std::vector<std::string> complaints_about(const WaiverUse& use, const Repertoire& repertoire,
                                                        const reports::RunResult& result);

[[nodiscard]] std::string complaint_of_expiry(const Waiver& waiver);

}  // namespace wbemcheck::runner
