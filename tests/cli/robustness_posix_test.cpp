// Where the threads of a worker are that does not get on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/runner/sanitizer.h"
#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

TEST(Hang, HasTheStackOfTheCallInTheFinding) {
    if (runner::kHasSanitizer) GTEST_SKIP() << "a sanitizer shows stacks of its own";
    const reports::RunResult result = run_for_result({"run", "mock?defect=hang-in-call", "--filter", "status/ExecQueryAsync/*",
                                                      "--timeout-scale", "0.2", "--quiet"},
                                                     1);
    bool has_hung = false;
    for (const reports::Finding& finding : result.findings) {
        if (finding.clause != "LIV-2") continue;
        has_hung = true;
        EXPECT_THAT(finding.stack, testing::Not(testing::IsEmpty())) << finding.actual;
    }
    EXPECT_TRUE(has_hung);
}

}  // namespace
}  // namespace wbemcheck::cli
