// What a trace says happened, as steps that can be drawn.
#include "harness/runner/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/contract/script.h"

namespace wbemcheck::runner {
namespace {

using contract::kQuery;
using contract::Script;
using reports::Step;
using reports::StepKind;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Step> whole(Script& script) {
    std::vector<Step> steps;
    for_each_step(script.close(), {}, [&](Step step) { steps.push_back(std::move(step)); });
    return steps;
}

std::vector<StepKind> kinds_of(const std::vector<Step>& steps) {
    std::vector<StepKind> kinds;
    for (const Step& step : steps) kinds.push_back(step.kind);
    return kinds;
}

std::vector<Step> timeline_around(const std::filesystem::path& trace, std::vector<reports::WitnessEvent> witness) {
    reports::Finding finding;
    finding.witness = std::move(witness);
    add_timelines(trace, {&finding, 1});
    return finding.timeline;
}

const Step& rest_of(const std::vector<Step>& steps) {
    return *std::find_if(steps.begin(), steps.end(), [](const Step& step) { return step.kind == StepKind::kRest; });
}

TEST(Timeline, HasAStepForEverythingThatCrossesTheBoundary) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.on_other_thread([&] {
        script.indicate(sink);
        script.final(sink);
        script.release(sink);
    });
    script.leave(call);
    script.rest(sink);
    const std::vector<Step> steps = whole(script);
    EXPECT_THAT(kinds_of(steps),
                ElementsAre(StepKind::kNote, StepKind::kCall, StepKind::kAddRef, StepKind::kCallback, StepKind::kCallbackEnd,
                            StepKind::kCallback, StepKind::kCallbackEnd, StepKind::kRelease, StepKind::kReturn, StepKind::kRest));
    EXPECT_EQ(steps[2].count, 2);
    EXPECT_EQ(steps[7].count, 1);
    EXPECT_NE(steps[1].thread, steps[3].thread);
    EXPECT_EQ(steps[2].object, steps[3].object);
    EXPECT_THAT(steps[1].object, HasSubstr("services"));
}

TEST(Timeline, SaysAtRestHowManyReferencesThereMustBe) {
    Script kept;
    const std::uint32_t sink = kept.sink(2);
    kept.accept(sink);
    kept.final(sink);
    kept.rest(sink);
    EXPECT_EQ(rest_of(whole(kept)).count, 3);
    Script again;
    const std::uint32_t other = again.sink(2);
    again.accept(other);
    again.final(other);
    again.rest(other);
    EXPECT_EQ(rest_of(whole(again)).expected, 2);
}

TEST(Timeline, RequiresNothingWhileAnOperationIsPending) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.rest(sink);
    EXPECT_EQ(rest_of(whole(script)).expected, -1);
}

TEST(Timeline, RequiresTheReferenceBackAfterACancelThatSucceeded) {
    for (const bool succeeds : {true, false}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.cancel(sink, succeeds ? contract::kOk : contract::kFailed);
        script.rest(sink);
        EXPECT_EQ(rest_of(whole(script)).expected, succeeds ? 1 : -1);
    }
}

TEST(TimelineAround, ShowsAShortTraceWhole) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    const std::vector<Step> steps = timeline_around(script.close(), {});
    EXPECT_EQ(steps.size(), 6u);
    EXPECT_EQ(std::count_if(steps.begin(), steps.end(), [](const Step& step) { return step.kind == StepKind::kCut; }), 0);
}

TEST(TimelineAround, CutsALongTraceAroundItsWitnessAndSaysSo) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    for (int round = 0; round < 500; ++round) script.indicate(sink);
    script.final(sink);
    std::vector<Step> all;
    const std::filesystem::path trace = script.close();
    for_each_step(trace, {}, [&](Step step) { all.push_back(std::move(step)); });
    const Step& middle = all[400];
    const std::vector<Step> steps = timeline_around(trace, {{middle.index, 0, 1, "", true}});
    EXPECT_LT(steps.size(), 40u);
    EXPECT_EQ(std::count_if(steps.begin(), steps.end(), [&](const Step& step) { return step.index == middle.index; }), 1);
    EXPECT_EQ(steps.front().index, all.front().index);  // how it began
    std::size_t left_out = 0;
    std::size_t cuts = 0;
    for (const Step& step : steps) {
        if (step.kind != StepKind::kCut) continue;
        ++cuts;
        left_out += std::stoul(step.text);
        EXPECT_THAT(step.text, HasSubstr("left out"));
    }
    EXPECT_EQ(cuts, 2u);
    EXPECT_EQ(steps.size() - cuts + left_out, all.size());
    EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.index < b.index; }));
}

TEST(TimelineAround, IsCutForEachFindingAroundItsOwnWitness) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    for (int round = 0; round < 500; ++round) script.indicate(sink);
    script.final(sink);
    const std::filesystem::path trace = script.close();
    std::vector<reports::Finding> both(2);
    both[0].witness = {{400, 0, 1, "", true}};
    both[1].witness = {{900, 0, 1, "", true}};
    add_timelines(trace, both);
    for (const reports::Finding& finding : both) {
        EXPECT_EQ(finding.timeline, timeline_around(trace, finding.witness));
    }
    EXPECT_NE(both[0].timeline, both[1].timeline);
}

TEST(TimelineAround, ShowsAnEventOfTheWitnessThatIsNoStepByItself) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.reference(call, contract::kOk);
    script.final(sink);
    const std::filesystem::path trace = script.close();
    const std::size_t without = timeline_around(trace, {}).size();
    const std::vector<Step> steps = timeline_around(trace, {{4, 0, 1, "", true}});
    EXPECT_EQ(steps.size(), without + 1);
}

// The call that each callback of the trace answers; 0: cannot be told.
std::vector<std::uint32_t> answered_calls(Script& script) {
    std::vector<std::uint32_t> calls;
    for_each_step(script.close(), {}, [&](const reports::Step& step) {
        if (step.kind == reports::StepKind::kCallback) calls.push_back(step.call);
    });
    return calls;
}

TEST(Timeline, TellsTheCallbacksOfOverlappingOperationsApartByTheirSinks) {
    Script script;
    const std::uint32_t one = script.sink();
    const std::uint32_t two = script.sink();
    const std::uint32_t first = script.accept(one);
    const std::uint32_t second = script.accept(two);
    script.indicate(two);
    script.indicate(one);
    script.final(two);
    script.final(one);
    EXPECT_THAT(answered_calls(script), ElementsAre(second, first, second, first));
}

TEST(Timeline, DoesNotGuessOnASinkThatOperationsShare) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t first = script.accept(sink);
    script.indicate(sink);
    (void)script.accept(sink);
    script.indicate(sink);
    script.final(sink);
    script.final(sink);
    script.indicate(sink);  // late, and nobody knows whose
    EXPECT_THAT(answered_calls(script), ElementsAre(first, 0, 0, 0, 0));
}

TEST(Timeline, GivesALateCallbackToTheOnlyOperationOfItsSink) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.final(sink);
    script.indicate(sink);
    EXPECT_THAT(answered_calls(script), ElementsAre(call, call));
}

TEST(Timeline, PassesOverACallThatWasRefused) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t accepted = script.accept(sink);
    script.leave(script.enter(contract::kQuery, sink), contract::kFailed);
    script.final(sink);
    EXPECT_THAT(answered_calls(script), ElementsAre(accepted));
}

}  // namespace
}  // namespace wbemcheck::runner
