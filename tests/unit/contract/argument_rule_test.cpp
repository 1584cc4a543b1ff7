#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using trace::ArgumentFate;
using trace::Fault;
using trace::Method;

constexpr std::int32_t code(std::uint32_t value) { return static_cast<std::int32_t>(value); }
constexpr std::int32_t kInvalidParameter = code(0x80041008);
constexpr std::int32_t kNotFound = code(0x80041002);
constexpr std::int32_t kInvalidContext = code(0x80041007);

// A call that the mock and most others refuse.
Judgement refused(Method method, Fault fault, std::int32_t result = kInvalidParameter,
                  Profile profile = Profile::kDocumented) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.announce(fault);
    script.leave(script.enter(method, sink), result);
    script.rest(sink);
    return script.judge(profile);
}

// A call that is accepted, and what comes after it.
Judgement ended(Method method, Fault fault, std::int32_t final_result, int objects = 0,
                std::optional<std::string> text = std::nullopt, Profile profile = Profile::kDocumented) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.announce(fault);
    script.accept(sink, method);
    for (int i = 0; i < objects; ++i) script.indicate(sink);
    script.begin_status(sink, 0, final_result, false, text.value_or(std::string()));
    script.end_status(sink);
    script.release(sink);
    script.rest(sink);
    return script.judge(profile);
}

// A notification query that is accepted, and of which nothing more is heard.
Judgement subscribed(Fault fault) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.announce(fault);
    script.accept(sink, Method::kExecNotificationQueryAsync);
    script.mark(trace::MarkKind::kArrivalExpired, sink, static_cast<std::int64_t>(trace::Awaited::kFinal), 5);
    script.rest(sink);
    return script.judge();
}

TEST(WrongArgument, ThatIsRefusedIsFine) {
    EXPECT_THAT(findings(refused(Method::kExecQueryAsync, Fault::kNoQuery)), IsEmpty());
    EXPECT_THAT(findings(refused(Method::kExecQueryAsync, Fault::kOtherLanguage, kNotFound)), IsEmpty());
    EXPECT_THAT(findings(refused(Method::kExecQueryAsync, Fault::kUnknownFlag, kInvalidParameter, Profile::kWire)),
                IsEmpty());
}

TEST(WrongArgument, CountsOneOpportunityOfItsClause) {
    EXPECT_EQ(opportunities(refused(Method::kExecQueryAsync, Fault::kNoQuery), "ARG-5"), 1u);
    EXPECT_EQ(opportunities(refused(Method::kExecQueryAsync, Fault::kNoQuery), "ARG-4"), 0u);
}

TEST(MissingLanguage, ThatIsAcceptedIsAViolation) {
    EXPECT_THAT(findings(subscribed(Fault::kNoLanguage)),
                Contains("ARG-4 violation | a call with strQueryLanguage NULL is refused by its return value, "
                         "preferably with 0x80041008 | it was accepted, and no error came"));
}

TEST(MissingQuery, ThatIsAcceptedIsAViolation) {
    EXPECT_THAT(findings(ended(kQuery, Fault::kNoQuery, kOk)),
                Contains("ARG-5 violation | a call with strQuery NULL is refused by its return value, preferably "
                         "with 0x80041008 | it was accepted and ended with 0x00000000"));
}

TEST(MissingQuery, ThatIsReportedInTheFinalIsAWarning) {
    EXPECT_THAT(findings(ended(kQuery, Fault::kNoQuery, kInvalidParameter)), Contains(StartsWith("ARG-5 warning | ")));
}

TEST(MalformedQuery, ThatSucceedsIsAViolation) {
    EXPECT_THAT(findings(ended(kQuery, Fault::kMalformedQuery, kOk)),
                Contains("ARG-7 violation | a call with a query with a syntax error fails, preferably with "
                         "0x80041017 | it was accepted and ended with 0x00000000"));
}

TEST(MalformedQuery, MayBeReportedAtEitherPlace) {
    const Judgement by_final = ended(kQuery, Fault::kMalformedQuery, code(0x80041017));
    EXPECT_THAT(findings(by_final), IsEmpty());
    EXPECT_THAT(readings_of(by_final), Contains(StartsWith("X-23 reported-by-final")));
    const Judgement by_return = refused(kQuery, Fault::kMalformedQuery, code(0x80041017));
    EXPECT_THAT(findings(by_return), IsEmpty());
    EXPECT_THAT(readings_of(by_return), Contains(StartsWith("X-23 reported-by-return")));
}

TEST(NotificationQuery, ThatCannotWorkAndIsAcceptedIsAViolation) {
    EXPECT_THAT(findings(subscribed(Fault::kIntrinsicWithoutWithin)),
                Contains("ARG-8 violation | a call with an intrinsic event without WITHIN fails, preferably with "
                         "0x80042002 | it was accepted, and no error came"));
}

// A rest is no proof: the error may be on its way, and on a busy machine it was.
TEST(NotificationQuery, WhoseErrorWasNotWaitedForIsNotBlamed) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.announce(Fault::kIntrinsicWithoutWithin);
    script.accept(sink, Method::kExecNotificationQueryAsync);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(NullPath, IsNoMistakeForGetObjectAsync) {
    EXPECT_THAT(findings(refused(Method::kGetObjectAsync, Fault::kNoPath)),
                Contains("ARG-9 violation | a call with a NULL name is legal and delivers one empty object | it was "
                         "refused with 0x80041008"));
    EXPECT_THAT(findings(ended(Method::kGetObjectAsync, Fault::kNoPath, kOk)),
                Contains("ARG-9 violation | a call with a NULL name is legal and delivers one empty object | it "
                         "succeeded without any object"));
    EXPECT_THAT(findings(ended(Method::kGetObjectAsync, Fault::kNoPath, kOk, 1)), IsEmpty());
}

TEST(MissingObject, ThatIsFoundAllTheSameIsAViolation) {
    EXPECT_THAT(findings(ended(Method::kGetObjectAsync, Fault::kMissingObject, kOk)),
                Contains("ARG-10 violation | a call with a name of what does not exist fails, preferably with "
                         "0x80041002 | it was accepted and ended with 0x00000000"));
}

TEST(Superclass, ThatIsNullNamesAllClasses) {
    EXPECT_THAT(findings(refused(Method::kCreateClassEnumAsync, Fault::kNoPath)),
                Contains("ARG-11 violation | a call with a NULL name is legal and delivers classes | it was refused "
                         "with 0x80041008"));
}

TEST(InstanceEnumeration, OfNoClassIsRefused) {
    EXPECT_THAT(findings(ended(Method::kCreateInstanceEnumAsync, Fault::kNoPath, kOk)),
                Contains("ARG-12 violation | a call with a NULL name is refused by its return value, preferably with "
                         "0x80041008 | it was accepted and ended with 0x00000000"));
}

TEST(Put, OfWhatExistsFailsWithCreateOnly) {
    EXPECT_THAT(findings(ended(Method::kPutClassAsync, Fault::kCreateExisting, kOk)),
                Contains("ARG-13 violation | a call with CREATE_ONLY for what exists fails, preferably with "
                         "0x80041019 | it was accepted and ended with 0x00000000"));
}

TEST(InstanceWithoutKey, ThatIsPutNowhereIsAViolation) {
    EXPECT_THAT(findings(ended(Method::kPutInstanceAsync, Fault::kNoKey, kOk)),
                Contains("ARG-14 violation | a call with an instance without its key fails, preferably with "
                         "0x80041089 | it was accepted and ended with 0x00000000"));
}

TEST(InstanceWithoutKey, ThatGetsAKeyIsAWarning) {
    EXPECT_THAT(findings(ended(Method::kPutInstanceAsync, Fault::kNoKey, kOk, 0, "Thing.Name=\"{0}\"")),
                ElementsAre(StartsWith("ARG-14 warning | ")));
}

TEST(ForbiddenNull, ThatIsPutIsAViolation) {
    EXPECT_THAT(findings(ended(Method::kPutInstanceAsync, Fault::kForbiddenNull, kOk)),
                Contains("ARG-14 violation | a call with an instance with NULL in a not-null property fails, preferably "
                         "with 0x80041028 | it was accepted and ended with 0x00000000"));
    EXPECT_THAT(findings(ended(Method::kPutInstanceAsync, Fault::kForbiddenNull, kNotFound)), IsEmpty());
}

TEST(ForeignContext, OfAPutIsAMatterOfTheWireProtocol) {
    EXPECT_THAT(findings(ended(Method::kPutInstanceAsync, Fault::kForeignContext, kOk, 0, "Thing.Name=\"1\"")),
                ElementsAre(StartsWith("ARG-14 warning | a call with unknown values in its context fails")));
    EXPECT_THAT(findings(ended(Method::kPutInstanceAsync, Fault::kForeignContext, kOk, 0, std::nullopt, Profile::kWire)),
                Contains(StartsWith("ARG-14 violation | ")));
    EXPECT_THAT(findings(ended(Method::kPutInstanceAsync, Fault::kForeignContext, kInvalidContext)), IsEmpty());
}

// The harness did pass a context, so to find fault with it is no breach of ARG-24.
TEST(ForeignContext, ThatIsRefusedIsNoNullContext) {
    EXPECT_THAT(findings(refused(Method::kPutInstanceAsync, Fault::kForeignContext, kInvalidContext)), IsEmpty());
}

TEST(Method, ThatIsDisabledOrNotImplementedFailsInTheFinalStatus) {
    for (const Fault fault : {Fault::kDisabledMethod, Fault::kUnimplementedMethod}) {
        EXPECT_THAT(findings(ended(Method::kExecMethodAsync, fault, kOk)), Contains(StartsWith("ARG-18 violation | ")));
        EXPECT_THAT(findings(ended(Method::kExecMethodAsync, fault, kNotFound)), IsEmpty());
        EXPECT_THAT(findings(refused(Method::kExecMethodAsync, fault)), Contains(StartsWith("ARG-18 warning | ")));
    }
}

TEST(ClassName, WithAnUnderscoreAtItsEndIsAMatterOfTheWireProtocol) {
    EXPECT_THAT(
        findings(ended(Method::kPutClassAsync, Fault::kTrailingUnderscore, kOk, 0, std::nullopt, Profile::kWire)),
        Contains("ARG-15 violation | a call with a class name with a trailing underscore fails, preferably with "
                 "0x8004100f | it was accepted and ended with 0x00000000"));
    EXPECT_THAT(findings(ended(Method::kPutClassAsync, Fault::kTrailingUnderscore, kOk)),
                Contains(StartsWith("ARG-15 warning | ")));
}

TEST(MissingClass, ThatIsDeletedIsAViolation) {
    EXPECT_THAT(findings(ended(Method::kDeleteClassAsync, Fault::kMissingObject, kOk)),
                Contains("ARG-16 violation | a call with a name of what does not exist fails, preferably with "
                         "0x80041002 | it was accepted and ended with 0x00000000"));
}

TEST(MissingClass, ThatIsReportedByTheReturnValueIsAWarning) {
    EXPECT_THAT(findings(refused(Method::kDeleteClassAsync, Fault::kMissingObject, kNotFound)),
                Contains("ARG-16 warning | a name of what does not exist is reported in the final status | it was "
                         "refused with 0x80041002"));
}

TEST(AmendedFlag, ThatIsTakenByDeleteInstanceAsyncIsAViolation) {
    EXPECT_THAT(findings(ended(Method::kDeleteInstanceAsync, Fault::kAmendedFlag, kOk)),
                Contains("ARG-17 violation | a call with WBEM_FLAG_USE_AMENDED_QUALIFIERS fails, preferably with "
                         "0x80041008 | it was accepted and ended with 0x00000000"));
}

TEST(MethodWithInputs, ThatGetsNoneFails) {
    EXPECT_THAT(findings(ended(Method::kExecMethodAsync, Fault::kNoInputs, kOk, 1)),
                Contains("ARG-18 violation | a call with pInParams NULL for a method with inputs fails | it was "
                         "accepted and ended with 0x00000000"));
}

TEST(UnknownFlag, ThatIsIgnoredIsGradedByTheProfile) {
    EXPECT_THAT(findings(ended(kQuery, Fault::kUnknownFlag, kOk, 1, std::nullopt, Profile::kWire)),
                ElementsAre("ARG-2 violation | a call with an unknown flag is refused by its return value, "
                            "preferably with 0x80041008 | it was accepted and ended with 0x00000000"));
    EXPECT_THAT(findings(ended(kQuery, Fault::kUnknownFlag, kOk, 1)), ElementsAre(StartsWith("ARG-2 warning | ")));
}

TEST(UnknownFlag, ThatStopsTheWorkIsAViolationForEverybody) {
    EXPECT_THAT(findings(ended(kQuery, Fault::kUnknownFlag, kOk)),
                Contains("ARG-2 violation | a call with an unknown flag either fails or runs | it was accepted and "
                         "ended with 0x00000000 without any object"));
}

TEST(DisputedFlag, IsRecorded) {
    EXPECT_THAT(readings_of(refused(kQuery, Fault::kIgnoredFlag)), Contains(StartsWith("X-9 disputed-refused")));
    EXPECT_THAT(readings_of(ended(kQuery, Fault::kIgnoredFlag, kOk, 1)), Contains(StartsWith("X-9 disputed-accepted")));
}

TEST(Namespace, ThatIsAbsoluteIsRefused) {
    Script script;
    script.announce(Fault::kAbsoluteNamespace);
    script.leave(script.enter(Method::kOpenNamespace, 0));
    EXPECT_THAT(findings(script.judge()),
                Contains("ARG-20 violation | OpenNamespace with an absolute namespace is refused, preferably with "
                         "0x80041008 | it returned 0x00000000"));
}

// Whatever is announced speaks of the next call alone, with a sink or without.
TEST(Announcement, EndsWithTheCallThatFollows) {
    Script script;
    script.announce(Fault::kMissingObject);
    script.leave(script.enter(Method::kOpenNamespace, 0), kNotFound);
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kGetObjectAsync);
    script.indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "ARG-20"), 1u);
    EXPECT_EQ(opportunities(judgement, "ARG-10"), 0u);
}

TEST(NullContext, IsIgnored) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.leave(script.enter(kQuery, sink), kInvalidContext);
    EXPECT_THAT(findings(script.judge()),
                Contains("ARG-24 violation | a NULL context is ignored | the call returned 0x80041007"));
}

TEST(NullContext, IsNotBlamedForAnotherFailure) {
    Script script;
    script.leave(script.enter(kQuery, script.sink()), kFailed);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), testing::Not(Contains(StartsWith("ARG-24"))));
    EXPECT_EQ(opportunities(judgement, "ARG-24"), 1u);
}

Judgement with_argument(std::string_view parameter, ArgumentFate fate, std::int64_t missing = 0) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.lent(call, parameter, fate, missing);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    return script.judge();
}

TEST(LentArgument, StaysTheCallers) {
    EXPECT_THAT(findings(with_argument("strQuery", ArgumentFate::kIntact)), IsEmpty());
    EXPECT_EQ(opportunities(with_argument("strQuery", ArgumentFate::kIntact), "IND-11"), 1u);
    EXPECT_THAT(findings(with_argument("strQuery", ArgumentFate::kFreed)),
                ElementsAre("IND-11 violation | what is passed in stays the caller's | strQuery was freed during the "
                            "call"));
    EXPECT_THAT(findings(with_argument("strQuery", ArgumentFate::kChanged)),
                ElementsAre("IND-11 violation | what is passed in stays the caller's | strQuery was changed during "
                            "the call"));
    EXPECT_THAT(findings(with_argument("the object", ArgumentFate::kReleased, 2)),
                ElementsAre("IND-11 violation | what is passed in stays the caller's | the object was released 2 "
                            "more times than it was referenced during the call"));
}

// A provider is called by its host in other ways too.
TEST(LentArgument, OfAnyCallOnAProviderStaysItsHosts) {
    HostedScript hosted;
    const std::uint32_t call = hosted.enter(Method::kGetProperty, 0);
    hosted.script.leave(call);
    hosted.script.lent(call, "strPropMapping", ArgumentFate::kFreed);
    EXPECT_THAT(findings(hosted.script.judge()),
                ElementsAre("IND-11 violation | what is passed in stays the caller's | strPropMapping was freed during the call"));
}

TEST(LentArgument, WhoseFateNobodyKnowsIsNotJudged) {
    for (const int fate : {4, 0xFFFF}) {
        const Judgement judgement = with_argument("strQuery", static_cast<ArgumentFate>(fate));
        EXPECT_THAT(findings(judgement), IsEmpty());
        EXPECT_EQ(opportunities(judgement, "IND-11"), 0u);
    }
}

}  // namespace
}  // namespace wbemcheck::contract
