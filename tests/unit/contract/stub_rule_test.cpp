#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using trace::MarkKind;
using trace::Method;

constexpr auto kNotSupported = static_cast<std::int32_t>(0x8004100C);
constexpr auto kNotAvailable = static_cast<std::int32_t>(0x80041009);

// The harness asks whether the method is there; `out` are the out pointers that are given, and set.
Judgement answered(Method method, std::int32_t result, std::int64_t given = 0, std::int64_t set = 0) {
    HostedScript hosted;
    hosted.script.mark(MarkKind::kStubAsked, HostedScript::kServices);
    trace::Event event;
    event.kind = trace::EventKind::kCallReturned;
    event.method = static_cast<std::uint16_t>(method);
    event.object = HostedScript::kServices;
    event.call = hosted.script.enter(method, 0);
    event.result = result;
    event.value = given | (set << 32);
    event.value2 = set != 0 ? 1 : -1;
    hosted.script.recorder().record(event);
    return hosted.script.judge();
}

// The same for a method with a sink, which is called by `then` before the call returns.
Judgement answered_with_sink(Method method, std::int32_t result, const std::function<void(Script&, std::uint32_t)>& then = {}) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.mark(MarkKind::kStubAsked, HostedScript::kServices);
    const std::uint32_t call = script.enter(method, sink);
    if (then) then(script, sink);
    script.leave(call, result);
    hosted.expire(trace::Awaited::kFinal, sink);
    script.rest(sink);
    return script.judge();
}

TEST(Stub, SaysThatTheProviderIsNotCapable) {
    const Judgement judgement = answered(Method::kExecQuery, kNotCapable, 1);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "PRV-1"), 1u);
    EXPECT_THAT(readings_of(judgement), Contains("X-10 provider-not-capable: ExecQuery answered WBEM_E_PROVIDER_NOT_CAPABLE"));
    EXPECT_THAT(findings(answered_with_sink(Method::kExecQueryAsync, kNotCapable)), IsEmpty());
}

TEST(Stub, IsWarnedOfAnotherError) {
    const Judgement judgement = answered(Method::kPutClass, kNotSupported);
    EXPECT_THAT(findings(judgement),
                ElementsAre("PRV-1 warning | a method that does nothing does not succeed; one that is not implemented returns WBEM_E_PROVIDER_NOT_CAPABLE | "
                            "PutClass answered 0x8004100c"));
    EXPECT_THAT(readings_of(judgement), Contains("X-10 other-error: PutClass answered 0x8004100c"));
}

TEST(Stub, MayAnswerACancelAsItLikes) {
    const Judgement judgement = answered_with_sink(Method::kCancelAsyncCall, kNotAvailable);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains("X-10 other-error: CancelAsyncCall answered 0x80041009"));
}

TEST(Stub, IsNoneWhereTheErrorIsThatOfTheArguments) {
    EXPECT_THAT(findings(answered(Method::kDeleteInstance, kNotFound)), IsEmpty());
    EXPECT_THAT(findings(answered_with_sink(Method::kGetObjectAsync, kOk,
                                            [](Script& script, std::uint32_t sink) { script.final(sink, kNotFound); })),
                IsEmpty());
}

TEST(Stub, DoesNotSucceedWithNothing) {
    EXPECT_THAT(findings(answered(Method::kCreateInstanceEnum, kOk, 1)),
                ElementsAre("PRV-1 violation | a method that does nothing does not succeed; one that is not implemented returns WBEM_E_PROVIDER_NOT_CAPABLE | "
                            "CreateInstanceEnum returned 0x00000000 for what does not exist, and gave nothing"));
    EXPECT_THAT(findings(answered_with_sink(Method::kExecQueryAsync, kOk)),
                ElementsAre("PRV-1 violation | a method that does nothing does not succeed; one that is not implemented returns WBEM_E_PROVIDER_NOT_CAPABLE | "
                            "it returned 0x00000000, and the sink was not called"));
}

TEST(Stub, DoesNotSucceedForWhatDoesNotExist) {
    EXPECT_THAT(findings(answered(Method::kDeleteClass, kOk)),
                ElementsAre("PRV-1 violation | a method that does nothing does not succeed; one that is not implemented returns WBEM_E_PROVIDER_NOT_CAPABLE | "
                            "DeleteClass returned 0x00000000 for what does not exist"));
    EXPECT_THAT(findings(answered_with_sink(Method::kCancelAsyncCall, kOk)),
                ElementsAre("PRV-1 warning | a method that does nothing does not succeed; one that is not implemented returns WBEM_E_PROVIDER_NOT_CAPABLE | "
                            "CancelAsyncCall returned 0x00000000 for a sink that nothing is pending on"));
    EXPECT_THAT(findings(answered(Method::kQueryObjectSink, kOk)), IsEmpty());
    EXPECT_THAT(findings(answered_with_sink(Method::kDeleteInstanceAsync, kOk,
                                            [](Script& script, std::uint32_t sink) { script.final(sink); })),
                ElementsAre("PRV-1 violation | a method that does nothing does not succeed; one that is not implemented returns WBEM_E_PROVIDER_NOT_CAPABLE | "
                            "its final status was 0x00000000 for what does not exist"));
}

TEST(Stub, IsNoneWhereSomethingComes) {
    EXPECT_THAT(findings(answered(Method::kCreateClassEnum, kOk, 1, 1)), IsEmpty());
    EXPECT_THAT(findings(answered_with_sink(Method::kCreateInstanceEnumAsync, kOk,
                                            [](Script& script, std::uint32_t sink) { script.final(sink); })),
                IsEmpty());
}

}  // namespace
}  // namespace wbemcheck::contract
