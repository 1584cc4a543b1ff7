// Readers of reports identify a scenario by its id; some silently keep only the first of two with the same
// one. A result with such a pair would lose a verdict, so it is refused.
#pragma once

#include <stdexcept>

#include "reports/result.h"

namespace wbemcheck::reports {

class DuplicateScenario : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// Throws DuplicateScenario when two scenarios of `result` have one id, or when one has none.
void require_unique_scenarios(const RunResult& result);

}  // namespace wbemcheck::reports
