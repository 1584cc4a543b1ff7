#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using trace::MarkKind;
using trace::Method;

// A cancel as it should be: the final inside it, the release before it returns.
void cancel_well(Script& script, std::uint32_t sink) {
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.leave(cancel);
}

TEST(Cancel, IsCompliantWithAFinalInsideIt) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    cancel_well(script, sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    for (const char* clause : {"CAN-1", "CAN-3", "CAN-4", "CAN-5", "REF-10"}) {
        EXPECT_EQ(opportunities(judgement, clause), 1u) << clause;
    }
    EXPECT_THAT(readings_of(judgement), AllOf(Contains(StartsWith("X-2 final-call-cancelled")),
                                              Contains(StartsWith("X-20 before-return"))));
}

// the operation is cancelled already, and only its callback is still there.
TEST(Cancel, MadeTwiceFailsTheSecondTime) {
    for (const std::int32_t answer : {0, kFailed}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.cancel(sink);
        script.cancel(sink, answer);
        script.final(sink, kCancelled);
        script.release(sink);
        script.rest(sink);
        const Judgement judgement = script.judge(Profile::kWire);
        EXPECT_THAT(findings(judgement), Not(Contains(StartsWith("CAN-5")))) << answer;
        EXPECT_EQ(opportunities(judgement, "CAN-7"), 1u) << answer;
        const auto blamed = Contains("CAN-7 violation | CancelAsyncCall fails for an operation that is cancelled already | it "
                                     "returned 0x00000000 (second-cancel)");
        if (answer == 0) {
            EXPECT_THAT(findings(judgement), blamed);
            EXPECT_THAT(findings(script.judge()), Contains(StartsWith("CAN-7 warning")));
        } else {
            EXPECT_THAT(findings(judgement), Not(blamed));
        }
        EXPECT_THAT(readings_of(judgement), Contains(testing::HasSubstr("second-cancel"))) << answer;
    }
}

TEST(Cancel, OfTwoAtOnceOneSucceeds) {
    for (const std::int32_t first : {0, kFailed}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        const std::uint32_t one = script.enter(Method::kCancelAsyncCall, sink);
        const std::uint32_t other = script.enter(Method::kCancelAsyncCall, sink);
        script.leave(one, first);
        script.leave(other, kFailed);
        script.indicate(sink);  // so that the operation was not over
        script.final(sink, first == 0 ? kCancelled : 0);
        script.release(sink);
        script.rest(sink);
        const bool is_blamed = !findings(script.judge()).empty() &&
                               std::ranges::any_of(findings(script.judge()), [](const std::string& finding) {
                                   return finding.starts_with("CAN-5");
                               });
        EXPECT_EQ(is_blamed, first != 0) << first;
    }
}

// Nor one that begins while the cancel waits for something.
TEST(Cancel, DoesNotStopACallThatBeginsMeanwhile) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.accept(sink);
    script.leave(cancel);
    script.indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

// Nobody says whether a cancel finds a call that is still taking its reference.
TEST(Cancel, DoesNotJudgeACallThatIsOnItsWay) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.cancel(sink);
    script.leave(call);
    script.final(sink, kCancelled);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "CAN-7"), 0u);
    EXPECT_EQ(opportunities(judgement, "REF-10"), 0u);
}

TEST(Cancel, LetsNothingNewStart) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.cancel(sink);
    script.indicate(sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("CAN-4 violation | nothing new starts once CancelAsyncCall has returned | Indicate began after "
                         "CancelAsyncCall had returned 0x00000000"));
}

TEST(Cancel, EndsEveryOperationOfTheSink) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.accept(sink);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.leave(cancel);
    script.indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("CAN-1 violation | a cancel ends every pending operation of the sink | 2 operations were pending on "
                         "the sink, and one went on after the cancel"));
}

TEST(Cancel, LeavesOtherSinksAlone) {
    Script script;
    const std::uint32_t kept = script.sink();
    const std::uint32_t other = script.sink();
    script.accept(kept);
    script.accept(other);
    cancel_well(script, other);
    script.final(kept, kCancelled);
    script.release(kept);
    script.rest(kept);
    EXPECT_THAT(findings(script.judge()),
                Contains("CAN-2 violation | a cancel leaves operations on other sinks alone | the cancel of another sink "
                         "ended this operation with WBEM_E_CALL_CANCELLED"));
}

TEST(Cancel, DoesNotReleaseAnotherSink) {
    Script script;
    const std::uint32_t other = script.sink();
    const std::uint32_t stranger = script.sink();
    script.accept(other);
    script.final(other);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, stranger);
    script.release(other);
    script.leave(cancel, kFailed);
    script.rest(other);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-2 violation | a cancel leaves operations on other sinks alone | CancelAsyncCall of sink 11 "
                            "released the service's reference on sink 10"));
}

TEST(Cancel, IsWarnedOfAMissingFinal) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-3 warning | a cancelled operation that had no final status yet gets one, with "
                            "WBEM_E_CALL_CANCELLED | no final status came"));
}

TEST(Cancel, MayEndANotificationQueryInSilence) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kExecNotificationQueryAsync);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-3 no-final")));
}

TEST(Cancel, EndsWithNoOtherError) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kFailed);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-3 violation | the final status of a cancelled operation is WBEM_E_CALL_CANCELLED or its "
                            "true outcome | it was 0x80041001"));
}

TEST(Cancel, DoesNotCallACutDeliveryASuccess) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.indicate(sink, {1});
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kOk);
    script.release(sink);
    script.leave(cancel);
    script.reference(call, kOk, {1, 2, 3});
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-3 violation | a cancelled operation that did not deliver everything ends with "
                            "WBEM_E_CALL_CANCELLED | it ended with 0x00000000 after 1 of 3 objects"));
}

TEST(Cancel, MayBeTooLateForAnOperationThatRunsToItsEnd) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.indicate(sink, {1});
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kOk);
    script.release(sink);
    script.leave(cancel);
    script.reference(call, kOk, {1});
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-2 final-true-outcome")));
}

TEST(Cancel, ReturnsNoErrorAndNoOtherSuccess) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.cancel(sink, kFalse);
    script.final(sink, kCancelled);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("CAN-5 violation | cancelling a pending operation returns WBEM_S_NO_ERROR | it returned "
                         "0x00000001"));
}

TEST(Cancel, ReturnsNoErrorWhileACallbackIsHeld) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.mark(MarkKind::kCallbackHeld, sink);
    script.on_other_thread([&] { script.cancel(sink, kFailed); });
    script.end_indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-5 violation | cancelling a pending operation returns WBEM_S_NO_ERROR | it returned "
                            "0x80041001"));
}

TEST(Cancel, ReturnsNoErrorForAnOperationThatGoesOn) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.cancel(sink, kFailed);
    script.indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-5 violation | cancelling a pending operation returns WBEM_S_NO_ERROR | it returned "
                            "0x80041001, and Indicate came afterwards"));
}

TEST(Cancel, ReturnsNoErrorForANotificationQuery) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kExecNotificationQueryAsync);
    script.cancel(sink, kFailed);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-5 violation | cancelling a pending operation returns WBEM_S_NO_ERROR | it returned "
                            "0x80041001, and the operation did not end"));
}

// CAN-10: between the last work of an operation and its final status nobody outside can tell that it is over.
TEST(Cancel, MayComeTooLateWhenOnlyTheFinalStatusFollows) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.indicate(sink);
    script.cancel(sink, kFailed);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(Cancel, MayRefuseFromInsideACallback) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.cancel(sink, kFailed);
    script.end_indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-22 refuses")));
}

TEST(CancelOfNull, Fails) {
    Script script;
    script.cancel(0, kOk);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("CAN-6 violation | CancelAsyncCall(NULL) fails | it returned 0x00000000"));
}

TEST(CancelOfAnUnknownSink, IsGradedByTheProfile) {
    for (const Profile profile : {Profile::kDocumented, Profile::kWire}) {
        Script script;
        script.cancel(script.sink(), kOk);
        EXPECT_THAT(findings(script.judge(profile)),
                    ElementsAre(std::string("CAN-7 ") + (profile == Profile::kWire ? "violation" : "warning") +
                                " | CancelAsyncCall fails for a sink that no pending operation uses | it returned 0x00000000 "
                                "(unknown-sink)"));
    }
}

TEST(CancelOfAnUnknownSink, NeverCallsIt) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.cancel(sink, kFailed);
    script.final(sink, kCancelled);
    EXPECT_THAT(findings(script.judge()), Contains("CAN-7 violation | a sink that was only named in CancelAsyncCall is never "
                                                   "called | SetStatus came on it"));
}

TEST(CancelOfAnUnknownSink, IsFineWhenItFails) {
    Script script;
    script.cancel(script.sink(), kFailed);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), ElementsAre("X-4 returns-error (unknown-sink): 0x80041001"));
}

TEST(CancelWhileACallbackIsHeld, DoesNotWaitForTheClient) {
    for (const Profile profile : {Profile::kDocumented, Profile::kWire}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.begin_indicate(sink);
        script.mark(MarkKind::kCallbackHeld, sink);
        std::uint32_t cancel = 0;
        script.on_other_thread([&] { cancel = script.enter(Method::kCancelAsyncCall, sink); });
        script.on_other_thread([&] {
            script.mark(MarkKind::kCallStillBusy, sink, 300'000'000,
                        static_cast<std::int64_t>(Method::kCancelAsyncCall));
        });
        script.end_indicate(sink);
        script.final(sink);
        script.release(sink);
        script.on_other_thread([&] { script.leave(cancel); });
        script.rest(sink);
        const Judgement judgement = script.judge(profile);
        EXPECT_THAT(findings(judgement),
                    ElementsAre(std::string("CAN-8 ") + (profile == Profile::kWire ? "violation" : "warning") +
                                " | CancelAsyncCall does not wait for an answer of the client | CancelAsyncCall returned "
                                "only after the client had let go of the callback that it held"));
        EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-1 waited-for-callback")));
    }
}

}  // namespace
}  // namespace wbemcheck::contract
