#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using trace::Method;

constexpr auto kTooBusy = static_cast<std::int32_t>(0x80041045);

struct Eventful : HostedScript {
    std::uint32_t sink = event_sink();

    void provide() {
        const std::uint32_t call = enter(Method::kProvideEvents, sink);
        script.add_ref(sink);
        script.leave(call);
    }
    void finish() {
        script.release(sink);
        release_provider();
        rest_of_host();
    }
};

TEST(ProvidedEvent, ComesByIndicateUntilTheProviderIsReleased) {
    Eventful events;
    events.provide();
    events.script.on_other_thread([&] { events.script.indicate(events.sink, {1, 2}); });
    events.finish();
    const Judgement judgement = events.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "EVT-10"), 2u);
    EXPECT_EQ(opportunities(judgement, "IMM-6"), 1u);
}

TEST(ProvidedEvent, IsAllThatTheSinkHears) {
    Eventful events;
    events.provide();
    events.script.final(events.sink, kFailed);
    events.finish();
    EXPECT_THAT(findings(events.script.judge()),
                ElementsAre("EVT-10 violation | an event provider calls Indicate and nothing else on the sink of ProvideEvents | "
                            "SetStatus came, with 0x80041001"));
}

TEST(ProvidedEvent, ComesFromAProviderThatHoldsTheSink) {
    Eventful events;
    events.script.leave(events.enter(Method::kProvideEvents, events.sink));
    events.script.indicate(events.sink);
    EXPECT_THAT(findings(events.script.judge()),
                ElementsAre("EVT-10 violation | an event provider takes a reference on the sink of ProvideEvents | Indicate came after "
                            "ProvideEvents had returned, and the provider held no reference"));
}

TEST(ProvidedEvent, DoesNotComeAfterTheRelease) {
    Eventful events;
    events.provide();
    events.release_provider();
    events.script.indicate(events.sink);
    events.rest_of_host();
    EXPECT_THAT(findings(events.script.judge()),
                ElementsAre("PRV-13 violation | a provider that has been released sends no more events | Indicate came after the last "
                            "Release",
                            "PRV-13 violation | with its last Release a provider releases everything that it holds on WMI | 50 ms after "
                            "its last Release the provider still held 1 reference on the sink of ProvideEvents (sink 10)"));
}

TEST(ProvidedEvent, ChangesNoClasses) {
    Eventful events;
    events.initialize();
    const std::uint32_t call = events.enter(Method::kProvideEvents, events.sink);
    events.script.add_ref(events.sink);
    events.add_ref(HostedScript::kNamespace);
    events.lend(trace::Interface::kServices, HostedScript::kNamespace, call, "the namespace");
    events.upcall(HostedScript::kNamespace, Method::kPutClass);
    events.script.leave(call);
    EXPECT_THAT(findings(events.script.judge()), testing::Contains("EVT-10 violation | an event provider changes no classes and asks for "
                                                                   "no events while it serves | PutClass came from inside ProvideEvents"));
}

TEST(ProvideEvents, ReturnsSoon) {
    Eventful events;
    const std::uint32_t call = events.enter(Method::kProvideEvents, events.sink);
    events.expire(trace::Awaited::kCallReturn, 0, call);
    events.script.leave(call);
    EXPECT_THAT(findings(events.script.judge()),
                ElementsAre("IMM-6 violation | ProvideEvents returns within a few seconds | it had not returned after 2.0 s"));
}

TEST(ProvideEvents, ReturnsAtAll) {
    Eventful events;
    events.enter(Method::kProvideEvents, events.sink);
    events.script.mark(trace::MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(trace::Ending::kHang), 5000, "killed");
    EXPECT_THAT(findings(events.script.judge()),
                testing::UnorderedElementsAre(
                    HasSubstr("LIV-2 violation"),
                    "IMM-6 violation | ProvideEvents returns within a few seconds | it had not returned at the end"));
}

TEST(ProvidedEvent, MayBeSentAgainWhenWmiWasTooBusy) {
    for (const std::int64_t next : {1, 7}) {
        Eventful events;
        events.provide();
        events.script.indicate(events.sink, {1}, kTooBusy);
        events.script.indicate(events.sink, {next});
        events.finish();
        const Judgement judgement = events.script.judge();
        EXPECT_EQ(opportunities(judgement, "IND-10"), 1u);
        EXPECT_THAT(findings(judgement),
                    ElementsAre(HasSubstr(next == 1 ? "| it sent the event again" : "| it went on with other events")));
    }
}

}  // namespace
}  // namespace wbemcheck::contract
