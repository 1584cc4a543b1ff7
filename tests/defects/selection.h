// Which part of the suite is played for which defect.
#pragma once

#include <string_view>
#include <vector>

#include "tests/defects/defect_run.h"

namespace wbemcheck::defects {

// The families in which the defect strikes; where nothing is said, the lifecycle scenarios.
[[nodiscard]] Selection selection_for(const mock::Defect& defect);

// What the table names, so that a test can find the names that are none.
[[nodiscard]] std::vector<std::string_view> defects_with_a_selection();

}  // namespace wbemcheck::defects
