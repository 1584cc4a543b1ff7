// Known violations: from a result to a waiver file, and what a run says of waivers that do not hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "reports/fingerprint.h"
#include "reports/json_report.h"
#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using reports::RunResult;
using reports::RunVerdict;
using reports::Verdict;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kBroken = "mock?defect=final-twice";  // breaks STA-1 and ORD-2 in scenarios of DeleteClassAsync
constexpr const char* kFilter = "lifecycle/DeleteClassAsync/*";

std::string with_reasons(std::string text) {
    const std::string missing = "reason = \"\"";
    for (auto at = text.find(missing); at != std::string::npos; at = text.find(missing, at)) {
        text.replace(at, missing.size(), "reason = \"known\"");
    }
    return text;
}

Outcome run_with(const TemporaryFolder& folder, const char* subject, const std::string& waivers,
                 std::vector<std::string> more = {}) {
    write_file(folder.path("waivers.toml"), waivers);
    std::vector<std::string> arguments = {"run", subject, "--quiet", "--filter", kFilter, "--waivers",
                                          folder.path("waivers.toml"), "--json", folder.path("result.json")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments);
}

RunResult result_in(const TemporaryFolder& folder) { return reports::read_json(read_file(folder.path("result.json"))); }

// A waiver for all that kBroken breaks with one clause, with these lines in addition.
std::string waiver(const std::string& clause, const std::string& lines = "") {
    return "[[waiver]]\nclause = \"" + clause + "\"\nreason = \"known\"\n" + lines;
}

std::string both_waivers(const std::string& lines = "") { return waiver("STA-1", lines) + waiver("ORD-2", lines); }

TEST(Waive, GivesAFileThatWaivesEverythingOnceItHasReasons) {
    const TemporaryFolder folder;
    const Outcome broken = run_with(folder, kBroken, "", {"--out", folder.path("kept"), "--repeat", "2"});
    ASSERT_EQ(broken.code, 1) << broken.errors;
    const Outcome drafted = run_program({"waive", folder.path("result.json"), "-o", folder.path("draft.toml")});
    EXPECT_EQ(drafted.code, 0);
    EXPECT_THAT(drafted.output, IsEmpty());
    EXPECT_THAT(drafted.errors, IsEmpty());
    const std::string draft = read_file(folder.path("draft.toml"));
    EXPECT_EQ(run_program({"waive", folder.path("result.json")}).output, draft);

    const Outcome without_reasons = run_with(folder, kBroken, draft);
    EXPECT_EQ(without_reasons.code, 2);
    EXPECT_THAT(without_reasons.errors, EndsWith(": a waiver must give its `reason`.\n"));

    const Outcome waived = run_with(folder, kBroken, with_reasons(draft), {"--repeat", "2"});
    EXPECT_EQ(waived.code, 0) << waived.errors;
    EXPECT_THAT(waived.errors, IsEmpty());
    const RunResult result = result_in(folder);
    EXPECT_EQ(result.verdict, RunVerdict::kConforms);
    ASSERT_FALSE(result.findings.empty());
    for (const reports::Finding& finding : result.findings) {
        EXPECT_EQ(finding.verdict, Verdict::kWaived);
        EXPECT_THAT(finding.advice, testing::AllOf(testing::StartsWith("Waived until "), EndsWith(": known")));
    }

    const Outcome checked = run_program({"check", folder.path("kept/traces"), "--waivers", folder.path("waivers.toml")});
    EXPECT_EQ(checked.code, 0) << checked.errors;
    EXPECT_THAT(checked.output, HasSubstr("Waived (8)"));
}

TEST(Waive, WritesOverNothingUnlessItIsForced) {
    const TemporaryFolder folder;
    (void)run_with(folder, kBroken, "");
    write_file(folder.path("draft.toml"), "# the work of a person");
    const Outcome refused = run_program({"waive", folder.path("result.json"), "--output", folder.path("draft.toml")});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(refused.errors, "wbemcheck: " + folder.path("draft.toml") + " is there already; --force writes over it.\n");
    EXPECT_EQ(read_file(folder.path("draft.toml")), "# the work of a person");
    EXPECT_EQ(run_program({"waive", folder.path("result.json"), "-o", folder.path("draft.toml"), "--force"}).code, 0);
    EXPECT_THAT(read_file(folder.path("draft.toml")), HasSubstr("[[waiver]]"));
}

TEST(Waive, SaysThatThereIsNothingToWaive) {
    const TemporaryFolder folder;
    (void)run_with(folder, "mock", "");
    const Outcome outcome = run_program({"waive", folder.path("result.json")});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(std::count(outcome.output.begin(), outcome.output.end(), '\n'), 1);
    EXPECT_THAT(outcome.output, testing::StartsWith("# "));
    EXPECT_THAT(outcome.errors, EndsWith("has no violation, so there is nothing to waive.\n"));
}

TEST(StaleWaiver, OfAnExpiredDateFailsTheRun) {
    const TemporaryFolder folder;
    const Outcome conforming = run_with(folder, "mock", waiver("STA-1", "expires = 2020-01-31\n"));
    EXPECT_EQ(conforming.code, 2);
    EXPECT_EQ(conforming.errors,
              "wbemcheck: The waiver for STA-1 in * (line 1) expired on 2020-01-31: renew it or take it out.\n");
    EXPECT_THAT(conforming.output, EndsWith("Verdict: conforms (exit 2): a waiver does not hold\n"));
    EXPECT_EQ(run_with(folder, kBroken, both_waivers("expires = 2020-01-31\n")).code, 1);
}

TEST(StaleWaiver, ThatNothingNeedsFailsTheRun) {
    const TemporaryFolder folder;
    const std::string needless = waiver("STA-1", std::string("scenario = \"") + kFilter + "\"\n");
    const Outcome outcome = run_with(folder, "mock", needless);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.errors, "wbemcheck: The waiver for STA-1 in lifecycle/DeleteClassAsync/* (line 1) is not needed: nothing "
                              "in this run breaks it. Take it out.\n");
    // What else the glob is for was left out of this run, and may need it.
    EXPECT_EQ(run_with(folder, "mock", waiver("STA-1")).code, 0);
    EXPECT_EQ(run_with(folder, "mock", needless, {"--shard", "1/3"}).code, 0);
}

TEST(StaleWaiver, WhoseScenarioDoesNotExistFailsTheRun) {
    const TemporaryFolder folder;
    const Outcome outcome = run_with(folder, "mock", waiver("STA-1", "scenario = \"lifecylce/*\"\n"));
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.errors, "wbemcheck: The waiver for STA-1 in lifecylce/* (line 1) matches no scenario that there is: "
                              "correct its `scenario` or take it out.\n");
    for (const char* other : {"cancel/ExecQueryAsync/twice", "walk/ExecQueryAsync/many/cancel/in-indicate-1", "explore/*"}) {
        EXPECT_EQ(run_with(folder, "mock", waiver("STA-1", std::string("scenario = \"") + other + "\"\n")).code, 0) << other;
    }
}

TEST(StaleWaiver, WhoseFailureChangedFailsTheRun) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_with(folder, kBroken, waiver("STA-1") + waiver("ORD-2", "fingerprint = \"00000000000000aa\"\n"));
    EXPECT_EQ(outcome.code, 1);
    const RunResult result = result_in(folder);
    const auto finding = std::find_if(result.findings.begin(), result.findings.end(),
                                      [](const reports::Finding& found) { return found.verdict == Verdict::kViolation; });
    ASSERT_NE(finding, result.findings.end());
    EXPECT_EQ(finding->clause, "ORD-2");
    EXPECT_EQ(outcome.errors, "wbemcheck: The waiver for ORD-2 in * (line 4) covers nothing: the failure changed (fingerprint "
                              "now " + reports::fingerprint_of(*finding) + ", was 00000000000000aa). Look at it again.\n");
}

TEST(StaleWaiver, WhoseFailureComesTooOftenFailsTheRun) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_with(folder, kBroken, waiver("STA-1") + waiver("ORD-2", "max_rate = 0.5\n"), {"--repeat", "4"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.errors, testing::StartsWith("wbemcheck: The waiver for ORD-2 in * (line 4) waives nothing of "
                                                    "lifecycle/DeleteClassAsync/"));
    EXPECT_THAT(outcome.errors, HasSubstr(": 4 of 4 repetitions broke it, a rate of 1, and 0.5 is accepted."));
}

TEST(StaleWaiver, IsInEveryReportAndInThoseThatAreWrittenLater) {
    const TemporaryFolder folder;
    const Outcome played = run_with(folder, "mock", waiver("STA-1", "expires = 2020-01-31\n"),
                                    {"--markdown", folder.path("then.md"), "--junit", folder.path("then.xml")});
    const Outcome reported = run_program({"report", folder.path("result.json"), "--markdown", folder.path("now.md"), "--junit",
                                          folder.path("now.xml")});
    EXPECT_EQ(reported.code, 2);
    EXPECT_EQ(reported.errors, played.errors);
    EXPECT_EQ(reported.output, played.output);
    for (const char* kind : {".md", ".xml"}) {
        const std::string report = read_file(folder.path(std::string("then") + kind));
        EXPECT_EQ(report, read_file(folder.path(std::string("now") + kind)));
        EXPECT_THAT(report, HasSubstr("expired on 2020")) << kind;
    }
}

TEST(StaleWaiver, OfACheckIsThatOfTheRun) {
    const TemporaryFolder folder;
    const Outcome played = run_with(folder, "mock", waiver("STA-1", "scenario = \"lifecylce/*\"\n") +
                                                        waiver("ORD-2", "expires = 2020-01-31\n"),
                                    {"--out", folder.path("kept")});
    const Outcome checked = run_program({"check", folder.path("kept/traces"), "--waivers", folder.path("waivers.toml")});
    EXPECT_EQ(played.code, 2);
    EXPECT_EQ(checked.code, 2);
    EXPECT_EQ(checked.errors, played.errors);
}

}  // namespace
}  // namespace wbemcheck::cli
