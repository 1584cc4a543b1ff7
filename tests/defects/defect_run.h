// A run of the built program against the mock with one defect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/defects/catalogue.h"
#include "reports/result.h"

namespace wbemcheck::defects {

struct DefectRun {
    std::string command;  // for the person who reads the failure
    int exit_code = -1;
    std::string error_output;
    bool is_complete = false;  // the document has its footer
    reports::RunResult result;
    std::vector<std::string> planned;  // scenario ids
};

// Throws when the program cannot be started or does not write a result document.
[[nodiscard]] DefectRun run_with(const mock::Defect& defect);
// All plain scenarios, whatever the defect's selection says.
[[nodiscard]] reports::RunResult run_plainly(const mock::Defect& defect);
// One schedule, so many times.
[[nodiscard]] reports::RunResult replay(const mock::Defect& defect, const std::string& schedule, unsigned times);

}  // namespace wbemcheck::defects
