#include "reports/sarif_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/fingerprint.h"
#include "reports/unique_scenarios.h"
#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

json log_of(const RunResult& run) { return json::parse(write_sarif(run)).at("runs").at(0); }

json only_result_of(const RunResult& run) {
    const json results = log_of(run).at("results");
    EXPECT_EQ(results.size(), 1U);
    return results.at(0);
}

std::string uri_in(const json& location) {
    return location.at("physicalLocation").at("artifactLocation").at("uri");
}

TEST(SarifReport, LooksAsApproved) {
    testing::expect_golden("violating.sarif", write_sarif(testing::violating_run()));
    testing::expect_golden("conforming.sarif", write_sarif(testing::conforming_run()));
}

TEST(SarifReport, HasARulePerClauseAndAResultPerFinding) {
    const RunResult run = testing::violating_run();
    const json log = log_of(run);
    const json& rules = log.at("tool").at("driver").at("rules");
    ASSERT_EQ(rules.size(), run.clauses.size());
    ASSERT_EQ(log.at("results").size(), run.findings.size());
    for (std::size_t index = 0; index < run.findings.size(); ++index) {
        const json& result = log.at("results").at(index);
        EXPECT_EQ(result.at("ruleId"), run.findings[index].clause);
        EXPECT_EQ(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id"), run.findings[index].clause);
        EXPECT_EQ(result.at("partialFingerprints").at("wbemcheck/v1"), fingerprint_of(run.findings[index]));
        EXPECT_EQ(result.at("properties").at("rerun"), run.findings[index].rerun);
    }
    EXPECT_EQ(rules.at(1).at("shortDescription").at("text"), run.clauses[1].requirement);
    EXPECT_EQ(rules.at(3).at("defaultConfiguration").at("level"), "warning");
    EXPECT_EQ(log.at("properties").at("seed"), 42);
}

TEST(SarifReport, MakesARuleForAClauseThatTheResultLacks) {
    RunResult run = testing::small_run();
    run.clauses.clear();
    const json rules = log_of(run).at("tool").at("driver").at("rules");
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_EQ(rules.at(0).at("id"), "REF-3");
    EXPECT_EQ(rules.at(0).at("fullDescription").at("text"), run.findings[0].requirement);
    EXPECT_EQ(only_result_of(run).at("ruleIndex"), 0);
}

TEST(SarifReport, HasALevelForFailuresOnly) {
    RunResult run = testing::small_run();
    const auto grade_of = [&](Verdict verdict) {
        run.findings[0].verdict = verdict;
        const json result = only_result_of(run);
        return result.at("kind").get<std::string>() + "/" + result.at("level").get<std::string>();
    };
    EXPECT_EQ(grade_of(Verdict::kViolation), "fail/error");
    EXPECT_EQ(grade_of(Verdict::kWarning), "fail/warning");
    EXPECT_EQ(grade_of(Verdict::kWaived), "fail/error");
    EXPECT_EQ(grade_of(Verdict::kInconclusive), "open/none");
    EXPECT_EQ(grade_of(Verdict::kHarnessFault), "open/none");
    EXPECT_EQ(grade_of(Verdict::kObserved), "informational/none");
}

TEST(SarifReport, SuppressesWhatIsWaivedAndNothingElse) {
    const json log = log_of(testing::violating_run());
    for (const json& result : log.at("results")) {
        const bool is_waived = result.at("properties").at("verdict") == "waived";
        ASSERT_EQ(result.contains("suppressions"), is_waived) << result.at("ruleId");
        if (!is_waived) continue;
        EXPECT_EQ(result.at("suppressions").at(0).at("kind"), "external");
        EXPECT_EQ(result.at("suppressions").at(0).at("justification"), "waived until 2025-06-30: WINE-1234");
    }
}

TEST(SarifReport, PointsToTheTraceOrToTheScenario) {
    RunResult run = testing::small_run();
    json location = only_result_of(run).at("locations").at(0);
    EXPECT_EQ(uri_in(location), "lifecycle/many/ExecQueryAsync");
    EXPECT_EQ(location.at("physicalLocation").at("region").at("startLine"), 1);
    EXPECT_EQ(location.at("logicalLocations").at(0).at("fullyQualifiedName"), "lifecycle/many/ExecQueryAsync");
    EXPECT_EQ(location.at("logicalLocations").at(0).at("name"), "ExecQueryAsync");
    run.scenarios[0].trace = "traces/a trace.trace";
    EXPECT_EQ(uri_in(only_result_of(run).at("locations").at(0)), "traces/a%20trace.trace");
}

TEST(SarifReport, EncodesWhatAUriCannotHold) {
    RunResult run = testing::small_run();
    const auto uri_of = [&](const std::string& id) {
        run.scenarios[0].id = run.findings[0].scenario = id;
        return uri_in(only_result_of(run).at("locations").at(0));
    };
    EXPECT_EQ(uri_of("walk/a:b?c#d~7@2"), "walk/a%3Ab%3Fc%23d~7%402");
    EXPECT_EQ(uri_of("//host//x\\y%41"), "%2F/host/%2Fx%5Cy%2541");
    EXPECT_EQ(uri_of("\xC3\xA4\xFF"), "%C3%A4%EF%BF%BD");
}

TEST(SarifReport, FollowsTheThreadsOfTheWitness) {
    const json log = log_of(testing::violating_run());
    for (const json& result : log.at("results")) {
        if (result.at("ruleId") != "CAN-7") continue;
        const json& flows = result.at("codeFlows").at(0).at("threadFlows");
        ASSERT_EQ(flows.size(), 2U);
        EXPECT_EQ(flows.at(0).at("id"), "T1");
        EXPECT_EQ(flows.at(1).at("id"), "T3");
        std::vector<int> orders;
        for (const json& location : flows.at(0).at("locations")) {
            orders.push_back(location.at("executionOrder"));
            EXPECT_FALSE(location.contains("importance"));
        }
        EXPECT_THAT(orders, ElementsAre(1, 3));
        const json& breach = flows.at(1).at("locations").at(0);
        EXPECT_EQ(breach.at("executionOrder"), 2);
        EXPECT_EQ(breach.at("importance"), "essential");
        EXPECT_EQ(breach.at("location").at("message").at("text"), "9.512 ms: Release of sink 2: count 1");
        return;
    }
    FAIL() << "no result about CAN-7";
}

TEST(SarifReport, LeavesOutACodeFlowWithoutWitness) {
    RunResult run = testing::small_run();
    run.findings[0].witness.clear();
    EXPECT_FALSE(only_result_of(run).contains("codeFlows"));
}

TEST(SarifReport, KeepsPlaceholdersAndLinksOutOfItsMessages) {
    RunResult run = testing::small_run();
    run.findings[0].actual = "{0} [click](http://example.com) }";
    EXPECT_THAT(only_result_of(run).at("message").at("text"),
                StartsWith("Actual: {{0}} [click] (http://example.com) }}\nExpected: the sink's count"));
}

TEST(SarifReport, SaysWhenTheHarnessFailed) {
    RunResult run = testing::conforming_run();
    json log = log_of(run);
    EXPECT_EQ(log.at("invocations").at(0).at("executionSuccessful"), true);
    EXPECT_EQ(log.at("invocations").at(0).at("startTimeUtc"), "2025-01-31T12:00:00.125Z");
    EXPECT_EQ(log.at("invocations").at(0).at("endTimeUtc"), "2025-01-31T12:00:01.965Z");
    EXPECT_FALSE(log.at("invocations").at(0).contains("toolExecutionNotifications"));
    EXPECT_TRUE(log.at("results").is_array());
    EXPECT_TRUE(log.at("results").empty());

    run.verdict = RunVerdict::kFault;
    run.notes = {"The catalogue could not be read to its end."};
    log = log_of(run);
    EXPECT_EQ(log.at("invocations").at(0).at("executionSuccessful"), false);
    const json& notifications = log.at("invocations").at(0).at("toolExecutionNotifications");
    ASSERT_EQ(notifications.size(), 2U);
    EXPECT_EQ(notifications.at(0).at("level"), "error");
    EXPECT_THAT(notifications.at(1).at("message").at("text"), HasSubstr("to its end"));
}

TEST(SarifReport, NeverReadsGreenWhenTheRunIsNot) {
    RunResult run = testing::conforming_run();
    run.verdict = RunVerdict::kViolates;
    EXPECT_EQ(only_result_of(run).at("ruleId"), "run/verdict");
    EXPECT_EQ(only_result_of(run).at("level"), "error");
    run.verdict = RunVerdict::kInconclusive;
    EXPECT_EQ(only_result_of(run).at("kind"), "open");
}

TEST(SarifReport, LeavesOutMomentsThatAreNone) {
    RunResult run = testing::small_run();
    run.started = run.ended = "yesterday";
    run.findings[0].witness[0].milliseconds = std::numeric_limits<double>::infinity();
    const json invocation = log_of(run).at("invocations").at(0);
    EXPECT_FALSE(invocation.contains("startTimeUtc"));
    EXPECT_FALSE(invocation.contains("endTimeUtc"));
}

TEST(SarifReport, SurvivesWhateverTheSubjectSays) {
    const RunResult run = testing::awkward_run();
    testing::expect_golden("awkward.sarif", write_sarif(run));
    const json log = log_of(run);
    ASSERT_EQ(log.at("results").size(), run.findings.size());
    const json& result = log.at("results").at(0);
    EXPECT_THAT(result.at("message").at("text"), HasSubstr("]]> <![CDATA[ <b a='1' c=\"2\"> & &amp; &#0;"));
    EXPECT_THAT(result.at("message").at("text"), HasSubstr("escape<U+001B>[2J"));
    const std::string uri = uri_in(result.at("locations").at(0));
    constexpr const char* kUriCharacters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~%/";
    EXPECT_EQ(uri.find_first_not_of(kUriCharacters), std::string::npos) << uri;
}

TEST(SarifReport, SaysWhereItCutsAHugeText) {
    RunResult run = testing::small_run();
    run.findings[0].actual = std::string(10'000'000, 'x');
    EXPECT_LT(write_sarif(run).size(), 1'000'000U);
    EXPECT_THAT(only_result_of(run).at("message").at("text"),
                HasSubstr("[cut here: 9500000 more bytes stand in the JSON report]\nExpected: "));
}

TEST(SarifReport, RefusesTwoScenariosWithOneName) {
    RunResult run = testing::small_run();
    run.scenarios.push_back(run.scenarios[0]);
    EXPECT_THROW((void)write_sarif(run), DuplicateScenario);
}

}  // namespace
}  // namespace wbemcheck::reports
