#include "reports/markdown_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(MarkdownReport, OfARunThatConformsSaysSoFirst) {
    const std::string report = write_markdown(testing::conforming_run());
    EXPECT_THAT(report, StartsWith("# conforms "));
    EXPECT_THAT(report, HasSubstr("Verdict: **conforms** (exit 0)"));
    EXPECT_THAT(report, Not(HasSubstr("Cut here")));
}

TEST(MarkdownReport, OfAViolationHasEverythingThatAPersonNeeds) {
    const RunResult result = testing::violating_run();
    const std::string report = write_markdown(result);
    EXPECT_THAT(report, StartsWith("# violates "));
    for (const char* part : {"**requirement**", "**source**", "**scenario**", "**expected**", "**actual**", "**check**",
                             "<details><summary>", "=&gt;"}) {
        EXPECT_THAT(report, HasSubstr(part));
    }
    EXPECT_THAT(report, HasSubstr("(exit 1)"));
}

TEST(MarkdownReport, LooksAsItDid) { testing::expect_golden("violating.md", write_markdown(testing::violating_run())); }

// Whatever a subject calls its things.
TEST(MarkdownReport, TakesNoMarkupFromASubject) {
    RunResult result = testing::violating_run();
    const std::string evil = "</pre></code><script>alert(1)</script> | a | `b` [c](http://d) @team #12 *e* _f_ **g** $h$ ![i](j)\n# k";
    for (Finding& finding : result.findings) {
        finding.actual = finding.expected = finding.rerun = finding.scenario = finding.operation = evil;
        for (WitnessEvent& event : finding.witness) event.text = evil;
    }
    for (ScenarioOutcome& scenario : result.scenarios) scenario.reason = evil;
    result.subject = evil;
    const std::string report = write_markdown(result);
    EXPECT_THAT(report, Not(HasSubstr("<script")));
    // In a box only HTML counts; the rest may stand there as it is.
    std::string outside = report;
    for (auto begin = outside.find("<pre>"); begin != std::string::npos; begin = outside.find("<pre>")) {
        outside.erase(begin, outside.find("</pre>\n", begin) + 7 - begin);
    }
    for (const char* markup : {"</pre>", "| a |", "`b`", "[c](", "](http", "\n# k", "![i]", "@team", " #12", "*e*", " _f_"}) {
        EXPECT_THAT(outside, Not(HasSubstr(markup)));
    }
}

TEST(MarkdownReport, StaysBelowItsLimitAndSaysWhatIsMissing) {
    RunResult result = testing::violating_run();
    ASSERT_FALSE(result.findings.empty());
    const Finding finding = result.findings.front();
    for (int i = 0; i < 2000; ++i) {
        Finding another = finding;
        another.clause = "X-" + std::to_string(i);
        another.actual = std::string(1500, 'x');
        result.findings.push_back(another);
    }
    const std::string report = write_markdown(result);
    EXPECT_LE(report.size(), kMarkdownLimit);
    EXPECT_GT(report.size(), kMarkdownLimit / 2);
    EXPECT_THAT(report, HasSubstr("**Cut here**: "));
    EXPECT_THAT(report, HasSubstr("The JSON report has everything."));
    EXPECT_THAT(report, HasSubstr("Verdict: **violates** (exit 1)"));
    const std::string small = write_markdown(result, false, 20'000);
    EXPECT_LE(small.size(), 20'000U);
    EXPECT_THAT(small, HasSubstr("**Cut here**: "));
}

}  // namespace
}  // namespace wbemcheck::reports
