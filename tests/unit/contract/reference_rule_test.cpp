#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

TEST(OwnReference, IsMissedWhenAnAcceptedCallReturnsWithoutIt) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.leave(script.enter(kQuery, sink));
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-1 violation | the service holds a reference of its own on the sink when the call returns "
                            "WBEM_S_NO_ERROR | it holds none at the return, and no final status has come yet"));
}

TEST(OwnReference, MayBeGoneWhenTheFinalHasComeBeforeTheReturn) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.on_other_thread([&] {
        script.final(sink);
        script.release(sink);
    });
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(RefusedCall, KeepsNoReference) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.leave(call, kFailed);
    EXPECT_THAT(findings(script.judge()),
                Contains("REF-2 violation | a call that fails with 0x80041001 leaves the count of the sink as it was | "
                         "the service held 0 references before the call and 1 reference after it"));
}

TEST(RefusedCall, IsWarnedOfABalancedPair) {
    Script script;
    const std::uint32_t sink = script.sink(1);
    const std::uint32_t call = script.enter(kQuery, sink);
    script.query_interface(sink);
    script.release(sink);
    script.leave(call, kFailed);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-2b warning | a call that fails does not touch the sink at all | it took and released 1 "
                            "reference of the sink before it failed with 0x80041001"));
}

TEST(RefusedCall, MustNotDestroyASinkThatStartsAtZero) {
    Script script;
    const std::uint32_t sink = script.sink(0);
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.release(sink);
    script.destroy(sink);
    script.leave(call, kFailed);
    EXPECT_THAT(findings(script.judge()), ElementsAre(StartsWith("REF-2b violation")));
}

TEST(RefusedCall, IsFineWhenItLeavesTheSinkAlone) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.leave(script.enter(kQuery, sink), kFailed);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "REF-2"), 1u);
    EXPECT_EQ(opportunities(judgement, "REF-2b"), 1u);
}

TEST(ReleaseAfterTheFinal, IsMissedAtTheRestPoint) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-3 violation | the service releases its reference after the final status | 10 ms after the "
                            "final status it still held 1 reference"));
}

TEST(ReleaseAfterTheFinal, IsMissedWhereItWasWaitedFor) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    script.mark(trace::MarkKind::kArrivalExpired, sink, static_cast<std::int64_t>(trace::Awaited::kRelease), 300'000'000);
    script.release(sink);  // with some later call
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-3 violation | the service releases its reference after the final status | 300 ms after the "
                            "final status it still held 1 reference"));
}

TEST(ReleaseAfterTheFinal, MayWaitForAnotherOperationOfTheSink) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.accept(sink);
    script.final(sink);
    script.release(sink);
    script.mark(trace::MarkKind::kArrivalExpired, sink, static_cast<std::int64_t>(trace::Awaited::kRelease), 300'000'000);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(ReleaseAfterTheFinal, MustNotComeBeforeItWhileTheCallIsInProgress) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.on_other_thread([&] {
        script.release(sink);
        script.final(sink);
    });
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("REF-4 violation | the service releases the sink after the final status, not before | the final "
                         "status came when the service had already released its last reference"));
}

TEST(ReleaseAfterTheFinal, MustNotComeBeforeIt) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.release(sink);
    script.final(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("REF-4 violation | the service releases the sink after the final status, not before | the service "
                         "released its last reference while the final status was still to come"));
}

TEST(Balance, IsLostWhenAReferenceIsReleasedThatWasNeverTaken) {
    Script script;
    const std::uint32_t known = script.sink();
    const std::uint32_t stranger = script.sink();
    script.accept(known);
    const std::uint32_t cancel = script.enter(trace::Method::kCancelAsyncCall, stranger);
    script.release(stranger);
    script.leave(cancel);
    const Judgement judgement = script.judge();
    ASSERT_THAT(findings(judgement),
                Contains("REF-5 violation | every Release of the service matches an AddRef or QueryInterface of its own | "
                         "the service released a reference that it never took: it is 1 below the count that the client gave it"));
    // The witness shows the call that did it.
    EXPECT_THAT(judgement.findings.front().witness,
                Contains(testing::Field(&Witness::text, "call 2: CancelAsyncCall(sink 11)")));
}

TEST(CallbackReference, IsLostWhenTheServiceReleasesDuringACallback) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.on_other_thread([&] {
        script.begin_indicate(sink);
        script.release(sink);
        script.end_indicate(sink);
    });
    EXPECT_THAT(findings(script.judge()),
                Contains("REF-6 violation | the service holds a reference for as long as a callback runs | the service "
                         "released its last reference while Indicate was in progress"));
}

TEST(SinkAfterTheFinal, IsNotTouchedAgain) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    script.release(sink);
    script.add_ref(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-7 violation | after the final status no method of the sink is called but Release | AddRef "
                            "was called after the final status"));
}

TEST(SinkThatStartsAtZero, LivesUntilItsFinal) {
    Script script;
    const std::uint32_t sink = script.sink(0);
    script.accept(sink);
    script.release(sink);
    script.destroy(sink);
    script.final(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("REF-8 violation | a sink whose count starts at 0 lives until the service releases it after the final | "
                         "its count came to 0, which destroys it, before the final status had returned"));
}

TEST(CancelledSink, IsReleasedBeforeTheCancelReturns) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    const std::uint32_t cancel = script.enter(trace::Method::kCancelAsyncCall, sink);
    script.leave(cancel);
    script.on_other_thread([&] { script.final(sink, kCancelled); });
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-10 violation | CancelAsyncCall releases the sink before it returns, when no callback is in "
                            "progress | the service still held 1 reference when CancelAsyncCall returned"));
}

TEST(CancelledSink, IsRecordedWhenACallbackWasInProgress) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.on_other_thread([&] { script.cancel(sink); });
    script.end_indicate(sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-1 released-after-callback")));
}

TEST(OutPointers, AreNullOnFailure) {
    Script script;
    trace::Event event;
    event.kind = trace::EventKind::kCallReturned;
    event.method = static_cast<std::uint16_t>(trace::Method::kGetObject);
    event.result = kFailed;
    event.value = 2 | (1LL << 32);
    script.recorder().record(event);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-17 violation | out interface pointers are NULL when the call fails | GetObject failed with "
                            "0x80041001 and set 1 of 2 out pointers"));
}

TEST(OutPointers, AreSetOnSuccessWithAReferenceForTheCaller) {
    for (const bool is_set : {true, false}) {
        Script script;
        trace::Event event;
        event.kind = trace::EventKind::kCallReturned;
        event.method = static_cast<std::uint16_t>(trace::Method::kExecQuery);
        event.value = 1 | (is_set ? 1LL << 32 : 0);
        event.value2 = is_set ? 0 : -1;
        script.recorder().record(event);
        EXPECT_THAT(findings(script.judge()), ElementsAre(StartsWith("REF-17 violation"))) << is_set;
    }
}

}  // namespace
}  // namespace wbemcheck::contract
