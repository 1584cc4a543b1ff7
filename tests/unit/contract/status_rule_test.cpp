#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(FinalStatus, MustCome) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.indicate(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("STA-1 violation | an accepted operation ends with exactly one final status | no final status "
                            "came within the arrival budget"));
}

TEST(FinalStatus, ComesOnce) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("STA-1 violation | an accepted operation ends with exactly one final status | final status number 2 "
                         "came, with 0x00000000"));
}

TEST(FinalStatus, IsNotExpectedOfANotificationQuery) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, trace::Method::kExecNotificationQueryAsync);
    script.indicate(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(FinalStatus, IsCountedOnASharedSink) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.accept(sink);
    script.final(sink);
    script.release(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("STA-1 violation | each of several operations on one sink ends with exactly one final status | 2 "
                         "operations were accepted and 1 final statuses came"));
}

TEST(Progress, ComesOnlyWhenItWasAskedFor) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.progress(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("STA-2 violation | without WBEM_FLAG_SEND_STATUS the sink gets one SetStatus, the final one | a "
                            "progress SetStatus came"));
}

TEST(Progress, MayComeAnyNumberOfTimesWhenItWasAskedFor) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kQuery, kSendStatusFlag);
    for (int i = 0; i < 3; ++i) script.progress(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "STA-6"), 3u);
    EXPECT_EQ(opportunities(judgement, "STA-3"), 1u);
    EXPECT_EQ(opportunities(judgement, "STA-2"), 0u);
}

TEST(Progress, DoesNotComeAfterTheFinal) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kQuery, kSendStatusFlag);
    script.final(sink);
    script.progress(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), Contains("STA-3 violation | progress comes before the final status | a progress "
                                                   "SetStatus came after the final status"));
}

TEST(StatusFlags, AreNoBitMask) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_status(sink, 3, 0);
    script.end_status(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("STA-6 violation | progress has lFlags WBEM_STATUS_PROGRESS (2) and nothing else | SetStatus came "
                         "with lFlags 0x3"));
}

TEST(StatusFlags, AreZeroOrTwoTowardAClient) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_status(sink, 1, 0);
    script.end_status(sink);
    script.rest(sink);
    const auto lines = findings(script.judge());
    EXPECT_THAT(lines, Contains("STA-7 violation | toward a client lFlags is WBEM_STATUS_COMPLETE (0) or WBEM_STATUS_PROGRESS "
                                "(2) | SetStatus came with lFlags 0x1"));
    EXPECT_THAT(lines, Contains("STA-5 violation | the final status has lFlags WBEM_STATUS_COMPLETE (0) | the only SetStatus "
                                "that could be the final one has other lFlags"));
}

TEST(FinalResult, IsWhatTheSynchronousMethodGives) {
    for (const Profile profile : {Profile::kDocumented, Profile::kWire}) {
        Script script;
        const std::uint32_t sink = script.sink();
        const std::uint32_t call = script.accept(sink);
        script.final(sink, kOk);
        script.release(sink);
        script.reference(call, kFailed);
        script.rest(sink);
        EXPECT_THAT(findings(script.judge(profile)),
                    Contains(std::string("STA-8 ") + (profile == Profile::kWire ? "violation" : "warning") +
                             " | the final status is what the synchronous method returns: 0x80041001 | the final status was "
                             "0x00000000"));
    }
}

TEST(FinalObject, IsNullOnSuccess) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_status(sink, 0, kOk, true);
    script.end_status(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge(Profile::kWire)),
                ElementsAre("STA-9 violation | pObjParam is NULL in a successful final status | pObjParam was an object"));
}

TEST(FinalString, IsThePathOfThePutInstance) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink, trace::Method::kPutInstanceAsync);
    script.begin_status(sink, 0, kOk, false, "C.K=\"other\"");
    script.end_status(sink);
    script.release(sink);
    script.reference(call, kOk, {}, "C.K=\"a\"");
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("STA-11 violation | strParam is the string result of the call: \"C.K=\"a\"\" | strParam was "
                            "\"C.K=\"other\"\""));
}

TEST(FinalString, IsMissedWhenAnInstanceWasPut) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, trace::Method::kPutInstanceAsync);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("STA-11 violation | the final status of PutInstanceAsync carries the path of the instance | "
                            "strParam was NULL"));
}

TEST(FinalString, IsNullForAQuery) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_status(sink, 0, kOk, false, "text");
    script.end_status(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), ElementsAre("STA-11 violation | strParam is NULL in the final status of "
                                                      "ExecQueryAsync | strParam was \"text\""));
}

TEST(EmptyResult, MakesNoIndicate) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.indicate(sink, {});
    script.final(sink);
    script.release(sink);
    script.reference(call, kOk);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("STA-13 violation | an operation without results makes no Indicate | 1 Indicate calls came with 0 "
                         "objects"));
}

TEST(LateError, GoesToTheSink) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.mark(trace::MarkKind::kExpectsFailure);
    script.accept(sink);
    script.final(sink, kOk);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("STA-14 violation | an error found after the call was accepted is reported to the sink | the "
                            "operation names something that does not exist, and ended with 0x00000000"));
}

TEST(RefusedCall, DoesNotUseTheSinkLater) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.leave(script.enter(kQuery, sink), kFailed);
    script.final(sink, kFailed);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("STA-14 violation | the sink is not used when the call returned an error | the call had returned "
                         "0x80041001, and later SetStatus came"));
}

TEST(RefusedCall, DoesNotReportTwice) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.final(sink, kFailed);
    script.leave(call, kFailed);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("STA-15 violation | an error is either returned or sent to the sink, never both | the sink was "
                         "called and the call returned 0x80041001"));
}

TEST(LateCancel, SendsNoSecondFinal) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    const std::uint32_t cancel = script.enter(trace::Method::kCancelAsyncCall, sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("STA-19 violation | a cancel that comes when the final status is out sends no second one | a second "
                         "final status (0x80041032) came after the cancel"));
}

TEST(LateCancel, IsFineWhenItFails) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    script.release(sink);
    script.cancel(sink, kFailed);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "STA-19"), 1u);
}

}  // namespace
}  // namespace wbemcheck::contract
