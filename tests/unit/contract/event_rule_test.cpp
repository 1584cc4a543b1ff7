#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using trace::Method;

constexpr Method kSubscribe = Method::kExecNotificationQueryAsync;

TEST(NotificationQuery, DoesNotEndByItself) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kSubscribe);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    const auto lines = findings(script.judge());
    EXPECT_THAT(lines, Contains("EVT-1 violation | a notification query runs until it is cancelled | it ended by itself, with "
                                "0x00000000"));
    EXPECT_THAT(lines, Contains("EVT-2 violation | a notification query sends no status for success or progress | a final "
                                "SetStatus came, with 0x00000000"));
}

TEST(NotificationQuery, SendsNoProgress) {
    // the API page offers progress reports to those who ask for them.
    for (const bool is_warning : {true, false}) {
        for (const std::int64_t flags : {std::int64_t{0}, kSendStatusFlag}) {
            Script script;
            const std::uint32_t sink = script.sink();
            script.accept(sink, kSubscribe, flags);
            script.progress(sink);
            const char* grade = is_warning && flags != 0 ? "warning" : "violation";
            EXPECT_THAT(findings(script.judge(is_warning ? Profile::kDocumented : Profile::kWire)),
                        Contains(std::string("EVT-2 ") + grade +
                                 " | a notification query sends no status for success or progress | a progress SetStatus "
                                 "came, with 0x00000000"));
        }
    }
}

TEST(NotificationQuery, MayEndWithAnError) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kSubscribe);
    script.final(sink, kFailed);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge(Profile::kWire)), IsEmpty());
}

TEST(NotificationQuery, DeliversEveryEvent) {
    for (const std::int64_t raised : {2, 3}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink, kSubscribe);
        script.mark(trace::MarkKind::kEventRaised, sink, raised);
        script.indicate(sink, {1, 2});
        script.rest(sink);
        const auto lines = findings(script.judge());
        if (raised == 2) {
            EXPECT_THAT(lines, IsEmpty());
        } else {
            EXPECT_THAT(lines, ElementsAre("EVT-1 violation | every event that matches the query is delivered: 3 were raised "
                                           "| 2 came"));
        }
    }
}

TEST(NotificationQuery, MakesOneElementOfOneEvent) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kSubscribe);
    script.mark(trace::MarkKind::kEventRaised, sink, 2);
    script.indicate(sink, {1, 2, 3});
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_EQ(opportunities(judgement, "EVT-6"), 1u);
    EXPECT_THAT(findings(judgement), ElementsAre("EVT-6 warning | each element of an Indicate array is one event: 2 were raised "
                                                 "| 3 elements came"));
}

TEST(NotificationQuery, AcceptsTheFlagForProgress) {
    for (const bool is_accepted : {true, false}) {
        Script script;
        const std::uint32_t plain = script.sink();
        script.accept(plain, kSubscribe);
        script.cancel(plain, kFailed);
        const std::uint32_t sink = script.sink();
        const std::uint32_t call = script.enter(kSubscribe, sink, kSendStatusFlag);
        if (is_accepted) script.add_ref(sink);
        script.leave(call, is_accepted ? kOk : kFailed);
        script.rest(sink);
        const Judgement judgement = script.judge();
        if (is_accepted) {
            EXPECT_THAT(findings(judgement), IsEmpty());
            EXPECT_THAT(readings_of(judgement), Contains("X-18 ignored: the flag was accepted, and no progress came"));
            EXPECT_EQ(opportunities(judgement, "EVT-4"), 1u);
        } else {
            EXPECT_THAT(findings(judgement), ElementsAre("EVT-4 violation | a notification query accepts WBEM_FLAG_SEND_STATUS "
                                                         "| it returned 0x80041001, and without the flag the same query was "
                                                         "accepted"));
        }
    }
}

TEST(NotificationQuery, DoesNotFailOnTheFlagForProgress) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kSubscribe, kSendStatusFlag);
    script.final(sink, kFailed);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), ElementsAre("EVT-4 violation | a notification query accepts WBEM_FLAG_SEND_STATUS | "
                                                      "the query with the flag ended with 0x80041001"));
}

TEST(NotificationQuery, ThatFailsWithoutTheFlagTooSaysNothingOfTheFlag) {
    Script script;
    for (const std::int64_t flags : {std::int64_t{0}, kSendStatusFlag}) {
        const std::uint32_t sink = script.sink();
        script.accept(sink, kSubscribe, flags);
        script.final(sink, kFailed);
        script.release(sink);
        script.rest(sink);
    }
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), testing::Not(Contains(testing::StartsWith("X-18"))));
}

// A query that loses its class, and what the service then does before the client cancels it in the end.
std::vector<std::string> break_query(Profile profile, const std::function<void(Script&, std::uint32_t sink)>& ends) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kSubscribe);
    script.mark(trace::MarkKind::kQueryBroken, sink, 0, 0, "class X has been deleted");
    ends(script, sink);
    script.rest(sink);
    const Judgement judgement = script.judge(profile);
    EXPECT_EQ(opportunities(judgement, "EVT-3"), 1u);
    EXPECT_EQ(opportunities(judgement, "REF-14"), 1u);
    return findings(judgement);
}

TEST(FailingNotificationQuery, EndsWithTheErrorAndReleasesTheSink) {
    EXPECT_THAT(break_query(Profile::kWire,
                            [](Script& script, std::uint32_t sink) {
                                script.final(sink, kFailed);
                                script.release(sink);
                            }),
                IsEmpty());
}

TEST(FailingNotificationQuery, DoesNotEndWithSuccess) {
    EXPECT_THAT(break_query(Profile::kDocumented,
                            [](Script& script, std::uint32_t sink) {
                                script.final(sink, kOk);
                                script.release(sink);
                            }),
                Contains("EVT-3 warning | a notification query that fails while it runs ends with the error | it ended with "
                         "0x00000000"));
}

TEST(FailingNotificationQuery, DoesNotEndInSilence) {
    const auto lines = break_query(Profile::kWire, [](Script& script, std::uint32_t sink) {
        script.release(sink);
        script.cancel(sink, kFailed);
    });
    EXPECT_THAT(lines, Contains("EVT-3 violation | a notification query that fails while it runs ends with the error | no "
                                "SetStatus came"));
    EXPECT_THAT(lines, Contains("REF-14 violation | a notification query that fails reports the error, and then releases the "
                                "sink | it released the sink, and no SetStatus came"));
}

TEST(FailingNotificationQuery, KeepsNoReference) {
    EXPECT_THAT(break_query(Profile::kWire, [](Script& script, std::uint32_t sink) { script.final(sink, kFailed); }),
                Contains("REF-14 violation | a notification query that fails reports the error, and then releases the sink | 10 "
                         "ms after the error it still held the sink"));
}

TEST(FailingNotificationQuery, IsReleasedAfterItsError) {
    EXPECT_THAT(break_query(Profile::kWire,
                            [](Script& script, std::uint32_t sink) {
                                script.release(sink);
                                script.final(sink, kFailed);
                            }),
                Contains("REF-14 violation | a notification query that fails reports the error, and then releases the sink | it "
                         "had released the sink before it reported the error"));
}

TEST(CancelledNotificationQuery, EndsWithNoOtherError) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kSubscribe);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kFailed);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), Contains(StartsWith("EVT-2 violation | after a cancel a notification query ends with "
                                                              "WBEM_E_CALL_CANCELLED or in silence")));
}

TEST(CallWithoutASink, Fails) {
    for (const std::int32_t answer : {kOk, kFailed}) {
        Script script;
        script.announce(trace::Fault::kNoSink);
        script.leave(script.enter(kQuery, 0), answer);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "ARG-1"), 1u);
        if (answer == kFailed) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement), ElementsAre("ARG-1 violation | a call without a sink fails | it returned "
                                                         "0x00000000"));
        }
    }
}

}  // namespace
}  // namespace wbemcheck::contract
