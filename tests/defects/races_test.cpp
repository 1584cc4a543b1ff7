// The races: no plain scenario shows them, and what shows them is small.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "harness/runner/proof_plan.h"
#include "harness/runner/run.h"
#include "mock_provider/defects/catalogue.h"
#include "scenarios/explore.h"
#include "tests/defects/defect_run.h"

namespace wbemcheck::defects {
namespace {

using reports::Verdict;

std::vector<const mock::Defect*> races() {
    std::vector<const mock::Defect*> found;
    for (const mock::Defect& defect : mock::all_defects()) {
        if (runner::selection_for(defect).play != runner::Play::kScenarios) found.push_back(&defect);
    }
    return found;
}

TEST(Races, AreManyAndShowInWalksAndInExplorations) {
    const auto all = races();
    EXPECT_GE(all.size(), 20u);
    for (const runner::Play play : {runner::Play::kWalk, runner::Play::kExploration}) {
        EXPECT_GE(std::count_if(all.begin(), all.end(),
                                [&](const mock::Defect* defect) { return runner::selection_for(*defect).play == play; }),
                  3);
    }
}

class Race : public testing::TestWithParam<const mock::Defect*> {};

TEST_P(Race, PassesThePlainScenarios) {
    const reports::RunResult result = run_plainly(*GetParam());
    EXPECT_EQ(result.verdict, reports::RunVerdict::kConforms);
    for (const reports::Finding& finding : result.findings) {
        EXPECT_NE(finding.verdict, Verdict::kViolation) << finding.clause << " in " << finding.scenario << ": " << finding.actual;
    }
}

TEST_P(Race, IsShownByASmallScheduleThatTwentyReplaysShowToo) {
    const DefectRun found = run_with(*GetParam());
    // Of the clause that the defect is about; others may fire or not, as the threads go on afterwards.
    const std::string_view about = GetParam()->breaks.front();
    const auto rank = [&](const reports::Finding& finding) {
        return std::pair(finding.verdict != Verdict::kViolation || finding.clause != about, finding.schedule.size());
    };
    const auto smallest =
        std::min_element(found.result.findings.begin(), found.result.findings.end(),
                         [&](const auto& one, const auto& other) { return rank(one) < rank(other); });
    ASSERT_NE(smallest, found.result.findings.end()) << found.command;
    ASSERT_EQ(smallest->verdict, Verdict::kViolation) << found.command;
    if (const auto explored = scenarios::parse_explored(smallest->schedule)) {
        const std::string text = stage::text_of(explored->schedule);
        EXPECT_LE(std::count(text.begin(), text.end(), '.') + 1, 6) << smallest->schedule;
    }
    const reports::RunResult again = replay(*GetParam(), smallest->schedule, 20);
    EXPECT_EQ(again.scenarios.size(), 20u);
    for (const reports::ScenarioOutcome& scenario : again.scenarios) {
        const auto clause = std::find_if(scenario.clauses.begin(), scenario.clauses.end(),
                                         [&](const auto& one) { return one.clause == smallest->clause; });
        ASSERT_NE(clause, scenario.clauses.end()) << scenario.id;
        EXPECT_EQ(clause->verdict, Verdict::kViolation) << scenario.id << ": " << smallest->clause;
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Race, testing::ValuesIn(races()), [](const auto& race) {
    std::string name(race.param->id);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
}  // namespace wbemcheck::defects
