// What a run writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/json_report.h"
#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;

TEST(Reports, AreWrittenWhereTheyWereAskedFor) {
    const TemporaryFolder folder;
    const Outcome outcome = run_program({"run", "mock", "--filter", "cancel/ExecQueryAsync/*", "--json",
                                         folder.path("r.json"), "--junit", folder.path("r.xml"), "--out", folder.path("kept")});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_THAT(outcome.output, HasSubstr("CONFORMS"));
    const reports::RunResult result = reports::read_json(read_file(folder.path("r.json")));
    EXPECT_THAT(read_file(folder.path("r.xml")), HasSubstr("<testsuites"));
    EXPECT_EQ(read_file(folder.path("kept/result.json")), read_file(folder.path("r.json")));
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        EXPECT_TRUE(std::filesystem::exists(folder.path("kept/traces/" + scenario.trace))) << scenario.trace;
    }
}

TEST(JsonOnStandardOutput, LeavesTheSummaryToStandardError) {
    const Outcome outcome = run_program({"run", "mock", "--filter", "cancel/ExecQueryAsync/null", "--json", "-"});
    EXPECT_EQ(reports::read_json(outcome.output).scenarios.size(), 1u);
    EXPECT_THAT(outcome.errors, HasSubstr("CONFORMS"));
}

TEST(Console, HasNoControlCharactersWhenItIsNoTerminal) {
    const Outcome outcome = run_program({"run", "mock", "--filter", "cancel/ExecQueryAsync/null"});
    EXPECT_EQ(outcome.output.find('\x1b'), std::string::npos);
    EXPECT_EQ(outcome.output.find('\b'), std::string::npos);
}

}  // namespace
}  // namespace wbemcheck::cli
