#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;
using trace::Observation;

void observe(Script& script, std::uint32_t call, Observation observation, std::int64_t seen) {
    trace::Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kObservation);
    event.call = call;
    event.value = static_cast<std::int64_t>(observation);
    event.value2 = seen;
    script.recorder().record(event);
}

std::vector<std::string> call_method(bool delivers, std::int32_t final_result, std::int64_t return_value) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink, Method::kExecMethodAsync);
    if (delivers) script.indicate(sink);
    script.final(sink, final_result);
    script.release(sink);
    observe(script, call, Observation::kReturnValue, return_value);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_EQ(opportunities(judgement, "STA-16"), return_value == 0 ? 0u : 1u);
    return findings(judgement);
}

TEST(ReturnValue, IsNoResultOfTheCall) {
    EXPECT_THAT(call_method(true, kOk, 5), IsEmpty());
    EXPECT_THAT(call_method(true, kFailed, 0), IsEmpty());
    EXPECT_THAT(call_method(true, kFailed, 5),
                ElementsAre("STA-16 violation | a method that was called ends with success, whatever its ReturnValue (5) says "
                            "| the final status was 0x80041001"));
    EXPECT_THAT(call_method(true, 5, 5),
                ElementsAre("STA-16 violation | a method that was called ends with success, whatever its ReturnValue (5) says "
                            "| the final status was 0x00000005"));
    EXPECT_THAT(call_method(false, kOk, 5),
                ElementsAre("STA-16 violation | the ReturnValue of a method (5) comes in its out-parameters object | no object "
                            "came"));
}

TEST(CancelledMethod, RunsOnUnlessTheProviderIsTold) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink, Method::kExecMethodAsync);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.leave(cancel);
    observe(script, call, Observation::kMethodEffects, 3);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "CAN-11"), 1u);
    EXPECT_THAT(readings_of(judgement),
                Contains("X-6 not-told: the method ran on after its call was cancelled (3 effects were seen)"));
}

TEST(FinalWithoutACancel, MayBeCallCancelled) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.reference(call, kOk, {1});
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "STA-18"), 1u);
    EXPECT_THAT(readings_of(judgement), Contains("X-29 cancelled-by-server: the final status was WBEM_E_CALL_CANCELLED, and "
                                                 "nobody had cancelled"));
}

TEST(PutAndDelete, SayWhetherTheyUseIndicate) {
    for (const bool indicates : {false, true}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink, Method::kDeleteClassAsync);
        if (indicates) script.indicate(sink);
        script.final(sink);
        script.release(sink);
        script.rest(sink);
        const Judgement judgement = script.judge();
        EXPECT_THAT(readings_of(judgement), Contains(indicates ? "X-15 indicate-too: DeleteClassAsync also called Indicate"
                                                               : "X-15 status-only: DeleteClassAsync called SetStatus only"));
        EXPECT_THAT(readings_of(judgement), Contains("X-7 complete-or-progress: lFlags was 0 or 2 in every SetStatus"));
        EXPECT_THAT(readings_of(judgement), Contains("X-37 exactly-one-final: the operation got one final status"));
    }
}

TEST(CancelThatReturns, SaysWhetherAnIndicateWasRunning) {
    for (const bool is_running : {false, true}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        if (is_running) script.begin_indicate(sink);
        script.on_other_thread([&] {
            const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
            if (!is_running) {
                script.final(sink, kCancelled);
                script.release(sink);
            }
            script.leave(cancel);
        });
        if (is_running) {
            script.end_indicate(sink);
            script.final(sink, kCancelled);
            script.release(sink);
        }
        script.rest(sink);
        EXPECT_THAT(readings_of(script.judge()),
                    Contains(is_running ? "X-19 still-running: an Indicate was still running when the cancel returned"
                                        : "X-19 none-after-return: no Indicate was running when the cancel returned"));
    }
}

TEST(SharedSink, IsReferencedByEachOfItsOperations) {
    for (const bool has_two : {true, false}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        const std::uint32_t second = script.enter(kQuery, sink);
        if (has_two) script.add_ref(sink);
        script.leave(second);
        script.final(sink);
        if (has_two) script.release(sink);
        script.final(sink);
        script.release(sink);
        script.rest(sink);
        const Judgement judgement = script.judge(Profile::kWire);
        EXPECT_EQ(opportunities(judgement, "REF-9"), 1u);
        if (has_two) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("REF-9 violation | each accepted operation stores a reference of its own on a shared sink "
                                    "| 2 operations were accepted on the sink, and the service has taken 1 references"));
        }
    }
}

TEST(SharedSink, IsHeldUntilTheLastOfItsOperationsHasEnded) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.accept(sink);
    script.final(sink);
    script.release(sink);
    script.release(sink);
    script.final(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                Contains("REF-9 warning | a shared sink is held until the last of its operations has ended | after 1 of 2 final "
                         "statuses the service released its last reference"));
}

}  // namespace
}  // namespace wbemcheck::contract
