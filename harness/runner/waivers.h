// Waivers: violations that a project knows of and has a reason to live with for a while.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::runner {

// One [[waiver]] of a TOML file.
struct Waiver {
    std::string clause;            // required
    std::string scenario = "*";    // glob
    std::string subject = "*";     // glob
    std::string reason;            // required: why this is acceptable
    std::string owner;
    std::string link;
    std::string expires;           // ISO date, the last day on which it holds; empty: never
    unsigned uses = 0;
};

// Throws UsageError with the place for a file that cannot be read, is not TOML, has an unknown key, or names an unknown
// clause.
[[nodiscard]] std::vector<Waiver> read_waivers(const std::filesystem::path& path);

// Turns the violations that a waiver covers into waived ones, in findings, scenarios and clauses. `today` is an ISO date;
// an expired waiver covers nothing.
void apply_waivers(std::vector<Waiver>& waivers, const std::string& today, reports::RunResult& result);

// One sentence for each waiver that is expired, or that nothing in this run needed although it could have.
[[nodiscard]] std::vector<std::string> stale_waivers(const std::vector<Waiver>& waivers, const std::string& today,
                                                     const reports::RunResult& result);

}  // namespace wbemcheck::runner
