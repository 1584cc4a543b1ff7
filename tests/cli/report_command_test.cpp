// Reports that are written later, from a stored result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Report, SaysWhatTheRunSaid) {
    const TemporaryFolder folder;
    const Outcome played = run_program({"run", "mock?defect=final-twice", "--filter", "lifecycle/DeleteClassAsync/*",
                                        "--quiet", "--json", folder.path("result.json"), "--markdown",
                                        folder.path("then.md"), "--junit", folder.path("then.xml"), "--ctrf",
                                        folder.path("then.ctrf.json"), "--sarif", folder.path("then.sarif")});
    EXPECT_EQ(played.code, 1) << played.errors;
    const Outcome reported = run_program({"report", folder.path("result.json"), "--markdown", folder.path("now.md"),
                                          "--junit", folder.path("now.xml"), "--ctrf", folder.path("now.ctrf.json"),
                                          "--sarif", folder.path("now.sarif")});
    EXPECT_EQ(reported.code, played.code);
    EXPECT_EQ(reported.output, played.output);
    EXPECT_EQ(read_file(folder.path("now.md")), read_file(folder.path("then.md")));
    EXPECT_EQ(read_file(folder.path("now.xml")), read_file(folder.path("then.xml")));
    EXPECT_EQ(read_file(folder.path("now.ctrf.json")), read_file(folder.path("then.ctrf.json")));
    EXPECT_EQ(read_file(folder.path("now.sarif")), read_file(folder.path("then.sarif")));
    EXPECT_THAT(read_file(folder.path("now.md")), HasSubstr("violates"));
    EXPECT_THAT(read_file(folder.path("now.ctrf.json")), HasSubstr("\"reportFormat\": \"CTRF\""));
    EXPECT_THAT(read_file(folder.path("now.sarif")), HasSubstr("\"ruleId\": \"STA-1\""));
}

TEST(Report, RefusesWhatIsNoResult) {
    const TemporaryFolder folder;
    for (const char* document : {"", "{}", "[1]", "not json"}) {
        write_file(folder.path("result.json"), document);
        const Outcome outcome = run_program({"report", folder.path("result.json"), "--markdown", folder.path("report.md")});
        EXPECT_EQ(outcome.code, 2) << document;
        EXPECT_THAT(outcome.output, IsEmpty());
        EXPECT_THAT(outcome.errors, HasSubstr("result.json"));
        EXPECT_FALSE(std::filesystem::exists(folder.path("report.md")));
    }
    EXPECT_EQ(run_program({"report", folder.path("no-such-file.json")}).code, 2);
    EXPECT_EQ(run_program({"report", folder.path("")}).code, 2);
}

TEST(StepSummary, GrowsByTheReport) {
    const TemporaryFolder folder;
    write_file(folder.path("summary.md"), "what another command said");
    set_variable("GITHUB_STEP_SUMMARY", folder.path("summary.md"));
    const Outcome outcome = run_program({"run", "mock", "--filter", "status/*", "--quiet", "--github"});
    set_variable("GITHUB_STEP_SUMMARY", "");
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    const std::string summary = read_file(folder.path("summary.md"));
    EXPECT_THAT(summary, testing::StartsWith("what another command said\n# "));
    EXPECT_THAT(summary, HasSubstr("Verdict: **"));
}

TEST(StepSummary, IsMissedBeforeAnythingRuns) {
    set_variable("GITHUB_STEP_SUMMARY", "");
    const Outcome outcome = run_program({"run", "mock", "--filter", "status/*", "--github"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_THAT(outcome.errors, HasSubstr("GITHUB_STEP_SUMMARY"));
}

}  // namespace
}  // namespace wbemcheck::cli
