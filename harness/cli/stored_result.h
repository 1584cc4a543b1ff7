// A result document that a person has named.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::cli {

// Throws UsageError, with the path and the reason, for a file that cannot be read or is no result.
[[nodiscard]] reports::RunResult load_result(const std::string& path);

}  // namespace wbemcheck::cli
