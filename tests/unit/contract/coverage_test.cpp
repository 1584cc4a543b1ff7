// The coverage map is read off the trace.
#include "harness/contract/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> cells_of(const Judgement& judgement) {
    std::vector<std::string> names;
    for (const CellTally& tally : judgement.cells) {
        names.push_back(std::string(tally.cell.method) + "/" + std::string(name_of(tally.cell.mode)) + "/" +
                        std::string(name_of(tally.cell.outcome)) + "/" + std::string(name_of(tally.cell.threading)));
    }
    return names;
}

TEST(Coverage, CountsTheObjectsOfAnOperation) {
    Script script;
    for (const int objects : {0, 1, 2}) {
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        for (int i = 0; i < objects; ++i) script.indicate(sink);
        script.final(sink);
        script.release(sink);
        script.rest(sink);
    }
    EXPECT_THAT(cells_of(script.judge()),
                ElementsAre("ExecQuery/asynchronous/none/alone", "ExecQuery/asynchronous/one/alone",
                            "ExecQuery/asynchronous/many/alone"));
}

TEST(Coverage, TellsRefusalFailureCancelAndASinkThatRefuses) {
    Script script;
    const std::uint32_t refused = script.sink();
    script.leave(script.enter(kQuery, refused), kFailed);
    const std::uint32_t failed = script.sink();
    script.accept(failed);
    script.final(failed, kFailed);
    const std::uint32_t cancelled = script.sink();
    script.accept(cancelled);
    script.cancel(cancelled);
    script.final(cancelled, kCancelled);
    const std::uint32_t refusing = script.sink();
    script.accept(refusing);
    script.indicate(refusing, {1}, kFailed);
    script.final(refusing, kCancelled);
    EXPECT_THAT(cells_of(script.judge()),
                ElementsAre("ExecQuery/asynchronous/refused/alone", "ExecQuery/asynchronous/failure/alone",
                            "ExecQuery/asynchronous/cancelled/alone", "ExecQuery/asynchronous/sink-refuses/alone"));
}

TEST(Coverage, TakesTheOutcomeOfASemisynchronousCallFromWhatWasPulled) {
    Script script;
    const auto make = [&](trace::Method method) {
        const std::uint32_t call = script.enter(method, 0, 0x10);
        script.leave(call);
        return script.made(method, 0x10, 0, call);
    };
    const std::uint32_t enumerator = make(trace::Method::kExecQuery);
    script.next(enumerator, kOk, 2, 2);
    script.next(enumerator, kFalse, 1, 0);
    script.pull(make(trace::Method::kDeleteClass), trace::Method::kGetCallStatus, kOk, kOk);
    script.pull(make(trace::Method::kGetObject), trace::Method::kGetCallStatus, kOk, kFailed);
    (void)make(trace::Method::kPutClass);  // nobody looked at what became of it
    const std::uint32_t sink = script.sink();
    script.request(enumerator, sink, 1);
    script.indicate(sink);
    script.final(sink);
    EXPECT_THAT(cells_of(script.judge()),
                UnorderedElementsAre("ExecQuery/semisynchronous/many/alone", "DeleteClass/semisynchronous/done/alone",
                                     "GetObject/semisynchronous/failure/alone", "NextAsync/asynchronous/one/alone"));
}

TEST(Coverage, TellsHowOperationsMetEachOther) {
    Script script;
    const std::uint32_t one = script.sink();
    const std::uint32_t two = script.sink();
    script.accept(one);
    script.accept(two, trace::Method::kGetObjectAsync);
    script.begin_indicate(two);
    script.object(trace::EventKind::kObjectDelivered, two, 1, 0);
    script.mark(trace::MarkKind::kCallbackHeld, two);
    script.end_indicate(two);
    script.final(one);
    script.final(two);
    EXPECT_THAT(cells_of(script.judge()),
                UnorderedElementsAre("ExecQuery/asynchronous/none/other-sinks", "GetObject/asynchronous/one/other-sinks",
                                     "GetObject/asynchronous/one/held"));
}

TEST(Coverage, TellsASharedSinkAndANestedCall) {
    Script script;
    const std::uint32_t shared = script.sink();
    script.accept(shared);
    script.accept(shared);
    script.final(shared);
    script.final(shared);
    const std::uint32_t outer = script.sink();
    const std::uint32_t inner = script.sink();
    script.accept(outer);
    script.begin_indicate(outer);
    script.accept(inner);
    script.end_indicate(outer);
    script.final(outer);
    script.final(inner);
    EXPECT_THAT(cells_of(script.judge()),
                ElementsAre("ExecQuery/asynchronous/none/alone", "ExecQuery/asynchronous/none/one-sink",
                            "ExecQuery/asynchronous/none/nested"));
}

TEST(Coverage, TakesTheOutcomeOfAnEnumerationFromWhatItMeasured) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.final(sink);
    script.leave(script.enter(trace::Method::kExecQuery, 0));
    script.leave(script.enter(trace::Method::kExecQuery, 0, 0x10));
    script.reference(call, kOk, {1, 2});
    script.leave(script.enter(trace::Method::kExecQuery, 0, 0x10));  // what it gave nobody says
    script.leave(script.enter(trace::Method::kDeleteClass, 0), kFailed);
    EXPECT_THAT(cells_of(script.judge()),
                ElementsAre("DeleteClass/synchronous/failure/alone", "ExecQuery/asynchronous/none/alone",
                            "ExecQuery/semisynchronous/many/alone", "ExecQuery/synchronous/many/alone"));
}

TEST(Coverage, CountsOpportunitiesWhereTheyArose) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    const std::uint32_t refused = script.sink();
    script.leave(script.enter(kQuery, refused), kFailed);
    const Judgement judgement = script.judge();
    ASSERT_EQ(judgement.cells.size(), 2U);
    const auto& played = judgement.cells[0].clauses;
    EXPECT_EQ(played.at("STA-1"), opportunities(judgement, "STA-1"));
    EXPECT_TRUE(played.contains("IND-1"));
    EXPECT_FALSE(played.contains("STA-15"));
    EXPECT_TRUE(judgement.cells[1].clauses.contains("STA-15"));
    EXPECT_FALSE(judgement.cells[1].clauses.contains("STA-1"));
}

// What only rest points and the end of the trace say comes when the sinks have gone.
TEST(Coverage, GoesOnCountingForOperationsWhoseSinkHasEnded) {
    const auto play = [](bool sinks_end) {
        Script script;
        const std::uint32_t delivered = script.sink();
        script.accept(delivered);
        script.indicate(delivered, {1, 2});
        script.final(delivered);
        const std::uint32_t cancelled = script.sink();
        script.accept(cancelled);
        script.cancel(cancelled);
        script.final(cancelled, kCancelled);
        for (const std::uint32_t sink : {delivered, cancelled}) {
            script.release(sink);
            if (sinks_end) script.destroy(sink);
        }
        for (const std::uint32_t sink : {delivered, cancelled}) script.rest(sink);
        return script.judge();
    };
    const Judgement with_sinks = play(false);
    const Judgement without = play(true);
    EXPECT_THAT(cells_of(without),
                ElementsAre("ExecQuery/asynchronous/many/alone", "ExecQuery/asynchronous/cancelled/alone"));
    ASSERT_EQ(cells_of(without), cells_of(with_sinks));
    for (std::size_t place = 0; place < without.cells.size(); ++place) {
        EXPECT_EQ(without.cells[place].clauses, with_sinks.cells[place].clauses);
    }
}

TEST(Coverage, TakesACancelThatIsUnderWayWhenTheSinkEndsForACancel) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    const std::uint32_t cancel = script.enter(trace::Method::kCancelAsyncCall, sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.destroy(sink);
    script.leave(cancel);
    EXPECT_THAT(cells_of(script.judge()), ElementsAre("ExecQuery/asynchronous/cancelled/alone"));
}

TEST(Coverage, SaysNothingOfAnOperationWithoutAnEnd) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    EXPECT_THAT(cells_of(script.judge()), IsEmpty());
}

TEST(CoverageMap, HoldsWhatMakesSenseAndNothingElse) {
    std::set<std::string> names;
    for (const Cell& cell : all_cells()) {
        EXPECT_EQ(why_left_out(cell), "");
        names.insert(std::string(cell.method) + std::string(name_of(cell.mode)) + std::string(name_of(cell.outcome)) +
                     std::string(name_of(cell.threading)));
    }
    EXPECT_EQ(names.size(), all_cells().size());
    std::size_t left_out = 0;
    for (const LeftOut& reason : left_out_cells()) {
        EXPECT_GT(reason.cells, 0U) << reason.reason;  // a rule that excludes nothing is none
        left_out += reason.cells;
    }
    EXPECT_EQ(left_out + all_cells().size(), 11U * 4 * 8 * 5);
    EXPECT_EQ(why_left_out({"PutClass", Mode::kAsynchronous, CallOutcome::kMany, Threading::kAlone}),
              "a write delivers no objects");
}

}  // namespace
}  // namespace wbemcheck::contract
