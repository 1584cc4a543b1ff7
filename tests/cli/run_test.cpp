// Whole runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <sstream>

#include "harness/contract/clause.h"
#include "harness/contract/reading.h"
#include "reports/json_report.h"
#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using reports::RunResult;
using reports::Verdict;
using testing::HasSubstr;

TEST(CompliantMock, ConformsInEveryScenarioAndReachesEveryJudgedClause) {
    for (const char* contract : {"documented", "wire"}) {
        const RunResult result = run_for_result({"run", "mock", "--contract", contract}, 0);
        EXPECT_EQ(result.verdict, reports::RunVerdict::kConforms);
        EXPECT_TRUE(result.findings.empty());
        for (const reports::ScenarioOutcome& scenario : result.scenarios) {
            EXPECT_EQ(scenario.verdict, Verdict::kPass) << scenario.id << ": " << scenario.reason;
        }
        for (const reports::ClauseSummary& clause : result.clauses) {
            if (clause.checkability == "judged") {
                EXPECT_GT(clause.opportunities, 0u) << clause.id;
            }
        }
        EXPECT_EQ(result.clauses.size(), contract::catalogue().size());
    }
}

TEST(CompliantMock, ConformsWithOtherSettings) {
    for (const char* subject : {"mock?objects=3&batch=1&threads=1", "mock?objects=40&batch=7&threads=4&latency=1"}) {
        const RunResult result = run_for_result({"run", subject}, 0);
        EXPECT_EQ(result.verdict, reports::RunVerdict::kConforms) << subject;
    }
}

TEST(CompliantMock, IsNotTakenToConformWhereASituationCannotArise) {
    const RunResult result = run_for_result({"run", "mock?objects=1&batch=1&threads=1"}, 0);
    EXPECT_EQ(result.verdict, reports::RunVerdict::kInconclusive);
    EXPECT_TRUE(result.findings.empty());
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        if (scenario.verdict == Verdict::kPass) continue;
        EXPECT_EQ(scenario.verdict, Verdict::kInconclusive) << scenario.id;
        EXPECT_THAT(scenario.reason, HasSubstr("the situation did not arise")) << scenario.id;
    }
}

TEST(CompliantMock, ConformsInAnyOrder) {
    const RunResult result = run_for_result({"run", "mock", "--seed", "7"}, 0);
    EXPECT_EQ(result.seed, 7u);
    EXPECT_EQ(result.verdict, reports::RunVerdict::kConforms);
}

TEST(CompliantMock, FollowsReadingsThatTheRegisterKnows) {
    const RunResult result = run_for_result({"run", "mock"}, 0);
    EXPECT_FALSE(result.readings.empty());
    for (const reports::Reading& seen : result.readings) {
        const contract::Reading* reading = contract::find_reading(seen.id);
        ASSERT_NE(reading, nullptr) << seen.id;
        const std::string key = seen.reading.substr(0, seen.reading.find_first_of(" :"));
        EXPECT_NE(contract::find_choice(*reading, key), nullptr) << seen.id << " " << key;
    }
}

TEST(Selection, IsPlayedAloneAndSaysSo) {
    const RunResult result = run_for_result({"run", "mock", "--filter", "cancel/ExecQueryAsync/twice", "--repeat", "3"}, 0);
    ASSERT_EQ(result.scenarios.size(), 3u);
    EXPECT_EQ(result.scenarios[2].id, "cancel/ExecQueryAsync/twice@3");
    EXPECT_THAT(result.notes, testing::Contains(HasSubstr("A selection of 3 scenarios was played")));
}

TEST(Shards, TogetherPlayEverything) {
    std::size_t scenarios = 0;
    for (const char* shard : {"1/2", "2/2"}) {
        scenarios += run_for_result({"run", "mock", "--shard", shard}, 0).scenarios.size();
    }
    EXPECT_EQ(scenarios, run_for_result({"run", "mock"}, 0).scenarios.size());
}

TEST(Isolation, CanBeSwitchedOff) {
    const RunResult result =
        run_for_result({"run", "mock", "--isolate", "none", "--filter", "lifecycle/ExecQueryAsync/*"}, 0);
    EXPECT_EQ(result.verdict, reports::RunVerdict::kConforms);
}

TEST(List, ShowsEverythingAsJsonWithIds) {
    for (const char* what : {"scenarios", "clauses", "readings", "defects", "subjects"}) {
        const Outcome outcome = run_program({"list", what, "--json"});
        EXPECT_EQ(outcome.code, 0);
        EXPECT_THAT(outcome.output, HasSubstr("\"id\":")) << what;
        EXPECT_THAT(outcome.output, testing::StartsWith("[")) << what;
    }
}

TEST(Explain, TellsWhatAClauseIsAbout) {
    const Outcome outcome = run_program({"explain", "ref-3"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.output, testing::StartsWith("REF-3  MUST"));
    EXPECT_THAT(outcome.output, HasSubstr("Source"));
    EXPECT_THAT(outcome.output, HasSubstr("What to check"));
}

// How often a line begins with this label.
std::ptrdiff_t count_entries(const std::string& text, const std::string& label) {
    std::ptrdiff_t count = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(label) && line.find_first_not_of(' ', label.size()) != std::string::npos) ++count;
    }
    return count;
}

TEST(Explain, KnowsEveryClauseAndReadingAndNamesItsSource) {
    std::vector<std::string> clauses{"explain"};
    for (const contract::Clause& clause : contract::catalogue()) clauses.emplace_back(clause.id);
    const Outcome explained = run_program(clauses);
    EXPECT_EQ(explained.code, 0);
    EXPECT_EQ(count_entries(explained.output, "Source "), std::ssize(contract::catalogue()));
    EXPECT_EQ(count_entries(explained.output, "Requirement "), std::ssize(contract::catalogue()));

    std::vector<std::string> readings{"explain"};
    for (const contract::Reading& reading : contract::readings()) readings.emplace_back(reading.id);
    const Outcome read = run_program(readings);
    EXPECT_EQ(read.code, 0);
    EXPECT_EQ(count_entries(read.output, "Source "), std::ssize(contract::readings()));
}

}  // namespace
}  // namespace wbemcheck::cli
