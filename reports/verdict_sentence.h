// What the verdict of a run means, in the words that every report for people uses.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

// A sentence without its subject: "keeps the documented contract", "breaks the documented contract: 2 clauses
// in 5 of 62 scenarios".
[[nodiscard]] std::string headline_of(const RunResult& result);

// What follows from the verdict: the broken clauses, whom to blame, what --strict would do. Empty for a run
// that conforms.
[[nodiscard]] std::string consequence_of(const RunResult& result, bool strict);

}  // namespace wbemcheck::reports
