// The system's own WMI provider loaded as a module: the same code as behind wmi:, so the same verdicts.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

std::map<std::string, reports::Verdict> verdicts_of(const std::string& subject) {
    std::map<std::string, reports::Verdict> verdicts;
    const reports::RunResult result = run_for_result({"run", subject, "--filter", "lifecycle/*"}, 1);
    for (const reports::ScenarioOutcome& scenario : result.scenarios) verdicts[scenario.id] = scenario.verdict;
    return verdicts;
}

TEST(ServiceModule, OfTheSystemGetsTheVerdictsOfItsNamespace) {
    const char* const module = "C:\\windows\\system32\\wbem\\wbemprox.dll";
    if (!std::filesystem::exists(module)) GTEST_SKIP() << module << " does not exist here";
    const auto expected = verdicts_of("wmi:root\\cimv2");
    EXPECT_GT(expected.size(), 30u);
    EXPECT_EQ(verdicts_of(std::string("service:") + module), expected);
}

}  // namespace
}  // namespace wbemcheck::cli
