// Whatever the subject does to its process, the run goes on, and the finding says what it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/runner/sanitizer.h"
#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using reports::Finding;
using reports::RunResult;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// The first violation of the clause; an empty one, and a failed test, where there is none.
Finding violation_of(const std::string& clause, const RunResult& result) {
    const auto found = std::ranges::find_if(result.findings, [&](const Finding& finding) {
        return finding.clause == clause && finding.verdict == reports::Verdict::kViolation;
    });
    if (found != result.findings.end()) return *found;
    ADD_FAILURE() << "no violation of " << clause;
    return {};
}

std::string ending_of(const std::string& scenario, const RunResult& result) {
    const auto found = std::ranges::find(result.scenarios, scenario, &reports::ScenarioOutcome::id);
    return found == result.scenarios.end() ? std::string() : found->ending;
}

TEST(EatenMemory, EndsTheWorkerAtItsLimit) {
    const RunResult result = run_for_result({"run", "mock?defect=operation-eats-memory", "--filter", "status/ExecQueryAsync/*",
                                             "--memory-limit", "600", "--quiet"},
                                            1);
    const Finding finding = violation_of("LIV-6", result);
    EXPECT_EQ(ending_of(finding.scenario, result), "outgrew its memory");
    EXPECT_THAT(finding.actual, AllOf(HasSubstr("during ExecQueryAsync (call "), HasSubstr("--memory-limit allows 600")));
    EXPECT_THAT(finding.rerun, HasSubstr(" --memory-limit 600"));
}

TEST(EndlessDelivery, EndsTheWorkerWhenItsTraceIsFull) {
    const RunResult result = run_for_result({"run", "mock?defect=operation-never-stops-delivering", "--filter",
                                             "status/ExecQueryAsync/*", "--trace-limit", "1", "--quiet"},
                                            1);
    const Finding finding = violation_of("LIV-6", result);
    EXPECT_EQ(ending_of(finding.scenario, result), "flooded its trace");
    EXPECT_THAT(finding.operation, HasSubstr("ExecQueryAsync"));
    EXPECT_THAT(finding.actual, AllOf(HasSubstr("1 MiB that --trace-limit allows"), HasSubstr(" callbacks with ")));
    EXPECT_THAT(finding.rerun, HasSubstr(" --trace-limit 1"));
}

TEST(Crash, HasItsStackInTheFinding) {
    if (runner::kHasSanitizer) GTEST_SKIP() << "a sanitizer shows stacks of its own";
    const RunResult result =
        run_for_result({"run", "mock?defect=crash-in-call", "--filter", "lifecycle/ExecQueryAsync/*", "--quiet"}, 1);
    EXPECT_THAT(violation_of("LIV-1", result).stack, Not(IsEmpty()));
}

TEST(Limits, AreNumbersOfMebibytes) {
    for (const char* option : {"--memory-limit", "--trace-limit"}) {
        EXPECT_EQ(run_program({"run", "mock", option, "much"}).code, 2);
        EXPECT_EQ(run_program({"run", "mock", option, "-1"}).code, 2);
    }
}

TEST(Limits, MayBeLeftAway) {
    const Outcome outcome = run_program({"run", "mock", "--filter", "cancel/ExecQueryAsync/null", "--memory-limit", "0",
                                         "--trace-limit", "0", "--quiet"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
}

}  // namespace
}  // namespace wbemcheck::cli
