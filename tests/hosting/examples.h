// How the example providers are named as subjects.
#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::hosting {

// "provider:FOLDER/instance_provider.so?mof=...", with more parameters behind it.
[[nodiscard]] std::string subject_of(const std::string& module, const std::string& parameters = {});

// "CLAUSE in SCENARIO: what happened", for every violation and warning.
[[nodiscard]] std::vector<std::string> complaints(const reports::RunResult& result);

}  // namespace wbemcheck::hosting
