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
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kSubscribe, kSendStatusFlag);
    script.progress(sink);
    EXPECT_THAT(findings(script.judge()), Contains(StartsWith("EVT-2 violation | a notification query sends no status for "
                                                              "success or progress | a progress SetStatus came")));
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
        script.mark(trace::MarkKind::kInvalidArgument, 0, 0, 0, "pResponseHandler NULL");
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
