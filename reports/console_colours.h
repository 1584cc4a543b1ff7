// The colours of verdicts on a terminal; one table for all that is written there.
#pragma once

#include <fmt/color.h>

#include "reports/result.h"

namespace wbemcheck::reports {

[[nodiscard]] fmt::text_style style_of(Verdict verdict);
[[nodiscard]] fmt::text_style style_of(RunVerdict verdict);

}  // namespace wbemcheck::reports
