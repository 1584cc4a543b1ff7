// The summary that fits one screen: what a person needs first in as much detail as there is room for.
#pragma once

#include <string>

#include "reports/console_report.h"
#include "reports/result.h"

namespace wbemcheck::reports {

// At most `style.rows` rows of a screen that is `style.columns` wide, but no fewer than kFewestRows.
[[nodiscard]] std::string render_screen(const RunResult& result, const ConsoleStyle& style);

}  // namespace wbemcheck::reports
