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

}  // namespace wbemcheck::defects
