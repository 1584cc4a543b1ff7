// A result document that a person has named.
#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::cli {

// Throws UsageError, with the path and the reason, for a file that cannot be read or is no result.
[[nodiscard]] reports::RunResult load_result(const std::string& path);

// A short name for each of the documents: that of its file, unless two share it.
[[nodiscard]] std::vector<std::string> names_of(const std::vector<std::string>& paths);

}  // namespace wbemcheck::cli
