// Waivers as they stand in a file: TOML with one [[waiver]] table for each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/runner/waivers.h"
#include "reports/result.h"

namespace wbemcheck::runner {

// Throws UsageError with the place for a file that cannot be read, is not TOML, has an unknown key or a value that none can
// have, names an unknown clause, or has two waivers for the same failures.
[[nodiscard]] std::vector<Waiver> read_waivers(const std::filesystem::path& path);

// A file that waives every violation of the result, once a person has given the reasons: without them it is not read.
[[nodiscard]] std::string draft_waivers(const reports::RunResult& result, const std::string& expires);

}  // namespace wbemcheck::runner
