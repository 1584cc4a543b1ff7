#include "reports/perfetto_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two operations that overlap on two sinks, a call from inside of a callback, and a callback that never returns.
std::vector<Step> overlapping_steps() {
    return {
        {.kind = StepKind::kNote, .index = 0, .thread = 1, .object = "sink 1", .text = "sink 1 created with count 1", .count = 1},
        {.kind = StepKind::kCall, .index = 1, .milliseconds = 0.001, .thread = 1, .object = "services 3", .text = "call 1: ExecQueryAsync(\"SELECT (x): y\", sink 1)", .call = 1},
        {.kind = StepKind::kAddRef, .index = 2, .milliseconds = 0.001, .thread = 1, .object = "sink 1", .text = "sink 1: AddRef, count now 2", .count = 2},
        {.kind = StepKind::kReturn, .index = 3, .milliseconds = 0.001, .thread = 1, .object = "services 3", .text = "call 1: ExecQueryAsync returned WBEM_S_NO_ERROR", .call = 1},
        {.kind = StepKind::kCall, .index = 4, .milliseconds = 0.002, .thread = 1, .object = "services 3", .text = "call 2: GetObjectAsync(sink 2)", .call = 2},
        {.kind = StepKind::kCallback, .index = 5, .milliseconds = 0.003, .thread = 2, .object = "sink 1", .text = "sink 1: Indicate(1 object)", .call = 1},
        {.kind = StepKind::kReturn, .index = 6, .milliseconds = 0.004, .thread = 1, .object = "services 3", .text = "call 2: GetObjectAsync returned WBEM_S_NO_ERROR", .call = 2},
        {.kind = StepKind::kCall, .index = 7, .milliseconds = 0.005, .thread = 2, .object = "services 3", .text = "call 3: GetObject()", .call = 3},
        {.kind = StepKind::kCallback, .index = 8, .milliseconds = 0.006, .thread = 3, .object = "sink 2", .text = "sink 2: Indicate(1 object)", .call = 2},
        {.kind = StepKind::kReturn, .index = 9, .milliseconds = 0.007, .thread = 2, .object = "services 3", .text = "call 3: GetObject returned WBEM_S_NO_ERROR", .call = 3},
        {.kind = StepKind::kCallbackEnd, .index = 10, .milliseconds = 0.008, .thread = 2, .object = "sink 1", .text = "sink 1: Indicate answered WBEM_S_NO_ERROR"},
        {.kind = StepKind::kCallback, .index = 11, .milliseconds = 0.009, .thread = 2, .object = "sink 4", .text = "sink 4: SetStatus(COMPLETE, WBEM_S_NO_ERROR)"},
        {.kind = StepKind::kRest, .index = 12, .milliseconds = 1.5, .thread = 1, .object = "sink 1", .text = "rest point of sink 1, after 1 ms of silence", .count = 2, .expected = 1},
    };
}

std::string write_scenario(const std::vector<Step>& steps, const std::vector<Finding>& findings = {}) {
    const RunResult run = testing::small_run();
    std::string out;
    PerfettoWriter writer(PerfettoContent::kWholeTraces, [&](std::string_view text) { out += text; });
    for (int time = 0; time < 2; ++time) {
        writer.begin_scenario(run.scenarios[0].id, run.scenarios[0], findings);
        for (const Step& step : steps) writer.take(step);
        writer.end_scenario();
    }
    writer.finish(run);
    return out;
}

std::vector<json> events_of(const std::string& document, const std::string& phase) {
    std::vector<json> events;
    const json parsed = json::parse(document);
    for (const json& event : parsed.at("traceEvents")) {
        if (event.at("ph") == phase) events.push_back(event);
    }
    return events;
}

// The number of the call that each arrow leads to, in the order of the file.
std::vector<int> answered_calls(const std::string& document) {
    std::vector<int> calls;
    for (const json& end : events_of(document, "f")) {
        for (const json& slice : events_of(document, "B")) {
            if (slice.at("tid") == end.at("tid") && slice.at("ts") == end.at("ts")) {
                calls.push_back(slice.at("args").at("call"));
            }
        }
    }
    return calls;
}

TEST(PerfettoReport, LooksAsApproved) {
    testing::expect_golden("violating.perfetto.json", write_perfetto(testing::violating_run()));
    testing::expect_golden("awkward.perfetto.json", write_perfetto(testing::awkward_run()));
    testing::expect_golden("whole.perfetto.json",
                           write_scenario(overlapping_steps(), testing::small_run().findings));
}

TEST(PerfettoReport, LeadsFromEachRequestToItsOwnCallbacks) {
    const std::string document = write_scenario(overlapping_steps());
    EXPECT_THAT(answered_calls(document), ElementsAre(1, 2, 1, 2));
    const std::vector<json> begins = events_of(document, "s");
    const std::vector<json> ends = events_of(document, "f");
    ASSERT_EQ(begins.size(), ends.size());
    for (std::size_t index = 0; index < begins.size(); ++index) {
        EXPECT_EQ(begins[index].at("id"), ends[index].at("id"));
        EXPECT_EQ(begins[index].at("pid"), ends[index].at("pid"));
        EXPECT_NE(begins[index].at("tid"), ends[index].at("tid"));
        EXPECT_EQ(ends[index].at("bp"), "e");
    }
}

TEST(PerfettoReport, NamesSlicesWithoutTheirArguments) {
    const std::vector<json> slices = events_of(write_scenario(overlapping_steps()), "B");
    EXPECT_EQ(slices[0].at("name"), "ExecQueryAsync");
    EXPECT_EQ(slices[0].at("args").at("text"), "call 1: ExecQueryAsync(\"SELECT (x): y\", sink 1)");
    EXPECT_EQ(slices[2].at("name"), "Indicate");
}

TEST(PerfettoReport, ClosesWhatTheTraceLeavesOpen) {
    const std::string document = write_scenario(overlapping_steps());
    EXPECT_EQ(events_of(document, "B").size(), events_of(document, "E").size());
    EXPECT_THAT(events_of(document, "E")[4].at("args").at("unfinished"), "the trace ends before it does");
}

TEST(PerfettoReport, GivesEveryEventOfAThreadATimeOfItsOwn) {
    std::vector<Step> steps = overlapping_steps();
    for (Step& step : steps) step.milliseconds = 7;
    std::map<int, double> last;
    const json document = json::parse(write_scenario(steps));
    for (const json& event : document.at("traceEvents")) {
        const std::string phase = event.at("ph");
        if (phase != "B" && phase != "E") continue;
        const auto [entry, is_new] = last.try_emplace(event.at("tid").get<int>(), -1.0);
        EXPECT_GT(event.at("ts").get<double>(), entry->second);
        entry->second = event.at("ts");
    }
}

TEST(PerfettoReport, PutsOneScenarioBehindTheOther) {
    const std::vector<json> scenarios = events_of(write_scenario(overlapping_steps()), "X");
    ASSERT_EQ(scenarios.size(), 2U);
    EXPECT_GT(scenarios[1].at("ts").get<double>(),
              scenarios[0].at("ts").get<double>() + scenarios[0].at("dur").get<double>());
    EXPECT_EQ(scenarios[0].at("args").at("verdict"), "violation");
}

TEST(PerfettoReport, MarksTheBreachOfEachFinding) {
    const RunResult run = testing::small_run();
    std::vector<json> marks = events_of(write_scenario(overlapping_steps(), run.findings), "i");
    std::erase_if(marks, [](const json& event) { return event.at("cat") != "breach"; });
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_EQ(marks[0].at("name"), "REF-3 violation");
    EXPECT_EQ(marks[0].at("s"), "p");
    EXPECT_DOUBLE_EQ(marks[0].at("ts").get<double>(), 2003702.0);
    EXPECT_EQ(marks[0].at("args").at("actual"), run.findings[0].actual);
}

TEST(PerfettoReport, CountsReferencesOnlyWhereTheyChange) {
    const std::vector<json> counts = events_of(write_scenario(overlapping_steps()), "C");
    ASSERT_EQ(counts.size(), 4U);
    EXPECT_EQ(counts[0].at("name"), "references on sink 1");
    EXPECT_EQ(counts[0].at("args").at("references"), 1);
    EXPECT_EQ(counts[1].at("args").at("references"), 2);
}

// What is left out may have ended what was open: no slice reaches across, and an end without a begin is a mark.
TEST(PerfettoReport, LetsNoSliceReachAcrossAGap) {
    std::vector<Step> steps = overlapping_steps();
    steps.insert(steps.begin() + 6, Step{.kind = StepKind::kCut, .index = 6, .milliseconds = 0.0035, .object = "", .text = "2 steps are left out"});
    const std::string document = write_scenario(steps);
    EXPECT_EQ(events_of(document, "B").size(), events_of(document, "E").size());
    bool has_mark = false;
    for (const json& event : events_of(document, "i")) {
        has_mark = has_mark || event.at("name") == "call 2: GetObjectAsync returned WBEM_S_NO_ERROR";
    }
    EXPECT_TRUE(has_mark);
}

TEST(PerfettoReport, SaysThatAResultHoldsExcerpts) {
    const json document = json::parse(write_perfetto(testing::violating_run()));
    EXPECT_THAT(document.at("otherData").at("content").get<std::string>(), HasSubstr("excerpts: the steps around each"));
    EXPECT_THAT(json::parse(write_scenario({})).at("otherData").at("content").get<std::string>(), HasSubstr("whole traces"));
}

TEST(PerfettoReport, IsADocumentAlsoWithoutFindings) {
    EXPECT_THAT(events_of(write_perfetto(testing::conforming_run()), "B"), IsEmpty());
    EXPECT_TRUE(json::accept(write_perfetto(RunResult{})));
}

TEST(PerfettoReport, TakesWhateverASubjectPutsIntoATextOrATime) {
    std::vector<Step> steps = overlapping_steps();
    for (Step& step : steps) {
        step.text = step.object = testing::awkward_text();
        step.milliseconds = std::numeric_limits<double>::quiet_NaN();
    }
    EXPECT_TRUE(json::accept(write_scenario(steps)));
}

TEST(PerfettoReport, LetsOutWhatItsReaderThrows) {
    const auto refuse = [](std::string_view) { throw std::runtime_error("full"); };
    EXPECT_THROW(PerfettoWriter(PerfettoContent::kWholeTraces, refuse), std::runtime_error);
}

}  // namespace
}  // namespace wbemcheck::reports
