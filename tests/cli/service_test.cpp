// A module in the service role, from its file to the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::Contains;
using testing::Field;

std::string subject_of(const char* module) { return std::string("service:") + module + "?namespace=root\\mock"; }

std::size_t count(const reports::RunResult& result, reports::Verdict verdict) {
    return static_cast<std::size_t>(std::count_if(result.scenarios.begin(), result.scenarios.end(),
                                                  [&](const auto& scenario) { return scenario.verdict == verdict; }));
}

// What nobody told the harness about is not reached, and a clause without an opportunity is no pass.
TEST(ServiceModule, IsAskedForWhatIsFoundInItsNamespace) {
    const reports::RunResult result = run_for_result({"run", subject_of(SERVICE_LOCATOR)}, 0);
    EXPECT_EQ(result.verdict, reports::RunVerdict::kInconclusive);
    EXPECT_TRUE(result.findings.empty());
    EXPECT_GT(count(result, reports::Verdict::kPass), 200u);
    EXPECT_EQ(count(result, reports::Verdict::kPass) + count(result, reports::Verdict::kNotApplicable),
              result.scenarios.size());
}

TEST(ServiceModule, IsAskedForAllThatItsMakerTellsOf) {
    const reports::RunResult result =
        run_for_result({"run", subject_of(SERVICE_LOCATOR) + "&vocabulary=" + MOCK_WORDS}, 0);
    EXPECT_TRUE(result.findings.empty());
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        if (scenario.verdict == reports::Verdict::kPass) continue;
        EXPECT_EQ(scenario.verdict, reports::Verdict::kNotApplicable) << scenario.id;
        // Beyond the services pointer: an unsecured client, an apartment, a place for event providers.
        EXPECT_THAT(scenario.id, testing::AnyOf(testing::StartsWith("security/"), testing::HasSubstr("provider-is-told")))
            << scenario.reason;
    }
}

TEST(ServiceModule, ThatLeaksItsSinkIsFound) {
    const reports::RunResult result =
        run_for_result({"run", subject_of(SERVICE_THAT_LEAKS), "--filter", "lifecycle/GetObjectAsync/*"}, 1);
    EXPECT_EQ(result.verdict, reports::RunVerdict::kViolates);
    EXPECT_THAT(result.findings, Contains(Field(&reports::Finding::clause, "REF-3")));
}

TEST(ServiceModule, ThatCannotBeLoadedIsAPersonsMistake) {
    const Outcome outcome = run_program({"run", "service:no-such-module"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.output, "");
    EXPECT_EQ(outcome.errors, "wbemcheck: subject 'service:no-such-module': 'no-such-module' does not exist\n");
}

}  // namespace
}  // namespace wbemcheck::cli
