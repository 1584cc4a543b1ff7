#include "reports/result.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "reports/grouping.h"
#include "reports/tally.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

TEST(VerdictName, IsDifferentForEachAndLeadsBack) {
    std::set<std::string> names;
    for (const Verdict verdict : kAllVerdicts) {
        EXPECT_TRUE(names.insert(name_of(verdict)).second) << name_of(verdict);
        EXPECT_EQ(find_verdict(name_of(verdict)), verdict);
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Verdict::kViolation) + 1);
    EXPECT_EQ(find_verdict("passed"), std::nullopt);
    EXPECT_EQ(find_verdict(""), std::nullopt);
}

TEST(RunVerdictName, IsDifferentForEachAndLeadsBack) {
    std::set<std::string> names;
    for (const RunVerdict verdict : kAllRunVerdicts) {
        EXPECT_TRUE(names.insert(name_of(verdict)).second) << name_of(verdict);
        EXPECT_EQ(find_run_verdict(name_of(verdict)), verdict);
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(RunVerdict::kFault) + 1);
    EXPECT_EQ(find_run_verdict("pass"), std::nullopt);
}

TEST(VerdictList, IsInTheOrderOfSeverity) {
    for (std::size_t index = 0; index < kAllVerdicts.size(); ++index) {
        EXPECT_EQ(static_cast<std::size_t>(kAllVerdicts[index]), index);
    }
}

TEST(ExitCode, TellsTheVerdictsApart) {
    EXPECT_EQ(exit_code_of(RunVerdict::kConforms, true), 0);
    EXPECT_EQ(exit_code_of(RunVerdict::kViolates, false), 1);
    EXPECT_EQ(exit_code_of(RunVerdict::kInconclusive, false), 0);
    EXPECT_EQ(exit_code_of(RunVerdict::kInconclusive, true), 3);
    EXPECT_EQ(exit_code_of(RunVerdict::kFault, false), 4);
}

TEST(ExitCode, IsThatOfAMistakeWhereWaiversDoNotHold) {
    RunResult result;
    result.stale_waivers = {"The waiver for REF-3 in * expired on 2027-01-31: renew it or take it out."};
    result.verdict = RunVerdict::kConforms;
    EXPECT_EQ(exit_code_of(result, false), 2);
    result.verdict = RunVerdict::kInconclusive;
    EXPECT_EQ(exit_code_of(result, false), 2);
    EXPECT_EQ(exit_code_of(result, true), 3);
    result.verdict = RunVerdict::kViolates;
    EXPECT_EQ(exit_code_of(result, false), 1);
}

TEST(ScenarioTally, CountsEveryScenarioOnce) {
    const RunResult run = testing::violating_run();
    const ScenarioTally tally(run);
    std::size_t sum = 0;
    for (const Verdict verdict : kAllVerdicts) {
        EXPECT_GT(tally.count(verdict), 0U) << "the sample has no scenario with verdict " << name_of(verdict);
        sum += tally.count(verdict);
    }
    EXPECT_EQ(sum, run.scenarios.size());
    EXPECT_EQ(tally.total(), run.scenarios.size());
    EXPECT_EQ(tally.count(Verdict::kViolation), 11U);
}

TEST(Coverage, CountsEveryClauseOnce) {
    const RunResult run = testing::violating_run();
    const Coverage expected{
        .judged = 9, .not_reached = 1, .not_applicable = 1, .not_judged = 1, .untestable = 1};
    EXPECT_EQ(coverage_of(run), expected);
    EXPECT_EQ(run.clauses.size(), 13U);
}

TEST(Coverage, TakesWhatOthersOweForNotApplicableAndNoOpportunityForNotReached) {
    RunResult run;
    run.clauses.resize(3);
    run.clauses[0].checkability = "other role";
    run.clauses[0].verdict = Verdict::kNotApplicable;
    run.clauses[1].checkability = "judged";
    run.clauses[1].verdict = Verdict::kInconclusive;
    run.clauses[2] = run.clauses[1];
    run.clauses[2].opportunities = 2;
    EXPECT_EQ(coverage_of(run), (Coverage{.judged = 1, .not_reached = 1, .not_applicable = 1}));
}

TEST(ClauseGroups, FollowTheCatalogueAndNameEachScenarioOnce) {
    RunResult run = testing::violating_run();
    Finding unknown = run.findings.front();
    unknown.clause = "NEW-1";
    run.findings.insert(run.findings.begin(), unknown);
    Finding again = run.findings[1];
    run.findings.insert(run.findings.begin() + 1, again);

    const std::vector<ClauseGroup> groups = group_by_clause(run, Verdict::kViolation);
    ASSERT_EQ(groups.size(), 4U);
    EXPECT_EQ(groups[0].clause, "REF-1");
    EXPECT_EQ(groups[1].clause, "REF-3");
    EXPECT_EQ(groups[1].findings.size(), 11U);
    EXPECT_EQ(groups[1].scenarios.size(), 10U);
    EXPECT_EQ(groups[2].clause, "CAN-7");
    EXPECT_EQ(groups[3].clause, "NEW-1");
}

TEST(ReasonGroups, JoinScenariosWithTheSameReason) {
    const RunResult run = testing::violating_run();
    const std::vector<ReasonGroup> groups = group_by_reason(run, Verdict::kNotApplicable);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].scenarios.size(), 5U);
    EXPECT_EQ(groups[1].scenarios.size(), 1U);
}

TEST(ReadingGroups, KeepDifferentReadingsOfOneQuestionApart) {
    RunResult run = testing::conforming_run();
    run.readings.push_back(
        {.id = "X-2", .reading = "no final status", .scenario = "overlap/one/ExecQueryAsync"});
    const std::vector<ReadingGroup> groups = group_readings(run);
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups[0].id, "X-2");
    EXPECT_EQ(groups[0].scenarios.size(), 2U);
    EXPECT_EQ(groups[1].id, "X-4");
    EXPECT_EQ(groups[2].id, "X-2");
    EXPECT_EQ(groups[2].reading, "no final status");
}

}  // namespace
}  // namespace wbemcheck::reports
