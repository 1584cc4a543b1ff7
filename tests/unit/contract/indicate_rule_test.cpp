#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using trace::EventKind;
using trace::Method;

TEST(IndicateArray, StaysAsItIsDuringTheCallback) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink, 1, 5);
    script.end_indicate(sink, kOk, 6);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IND-1 violation | the array of an Indicate stays as it is until the callback has returned | its "
                            "entries changed while the callback ran"));
}

TEST(IndicatedObject, IsKeptAliveByTheService) {
    for (const std::int32_t held : {0, 1}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.begin_indicate(sink);
        script.object(EventKind::kObjectDelivered, sink, 7, 0);
        script.object(EventKind::kObjectChecked, sink, 7, 0, held);
        script.end_indicate(sink);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "IND-2"), 1u);
        if (held == 1) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("IND-2 violation | the service keeps its reference on every object while Indicate runs | "
                                    "object 0 was kept alive by nobody but the sink"));
        }
    }
}

// Its mark says that it looks at no object again once the callback has returned; within the callback it does.
TEST(ForgottenObject, StaysAsItWasDeliveredWhileTheCallbackRuns) {
    for (const std::int64_t then : {7, 8}) {
        Script script;
        constexpr std::uint32_t kSink = 1;
        script.mark(trace::MarkKind::kSinkCreated, kSink, 1, 1, {}, 1);
        script.accept(kSink);
        script.begin_indicate(kSink);
        script.object(EventKind::kObjectDelivered, kSink, 7, 0);
        script.object(EventKind::kObjectChecked, kSink, then, 0, 1);
        script.end_indicate(kSink);
        script.object(EventKind::kObjectChecked, kSink, 9, 0, -1);  // nobody remembers what it was
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "IND-2"), 1u);
        EXPECT_EQ(opportunities(judgement, "IND-3"), 0u);
        if (then == 7) {
            EXPECT_THAT(findings(judgement), Not(Contains(HasSubstr("IND-3"))));
        } else {
            EXPECT_THAT(findings(judgement), Contains(HasSubstr("object 0 has other content at the end of the callback")));
        }
    }
}

TEST(RetainedObject, StaysAsItWasDelivered) {
    for (const std::int64_t later : {7, 8}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.indicate(sink, {7});
        script.final(sink);
        script.release(sink);
        script.object(EventKind::kObjectChecked, sink, later, 0, -1);
        script.rest(sink);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "IND-3"), 1u);
        if (later == 7) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("IND-3 violation | an object that the sink keeps stays as it was delivered | object 0 has "
                                    "other content after the operation"));
        }
    }
}

TEST(Indicate, CarriesAtLeastOneObject) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.indicate(sink, {});
    EXPECT_THAT(findings(script.judge(Profile::kWire)),
                ElementsAre("IND-4 violation | an Indicate carries at least one object | lObjectCount was 0"));
}

TEST(Indicate, CarriesNoNullEntry) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.object(EventKind::kObjectDelivered, sink, 0, 0, -1);
    script.end_indicate(sink);
    EXPECT_THAT(findings(script.judge(Profile::kWire)),
                ElementsAre("IND-4 violation | every entry of the array is an object | entry 0 was NULL"));
}

TEST(RefusedIndicate, IsFollowedByNoOther) {
    for (const Profile profile : {Profile::kDocumented, Profile::kWire}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.indicate(sink, {1}, kFailed);
        script.indicate(sink, {2});
        script.final(sink, kCancelled);
        script.release(sink);
        script.rest(sink);
        EXPECT_THAT(findings(script.judge(profile)),
                    Contains(std::string("IND-6 ") + (profile == Profile::kWire ? "violation" : "warning") +
                             " | after the sink refused an Indicate no further one is made | another Indicate came"));
    }
}

TEST(RefusedIndicate, EndsInACancelledFinal) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.indicate(sink, {1}, kFailed);
    script.final(sink, kCancelled);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-12 cancelled-with-final")));
}

TEST(SuccessCodeOfTheSink, IsNoFailure) {
    for (const std::int32_t final : {kOk, kCancelled}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.indicate(sink, {1}, 0x400FF);
        script.final(sink, final);
        script.release(sink);
        script.rest(sink);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "IND-7"), 1u);
        if (final == kOk) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("IND-7 violation | a success code other than 0 from the sink is no failure | the sink "
                                    "answered 0x000400ff, and the operation ended with 0x80041032"));
        }
    }
}

TEST(GetObject, DeliversOneObject) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kGetObjectAsync);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IND-12 violation | GetObjectAsync delivers one object through Indicate | 0 objects came"));
}

TEST(ExecMethod, DeliversAtMostOneObject) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kExecMethodAsync);
    script.indicate(sink, {1, 2});
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IND-12 violation | ExecMethodAsync delivers at most one object, with the out parameters | 2 "
                            "objects came"));
}

TEST(Delete, IsWarnedOfObjects) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kDeleteInstanceAsync);
    script.indicate(sink, {1});
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IND-12 warning | DeleteInstanceAsync delivers nothing through Indicate | 1 objects came"));
}

}  // namespace
}  // namespace wbemcheck::contract
