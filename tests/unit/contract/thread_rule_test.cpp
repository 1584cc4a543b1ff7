#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::MarkKind;
using trace::Method;

constexpr std::int64_t kGetObject = static_cast<std::int64_t>(Method::kGetObject);

// A nested GetObject that gave this, where it should have given 0 and digest 5.
Judgement nested(std::int32_t result, std::int64_t digest) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    const std::uint32_t call = script.enter(Method::kGetObject, 0);
    script.leave(call, result);
    const auto outcome = [&](MarkKind kind, std::int32_t what, std::int64_t objects) {
        trace::Event event;
        event.kind = trace::EventKind::kMark;
        event.method = static_cast<std::uint16_t>(kind);
        event.call = call;
        event.result = what;
        event.value = objects;
        event.value2 = kGetObject;
        script.recorder().record(event);
    };
    outcome(MarkKind::kNestedOutcome, result, digest);
    script.end_indicate(sink);
    script.final(sink);
    script.release(sink);
    outcome(MarkKind::kExpectedOutcome, kOk, 5);
    script.rest(sink);
    script.mark(MarkKind::kScenarioEnd);
    return script.judge();
}

TEST(NestedCall, ThatWorksIsLeftAlone) {
    const Judgement judgement = nested(kOk, 5);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "THR-3"), 2u);
}

TEST(NestedCall, ReturnsWhatItReturnsElsewhere) {
    EXPECT_THAT(findings(nested(kFailed, 5)),
                ElementsAre("THR-3 violation | GetObject returns from inside a callback what it returns elsewhere: 0x00000000 "
                            "| it returned 0x80041001"));
}

TEST(NestedCall, GivesWhatItGivesElsewhere) {
    EXPECT_THAT(findings(nested(kOk, 6)),
                ElementsAre("THR-3 violation | GetObject gives from inside a callback the objects that it gives elsewhere | it "
                            "gave other objects"));
}

TEST(NestedCall, Returns) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_status(sink, 0, kOk);
    script.enter(Method::kGetObject, 0);
    script.on_other_thread([&] { script.mark(MarkKind::kScenarioEnd); });
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("THR-3 violation | a call from inside a callback returns | GetObject (call 2) from inside "
                            "SetStatus had not returned when the scenario ended"));
}

TEST(NestedCall, OfAnEventSinkOrACancelIsNotMeant) {
    Script script;
    const std::uint32_t subscriber = script.sink();
    script.accept(subscriber, Method::kExecNotificationQueryAsync);
    script.begin_indicate(subscriber);
    script.leave(script.enter(Method::kGetObject, 0));
    script.end_indicate(subscriber);
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.cancel(sink);
    script.end_indicate(sink);
    EXPECT_EQ(opportunities(script.judge(), "THR-3"), 0u);
}

TEST(RefusedProgress, EndsTheOperationAsCancelled) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kQuery, kSendStatusFlag);
    script.begin_status(sink, 2, 0);
    script.end_status(sink, kFailed);
    script.final(sink, kCancelled);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "STA-17"), 1u);
    EXPECT_EQ(opportunities(judgement, "STA-20"), 0u);
}

TEST(RefusedProgress, IsFollowedByNothingButTheFinal) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kQuery, kSendStatusFlag);
    script.begin_status(sink, 2, 0);
    script.end_status(sink, kFailed);
    script.indicate(sink);
    script.final(sink, kOk);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge(Profile::kWire)),
                ElementsAre("STA-17 violation | after the sink refused a progress SetStatus nothing but the final status comes "
                            "| Indicate came",
                            "STA-17 violation | after the sink refused a progress SetStatus the final status comes, with "
                            "WBEM_E_CALL_CANCELLED | the final status was 0x00000000"));
}

TEST(RefusedProgress, IsAMatterOfTheWireProtocol) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kQuery, kSendStatusFlag);
    script.begin_status(sink, 2, 0);
    script.end_status(sink, kFailed);
    script.final(sink, kOk);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("STA-17 warning | after the sink refused a progress SetStatus the final status comes, with "
                            "WBEM_E_CALL_CANCELLED | the final status was 0x00000000"));
}

TEST(RefusedFinal, IsRecorded) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_status(sink, 0, kOk);
    script.end_status(sink, kFailed);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), testing::Contains("STA-20 ignored: the sink answered the final status with an error, "
                                                          "was released and not called again"));
    EXPECT_EQ(opportunities(judgement, "STA-20"), 1u);
}

// Raises two events, one of them while the sink is busy; so many come after the first.
Judgement busy(int more) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kExecNotificationQueryAsync);
    script.mark(MarkKind::kEventRaised, sink, 1);
    script.begin_indicate(sink);
    script.object(trace::EventKind::kObjectDelivered, sink, 100, 0);
    script.mark(MarkKind::kCallbackHeld, sink);
    script.mark(MarkKind::kEventRaised, sink, 1);
    script.end_indicate(sink);
    for (int i = 0; i < more; ++i) script.indicate(sink);
    script.cancel(sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.rest(sink);
    return script.judge();
}

TEST(BusyEventSink, ThatGetsEverythingIsSeen) {
    const Judgement judgement = busy(1);
    EXPECT_THAT(findings(judgement), testing::Not(testing::Contains(testing::StartsWith("THR-6"))));
    EXPECT_EQ(opportunities(judgement, "THR-6"), 1u);
}

TEST(BusyEventSink, ThatMissesEventsIsRecorded) {
    EXPECT_THAT(findings(busy(0)),
                testing::Contains("THR-6 observed | how a service treats a slow client of events is its own matter | 2 events "
                                  "were raised, 1 of them while the sink was busy, and 1 came"));
}

}  // namespace
}  // namespace wbemcheck::contract
