// CTRF, the Common Test Report Format (https://ctrf.io, specification 0.0.0): one JSON document that the reporters and
// pull request actions of that project read.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

// A test per scenario: violation -> failed; inconclusive and harness-fault -> other; not-applicable, waived and
// not-reached -> skipped; pass, observed and warning -> passed; our own word is the rawStatus. Valid against the published
// schema whatever bytes the texts hold; texts beyond half a million bytes are cut, and say so. A run that is not good but
// has no such scenario gets a test of its own (verdict_of_the_run.h). Throws DuplicateScenario.
[[nodiscard]] std::string write_ctrf(const RunResult& result);

}  // namespace wbemcheck::reports
