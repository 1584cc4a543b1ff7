// `wbemcheck list coverage`: the coverage map of a stored result, or of a run on the mock that keeps the contract.
#pragma once

#include <string>

namespace wbemcheck::cli {

// `result` is the path of a result document, or empty: then the mock is played. Throws UsageError for a document that
// cannot be read or has no map.
void print_coverage(const std::string& result, bool as_json);

}  // namespace wbemcheck::cli
