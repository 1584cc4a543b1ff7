// A result document that a person has named.
#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::cli {

// Throws UsageError, with the path and the reason, for a file that cannot be read or is no result.
[[nodiscard]] reports::RunResult load_result(const std::string& path);

// The whole of a document that a person has named; `what` says what it is for the sentence of the UsageError.
[[nodiscard]] std::string read_document(const std::string& path, const char* what);

// A short name for each of the documents: that of its file, unless two share it.
[[nodiscard]] std::vector<std::string> names_of(const std::vector<std::string>& paths);

}  // namespace wbemcheck::cli
