#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using trace::Fault;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t code(std::uint32_t value) { return static_cast<std::int32_t>(value); }
constexpr std::int32_t kTimedOut = 0x00040004;
constexpr std::int32_t kPending = 0x00040007;
constexpr std::int32_t kNotFound = code(0x80041002);
constexpr std::int32_t kInvalidOperation = code(0x80041016);
constexpr std::int64_t kForwardOnly = 0x20;
constexpr std::int64_t kAtOnce = 0x10;

// --- call results ---

// The call result of a method whose synchronous form gave `expected` and an object with this digest.
std::uint32_t result_of(Script& script, Method maker, std::int32_t expected, std::int64_t digest = 0) {
    const std::uint32_t result = script.made(maker, kAtOnce);
    script.mark(MarkKind::kSynchronousOutcome, result, digest, 0, {}, expected);
    return result;
}

TEST(CallStatus, IsTheResultOfTheOperation) {
    Script script;
    const std::uint32_t result = result_of(script, Method::kGetObject, kNotFound);
    script.pull(result, Method::kGetCallStatus, kOk, kNotFound);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
    EXPECT_EQ(opportunities(script.judge(), "SEMI-1"), 1u);
}

TEST(CallStatus, ThatIsAnotherResultIsAViolation) {
    Script script;
    const std::uint32_t result = result_of(script, Method::kGetObject, kNotFound);
    script.pull(result, Method::kGetCallStatus, kOk, kOk);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("SEMI-1 violation | *plStatus is the result of GetObject, which called synchronously returns "
                            "0x80041002 | it was 0x00000000"));
}

TEST(CallStatus, MayTimeOutUntilTheOperationHasFinished) {
    Script script;
    const std::uint32_t result = result_of(script, Method::kDeleteClass, kOk);
    script.pull(result, Method::kGetCallStatus, kTimedOut, 0, 0);
    script.pull(result, Method::kGetCallStatus, kOk, kOk);
    const Judgement before = script.judge();
    EXPECT_THAT(findings(before), IsEmpty());
    EXPECT_THAT(readings_of(before), Contains(StartsWith("X-17 timed-out")));
}

TEST(CallStatus, DoesNotForgetThatTheOperationHasFinished) {
    Script script;
    const std::uint32_t result = result_of(script, Method::kDeleteClass, kOk);
    script.pull(result, Method::kGetCallStatus, kOk, kOk);
    script.pull(result, Method::kGetCallStatus, kTimedOut, 0, 0);
    EXPECT_THAT(findings(script.judge()), ElementsAre("SEMI-1 violation | an operation that has finished stays finished | it "
                                                      "returned 0x00040004"));
}

TEST(CallStatus, ThatIsPendingIsAWarning) {
    Script script;
    script.pull(result_of(script, Method::kDeleteClass, kOk), Method::kGetCallStatus, kPending, 0, 0);
    EXPECT_THAT(findings(script.judge()), ElementsAre(StartsWith("SEMI-1 warning | ")));
}

TEST(ResultObject, IsThatOfTheSynchronousCall) {
    Script script;
    script.pull(result_of(script, Method::kGetObject, kOk, 77), Method::kGetResultObject, kOk, 77);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
    Script other;
    other.pull(result_of(other, Method::kGetObject, kOk, 77), Method::kGetResultObject, kOk, 78);
    EXPECT_THAT(findings(other.judge()), ElementsAre("SEMI-2 violation | GetResultObject gives the object that the "
                                                     "synchronous call gives | it gave one with another content"));
}

TEST(ResultObject, OfAFailureIsAnError) {
    Script script;
    script.pull(result_of(script, Method::kGetObject, kNotFound), Method::kGetResultObject, kOk, 0);
    EXPECT_THAT(findings(script.judge()), ElementsAre("SEMI-2 violation | GetResultObject returns what GetObject returns when "
                                                      "called synchronously, 0x80041002 | it returned 0x00000000"));
}

TEST(ResultObject, IsNullWithoutSuccess) {
    Script script;
    script.pull(result_of(script, Method::kGetObject, kOk, 77), Method::kGetResultObject, kTimedOut, 77, 0);
    EXPECT_THAT(findings(script.judge()), ElementsAre("SEMI-2 violation | GetResultObject without a result sets its out "
                                                      "pointer to NULL | it returned 0x00040004 and something"));
}

TEST(ResultString, OfACallWithoutOneIsRefusedUnderTheWireProtocol) {
    Script script;
    script.pull(result_of(script, Method::kDeleteClass, kOk), Method::kGetResultString, kOk, 0);
    EXPECT_THAT(findings(script.judge(Profile::kWire)), ElementsAre("SEMI-4 violation | GetResultString after DeleteClass "
                                                                    "returns 0x80041016 | it returned 0x00000000"));
    EXPECT_THAT(findings(script.judge()), ElementsAre(StartsWith("SEMI-4 warning | ")));
}

TEST(InfiniteWait, DoesNotTimeOut) {
    Script script;
    script.pull(result_of(script, Method::kPutClass, kOk), Method::kGetCallStatus, kTimedOut);
    EXPECT_THAT(findings(script.judge()), ElementsAre("SEMI-3 violation | a call with WBEM_INFINITE waits for the end of the "
                                                      "operation | GetCallStatus returned 0x00040004"));
    Script other;
    other.next(other.made(Method::kExecQuery), kTimedOut, 1, 0);
    EXPECT_THAT(findings(other.judge()), ElementsAre("SEMI-3 violation | a call with WBEM_INFINITE waits | Next returned "
                                                     "0x00040004"));
}

// What is found when calls with lTimeout 0 take so many microseconds.
std::vector<std::string> with_delays(std::initializer_list<std::int64_t> delays) {
    Script script;
    const std::uint32_t enumerator = script.made(Method::kExecNotificationQuery, kAtOnce | kForwardOnly);
    for (const std::int64_t delay : delays) script.pull(enumerator, Method::kEnumNext, kTimedOut, 1, 0, delay);
    return findings(script.judge());
}

TEST(ZeroTimeout, IsBlamedWhenEveryCallIsLate) {
    EXPECT_THAT(with_delays({1'200'000}), IsEmpty()) << "one call proves nothing: the machine may have stalled";
    EXPECT_THAT(with_delays({1'200'000, 1'300'000, 20}), IsEmpty());
    EXPECT_THAT(with_delays({1'200'000, 1'300'000}),
                ElementsAre("SEMI-3 violation | a call with lTimeout 0 answers at once | each of 2 calls took more than 1000 "
                            "ms"));
}

// --- enumerators ---

// Walks to the end of an enumeration of four objects, which is what the judge measures the others by.
void walk(Script& script) {
    const std::uint32_t enumerator = script.made(Method::kExecQuery, kAtOnce);
    script.next(enumerator, kOk, 3, 3);
    script.next(enumerator, kFalse, 3, 1);
}

// What is found about an enumerator that is used as `use` says, between two walks.
template <class Use>
std::vector<std::string> between_walks(Use use, std::int64_t flags = kAtOnce) {
    Script script;
    walk(script);
    use(script, script.made(Method::kExecQuery, flags));
    walk(script);
    return findings(script.judge());
}

TEST(Next, SucceedsWithAllThatWasAskedFor) {
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.next(enumerator, kOk, 4, 4);
                    script.next(enumerator, kFalse, 1, 0);
                }),
                IsEmpty());
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) { script.next(enumerator, kFalse, 2, 2); }),
                ElementsAre("SEMI-6 violation | Next returns WBEM_S_NO_ERROR when it gives as many objects as asked for, and "
                            "only then | it returned 0x00000001 with 2 of 2 objects"));
}

TEST(Next, GivesNothingAfterTheEnd) {
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.next(enumerator, kFalse, 8, 4);
                    script.next(enumerator, kOk, 1, 1);
                }),
                Contains("SEMI-6 violation | nothing comes after the end of an enumeration | it returned 0x00000000 with 1 of "
                         "1 objects"));
}

TEST(Next, CountsWhatItStores) {
    for (const std::int32_t odd : {-1, 1}) {
        Script script;
        const std::uint32_t enumerator = script.made(Method::kExecQuery);
        trace::Event event;
        event.kind = trace::EventKind::kObjectPulled;
        event.object = enumerator;
        event.call = 1;
        event.result = odd;
        script.recorder().record(event);
        script.next(enumerator, kOk, 2, 2);
        EXPECT_THAT(findings(script.judge()),
                    ElementsAre(StartsWith("SEMI-6 violation | *puReturned counts the objects that Next has stored | ")));
    }
}

TEST(Next, GivesEveryEventThatWasRaised) {
    Script script;
    const std::uint32_t enumerator = script.made(Method::kExecNotificationQuery, kAtOnce | kForwardOnly);
    script.mark(MarkKind::kEventsRaised, enumerator, 2);
    script.pull(enumerator, Method::kEnumNext, kTimedOut, 2 | (1LL << 32), 5000);
    EXPECT_THAT(findings(script.judge()), ElementsAre("SEMI-6 violation | Next gives the 2 events that were raised | 1 came"));
}

TEST(Reset, GoesBackToTheStart) {
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.next(enumerator, kOk, 1, 1);
                    script.pull(enumerator, Method::kEnumReset, kOk);
                    script.next(enumerator, kFalse, 8, 3);
                }),
                ElementsAre("SEMI-6 violation | after Reset Next gives the 4 objects that are left of the 8 asked for | it "
                            "gave 3"));
}

TEST(ForwardOnlyEnumerator, RefusesToGoBack) {
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.pull(enumerator, Method::kEnumReset, kInvalidOperation);
                    script.pull(enumerator, Method::kEnumClone, kFailed);
                }, kAtOnce | kForwardOnly),
                IsEmpty());
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.pull(enumerator, Method::kEnumReset, kOk);
                    script.pull(enumerator, Method::kEnumClone, kOk, 1);
                }, kAtOnce | kForwardOnly),
                ElementsAre("SEMI-8 violation | a forward-only enumerator refuses Reset, preferably with "
                            "WBEM_E_INVALID_OPERATION | it returned 0x00000000",
                            "SEMI-8 violation | a forward-only enumerator refuses Clone, preferably with "
                            "WBEM_E_INVALID_OPERATION | it returned 0x00000000"));
}

TEST(ForwardOnlyEnumerator, ThatGoesBackIsBlamedForNothingElse) {
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.next(enumerator, kOk, 1, 1);
                    script.pull(enumerator, Method::kEnumReset, kOk);
                    script.next(enumerator, kOk, 4, 4);
                }, kAtOnce | kForwardOnly),
                ElementsAre(StartsWith("SEMI-8 violation | ")));
}

TEST(ForwardOnlyEnumerator, OfANotificationQueryMayIgnoreReset) {
    Script script;
    const std::uint32_t enumerator = script.made(Method::kExecNotificationQuery, kAtOnce | kForwardOnly);
    script.pull(enumerator, Method::kEnumReset, kOk);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(StartsWith("X-31 no-effect")));
}

TEST(Skip, KnowsTheEnd) {
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.pull(enumerator, Method::kEnumSkip, kFalse, 5);
                    script.next(enumerator, kFalse, 1, 0);
                }),
                IsEmpty());
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.pull(enumerator, Method::kEnumSkip, kOk, 5);
                }),
                ElementsAre("SEMI-9 violation | Skip over 5 of 4 objects returns 0x00000001 | it returned 0x00000000"));
}

TEST(Skip, LeavesTheRest) {
    EXPECT_THAT(between_walks([](Script& script, std::uint32_t enumerator) {
                    script.pull(enumerator, Method::kEnumSkip, kOk, 1);
                    script.next(enumerator, kFalse, 4, 2);
                }),
                ElementsAre("SEMI-9 violation | after Skip Next gives the 3 objects that are left of the 4 asked for | it "
                            "gave 2"));
}

TEST(Skip, IsNotJudgedWhereTheEnumerationChangesItsLength) {
    Script script;
    walk(script);
    const std::uint32_t enumerator = script.made(Method::kExecQuery, kAtOnce);
    script.pull(enumerator, Method::kEnumSkip, kOk, 5);
    const std::uint32_t longer = script.made(Method::kExecQuery, kAtOnce);
    script.next(longer, kFalse, 9, 5);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(Clone, KeepsThePosition) {
    for (const std::int64_t from_clone : {3, 4}) {
        const auto found = between_walks([&](Script& script, std::uint32_t enumerator) {
            script.next(enumerator, kOk, 1, 1);
            script.pull(enumerator, Method::kEnumClone, kOk, 1);
            script.next(script.made(Method::kExecQuery, kAtOnce, enumerator), kFalse, 8, from_clone);
            script.next(enumerator, kFalse, 8, 3);
        });
        if (from_clone == 3) {
            EXPECT_THAT(found, IsEmpty());
        } else {
            EXPECT_THAT(found, ElementsAre("SEMI-10 violation | on a clone Next gives the 3 objects that are left of the 8 "
                                           "asked for | it gave 4"));
        }
    }
}

// --- calls that do not start ---

TEST(SemisynchronousCall, ThatFailsHandsOutNothing) {
    Script script;
    trace::Event event;
    event.kind = trace::EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(Method::kExecQuery);
    event.call = 90;
    event.value2 = kAtOnce;
    script.recorder().record(event);
    event.kind = trace::EventKind::kCallReturned;
    event.result = kNotFound;
    event.value = 1 | (1LL << 32);
    event.value2 = 1;
    script.recorder().record(event);
    EXPECT_THAT(findings(script.judge()),
                Contains("IMM-4 violation | a semisynchronous call that fails hands out no enumerator and no call result | "
                         "ExecQuery returned 0x80041002 and handed one out"));
}

TEST(ExecNotificationQuery, NeedsBothFlags) {
    Script script;
    script.announce(Fault::kNotForwardOnly);
    script.leave(script.enter(Method::kExecNotificationQuery, 0, kAtOnce));
    EXPECT_THAT(findings(script.judge()),
                Contains("ARG-22 violation | ExecNotificationQuery with WBEM_FLAG_FORWARD_ONLY missing is refused, preferably "
                         "with 0x80041008 | it returned 0x00000000"));
}

// --- requests ---

struct Served {
    Script script;
    std::uint32_t enumerator = script.made(Method::kExecQuery, kAtOnce);
    std::uint32_t sink = script.sink();

    // The end of a request as it should be.
    void finish(std::uint32_t of, std::int32_t result = kOk) {
        script.final(of, result);
        script.release(of);
    }
};

TEST(Request, EndsWithNoErrorWhenAllItsObjectsCame) {
    Served served;
    served.script.request(served.enumerator, served.sink, 1);
    served.script.indicate(served.sink);
    served.finish(served.sink);
    served.script.rest(served.sink);
    const Judgement judgement = served.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    for (const char* clause : {"SEMI-11", "ORD-11", "REF-13"}) EXPECT_EQ(opportunities(judgement, clause), 1u) << clause;
}

TEST(Request, EndsWithFalseWhenTheEnumerationEndedFirst) {
    Served served;
    served.script.request(served.enumerator, served.sink, 2);
    served.script.indicate(served.sink);
    served.finish(served.sink);
    served.script.rest(served.sink);
    EXPECT_THAT(findings(served.script.judge()),
                ElementsAre("SEMI-11 violation | a NextAsync request ends with WBEM_S_NO_ERROR when all its objects came, and "
                            "with WBEM_S_FALSE when the enumeration ended first | it ended with 0x00000000 and 1 of 2 "
                            "objects"));
}

// Its callbacks come on another thread, and may be over before the call returns.
TEST(Request, IsJudgedAlsoWhenItEndsBeforeTheCallReturns) {
    Served served;
    trace::Event event;
    event.kind = trace::EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(Method::kEnumNextAsync);
    event.object = served.enumerator;
    event.call = 60;
    event.value = served.sink;
    event.value2 = 2;
    served.script.recorder().record(event);
    served.script.add_ref(served.sink);
    served.script.on_other_thread([&] {
        served.script.indicate(served.sink);
        served.finish(served.sink);
    });
    event.kind = trace::EventKind::kPulled;
    event.value = 2;
    event.value2 = 0;
    served.script.recorder().record(event);
    served.script.rest(served.sink);
    EXPECT_THAT(findings(served.script.judge()), ElementsAre(StartsWith("SEMI-11 violation | ")));
}

TEST(Request, HasTwoAdmissibleFormsAtTheEnd) {
    Served by_final;
    by_final.script.request(by_final.enumerator, by_final.sink, 2);
    by_final.finish(by_final.sink, kFalse);
    by_final.script.rest(by_final.sink);
    EXPECT_THAT(findings(by_final.script.judge()), IsEmpty());
    EXPECT_THAT(readings_of(by_final.script.judge()), Contains(StartsWith("X-8 final-s-false")));
    Served by_return;
    by_return.script.request(by_return.enumerator, by_return.sink, 2, kFalse);
    by_return.script.rest(by_return.sink);
    EXPECT_THAT(findings(by_return.script.judge()), IsEmpty());
    EXPECT_THAT(readings_of(by_return.script.judge()), Contains(StartsWith("X-8 returns-s-false")));
}

TEST(Request, ThatWasAcceptedIsNotForgotten) {
    Served served;
    served.script.request(served.enumerator, served.sink, 2);
    served.script.release(served.sink);
    served.script.rest(served.sink);
    EXPECT_THAT(findings(served.script.judge()), Contains(StartsWith("SEMI-11 violation | a NextAsync request that was "
                                                                     "accepted ends with a final status | ")));
}

TEST(Request, WaitsForTheOneBefore) {
    Served served;
    const std::uint32_t second = served.script.sink();
    served.script.request(served.enumerator, served.sink, 1);
    served.script.request(served.enumerator, second, 1);
    served.script.indicate(second);
    EXPECT_THAT(findings(served.script.judge()),
                Contains("ORD-9 violation | requests by NextAsync are served one after the other, in their order | a callback "
                         "for request 2 came before the end of request 1"));
}

TEST(Request, IsNotMovedByWhatIsCalledAfterIt) {
    Served served;
    const std::uint32_t second = served.script.sink();
    served.script.request(served.enumerator, served.sink, 1);
    served.script.request(served.enumerator, second, 1);
    served.script.pull(served.enumerator, Method::kEnumReset, kOk);
    served.script.indicate(served.sink, {100});
    served.finish(served.sink);
    served.script.indicate(second, {100});
    served.finish(second);
    EXPECT_THAT(findings(served.script.judge()),
                ElementsAre("ORD-10 violation | Reset, Skip and Clone leave alone what NextAsync has been asked for before | "
                            "an object came to request 2 that an earlier one had delivered"));
}

TEST(Request, GivesNoMoreThanWasAskedFor) {
    Served served;
    served.script.request(served.enumerator, served.sink, 1);
    served.script.indicate(served.sink, {100, 101});
    served.finish(served.sink);
    EXPECT_THAT(findings(served.script.judge()),
                Contains("ORD-11 violation | NextAsync for 1 objects delivers no more | 2 came"));
}

TEST(Request, HoldsItsSinkUntilItIsDone) {
    Served early;
    early.script.request(early.enumerator, early.sink, 1);
    early.script.release(early.sink);
    early.script.final(early.sink, kFalse);
    EXPECT_THAT(findings(early.script.judge(Profile::kWire)),
                Contains("REF-13 violation | a NextAsync request holds its sink until it is done | the service held no "
                         "reference when it sent the final status"));
    Served late;
    late.script.request(late.enumerator, late.sink, 1);
    late.script.final(late.sink, kFalse);
    late.script.rest(late.sink);
    EXPECT_THAT(findings(late.script.judge(Profile::kWire)),
                Contains("REF-13 violation | a NextAsync request that is done lets go of its sink | the service still held 1 "
                         "reference"));
}

TEST(Request, EndsWithItsEnumerator) {
    Served served;
    served.script.request(served.enumerator, served.sink, 1);
    served.script.pull(served.enumerator, Method::kEnumRelease, kOk);
    served.script.rest(served.sink);
    EXPECT_THAT(findings(served.script.judge()),
                ElementsAre("REF-16 violation | what is left of an enumeration ends when its enumerator is released | the "
                            "service still held 1 reference"));
}

TEST(Request, NeedsASinkAndANumber) {
    Served served;
    served.script.request(served.enumerator, 0, 1);
    served.script.request(served.enumerator, served.sink, 0, kFalse);
    served.script.rest(served.sink);
    EXPECT_THAT(findings(served.script.judge()),
                ElementsAre("ARG-25 violation | NextAsync without a sink fails | it returned 0x00000000"));
    Served accepted;
    accepted.script.request(accepted.enumerator, accepted.sink, 0);
    EXPECT_THAT(findings(accepted.script.judge()),
                ElementsAre("ARG-25 violation | NextAsync for no objects returns WBEM_S_FALSE | it returned 0x00000000"));
}

}  // namespace
}  // namespace wbemcheck::contract
