#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using trace::Awaited;
using trace::Fault;
using trace::MarkKind;
using trace::Method;

constexpr auto kEnumerate = Method::kCreateInstanceEnumAsync;
constexpr auto kAccessDenied = static_cast<std::int32_t>(0x80041003);
constexpr std::int32_t kPartlyDenied = 0x00040009;

TEST(ProviderOutcome, MayBeToldOnTheThreadOfTheCallWithoutAReference) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.indicate(sink, {1, 2});
    script.final(sink);
    script.leave(call);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Not(Contains(HasSubstr("X-28"))));
    for (const char* clause : {"PRV-8", "PRV-9", "STA-1", "ORD-1"}) EXPECT_EQ(opportunities(judgement, clause), 1u) << clause;
    for (const char* clause : {"IMM-1", "IMM-2", "REF-1", "REF-3", "REF-15", "STA-15", "ORD-13"}) {
        EXPECT_EQ(opportunities(judgement, clause), 0u) << clause;
    }
}

TEST(ProviderOutcome, MayBeToldFromAThreadThatHoldsTheSink) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kEnumerate);
    script.on_other_thread([&] {
        script.indicate(sink, {1, 2});
        script.final(sink);
        script.release(sink);
    });
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "REF-15"), 1u);
}

TEST(ProviderOutcome, MayBeAnErrorThatIsReturned) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.leave(script.enter(kEnumerate, sink), kNotFound);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(HasSubstr("X-5 returned-only")));
}

TEST(ProviderOutcome, MayBeAnErrorThatIsReturnedAndSent) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.add_ref(sink);
    script.final(sink, kNotFound);
    script.release(sink);
    script.leave(call, kNotFound);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains("X-5 returned-and-sent: it sent 0x80041002 and returned 0x80041002"));
}

TEST(ProviderOutcome, IsOne) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.final(sink);
    script.leave(call, kFailed);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), ElementsAre("PRV-8 violation | what a provider returns and what it sends to the sink agree | "
                                                      "it sent 0x00000000 and returned 0x80041001"));
}

TEST(ProviderOutcome, IsOneAlsoWhenTheStatusComesLater) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.add_ref(sink);
    script.leave(call, kFailed);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), ElementsAre("PRV-8 violation | what a provider returns and what it sends to the sink agree | "
                                                      "it sent 0x00000000 and returned 0x80041001"));
}

// X-35, and a reference kept on top of it, which is the same mistake.
TEST(ProviderOutcome, IsTold) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kPutInstanceAsync);
    hosted.expire(Awaited::kFinal, sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("PRV-9 violation | a provider that has returned success calls SetStatus | it returned 0x00000000, and no "
                            "final status came for 2000 ms; WMI would wait for ever"));
}

TEST(ProviderOutcome, IsToldForEachRequestOfASharedSink) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.accept(sink);
    script.final(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("PRV-9 violation | a provider that has returned success calls SetStatus | 2 requests with one sink "
                            "returned success, and 1 final statuses came"));
}

TEST(ProviderOutcome, IsToldOnce) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.final(sink);
    script.final(sink);
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), Contains("STA-1 violation | an accepted operation ends with exactly one final status | "
                                                   "final status number 2 came, with 0x00000000"));
}

TEST(ProviderOutcome, DoesNotEndWithARequirement) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(Method::kExecQueryAsync, sink);
    script.begin_status(sink, 1, 0);  // WBEM_REQUIREMENTS_START_POSTFILTER
    script.end_status(sink);
    script.indicate(sink);
    script.begin_status(sink, 1, 3);
    script.end_status(sink);
    script.leave(call);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement),
                ElementsAre("PRV-10 violation | SetStatus with WBEM_STATUS_REQUIREMENTS carries a value of WBEM_REQUIREMENTS_TYPE: "
                            "0, 1 or 2 | hResult was 0x00000003",
                            "PRV-9 violation | a provider that has returned success calls SetStatus | it returned 0x00000000, and "
                            "no final status came for 10 ms; WMI would wait for ever"));
    EXPECT_EQ(opportunities(judgement, "PRV-10"), 2u);
}

TEST(ProviderOutcome, HasNoOtherFlags) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(Method::kExecQueryAsync, sink);
    script.begin_status(sink, 4, 0);
    script.end_status(sink);
    script.final(sink);
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("STA-7 violation | toward WMI lFlags is WBEM_STATUS_COMPLETE (0), WBEM_STATUS_REQUIREMENTS (1) or "
                            "WBEM_STATUS_PROGRESS (2) | SetStatus came with lFlags 0x4"));
}

TEST(ProviderOutcome, NeedsNoPathForAnInstanceThatWasPut) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(Method::kPutInstanceAsync, sink);
    script.final(sink);
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(ProviderOutcome, IsAnErrorForAFaultAtEitherPlace) {
    for (const bool is_returned : {true, false}) {
        HostedScript hosted;
        Script& script = hosted.script;
        const std::uint32_t sink = script.sink();
        script.announce(Fault::kNoPath);
        const std::uint32_t call = script.enter(Method::kDeleteInstanceAsync, sink);
        if (!is_returned) script.final(sink, kFailed);
        script.leave(call, is_returned ? kFailed : kOk);
        script.rest(sink);
        const Judgement judgement = script.judge();
        EXPECT_THAT(findings(judgement), IsEmpty());
        EXPECT_EQ(opportunities(judgement, "ARG-17"), 1u);
    }
}

TEST(ProviderOutcome, IsNoSuccessForAFault) {
    HostedScript hosted;
    Script& script = hosted.script;
    script.announce(Fault::kNoSink);
    script.leave(script.enter(kEnumerate, 0));
    const std::uint32_t sink = script.sink();
    script.announce(Fault::kMissingObject);
    const std::uint32_t call = script.enter(Method::kGetObjectAsync, sink);
    script.final(sink);
    script.leave(call);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("ARG-1 violation | a call without a sink fails | it returned 0x00000000",
                            "ARG-10 violation | a call with " + std::string(trace::name_of(Fault::kMissingObject)) +
                                " fails, by its return value or its final status, preferably with 0x80041002 | it was accepted and "
                                "ended with 0x00000000"));
}

// A request that names what is not there, in well-formed arguments.
TEST(ProviderOutcome, IsNoSuccessForWhatDoesNotExist) {
    struct Row {
        Method method;
        const char* finding;
    };
    for (const Row& row : {Row{Method::kGetObjectAsync, "ARG-10 violation"}, Row{kEnumerate, "ARG-12 violation"},
                           Row{Method::kPutInstanceAsync, "ARG-13 violation"}, Row{Method::kDeleteInstanceAsync, "ARG-17 violation"},
                           Row{Method::kExecQueryAsync, "STA-14 violation"}}) {
        for (const std::int32_t outcome : {kNotFound, kOk}) {
            HostedScript hosted;
            Script& script = hosted.script;
            const std::uint32_t sink = script.sink();
            script.mark(MarkKind::kExpectsFailure);
            const std::uint32_t call = script.enter(row.method, sink);
            if (outcome == kOk) script.indicate(sink);
            script.final(sink, outcome);
            script.leave(call);
            script.rest(sink);
            std::vector<std::string> found = findings(script.judge());
            std::erase_if(found, [](const std::string& line) { return line.starts_with("IND-12"); });  // puts deliver nothing
            if (outcome == kNotFound) {
                EXPECT_THAT(found, IsEmpty()) << trace::name_of(row.method);
            } else {
                EXPECT_THAT(found, ElementsAre(HasSubstr(row.finding))) << trace::name_of(row.method);
            }
        }
    }
}

TEST(ProviderOutcome, SaysWhetherTheInputsOfAMethodAreRight) {
    for (const std::int32_t outcome : {kOk, kFailed}) {
        HostedScript hosted;
        Script& script = hosted.script;
        const std::uint32_t sink = script.sink();
        script.announce(Fault::kNoInputs);
        const std::uint32_t call = script.enter(Method::kExecMethodAsync, sink);
        script.final(sink, outcome);
        script.leave(call);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "PRV-16"), 1u);
        if (outcome == kFailed) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("PRV-16 violation | ExecMethodAsync with pInParams NULL for a method with inputs returns an error | it returned "
                                    "0x00000000, and the final status was 0x00000000"));
        }
    }
}

TEST(ProviderOutcome, OfAMethodComesAfterItsOutParameters) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(Method::kExecMethodAsync, sink);
    script.final(sink);
    script.indicate(sink);
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("ORD-1 violation | every Indicate of an operation comes before its final status | "
                            "an Indicate came after the final status",
                            "ORD-12 warning | the out parameters of a method come before its final status | "
                            "Indicate came after the final status",
                            "ORD-2 violation | nothing comes after the final status | Indicate came after the final status"));
}

TEST(ProviderOutcome, IsNotCutShortByACancel) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kEnumerate);
    script.cancel(sink, kNotCapable);
    script.indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "CAN-1") + opportunities(judgement, "CAN-5"), 0u);
}

// --- REF-15

TEST(ProviderSink, IsHeldByWhoUsesItAfterTheReturn) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.leave(script.enter(kEnumerate, sink));
    script.on_other_thread([&] { script.final(sink); });
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-15 violation | a provider that uses the sink after its method has returned holds a reference on it "
                            "| SetStatus came after the return, and the provider held no reference: it had never taken one"));
}

TEST(ProviderSink, MayBeUsedByAnotherThreadWhileTheCallRuns) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.on_other_thread([&] {
        script.add_ref(sink);
        script.release(sink);
        script.indicate(sink);
        script.final(sink);
    });
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(ProviderSink, ComesBackAfterTheFinalStatus) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kEnumerate);
    script.final(sink);
    hosted.expire(Awaited::kRelease, sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-15 violation | a provider releases its references on the sink; the operation is not complete before "
                            "| 2000 ms after the final status it still held 1 reference"));
}

TEST(ProviderSink, ComesBackFromACallThatFailed) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.add_ref(sink);
    script.leave(call, kFailed);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-15 violation | a provider releases its references on the sink; the operation is not complete before "
                            "| 10 ms after the call had failed it still held 1 reference"));
}

TEST(ProviderSink, IsKeptUntilTheFinalStatus) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    script.accept(sink, kEnumerate);
    script.release(sink);
    script.final(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-4 violation | the provider releases the sink after the final status, not before | the provider "
                            "released its last reference while the final status was still to come"));
}

TEST(ProviderSink, IsNotReleasedTooOften) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.final(sink);
    script.release(sink);
    script.leave(call);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-5 violation | every Release of the provider matches an AddRef or QueryInterface of its own | the "
                            "provider released a reference that it never took: it is 1 below the count that the host gave it"));
}

TEST(ProviderSink, MayRefuse) {
    for (const Profile profile : {Profile::kDocumented, Profile::kWire}) {
        HostedScript hosted;
        Script& script = hosted.script;
        const std::uint32_t sink = script.sink();
        const std::uint32_t call = script.enter(kEnumerate, sink);
        script.indicate(sink, {1}, kFailed);
        script.indicate(sink, {2});
        script.final(sink, kCancelled);
        script.leave(call);
        script.rest(sink);
        const std::string grade = profile == Profile::kWire ? "violation" : "warning";
        EXPECT_THAT(findings(script.judge(profile)),
                    ElementsAre("IND-6 " + grade + " | after the sink refused an Indicate no further one is made | another Indicate came"));
    }
}

// --- SEC-10

struct Impersonation {
    std::int64_t begun;
    std::int64_t reverted;
    std::int32_t keeps_token;
};

std::vector<std::string> judged(Impersonation impersonation) {
    HostedScript hosted;
    Script& script = hosted.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kEnumerate, sink);
    script.final(sink);
    script.leave(call);
    trace::Event event;
    event.kind = trace::EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kThreadToken);
    event.call = call;
    event.value = impersonation.begun;
    event.value2 = impersonation.reverted;
    event.result = impersonation.keeps_token;
    script.recorder().record(event);
    return findings(script.judge());
}

TEST(ProviderImpersonation, IsReverted) {
    EXPECT_THAT(judged({0, 0, 0}), IsEmpty());
    EXPECT_THAT(judged({1, 1, 0}), IsEmpty());
    // By Win32's RevertToSelf, of which the call context hears nothing; and a second impersonation needs no second one.
    EXPECT_THAT(judged({1, 0, 0}), IsEmpty());
    EXPECT_THAT(judged({2, 1, 0}), IsEmpty());
    EXPECT_THAT(judged({1, 0, 1}), ElementsAre("SEC-10 violation | a provider that impersonates its client reverts before it returns | "
                                               "the thread of WMI kept the token of the client: it impersonated once and reverted 0 "
                                               "times"));
    EXPECT_THAT(judged({2, 2, 1}), ElementsAre(HasSubstr("the thread of WMI kept the token of the client")));
}

TEST(ProviderImpersonation, GivesNothingOrSaysThatItIsAPart) {
    for (const std::int32_t outcome : {kAccessDenied, kPartlyDenied}) {
        HostedScript hosted;
        Script& script = hosted.script;
        const std::uint32_t sink = script.sink();
        const std::uint32_t call = script.enter(kEnumerate, sink);
        script.indicate(sink);
        script.final(sink, outcome);
        script.leave(call);
        script.rest(sink);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "SEC-10"), 1u);
        if (outcome == kPartlyDenied) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("SEC-10 violation | an enumeration that is denied delivers nothing, or a part with "
                                    "WBEM_S_ACCESS_DENIED | 1 objects came, and it ended with 0x80041003"));
        }
    }
}

}  // namespace
}  // namespace wbemcheck::contract
