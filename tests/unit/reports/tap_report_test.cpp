#include "reports/tap_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "reports/unique_scenarios.h"
#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

// What stands at the begin of a line: the version, the points, the plan. Blocks are indented.
std::vector<std::string> outer_lines_of(const std::string& text) {
    std::vector<std::string> lines = lines_of(text);
    std::erase_if(lines, [](const std::string& line) { return line.starts_with("  "); });
    return lines;
}

// The only point of a run.
std::string point_of(const RunResult& run) {
    const std::vector<std::string> lines = outer_lines_of(write_tap(run));
    EXPECT_EQ(lines.size(), 3U);
    return lines.at(1);
}

RunResult run_with_one(Verdict verdict, const std::string& reason) {
    RunResult run = testing::small_run();
    run.verdict = RunVerdict::kConforms;
    run.findings.clear();
    run.scenarios[0].verdict = verdict;
    run.scenarios[0].reason = reason;
    return run;
}

TEST(TapReport, LooksAsApproved) {
    testing::expect_golden("violating.tap", write_tap(testing::violating_run()));
    testing::expect_golden("conforming.tap", write_tap(testing::conforming_run()));
}

TEST(TapReport, MapsEveryVerdict) {
    const std::map<Verdict, std::string> expected = {
        {Verdict::kPass, "ok 1 - lifecycle/many/ExecQueryAsync"},
        {Verdict::kObserved, "ok 1 - lifecycle/many/ExecQueryAsync"},
        {Verdict::kWarning, "ok 1 - lifecycle/many/ExecQueryAsync"},
        {Verdict::kViolation, "not ok 1 - lifecycle/many/ExecQueryAsync"},
        {Verdict::kInconclusive, "not ok 1 - lifecycle/many/ExecQueryAsync"},
        {Verdict::kHarnessFault, "not ok 1 - lifecycle/many/ExecQueryAsync"},
        {Verdict::kNotApplicable, "ok 1 - lifecycle/many/ExecQueryAsync # SKIP a reason"},
        {Verdict::kNotReached, "ok 1 - lifecycle/many/ExecQueryAsync # SKIP a reason"},
        {Verdict::kWaived, "not ok 1 - lifecycle/many/ExecQueryAsync # TODO a reason"},
    };
    for (const Verdict verdict : kAllVerdicts) {
        EXPECT_EQ(point_of(run_with_one(verdict, "a reason")), expected.at(verdict)) << name_of(verdict);
    }
    EXPECT_EQ(point_of(run_with_one(Verdict::kNotReached, "")), "ok 1 - lifecycle/many/ExecQueryAsync # SKIP not-reached");
}

TEST(TapReport, PlanCountsThePoints) {
    const RunResult run = testing::violating_run();
    const std::vector<std::string> lines = outer_lines_of(write_tap(run));
    ASSERT_EQ(lines.size(), run.scenarios.size() + 2);
    EXPECT_EQ(lines.front(), "TAP version 14");
    EXPECT_EQ(lines.back(), "1..26");
    for (std::size_t index = 0; index < run.scenarios.size(); ++index) {
        const std::string point = "ok " + std::to_string(index + 1) + " - " + run.scenarios[index].id;
        EXPECT_THAT(lines[index + 1], HasSubstr(point));
    }
    RunResult nothing = testing::conforming_run();
    nothing.scenarios.clear();
    EXPECT_EQ(write_tap(nothing), "TAP version 14\n1..0 # no scenario was played\n");
}

TEST(TapReport, EscapesWhatWouldBeADirective) {
    RunResult run = run_with_one(Verdict::kNotApplicable, "C:\\x # TODO");
    run.scenarios[0].id = "a # SKIP b\\#";
    EXPECT_EQ(point_of(run), "ok 1 - a \\# SKIP b\\\\\\# # SKIP C:\\\\x \\# TODO");
}

TEST(TapReport, KeepsTextsWithinTheirLines) {
    RunResult run = run_with_one(Verdict::kInconclusive, "one\nok 2 - forged\r\n  ...\nBail out!\xE2\x80\xA8ok 3");
    run.scenarios[0].id = "a\nok 7\xE2\x80\xA9ok 8";
    const std::string text = write_tap(run);
    EXPECT_EQ(point_of(run), "not ok 1 - a ok 7 ok 8");
    EXPECT_THAT(lines_of(text),
                Contains("  reason: \"one\\nok 2 - forged\\n  ...\\nBail out!\\u2028ok 3\""));
}

// Everything in a block is a string as JSON has them, so it can be read back.
TEST(TapReport, QuotesAsJsonAndYamlDo) {
    RunResult run = testing::small_run();
    run.findings[0].actual = "quote \" backslash \\ tab \t umlaut \xC3\xA4 del \x7F c1 \xC2\x85";
    const std::string text = write_tap(run);
    const std::string label = "      actual: ";
    const std::vector<std::string> lines = lines_of(text);
    const auto found = std::ranges::find_if(lines, [&](const std::string& line) { return line.starts_with(label); });
    ASSERT_NE(found, lines.end());
    EXPECT_EQ(nlohmann::json::parse(found->substr(label.size())),
              "quote \" backslash \\ tab \t umlaut \xC3\xA4 del <U+007F> c1 <U+0085>");
}

TEST(TapReport, SurvivesWhateverTheSubjectSays) {
    const RunResult run = testing::awkward_run();
    const std::string text = write_tap(run);
    testing::expect_golden("awkward.tap", text);
    EXPECT_EQ(outer_lines_of(text).size(), run.scenarios.size() + 2);
    EXPECT_TRUE(std::ranges::all_of(text, [](char one) { return one == '\n' || static_cast<unsigned char>(one) >= 0x20; }));
}

TEST(TapReport, SaysWhereItCutsAHugeText) {
    RunResult run = testing::small_run();
    run.findings[0].actual = std::string(10'000'000, 'x');
    const std::string text = write_tap(run);
    EXPECT_LT(text.size(), 50'000U);
    EXPECT_THAT(text, HasSubstr("[cut here: 9980000 more bytes stand in the JSON report]"));
}

TEST(TapReport, RefusesTwoPointsWithOneName) {
    RunResult run = testing::small_run();
    run.scenarios.push_back(run.scenarios[0]);
    EXPECT_THROW((void)write_tap(run), DuplicateScenario);
}

TEST(TapReport, NeverReadsGreenWhenTheRunIsNot) {
    RunResult run = testing::conforming_run();
    run.verdict = RunVerdict::kViolates;
    std::vector<std::string> lines = outer_lines_of(write_tap(run));
    ASSERT_EQ(lines.size(), run.scenarios.size() + 3);
    EXPECT_EQ(lines[lines.size() - 2], "not ok 13 - run/verdict");
    EXPECT_EQ(lines.back(), "1..13");
    run.verdict = RunVerdict::kFault;
    lines = outer_lines_of(write_tap(run));
    EXPECT_EQ(lines[lines.size() - 3], "not ok 13 - run/verdict");
    EXPECT_THAT(lines[lines.size() - 2], StartsWith("Bail out! The subject could not be judged"));
    EXPECT_EQ(lines.back(), "1..13");
}

class LiveTap : public ::testing::Test {
protected:
    TapWriter::Write into(std::string& target) {
        return [&target](std::string_view piece) { target += piece; };
    }

    RunResult run = testing::violating_run();
    std::string text;
};

TEST_F(LiveTap, WritesAScenarioAsSoonAsItEnds) {
    TapWriter writer(into(text));
    EXPECT_THAT(text, IsEmpty());
    writer.end_scenario(run.scenarios.back(), run.findings);
    EXPECT_EQ(text, "TAP version 14\nok 1 - arguments/wrong-language/ExecQueryAsync\n");
    writer.end_scenario(run.scenarios[0], run.findings);
    EXPECT_THAT(outer_lines_of(text), Contains("not ok 2 - lifecycle/none/ExecQueryAsync"));
    EXPECT_THAT(text, HasSubstr("    - clause: \"REF-3\"\n"));
    EXPECT_THAT(text, Not(HasSubstr("1..")));
}

TEST_F(LiveTap, SaysTheSameAsTheStoredResult) {
    TapWriter writer(into(text));
    for (const ScenarioOutcome& scenario : run.scenarios) writer.end_scenario(scenario, run.findings);
    writer.finish(run);
    EXPECT_EQ(text, write_tap(run));
}

// A worker may die with scenarios that nobody has reported; the result knows them.
TEST_F(LiveTap, AddsTheScenariosThatOnlyTheResultHas) {
    TapWriter writer(into(text));
    writer.end_scenario(run.scenarios[1], run.findings);
    writer.finish(run);
    const std::vector<std::string> lines = outer_lines_of(text);
    ASSERT_EQ(lines.size(), run.scenarios.size() + 2);
    EXPECT_EQ(lines[1], "not ok 1 - lifecycle/one/ExecQueryAsync");
    EXPECT_EQ(lines[2], "not ok 2 - lifecycle/none/ExecQueryAsync");
    EXPECT_EQ(lines.back(), "1..26");
}

// What is waived is known at the end only.
TEST_F(LiveTap, LeavesWhatIsDoubtfulForTheEnd) {
    TapWriter writer(into(text), TapTiming::kDoubtfulLast);
    ScenarioOutcome ended = run.scenarios[0];
    writer.end_scenario(ended, run.findings);
    EXPECT_THAT(text, IsEmpty());
    writer.end_scenario(run.scenarios.back(), run.findings);
    EXPECT_THAT(outer_lines_of(text), ElementsAre("TAP version 14", "ok 1 - arguments/wrong-language/ExecQueryAsync"));
    run.scenarios[0].verdict = Verdict::kWaived;
    run.scenarios[0].reason = "known";
    writer.finish(run);
    EXPECT_THAT(outer_lines_of(text), Contains("not ok 2 - lifecycle/none/ExecQueryAsync # TODO known"));
    EXPECT_THAT(outer_lines_of(text), Not(Contains("not ok 2 - lifecycle/none/ExecQueryAsync")));
    EXPECT_EQ(outer_lines_of(text).back(), "1..26");
}

TEST_F(LiveTap, LeavesOutThePlanOfARunThatWasCutOff) {
    {
        TapWriter writer(into(text));
        writer.end_scenario(run.scenarios[0], run.findings);
    }
    EXPECT_THAT(text, Not(HasSubstr("1..")));
}

TEST_F(LiveTap, WritesNothingAfterItsEnd) {
    TapWriter writer(into(text));
    writer.finish(run);
    const std::string whole = text;
    writer.finish(run);
    writer.end_scenario(run.scenarios[0], run.findings);
    EXPECT_EQ(text, whole);
}

TEST_F(LiveTap, TakesResultsFromSeveralThreads) {
    TapWriter writer(into(text));
    RunResult many = testing::conforming_run();
    const ScenarioOutcome passing = many.scenarios[0];
    many.scenarios.clear();
    for (int index = 0; index < 400; ++index) {
        many.scenarios.push_back(passing);
        many.scenarios.back().id += std::to_string(index);
    }
    {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                for (const ScenarioOutcome& one : std::span(many.scenarios).subspan(thread * 100, 100)) {
                    writer.end_scenario(one, {});
                }
            });
        }
    }
    writer.finish(many);
    const std::vector<std::string> lines = outer_lines_of(text);
    ASSERT_EQ(lines.size(), 402U);
    for (std::size_t index = 1; index <= 400; ++index) {
        EXPECT_THAT(lines[index], StartsWith("ok " + std::to_string(index) + " - "));
    }
    EXPECT_EQ(lines.back(), "1..400");
}

}  // namespace
}  // namespace wbemcheck::reports
