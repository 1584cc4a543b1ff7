// Approved files: what a report looked like when somebody last agreed with it.
#pragma once

#include <string>
#include <string_view>

namespace wbemcheck::reports::testing {

// Fails the running test unless `actual` is the content of tests/unit/reports/golden/<name>. With
// WBEMCHECK_APPROVE=1 in the environment the file is written instead.
void expect_golden(std::string_view name, const std::string& actual);

// The approved file itself.
std::string read_golden(std::string_view name);

}  // namespace wbemcheck::reports::testing
