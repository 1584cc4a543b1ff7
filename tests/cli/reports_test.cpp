// What a run writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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

TEST(Perfetto, HasTheWholeTracesWhereverTheyAre) {
    const TemporaryFolder folder;
    const std::string subject = "mock?defect=crash-in-call";
    ASSERT_EQ(run_program({"run", subject, "--filter", "overlap/ExecQueryAsync/*", "--json", folder.path("r.json"), "--out",
                           folder.path("kept"), "--perfetto", folder.path("kept.json")})
                  .code,
              1);
    ASSERT_EQ(run_program({"run", subject, "--filter", "overlap/ExecQueryAsync/*", "--perfetto", folder.path("gone.json")}).code,
              1);
    ASSERT_EQ(run_program({"check", folder.path("kept/traces"), "--perfetto", folder.path("checked.json")}).code, 1);
    const std::size_t scenarios = reports::read_json(read_file(folder.path("r.json"))).scenarios.size();
    for (const char* name : {"kept.json", "gone.json", "checked.json"}) {
        const auto document = nlohmann::json::parse(read_file(folder.path(name)));
        EXPECT_THAT(document.at("otherData").at("content").get<std::string>(), HasSubstr("whole traces")) << name;
        std::size_t seen = 0;
        for (const auto& event : document.at("traceEvents")) seen += event.at("ph") == "X" ? 1 : 0;
        EXPECT_EQ(seen, scenarios) << name;
    }
    ASSERT_EQ(run_program({"report", folder.path("r.json"), "--perfetto", folder.path("excerpt.json")}).code, 1);
    EXPECT_THAT(read_file(folder.path("excerpt.json")), HasSubstr("excerpts: the steps around each finding"));
}

TEST(Perfetto, IsNotWrittenForARunThatDoesNotHappen) {
    const TemporaryFolder folder;
    EXPECT_EQ(run_program({"run", "mock", "--filter", "no-such/*", "--perfetto", folder.path("trace.json")}).code, 2);
    EXPECT_TRUE(folder.is_empty());
    EXPECT_EQ(run_program({"run", "mock", "--perfetto", folder.path("missing/trace.json")}).code, 2);
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
