#include "reports/verdict_of_the_run.h"

#include <gtest/gtest.h>

#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

TEST(VerdictOfTheRun, IsACaseOnlyWhereNoScenarioShowsIt) {
    EXPECT_FALSE(verdict_of_the_run(testing::conforming_run()));
    EXPECT_FALSE(verdict_of_the_run(testing::violating_run()));
    RunResult run = testing::conforming_run();
    run.notes = {"one", "two"};
    run.verdict = RunVerdict::kFault;
    ASSERT_TRUE(verdict_of_the_run(run));
    EXPECT_EQ(verdict_of_the_run(run)->id, "run/verdict");
    EXPECT_EQ(verdict_of_the_run(run)->verdict, Verdict::kHarnessFault);
    EXPECT_EQ(verdict_of_the_run(run)->reason, "the run ended in the verdict \"fault\"\none\ntwo");
    run.verdict = RunVerdict::kInconclusive;
    EXPECT_EQ(verdict_of_the_run(run)->verdict, Verdict::kInconclusive);
    run.verdict = RunVerdict::kViolates;
    EXPECT_EQ(verdict_of_the_run(run)->verdict, Verdict::kViolation);
    run.scenarios[0].verdict = Verdict::kInconclusive;
    EXPECT_FALSE(verdict_of_the_run(run));
}

}  // namespace
}  // namespace wbemcheck::reports
