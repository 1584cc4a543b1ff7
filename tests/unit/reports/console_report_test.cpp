#include "reports/console_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        lines.emplace_back(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
    }
    return lines;
}

std::string without_escape_sequences(const std::string& text) {
    std::string out;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] == '\x1B') {
            index = text.find('m', index);
        } else {
            out += text[index];
        }
    }
    return out;
}

TEST(ConsoleSummary, LooksAsApproved) {
    testing::expect_golden("conforming.txt", render_summary(testing::conforming_run(), {}));
    testing::expect_golden("violating.txt", render_summary(testing::violating_run(), {}));
    testing::expect_golden("violating.verbose.txt",
                           render_summary(testing::violating_run(), {.verbose = true}));
    testing::expect_golden("violating.colour.txt",
                           render_summary(testing::violating_run(), {.colour = true}));
}

TEST(ConsoleSummary, FitsAScreenWhenTheSubjectConforms) {
    const std::vector<std::string> lines = lines_of(render_summary(testing::conforming_run(), {}));
    EXPECT_LE(lines.size(), 24U);
    EXPECT_THAT(lines.front(), StartsWith("CONFORMS  mock keeps the documented contract"));
    EXPECT_THAT(lines[2], HasSubstr("12 scenarios in 1.84 s"));
    EXPECT_EQ(lines.back(), "Verdict: conforms (exit 0)");
}

// The rows that a terminal of this width needs.
std::size_t rows_of(const std::string& text, std::size_t columns) {
    std::size_t rows = 0;
    for (const std::string& line : lines_of(without_escape_sequences(text))) {
        rows += std::max<std::size_t>(1, (line.size() + columns - 1) / columns);
    }
    return rows;
}

// 40 broken clauses, 20 warnings and 50 readings.
RunResult hopeless_run() {
    RunResult run = testing::violating_run();
    const Finding broken = run.findings.front();
    run.findings.clear();
    run.readings.clear();
    for (int number = 1; number <= 60; ++number) {
        Finding finding = broken;
        finding.clause = "XYZ-" + std::to_string(number);
        finding.verdict = number <= 40 ? Verdict::kViolation : Verdict::kWarning;
        run.findings.push_back(finding);
    }
    Finding again = broken;  // the one clause that breaks in two scenarios
    again.clause = "XYZ-33";
    again.scenario = run.scenarios[1].id;
    run.findings.push_back(again);
    for (int number = 1; number <= 50; ++number) {
        run.readings.push_back({.id = "X-" + std::to_string(number), .reading = "a final", .scenario = "lifecycle/none"});
    }
    return run;
}

TEST(ConsoleSummary, FitsAnyScreenWithWhatIsNeededFirst) {
    for (const RunResult& run : {testing::conforming_run(), testing::violating_run(), testing::small_run(), hopeless_run()}) {
        for (const std::size_t rows : {23U, 30U, 40U}) {
            for (const std::size_t columns : {80U, 100U, 200U}) {
                const std::string text = render_summary(run, {.colour = true, .rows = rows, .columns = columns});
                EXPECT_LE(rows_of(text, columns), rows) << text;
                const std::vector<std::string> lines = lines_of(without_escape_sequences(text));
                EXPECT_THAT(lines.front(), HasSubstr(run.subject));
                EXPECT_THAT(lines.back(), StartsWith("Verdict: "));
                EXPECT_EQ(text.find("wbemcheck run ") != std::string::npos, run.verdict == RunVerdict::kViolates) << text;
            }
        }
    }
}

TEST(ConsoleSummary, ShowsTheWorstOfManyBrokenClausesAndNamesTheOthers) {
    const std::string text = render_summary(hopeless_run(), {});
    testing::expect_golden("hopeless.txt", text);
    EXPECT_THAT(text, HasSubstr("1. XYZ-33 (MUST) in 2 scenarios: "));
    EXPECT_THAT(text, HasSubstr("more clauses are broken: "));
    EXPECT_THAT(text, HasSubstr("Warnings (20)"));
    EXPECT_THAT(text, HasSubstr("Readings (50)"));
    EXPECT_THAT(text, HasSubstr("All of it: --verbose, --html FILE, or the JSON report"));
}

TEST(ConsoleSummary, PutsFirstWhatTheSubjectDiesOf) {
    RunResult run = hopeless_run();
    run.findings[20].scenario = run.scenarios[4].id;
    run.scenarios[4].ending = "crashed";
    EXPECT_THAT(render_summary(run, {}), HasSubstr("1. XYZ-21 (MUST) in 1 scenario: "));
}

TEST(ConsoleSummary, SaysEverythingAboutTheOnlyFinding) {
    RunResult run = testing::small_run();
    run.walks.clear();
    run.explorations.clear();
    const std::string text = render_summary(run, {});
    EXPECT_THAT(text, HasSubstr("=> 2003.702 ms  T1  rest point: sink 1 has count 2, the client holds 1"));
    EXPECT_THAT(text, HasSubstr("   check        Where the final status is sent"));
}

TEST(ConsoleSummary, StaysWithinAHundredColumnsButNeverBreaksACommand) {
    for (const std::string& line : lines_of(render_summary(testing::violating_run(), {}))) {
        if (line.find("rerun") != std::string::npos) {
            EXPECT_THAT(line, HasSubstr("wbemcheck run \"wmi:root\\cimv2\" --seed 42 --filter "));
        } else {
            EXPECT_LE(line.size(), 100U) << line;
        }
        EXPECT_FALSE(line.ends_with(' ')) << line;
    }
}

TEST(ConsoleSummary, TellsEachBrokenClauseOnceWithItsEvidence) {
    const std::string text = render_summary(testing::violating_run(), {.verbose = true});
    EXPECT_THAT(text, HasSubstr("REF-3 (MUST) broken in 10 scenarios"));
    EXPECT_EQ(text.find("REF-3 (MUST)"), text.rfind("REF-3 (MUST)"));
    EXPECT_THAT(text, HasSubstr("=> 2003.702 ms  T1  rest point: sink 1 has count 2, the client holds 1"));
    EXPECT_THAT(text, HasSubstr("VIOLATES  wmi:root\\cimv2 breaks the documented contract: "
                                "3 clauses in 11 of 26 scenarios"));
    EXPECT_THAT(text, EndsWith("Verdict: violates (exit 1): broken REF-1, REF-3, CAN-7\n"));
}

TEST(ConsoleSummary, IsTheSameTextInColour) {
    const RunResult run = testing::violating_run();
    const std::string plain = render_summary(run, {});
    const std::string coloured = render_summary(run, {.colour = true});
    EXPECT_EQ(plain.find('\x1B'), std::string::npos);
    EXPECT_NE(coloured.find('\x1B'), std::string::npos);
    EXPECT_EQ(without_escape_sequences(coloured), plain);
}

TEST(ConsoleSummary, LetsNoSubjectWriteToTheTerminalOrForgeALine) {
    RunResult run = testing::violating_run();
    const std::string awkward = testing::awkward_text();
    run.subject = awkward;
    run.notes = {awkward};
    for (ScenarioOutcome& scenario : run.scenarios) scenario.reason = awkward;
    for (Reading& reading : run.readings) reading.reading = awkward;
    for (Finding& finding : run.findings) {
        finding.actual = finding.expected = finding.operation = finding.rerun = awkward;
        for (WitnessEvent& event : finding.witness) event.text = awkward;
    }
    for (const bool verbose : {false, true}) {
        const std::string text = render_summary(run, {.verbose = verbose});
        for (const char character : text) {
            ASSERT_TRUE(character == '\n' || (character >= ' ' && character <= '~'))
                << static_cast<int>(character);
        }
        for (const std::string& line : lines_of(text))
            EXPECT_FALSE(line.starts_with("Verdict: conforms")) << line;
    }
}

TEST(ConsoleSummary, CutsAHugeTextAndSaysSo) {
    RunResult run = testing::small_run();
    run.findings[0].actual = std::string(10'000'000, 'x');
    run.scenarios[0].reason = run.findings[0].actual;
    EXPECT_LT(render_summary(run, {}).size(), 20'000U);
    EXPECT_THAT(render_summary(run, {}), HasSubstr("xxx...\n"));
    EXPECT_THAT(render_summary(run, {.verbose = true}),
                HasSubstr("[cut here: 9900000 more bytes stand in the JSON report]"));
}

TEST(ConsoleSummary, SaysHowFarWalkAndExplorationCame) {
    const std::string text = render_summary(testing::small_run(), {.verbose = true});
    EXPECT_THAT(text, HasSubstr("ExecQueryAsync/many  2 points, 2 reached; 23 placements, 1 inconclusive; broken at in-indicate-1"));
    EXPECT_THAT(text, HasSubstr("50 schedules, exhausted, 0.250 s, 49 distinct orders, 3 broken"));
    EXPECT_THAT(text, HasSubstr("1 of 1 space exhausted: 50 schedules with 49 distinct orders, 112 more left as redundant; "
                                "0.25 s\n  of work"));
    EXPECT_THAT(text, HasSubstr("schedule     lifecycle/many/ExecQueryAsync"));
    EXPECT_THAT(text, HasSubstr("found as     lifecycle/more/ExecQueryAsync"));
}

TEST(ConsoleSummary, SaysWhatSilenceIsWorth) {
    RunResult run = testing::small_run();
    run.budgets = {.timeout_scale = 1, .no_timeouts = false, .arrival_ms = 5000, .silence_ms = 6, .release_ms = 300,
                   .slowest_gap_ms = 0.5};
    EXPECT_THAT(render_summary(run, {}), HasSubstr("what must not come is given 6 ms, 12 times the longest gap of 0.5 ms"));
    run.budgets.slowest_gap_ms = 4;
    EXPECT_THAT(render_summary(run, {}), HasSubstr("which is weak"));
}

TEST(ConsoleSummary, ShowsTheBreachOfALongWitness) {
    RunResult run = testing::small_run();
    run.walks.clear();
    run.explorations.clear();
    std::vector<WitnessEvent>& witness = run.findings[0].witness;
    witness.clear();
    for (unsigned index = 0; index < 5000; ++index) {
        witness.push_back(
            {.index = index, .milliseconds = index * 0.5, .thread = index % 7, .text = "an event"});
    }
    witness[3000].text = "the breach";
    witness[3000].is_breach = true;
    EXPECT_LE(lines_of(render_summary(run, {})).size(), 40U);
    const std::string text = render_summary(run, {.verbose = true});
    EXPECT_THAT(text, HasSubstr("=> 1500.000 ms  T4  the breach"));
    EXPECT_THAT(text, HasSubstr("witness      5000 events"));
    EXPECT_THAT(text, HasSubstr("events not shown"));
}

TEST(ConsoleSummary, ShowsTheStackOfAFinding) {
    RunResult run = testing::small_run();
    run.findings[0].stack = {"find(int) + 0x1a in provider.so", "provider.so + 0x3f2c"};
    const std::string text = render_summary(run, {.verbose = true});
    EXPECT_THAT(text, HasSubstr("stack        find(int) + 0x1a in provider.so\n"));
    EXPECT_THAT(text, HasSubstr("             provider.so + 0x3f2c\n"));
}

TEST(ConsoleSummary, SaysPlainlyWhatAnInconclusiveRunIs) {
    RunResult run = testing::conforming_run();
    run.verdict = RunVerdict::kInconclusive;
    run.scenarios[3].verdict = Verdict::kInconclusive;
    run.scenarios[3].reason = "no object had come when the arrival budget of 7500 ms ran out";
    const std::string text = render_summary(run, {});
    EXPECT_THAT(text, StartsWith("INCONCLUSIVE  mock breaks nothing that was seen, but 1 of 12 scenarios"));
    EXPECT_THAT(text, HasSubstr("no object had come when the arrival budget of 7500 ms ran out"));
    EXPECT_THAT(text,
                HasSubstr("rerun: wbemcheck run mock --seed 42 --filter lifecycle/failing/ExecQueryAsync\n"));
    EXPECT_THAT(text, EndsWith("Verdict: inconclusive (exit 0): nothing violated, but not proved either; "
                               "with --strict this is exit 3\n"));
    EXPECT_THAT(render_summary(run, {.strict = true}), HasSubstr("Verdict: inconclusive (exit 3)"));
}

TEST(ConsoleSummary, BlamesTheHarnessForItsOwnFaults) {
    RunResult run = testing::conforming_run();
    run.verdict = RunVerdict::kFault;
    run.scenarios[3].verdict = Verdict::kHarnessFault;
    const std::string text = render_summary(run, {});
    EXPECT_THAT(text, StartsWith("FAULT  mock could not be judged: the harness failed in 1 of 12 scenarios"));
    EXPECT_THAT(text, HasSubstr("no reason was given"));
    EXPECT_THAT(text, EndsWith("Verdict: fault (exit 4): the harness, not the subject, is to blame\n"));
}

TEST(ConsoleSummary, ListsEveryScenarioWhenVerbose) {
    const RunResult run = testing::violating_run();
    const std::string text = render_summary(run, {.verbose = true});
    for (const ScenarioOutcome& scenario : run.scenarios) EXPECT_THAT(text, HasSubstr(scenario.id));
    EXPECT_THAT(text, Not(HasSubstr("more, all in the JSON report")));
}

TEST(ConsoleSummary, RendersAnEmptyResult) {
    const std::string text = render_summary(RunResult{}, {});
    EXPECT_THAT(text, HasSubstr("0 scenarios in 0.00 s\n"));
    EXPECT_THAT(text, HasSubstr("Verdict: inconclusive"));
}

TEST(Duration, IsReadable) {
    EXPECT_EQ(duration_text(1.841), "1.84 s");
    EXPECT_EQ(duration_text(99.99), "99.99 s");
    EXPECT_EQ(duration_text(99.999), "1 min 40 s");
    EXPECT_EQ(duration_text(242.4), "4 min 02 s");
    EXPECT_EQ(duration_text(-1), "0.00 s");
    EXPECT_EQ(duration_text(std::numeric_limits<double>::quiet_NaN()), "0.00 s");
}

}  // namespace
}  // namespace wbemcheck::reports
