// What a case of a test report says in its one line: most readers show nothing else in their lists.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/result.h"

namespace wbemcheck::reports {

// The first finding with the verdict of the scenario, and how many more there are; or the reason; or that there is none.
// Never empty. At most some 330 bytes; `clean` makes texts of the subject safe for the format, see safe_text.h.
[[nodiscard]] std::string case_message(const ScenarioOutcome& scenario, std::span<const Finding* const> findings,
                                       std::string (*clean)(std::string_view));

}  // namespace wbemcheck::reports
