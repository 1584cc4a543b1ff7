// TAP on standard output: nothing else may stand there, and it must say what the result says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "reports/json_report.h"
#include "reports/tap_report.h"
#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// Begins of lines: the version, the points, the plan. Blocks are indented.
std::vector<std::string> outer_lines_of(std::string text) {
    std::erase(text, '\r');
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (text.compare(begin, 2, "  ") != 0) lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::vector<std::string> points_with(std::string_view begin, const std::vector<std::string>& lines) {
    std::vector<std::string> points;
    for (const std::string& line : lines) {
        if (line.starts_with(begin)) points.push_back(line);
    }
    return points;
}

TEST(Tap, IsAllThereIsOnStandardOutput) {
    const Outcome outcome = run_program({"run", "mock", "--filter", "cancel/ExecQueryAsync/*", "--tap"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    const std::vector<std::string> lines = outer_lines_of(outcome.output);
    ASSERT_GT(lines.size(), 3u);
    EXPECT_EQ(lines.front(), "TAP version 14");
    EXPECT_EQ(lines.back(), "1.." + std::to_string(lines.size() - 2));
    EXPECT_THAT(std::vector<std::string>(lines.begin() + 1, lines.end() - 1),
                Each(AllOf(StartsWith("ok "), HasSubstr(" - cancel/ExecQueryAsync/"))));
    EXPECT_THAT(outcome.errors, HasSubstr("CONFORMS"));
}

TEST(Tap, SaysTheSameLaterOnAsInTheRun) {
    const TemporaryFolder folder;
    const Outcome played =
        run_program({"run", "mock?defect=final-twice", "--filter", "lifecycle/DeleteClassAsync/*", "--jobs", "1", "--quiet",
                     "--tap", "--out", folder.path("kept")});
    EXPECT_EQ(played.code, 1) << played.errors;
    EXPECT_THAT(points_with("not ok ", outer_lines_of(played.output)), Not(IsEmpty()));
    EXPECT_THAT(played.output, HasSubstr("    - clause: \"STA-1\""));

    const Outcome reported = run_program({"report", folder.path("kept/result.json"), "--tap"});
    EXPECT_EQ(reported.code, 1) << reported.errors;
    EXPECT_EQ(outer_lines_of(reported.output).size(), outer_lines_of(played.output).size());
    EXPECT_THAT(reported.errors, HasSubstr("VIOLATES"));
    std::string output = reported.output;
    std::erase(output, '\r');
    EXPECT_EQ(output, reports::write_tap(reports::read_json(read_file(folder.path("kept/result.json")))));

    const Outcome checked = run_program({"check", folder.path("kept/traces"), "--tap"});
    EXPECT_EQ(checked.code, 1) << checked.errors;
    EXPECT_EQ(outer_lines_of(checked.output).front(), "TAP version 14");
    EXPECT_EQ(points_with("not ok ", outer_lines_of(checked.output)).size(),
              points_with("not ok ", outer_lines_of(played.output)).size());
}

// A waiver forgives when all has been played; a line that is written cannot be taken back.
TEST(Tap, KnowsOfWaiversInARun) {
    const TemporaryFolder folder;
    write_file(folder.path("waivers.toml"),
               "[[waiver]]\nclause = \"STA-1\"\nreason = \"known\"\n[[waiver]]\nclause = \"ORD-2\"\nreason = \"known\"\n");
    const Outcome outcome = run_program({"run", "mock?defect=final-twice", "--filter", "lifecycle/DeleteClassAsync/*",
                                         "--quiet", "--tap", "--waivers", folder.path("waivers.toml")});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    const std::vector<std::string> failed = points_with("not ok ", outer_lines_of(outcome.output));
    EXPECT_THAT(failed, Not(IsEmpty()));
    EXPECT_THAT(failed, Each(HasSubstr(" # TODO ")));
}

TEST(Tap, CountsTheScenariosThatAWorkerDiedOf) {
    const Outcome outcome =
        run_program({"run", "mock?defect=exit-in-call", "--filter", "status/ExecQueryAsync/*", "--quiet", "--tap"});
    EXPECT_EQ(outcome.code, 1) << outcome.errors;
    const std::vector<std::string> lines = outer_lines_of(outcome.output);
    EXPECT_THAT(points_with("not ok ", lines), Not(IsEmpty()));
    EXPECT_THAT(outcome.output, HasSubstr("  ending: \"exited\""));
    EXPECT_EQ(lines.back(), "1.." + std::to_string(lines.size() - 2));
}

TEST(Tap, LeavesStandardOutputEmptyWhereNothingRuns) {
    const Outcome outcome = run_program({"run", "mock", "--filter", "nonsense", "--tap"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.output, IsEmpty());
}

TEST(Tap, LeavesTheJsonDocumentToAFile) {
    const TemporaryFolder folder;
    const Outcome outcome = run_program(
        {"run", "mock", "--filter", "cancel/ExecQueryAsync/null", "--quiet", "--tap", "--json", folder.path("r.json")});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_EQ(outer_lines_of(outcome.output).back(), "1..1");
    EXPECT_EQ(reports::read_json(read_file(folder.path("r.json"))).scenarios.size(), 1u);
    for (const char* command : {"report", "check"}) {
        const Outcome refused = run_program({command, folder.path("r.json"), "--tap", "--json", "-"});
        EXPECT_EQ(refused.code, 2);
        EXPECT_THAT(refused.output, IsEmpty());
    }
}

}  // namespace
}  // namespace wbemcheck::cli
