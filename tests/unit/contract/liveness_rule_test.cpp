#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

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

TEST(MemoryWithoutBound, IsBlamedOnTheCallInProgress) {
    Script script;
    script.enter(kQuery, script.sink());
    die(script, Ending::kMemory, 5000, "it used 2100 MiB, and --memory-limit allows 2048");
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement),
                ElementsAre("LIV-6 violation | the memory that the implementation takes has a bound | the process had to be "
                            "ended during ExecQueryAsync (call 1), because it used 2100 MiB, and --memory-limit allows 2048"));
    EXPECT_EQ(judgement.ending, Ending::kMemory);
}

TEST(CallbacksWithoutBound, AreCountedForTheBusiestSink) {
    Script script;
    const std::uint32_t quiet = script.sink();
    const std::uint32_t busy = script.sink();
    script.accept(quiet);
    script.accept(busy);
    script.indicate(quiet);
    for (int i = 0; i < 3; ++i) script.indicate(busy, {100, 101});
    die(script, Ending::kFlood, 5000, "its trace reached the 8 MiB that --trace-limit allows");
    const Judgement judgement = script.judge();
    ASSERT_EQ(judgement.findings.size(), 1u);
    EXPECT_EQ(judgement.findings[0].clause, "LIV-6");
    EXPECT_EQ(judgement.findings[0].grade, Grade::kViolation);
    EXPECT_EQ(judgement.findings[0].operation, "ExecQueryAsync #2");
    EXPECT_EQ(judgement.findings[0].actual,
              std::string("the process had to be ended while no call was in progress, because its trace reached the 8 MiB that ") +
              "--trace-limit allows; 3 callbacks with 6 objects had come to sink " +
                  std::to_string(busy) + " for ExecQueryAsync #2");
}

TEST(CallbacksWithoutBound, AreReportedAlsoWhereNoneCame) {
    Script script;
    script.enter(kQuery, script.sink());
    die(script, Ending::kFlood, 5000, "its trace reached the 8 MiB that --trace-limit allows");
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("LIV-6 violation | what the implementation does for a call comes to an end | the process had to be "
                            "ended during ExecQueryAsync (call 1), because its trace reached the 8 MiB that --trace-limit "
                            "allows; no callback had come"));
}

TEST(Bound, IsKeptByAScenarioThatEnds) {
    Script script;
    script.accept(script.sink());
    script.mark(MarkKind::kScenarioEnd);
    EXPECT_EQ(opportunities(script.judge(), "LIV-6"), 1u);
}

TEST(Stack, IsThatOfTheFindingAboutTheEnd) {
    Script script;
    const std::uint32_t call = script.enter(kQuery, script.sink());
    trace::Event event;
    event.kind = trace::EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kExceptionEscaped);
    event.call = call;
    script.recorder().record(event, {{trace::TextRole::kNote, "vector::at"}});
    event.method = static_cast<std::uint16_t>(MarkKind::kWorkerEnded);
    event.value = static_cast<std::int64_t>(Ending::kCrash);
    script.recorder().record(event, {{trace::TextRole::kNote, "SIGSEGV"},
                                     {trace::TextRole::kStackFrame, "find + 0x1 in provider.so"},
                                     {trace::TextRole::kStackFrame, "main + 0x2 in wbemcheck"}});
    const Judgement judgement = script.judge();
    ASSERT_EQ(judgement.findings.size(), 2u);
    EXPECT_THAT(judgement.findings[0].stack, IsEmpty());
    EXPECT_EQ(judgement.findings[1].clause, "LIV-1");
    EXPECT_THAT(judgement.findings[1].stack, ElementsAre("find + 0x1 in provider.so", "main + 0x2 in wbemcheck"));
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
