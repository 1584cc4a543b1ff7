// Traces that a run kept are judged again, and say the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

ordered_json load(const std::string& path) { return ordered_json::parse(read_file(path)); }

// Every byte of every finding, and the clauses of every scenario that left a trace.
void expect_same_judgement(const TemporaryFolder& folder, std::vector<std::string> run) {
    run.insert(run.end(), {"--quiet", "--out", folder.path("kept"), "--json", folder.path("a.json")});
    const Outcome played = run_program(run);
    const Outcome checked = run_program({"check", folder.path("kept/traces"), "--json", folder.path("b.json")});
    EXPECT_EQ(checked.code, played.code) << checked.errors;
    const ordered_json a = load(folder.path("a.json"));
    const ordered_json b = load(folder.path("b.json"));
    EXPECT_EQ(a.at("findings").dump(), b.at("findings").dump());
    EXPECT_EQ(a.at("readings").dump(), b.at("readings").dump());
    EXPECT_EQ(a.at("subjectIdentity").dump(), b.at("subjectIdentity").dump());
    std::map<std::string, ordered_json> scenarios;
    for (const ordered_json& scenario : b.at("scenarios")) scenarios[scenario.at("id")] = scenario;
    for (const ordered_json& scenario : a.at("scenarios")) {
        if (scenario.at("ending") == "not started") continue;
        ASSERT_TRUE(scenarios.contains(scenario.at("id"))) << scenario.at("id");
        for (const char* key : {"description", "verdict", "reason", "ending", "clauses", "trace", "rerun"}) {
            EXPECT_EQ(scenario.at(key).dump(), scenarios[scenario.at("id")].at(key).dump()) << scenario.at("id") << " " << key;
        }
    }
}

TEST(Check, SaysOfEveryScenarioWhatTheRunSaid) {
    const TemporaryFolder folder;
    expect_same_judgement(folder, {"run", "mock?defect=sink-queried-after-final", "--seed", "5"});
    EXPECT_FALSE(load(folder.path("b.json")).at("findings").empty());
}

TEST(Check, SaysTheSameOfWorkersThatDied) {
    const TemporaryFolder folder;
    expect_same_judgement(folder, {"run", "mock?defect=exit-in-call", "--filter", "*/ExecQueryAsync/*", "--contract", "wire",
                                   "--repeat", "2"});
    const auto scenarios = load(folder.path("b.json")).at("scenarios");
    EXPECT_TRUE(std::any_of(scenarios.begin(), scenarios.end(),
                            [](const ordered_json& scenario) { return scenario.at("ending") != "completed"; }));
}

TEST(Check, RefusesACutTraceAndWritesNothing) {
    const TemporaryFolder folder;
    (void)run_program({"run", "mock", "--filter", "lifecycle/GetObjectAsync/*", "--out", folder.path("kept")});
    const std::string trace = folder.path("kept/traces/lifecycle.GetObjectAsync.completes-with-one.count-1.trace");
    std::filesystem::resize_file(trace, 70000);
    const Outcome outcome = run_program({"check", folder.path("kept"), "--json", folder.path("r.json"), "--junit", folder.path("r.xml")});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.output, "");
    EXPECT_EQ(std::count(outcome.errors.begin(), outcome.errors.end(), '\n'), 1) << outcome.errors;
    EXPECT_THAT(outcome.errors, HasSubstr("completes-with-one.count-1.trace is cut at byte 70000"));
    EXPECT_FALSE(std::filesystem::exists(folder.path("r.json")));
    EXPECT_FALSE(std::filesystem::exists(folder.path("r.xml")));
}

TEST(Check, RefusesWhatHoldsNoTrace) {
    const TemporaryFolder folder;
    std::ofstream(folder.path("foreign.trace")) << "no trace";
    EXPECT_THAT(run_program({"check", folder.path("foreign.trace")}).errors, HasSubstr("foreign.trace is cut: it has 8 bytes"));
    EXPECT_THAT(run_program({"check", folder.path("nothing")}).errors, HasSubstr("There is no trace and no folder"));
    EXPECT_EQ(run_program({"check", folder.path("nothing")}).code, 2);
    EXPECT_EQ(run_program({"check"}).code, 2);
}

TEST(ListCoverage, ShowsTheMapOfTheMockOrOfAResult) {
    const Outcome text = run_program({"list", "coverage"});
    EXPECT_EQ(text.code, 0) << text.errors;
    EXPECT_THAT(text.output, HasSubstr("ExecQuery, asynchronous\n"));
    EXPECT_THAT(text.output, HasSubstr("empty: "));
    EXPECT_THAT(text.output, HasSubstr("a write delivers no objects"));

    const TemporaryFolder folder;
    (void)run_program({"run", "mock", "--filter", "lifecycle/GetObjectAsync/*", "--json", folder.path("r.json")});
    const Outcome json = run_program({"list", "coverage", "--json", "--result", folder.path("r.json")});
    const ordered_json rows = ordered_json::parse(json.output);
    EXPECT_GT(rows.size(), 400U);
    EXPECT_EQ(rows[0].at("id"), "GetObject/asynchronous/one/alone");
    EXPECT_FALSE(rows[0].at("scenarios").empty());
    EXPECT_FALSE(rows[0].at("clauses").empty());
    EXPECT_TRUE(rows.back().at("scenarios").empty());  // what did not arise comes last

    EXPECT_THAT(run_program({"list", "coverage", "--result", folder.path("none.json")}).errors, HasSubstr("none.json"));
    EXPECT_EQ(run_program({"list", "clauses", "--result", folder.path("r.json")}).code, 2);
}

TEST(Summary, SaysHowManySituationsArose) {
    EXPECT_THAT(run_program({"run", "mock", "--filter", "lifecycle/GetObjectAsync/*"}).output,
                HasSubstr("situations of "));
}

}  // namespace
}  // namespace wbemcheck::cli
