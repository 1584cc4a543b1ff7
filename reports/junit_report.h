// JUnit XML in the one dialect that Jenkins, GitLab, Azure Pipelines and the usual GitHub actions all read:
// testsuites / testsuite (a family of scenarios) / testcase (a scenario), never deeper.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

// violation -> failure; harness-fault and inconclusive -> error; not-applicable, waived and not-reached ->
// skipped; pass, observed and warning pass, with their text in system-out. Whatever bytes the texts hold, the
// document is well formed XML 1.0. A run that is not good but has no failing scenario gets a failing case of
// its own ("run/verdict"), because readers look at cases only. Throws DuplicateScenario.
[[nodiscard]] std::string write_junit(const RunResult& result);

}  // namespace wbemcheck::reports
