#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::Awaited;
using trace::Ending;
using trace::MarkKind;

void die(Script& script, Ending ending, std::int64_t code, std::string_view note) {
    script.mark(MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(ending), code, note);
}

TEST(Crash, IsBlamedOnTheCallInProgress) {
    Script script;
    script.enter(kQuery, script.sink());
    die(script, Ending::kCrash, 11, "SIGSEGV");
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-1 violation | the client's process survives | the process died "
                                                      "during ExecQueryAsync (call 1): SIGSEGV"));
}

TEST(Crash, IsSeenAlsoWithoutACall) {
    Script script;
    script.accept(script.sink());
    die(script, Ending::kCrash, 11, "SIGSEGV");
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-1 violation | the client's process survives | the process died "
                                                      "while no call was in progress: SIGSEGV"));
}

TEST(Hang, NamesTheCallThatDidNotReturn) {
    Script script;
    script.enter(kQuery, script.sink());
    die(script, Ending::kHang, 8000, "");
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-2 violation | every call returns | the process had to be ended "
                                                      "after 8000 ms without progress, during ExecQueryAsync (call 1)"));
}

TEST(Hang, WithoutACallInProgressIsNotBlamedOnTheSubject) {
    Script script;
    script.accept(script.sink());
    die(script, Ending::kHang, 8000, "");
    const Judgement judgement = script.judge();
    ASSERT_EQ(judgement.findings.size(), 1u);
    EXPECT_EQ(judgement.findings[0].grade, Grade::kInconclusive);
    EXPECT_EQ(judgement.findings[0].actual, "the process stood still for 8000 ms while no call was in progress");
}

TEST(Hang, OfACancelFromInsideACallbackIsAWarning) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.enter(trace::Method::kCancelAsyncCall, sink);
    die(script, Ending::kHang, 8000, "");
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("LIV-2 warning | every call returns | CancelAsyncCall from inside a callback did not return, and "
                            "the process had to be ended after 8000 ms"));
}

TEST(Hang, OfACancelFromInsideACallbackIsSeenWhenTheScenarioGoesOn) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.enter(trace::Method::kCancelAsyncCall, sink);
    script.on_other_thread([&] {
        script.rest(sink);
        script.mark(MarkKind::kScenarioEnd);
    });
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement),
                ElementsAre("LIV-2 warning | every call returns | CancelAsyncCall from inside a callback did not return, as "
                            "long as the scenario went on"));
    EXPECT_EQ(opportunities(judgement, "STA-1"), 0u);
}

TEST(Hang, OfANestedCallIsSeenWhenTheScenarioGoesOn) {
    Script script;
    script.enter(trace::Method::kGetObject, 0);
    script.on_other_thread([&] { script.mark(MarkKind::kScenarioEnd); });
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-2 violation | every call returns | GetObject (call 1) had not "
                                                      "returned when the scenario ended"));
}

TEST(Exit, IsNeverTheSubjectsBusiness) {
    Script script;
    script.enter(kQuery, script.sink());
    die(script, Ending::kExit, 3, "exit code 3");
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-3 violation | an implementation never ends its client's process | "
                                                      "the process exited with code 3 during ExecQueryAsync (call 1)"));
}

TEST(Exception, DoesNotLeaveACall) {
    Script script;
    const std::uint32_t call = script.enter(kQuery, script.sink());
    trace::Event event;
    event.kind = trace::EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kExceptionEscaped);
    event.call = call;
    script.recorder().record(event, {{trace::TextRole::kNote, "vector::at"}});
    script.leave(call, kFailed);
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-4 violation | no exception leaves an interface method | an "
                                                      "exception came out of the call: vector::at"));
}

TEST(Progress, StopsWhenNothingComes) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.mark(MarkKind::kArrivalExpired, sink, static_cast<std::int64_t>(Awaited::kFinal), 5'000'000'000);
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-5 violation | an accepted operation keeps making progress until "
                                                      "its final status | nothing came for 5000 ms"));
}

TEST(Progress, IsTheClientsBusinessWhileItHoldsACallback) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.begin_indicate(sink);
    script.mark(MarkKind::kArrivalExpired, sink, static_cast<std::int64_t>(Awaited::kFinal), 5'000'000'000);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(NormalEnd, IsAnOpportunityForEveryKindOfDeath) {
    Script script;
    script.leave(script.enter(kQuery, script.sink()), kFailed);
    script.mark(MarkKind::kScenarioEnd);
    const Judgement judgement = script.judge();
    for (const char* clause : {"LIV-1", "LIV-2", "LIV-3", "LIV-4"}) EXPECT_EQ(opportunities(judgement, clause), 1u);
}

}  // namespace
}  // namespace wbemcheck::contract
