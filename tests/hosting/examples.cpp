#include "tests/hosting/examples.h"

namespace wbemcheck::hosting {

std::string subject_of(const std::string& module, const std::string& parameters) {
    return "provider:" EXAMPLE_FOLDER "/" + module + EXAMPLE_SUFFIX "?mof=" EXAMPLE_MOF + parameters;
}

std::vector<std::string> complaints(const reports::RunResult& result) {
    std::vector<std::string> lines;
    for (const reports::Finding& finding : result.findings) {
        if (finding.verdict < reports::Verdict::kWarning) continue;
        lines.push_back(finding.clause + " in " + finding.scenario + ": " + finding.actual);
    }
    return lines;
}

}  // namespace wbemcheck::hosting
