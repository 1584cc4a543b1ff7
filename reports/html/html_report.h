// The report for people: one HTML file that needs nothing else. Readable without a script, by keyboard and by screen reader, on
// paper and on a small screen.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

// `strict` as for exit_code_of. Invalid UTF-8 is replaced, and every text is escaped, whatever a subject has put there. Throws
// DuplicateScenario.
[[nodiscard]] std::string write_html(const RunResult& result, bool strict);

}  // namespace wbemcheck::reports
