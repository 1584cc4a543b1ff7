#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

TEST(IndicateAfterTheFinal, BreaksTheOrder) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    script.indicate(sink);
    script.release(sink);
    script.rest(sink);
    const auto lines = findings(script.judge());
    EXPECT_THAT(lines, Contains("ORD-1 violation | every Indicate of an operation comes before its final status | an Indicate "
                                "came after the final status"));
    EXPECT_THAT(lines, Contains("ORD-2 violation | nothing comes after the final status | Indicate came after the final "
                                "status"));
}

TEST(CallbacksOfOneOperation, DoNotOverlap) {
    for (const Profile profile : {Profile::kDocumented, Profile::kWire}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.begin_indicate(sink);
        script.on_other_thread([&] { script.indicate(sink); });
        script.end_indicate(sink);
        script.final(sink);
        script.release(sink);
        script.rest(sink);
        EXPECT_THAT(findings(script.judge(profile)),
                    ElementsAre(std::string("ORD-3 ") + (profile == Profile::kWire ? "violation" : "warning") +
                                " | at most one callback of an operation is in progress at a time | Indicate came while "
                                "Indicate was in progress on another thread"));
    }
}

TEST(CallbacksOfSeveralOperationsOnOneSink, MayOverlap) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.accept(sink);
    script.begin_indicate(sink);
    script.on_other_thread([&] { script.indicate(sink); });
    script.end_indicate(sink);
    script.final(sink);
    script.final(sink);
    script.release(sink);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "ORD-5"), 1u);
}

TEST(FinalDuringAnIndicate, IsABreachWithoutACancel) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.on_other_thread([&] { script.final(sink); });
    script.end_indicate(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("ORD-4 violation | the final status comes when no other callback of the operation is in progress "
                            "| the final status came while Indicate was in progress on another thread"));
}

TEST(FinalDuringAnIndicate, IsRecordedWithACancel) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.on_other_thread([&] {
        const std::uint32_t cancel = script.enter(trace::Method::kCancelAsyncCall, sink);
        script.final(sink, kCancelled);
        script.leave(cancel);
    });
    script.end_indicate(sink);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-20 overlapping-indicate")));
}

TEST(Batches, AreTheWholeResultTogether) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.indicate(sink, {1, 2});
    script.final(sink);
    script.release(sink);
    script.reference(call, kOk, {1, 2, 3});
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("ORD-8 violation | all batches together are the whole result: the 3 objects of the synchronous "
                            "call | 2 objects came"));
}

TEST(Batches, HoldTheSameObjects) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.indicate(sink, {1, 1, 2});
    script.final(sink);
    script.release(sink);
    script.reference(call, kOk, {1, 2, 3});
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("ORD-8 violation | all batches together are the whole result: the 3 objects of the synchronous "
                            "call | as many objects came, but not the same ones"));
}

TEST(Batches, AreNotComparedWithAnUnstableReference) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.indicate(sink, {1});
    script.final(sink);
    script.release(sink);
    script.reference(call, kOk, {2});
    script.unstable(call);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "ORD-8"), 0u);
}

TEST(SharedSink, GetsEverythingOfEveryOperation) {
    for (const bool is_complete : {true, false}) {
        Script script;
        const std::uint32_t sink = script.sink();
        const std::uint32_t first = script.accept(sink);
        const std::uint32_t second = script.accept(sink);
        script.indicate(sink, {1, 2});
        script.indicate(sink, {1});
        if (is_complete) script.indicate(sink, {2});
        script.final(sink);
        script.final(sink);
        script.release(sink);
        script.release(sink);
        script.reference(first, kOk, {1, 2});
        script.reference(second, kOk, {1, 2});
        script.rest(sink);
        const auto lines = findings(script.judge(Profile::kWire));
        if (is_complete) {
            EXPECT_THAT(lines, IsEmpty());
        } else {
            EXPECT_THAT(lines, ElementsAre("ORD-8 violation | the operations on one sink deliver everything together: 4 "
                                           "objects | 3 objects came"));
        }
    }
}

}  // namespace
}  // namespace wbemcheck::contract
