// SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): the clauses as rules and the
// findings as results, for code scanning services and for the viewers of editors.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

// A result per finding: violation -> error, warning -> warning; inconclusive and harness-fault -> kind "open" and observed
// -> kind "informational", without a level, as 3.27.10 wants it; waived -> an error with a suppression. The witness is a
// code flow with a thread flow per thread. Valid against the published schema whatever bytes the texts hold; texts beyond
// half a million bytes are cut, and say so. A run that is not good but has no scenario that shows it gets a result of its
// own (verdict_of_the_run.h); a fault of the harness is an execution that was not successful. Throws DuplicateScenario.
[[nodiscard]] std::string write_sarif(const RunResult& result);

}  // namespace wbemcheck::reports
