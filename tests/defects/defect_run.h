// A run of the built program against the mock with one defect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/defects/catalogue.h"
#include "reports/result.h"

namespace wbemcheck::defects {

// Which part of the suite shows a defect, and how patient the run is. Both are there for speed alone: the whole suite at
// its own pace shows the same.
struct Selection {
    std::vector<std::string> filters;  // empty: the whole suite
    double timeout_scale = 1;
    std::string_view parameters = {};  // of the mock: "objects=10000"
};

// What the defect is about stands first among its clauses. When MS-WMI alone makes that a MUST, its breach is a violation
// under `--contract wire` only.
[[nodiscard]] bool needs_wire_contract(const mock::Defect& defect);

struct DefectRun {
    std::string command;  // for the person who reads the failure
    int exit_code = -1;
    std::string error_output;
    bool is_complete = false;  // the document has its footer
    reports::RunResult result;
    std::vector<std::string> planned;  // scenario ids
};

// Throws when the program cannot be started or does not write a result document.
[[nodiscard]] DefectRun run_with(const mock::Defect& defect, const Selection& selection);

}  // namespace wbemcheck::defects
