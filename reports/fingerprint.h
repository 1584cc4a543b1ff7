// What stays the same when one failure shows again: in another run, in another scenario, after another order of threads.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

// 16 hexadecimal digits over the clause, the operation and what came. Decimal numbers (ordinals, counts, times) are no part
// of it; names and HRESULTs are, so that a failure that turns into another one gets another fingerprint. The same in every
// build: it stands in waiver files and in SARIF.
[[nodiscard]] std::string fingerprint_of(const Finding& finding);

}  // namespace wbemcheck::reports
