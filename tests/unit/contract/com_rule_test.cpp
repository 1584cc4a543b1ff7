#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::EventKind;
using trace::Interface;
using trace::MarkKind;
using trace::Method;
using trace::OutPointer;

constexpr std::int32_t kNoInterface = static_cast<std::int32_t>(0x80004002);
constexpr std::int32_t kPointer = static_cast<std::int32_t>(0x80004003);
constexpr std::int64_t kUntouched = static_cast<std::int64_t>(OutPointer::kUntouched);
constexpr std::int64_t kNotGiven = static_cast<std::int64_t>(OutPointer::kNotGiven);
constexpr std::uint32_t kObject = 7;

std::int64_t packed(std::int64_t first, std::int64_t second) { return first | (second << 32); }

// An enumerator that answers as it should, through both of its interfaces.
void answer_well(Script& script) {
    for (const Interface through : {Interface::kEnumerator, Interface::kUnknown, Interface::kEnumerator}) {
        script.asked(kObject, through, Interface::kUnknown, 20);
        script.asked(kObject, through, Interface::kEnumerator, 21);
        script.asked(kObject, through, Interface::kServices, 0, kNoInterface);
        script.asked(kObject, through, Interface::kNone, 0, kNoInterface);
    }
}

TEST(Identity, OfAnObjectThatKeepsTheRulesIsLeftAlone) {
    Script script;
    answer_well(script);
    script.inspected(EventKind::kCountStepped, kObject, Interface::kEnumerator, packed(2, 3), packed(2, 1));
    script.inspected(EventKind::kCountCompared, kObject, Interface::kEnumerator, 1, 1, kOk, "Next");
    script.state(kObject, Method::kNone, 0, 5, -1, "a race");
    script.state(kObject, Method::kNone, 1, 5, -1, "a race");
    script.state(8, Method::kPutInstance, 0, 5, 3, "pInst");
    script.state(8, Method::kPutInstance, 1, 5, 4, "pInst");  // the callee may keep it
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "COM-1"), 2u);
    EXPECT_EQ(opportunities(judgement, "COM-2"), 11u);
    EXPECT_EQ(opportunities(judgement, "COM-3"), 6u);
    EXPECT_EQ(opportunities(judgement, "COM-4"), 3u);
    EXPECT_EQ(opportunities(judgement, "COM-5"), 1u);
}

TEST(Identity, IsTheSameThroughEveryInterface) {
    Script script;
    script.asked(kObject, Interface::kServices, Interface::kUnknown, 20);
    script.asked(kObject, Interface::kClientSecurity, Interface::kUnknown, 22);
    EXPECT_THAT(findings(script.judge()), ElementsAre("COM-1 violation | an object has one IUnknown pointer | IClientSecurity "
                                                      "gave another IUnknown pointer than IWbemServices"));
}

TEST(Identity, IsTheSameAtAnyTime) {
    Script script;
    script.asked(kObject, Interface::kServices, Interface::kUnknown, 20);
    script.asked(kObject, Interface::kServices, Interface::kUnknown, 22);
    EXPECT_THAT(findings(script.judge()), ElementsAre("COM-1 violation | an object has one IUnknown pointer | IWbemServices "
                                                      "gave another IUnknown pointer than before"));
}

TEST(Identity, OfTwoObjectsIsNotCompared) {
    Script script;
    script.asked(7, Interface::kServices, Interface::kUnknown, 20);
    script.asked(8, Interface::kServices, Interface::kUnknown, 22);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(QueryInterface, GivesTheInterfaceItself) {
    Script script;
    script.asked(kObject, Interface::kEnumerator, Interface::kEnumerator, 0, kNoInterface);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-2 violation | an interface gives itself | IEnumWbemClassObject was asked for itself and "
                            "answered 0x80004002"));
}

TEST(QueryInterface, GivesTheSameThroughEveryInterface) {
    Script script;
    script.asked(kObject, Interface::kServices, Interface::kServices, 20);
    script.asked(kObject, Interface::kClientSecurity, Interface::kServices, 0, kNoInterface);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-2 violation | each interface of an object gives the same interfaces | IWbemServices was "
                            "given by IWbemServices and refused by IClientSecurity"));
}

TEST(QueryInterface, ForgetsNothing) {
    Script script;
    script.asked(kObject, Interface::kCallResult, Interface::kSink, 20);
    script.asked(kObject, Interface::kCallResult, Interface::kSink, 0, kNoInterface);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-2 violation | what an object gave or refused once it gives or refuses always | "
                            "IWbemCallResult was asked for IWbemObjectSink and refused it, having given it before"));
}

TEST(QueryInterface, GivesAPointerWhenItSucceeds) {
    Script script;
    script.asked(kObject, Interface::kCallResult, Interface::kUnknown, 0);
    script.asked(kObject, Interface::kCallResult, Interface::kUnknown, kUntouched);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-2 violation | a successful QueryInterface gives a pointer | IWbemCallResult answered "
                            "0x00000000 to IUnknown, and the out pointer was NULL",
                            "COM-2 violation | a successful QueryInterface gives a pointer | IWbemCallResult answered "
                            "0x00000000 to IUnknown, and the out pointer was left as it was"));
}

TEST(OutPointer, IsNullWhenAnInterfaceIsRefused) {
    Script script;
    script.asked(kObject, Interface::kClassObject, Interface::kServices, kUntouched, kNoInterface);
    script.asked(kObject, Interface::kClassObject, Interface::kSink, 33, kNoInterface);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-3 violation | the out pointer of a refused QueryInterface is NULL | IWbemClassObject refused "
                            "IWbemServices with 0x80004002, and the out pointer was left as it was",
                            "COM-3 violation | the out pointer of a refused QueryInterface is NULL | IWbemClassObject refused "
                            "IWbemObjectSink with 0x80004002, and the out pointer was set to something"));
}

TEST(OutPointer, IsRefusedWithTheCodeForIt) {
    Script script;
    script.asked(kObject, Interface::kServices, Interface::kNone, 0, kFailed);
    script.asked(kObject, Interface::kEnumerator, Interface::kNone, 33);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-3 violation | an interface that no object has is refused with E_NOINTERFACE | IWbemServices "
                            "refused it with 0x80041001",
                            "COM-3 violation | an interface that no object has is refused with E_NOINTERFACE | "
                            "IEnumWbemClassObject gave a pointer for an IID that no interface has"));
}

TEST(OutPointer, IsNullAfterAFailedCall) {
    Script script;
    script.inspected(EventKind::kOutPointerSeen, kObject, Interface::kCallResult, 0, kUntouched, kFailed, "GetResultServices");
    script.inspected(EventKind::kOutPointerSeen, kObject, Interface::kCallResult, 0, 0, kFailed, "GetResultServices");
    script.inspected(EventKind::kOutPointerSeen, kObject, Interface::kCallResult, 0, 44, kOk, "GetResultServices");
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-3 violation | a call that fails sets its out pointers to NULL | GetResultServices returned "
                            "0x80041001, and the out pointer was left as it was"));
}

TEST(OutPointer, ThatIsMissingIsAWarningUnlessItIsRefused) {
    Script script;
    script.asked(kObject, Interface::kServices, Interface::kNone, kNotGiven, kPointer);
    script.asked(kObject, Interface::kServices, Interface::kNone, kNotGiven, kNoInterface);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-3 warning | QueryInterface without an out pointer returns E_POINTER | IWbemServices answered "
                            "0x80004002"));
}

TEST(OutPointer, ThatIsMissingMayEndTheProcess) {
    Script script;
    script.mark(MarkKind::kAsksWithoutPointer, kObject, static_cast<std::int64_t>(Interface::kServices));
    script.mark(MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(trace::Ending::kCrash), 11, "SIGSEGV");
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-3 warning | QueryInterface without an out pointer returns E_POINTER | the process died: "
                            "SIGSEGV"));
}

TEST(OutPointer, ThatWasMissingExcusesNoLaterCrash) {
    Script script;
    script.mark(MarkKind::kAsksWithoutPointer, kObject, static_cast<std::int64_t>(Interface::kServices));
    script.asked(kObject, Interface::kServices, Interface::kNone, kNotGiven, kPointer);
    script.mark(MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(trace::Ending::kCrash), 11, "SIGSEGV");
    EXPECT_THAT(findings(script.judge()), ElementsAre("LIV-1 violation | the client's process survives | the process died "
                                                      "while no call was in progress: SIGSEGV"));
}

TEST(Count, GoesUpAndDownByOne) {
    Script script;
    script.inspected(EventKind::kCountStepped, kObject, Interface::kEnumerator, packed(1, 2), packed(2, 1));
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-4 violation | AddRef adds one and Release takes one away | IEnumWbemClassObject reported 1 "
                            "and 2 for two AddRef, then 2 and 1 for two Release"));
}

TEST(Count, MayBeAnyNumberThatASubjectReports) {
    Script script;
    script.inspected(EventKind::kCountStepped, kObject, Interface::kEnumerator, packed(0x7FFFFFFF, 1), packed(0x7FFFFFFF, 1));
    EXPECT_THAT(findings(script.judge()), ElementsAre(testing::HasSubstr("reported 2147483647 and 1 for two AddRef")));
}

TEST(Count, IsWhatItWasAfterARace) {
    Script script;
    script.inspected(EventKind::kCountCompared, kObject, Interface::kServices, 3, 1, kOk,
                     "AddRef and Release from several threads");
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-4 violation | the count after AddRef and Release from several threads is what it was before | "
                            "the count of IWbemServices was 3 before and 1 after"));
}

TEST(Count, LeavesTheObjectWorking) {
    Script script;
    script.state(7, Method::kNone, 0, 5, -1, "a race");
    script.state(7, Method::kNone, 1, 5, -1, "a race", kFailed);
    script.state(8, Method::kNone, 0, 5, -1, "a race");
    script.state(8, Method::kNone, 1, 6, -1, "a race");
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-4 violation | an object works after a race as it did before | it answered 0x00000000 before "
                            "and 0x80041001 after",
                            "COM-4 violation | an object works after a race as it did before | it had another content "
                            "afterwards"));
}

TEST(InObject, KeepsItsReferencesAndItsContent) {
    Script script;
    script.state(7, Method::kPutInstance, 0, 5, 5, "pInst");
    script.state(7, Method::kPutInstance, 1, 5, 4, "pInst");
    script.state(8, Method::kExecMethodAsync, 0, 5, 5, "pInParams");
    script.state(8, Method::kExecMethodAsync, 1, 6, 5, "pInParams");
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("COM-5 violation | PutInstance leaves the caller's references on pInst alone | its count was 5 "
                            "before and 4 after",
                            "COM-5 violation | ExecMethodAsync leaves the content of pInParams alone | it had another content "
                            "afterwards"));
}

}  // namespace
}  // namespace wbemcheck::contract
