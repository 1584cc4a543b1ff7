// Made-up results with fixed times, on which every report is tried.
#pragma once

#include <string>

#include "reports/result.h"

namespace wbemcheck::reports::testing {

// Twelve scenarios on the mock, everything kept.
RunResult conforming_run();

// A run in which every verdict of a scenario, a clause and a finding occurs, and in which no field is left at
// its default.
RunResult violating_run();

// One scenario with one violation; the smallest result that has all kinds of entries.
RunResult small_run();

// What a hostile or careless subject may put into a text: controls, escape sequences, markup, broken UTF-8.
std::string awkward_text();

// A scenario of each verdict from the violating run, with that text in every text that there is.
RunResult awkward_run();

}  // namespace wbemcheck::reports::testing
