#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kNoInterface = static_cast<std::int32_t>(0x80004002);

// The client gives its references on a stub away.
void release_stub(Script& script, std::uint32_t stub, std::uint32_t sink, bool releases_sink = true) {
    trace::Event event;
    event.kind = EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(Method::kStubRelease);
    event.object = stub;
    event.call = 90;
    event.value = sink;
    script.recorder().record(event);
    if (releases_sink) script.release(sink);
    event.kind = EventKind::kCallReturned;
    event.value = 0;
    event.value2 = sink;
    script.recorder().record(event);
}

std::vector<std::string> create_stub(std::uint32_t sink, std::int32_t result) {
    Script script;
    script.leave(script.enter(Method::kCreateObjectStub, sink), result);
    const Judgement judgement = script.judge();
    EXPECT_EQ(opportunities(judgement, "SEC-8"), 1u);
    return findings(judgement);
}

TEST(UnsecuredClient, HasItsSinkReleasedAndNotCalled) {
    Script script;
    script.mark(MarkKind::kUnsecuredClient, 1);
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "SEC-1"), 1u);
    EXPECT_EQ(opportunities(judgement, "STA-21"), 1u);
    EXPECT_THAT(readings_of(judgement), Contains("X-37 none-for-a-stated-reason: the client has not set up its security"));
}

TEST(UnsecuredClient, GetsNoFinalStatus) {
    Script script;
    script.mark(MarkKind::kUnsecuredClient, 1);
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink, kFailed);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("SEC-1 violation | the sink of a client that has not set up its security is released, and none of "
                            "its methods is called | 0 Indicate calls and 1 final statuses came"));
}

TEST(UnsecuredClient, HasNoSinkKept) {
    Script script;
    script.mark(MarkKind::kUnsecuredClient, 1);
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("SEC-1 violation | the sink of a client that has not set up its security is released, and none of "
                            "its methods is called | the service still held the sink"));
}

TEST(CreateObjectStub, AnswersAsItsPageSays) {
    EXPECT_THAT(create_stub(10, kOk), IsEmpty());
    EXPECT_THAT(create_stub(0, kNoInterface), IsEmpty());
    EXPECT_THAT(create_stub(10, kFalse),
                ElementsAre("SEC-8 violation | CreateObjectStub returns S_OK for a sink | it returned 0x00000001"));
    EXPECT_THAT(create_stub(0, kFailed),
                ElementsAre("SEC-8 violation | CreateObjectStub returns E_NOINTERFACE for an object that is no sink | it "
                            "returned 0x80041001"));
}

TEST(CreateSinkStub, IsObservedWhereItGivesAStub) {
    for (const bool has_stub : {true, false}) {
        Script script;
        trace::Event event;
        event.kind = trace::EventKind::kCallEntered;
        event.method = static_cast<std::uint16_t>(Method::kCreateSinkStub);
        event.call = 50;
        event.value = script.sink();
        script.recorder().record(event);
        event.kind = trace::EventKind::kCallReturned;
        event.value = has_stub ? 1 | (1LL << 32) : 1;
        event.result = has_stub ? kOk : kFailed;
        script.recorder().record(event);
        const auto readings = readings_of(script.judge());
        EXPECT_EQ(std::ranges::any_of(readings, [](const std::string& line) { return line.starts_with("X-26 returns-sink"); }),
                  has_stub);
    }
}

TEST(Stub, KeepsItsSinkWhileItLives) {
    for (const bool keeps : {true, false}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.add_ref(sink);
        const std::uint32_t stub = script.stand_in(sink, true);
        script.leave(script.enter(kQuery, stub));
        script.final(sink);
        if (!keeps) script.release(sink);
        release_stub(script, stub, sink, keeps);
        script.rest(sink);
        const Judgement judgement = script.judge(Profile::kWire);
        EXPECT_EQ(opportunities(judgement, "SEC-5"), 2u);
        EXPECT_EQ(opportunities(judgement, "SEC-6"), 1u);
        if (keeps) {
            EXPECT_THAT(findings(judgement), IsEmpty());
            EXPECT_THAT(readings_of(judgement),
                        Contains("X-16 stub-released-last: the client released the stub after the final status"));
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("SEC-5 violation | a stub owns a reference on its sink for as long as it lives | the client "
                                    "still held the stub, and the reference was gone"));
        }
    }
}

TEST(Stub, TakesAReference) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.stand_in(sink, true);
    EXPECT_THAT(findings(script.judge()), ElementsAre("SEC-5 violation | a stub owns a reference on its sink | the stub was made "
                                                      "and took none"));
}

TEST(Stub, LeaksNoSink) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.add_ref(sink);
    const std::uint32_t stub = script.stand_in(sink, true);
    script.leave(script.enter(kQuery, stub));
    script.final(sink);
    release_stub(script, stub, sink, false);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("SEC-6 violation | the apartment lets go of a sink when its stub has been released by everybody | "
                            "10 ms after the last release the sink was still held"));
}

TEST(Stub, IsWhatACancelIsGiven) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.add_ref(sink);
    const std::uint32_t stub = script.stand_in(sink, true);
    script.leave(script.enter(kQuery, stub));
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, stub);
    script.final(sink, kCancelled);
    script.leave(cancel);
    release_stub(script, stub, sink);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "SEC-4"), 1u);
    EXPECT_EQ(opportunities(judgement, "CAN-3"), 1u);
    EXPECT_THAT(readings_of(judgement),
                Contains("X-1 released-by-proxy: a stub stood between, and the reference was gone soon after the cancel"));
}

}  // namespace
}  // namespace wbemcheck::contract
