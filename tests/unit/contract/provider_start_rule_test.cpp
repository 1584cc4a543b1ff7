#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::Awaited;
using trace::Method;

constexpr auto kAccessDenied = static_cast<std::int32_t>(0x80041003);

TEST(ProviderStart, IsReported) {
    HostedScript hosted;
    hosted.initialize();
    const Judgement judgement = hosted.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    for (const char* clause : {"PRV-2", "PRV-4", "PRV-5", "IMM-7"}) EXPECT_EQ(opportunities(judgement, clause), 1u) << clause;
}

TEST(ProviderStart, MayReportLaterFromAnotherThreadWithReferences) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.add_ref(HostedScript::kInitSink);
    hosted.add_ref(HostedScript::kNamespace);
    hosted.script.leave(call);
    hosted.script.on_other_thread([&] {
        hosted.upcall(HostedScript::kNamespace, Method::kGetObject, 84);
        hosted.tell(1);  // a step
        hosted.tell(kOk);
        hosted.release(HostedScript::kInitSink);
    });
    EXPECT_THAT(findings(hosted.script.judge()), IsEmpty());
}

TEST(ProviderStart, MayFailByItsReturnValue) {
    HostedScript hosted;
    hosted.script.leave(hosted.begin_initialize(), kFailed);
    EXPECT_THAT(findings(hosted.script.judge()), IsEmpty());
}

TEST(ProviderStart, IsFoundOutWhenNothingIsReported) {
    HostedScript hosted;
    hosted.script.leave(hosted.begin_initialize());
    hosted.expire(Awaited::kInitialised, HostedScript::kInitSink);
    EXPECT_THAT(findings(hosted.script.judge()),
                ElementsAre("PRV-2 violation | Initialize that returns WBEM_S_NO_ERROR reports its outcome to the init sink | "
                            "no report came for 2000 ms"));
}

TEST(ProviderStart, IsFoundOutWhenOnlyStepsAreReported) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.tell(1);
    hosted.script.leave(call);
    hosted.expire(Awaited::kInitialised, HostedScript::kInitSink);
    EXPECT_THAT(findings(hosted.script.judge()),
                ElementsAre("PRV-2 violation | Initialize that returns WBEM_S_NO_ERROR reports its outcome to the init sink | "
                            "for 2000 ms nothing came after the step 0x00000001"));
}

TEST(ProviderStart, SaysOneThing) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.tell(kOk);
    hosted.script.leave(call, kFailed);
    EXPECT_THAT(findings(hosted.script.judge()), ElementsAre("PRV-2 violation | what Initialize reports and what it returns agree | "
                                                             "it reported 0x00000000 and returned 0x80041001"));
}

TEST(ProviderStart, IsWarnedOfAFailureThatIsReportedAndReturned) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.tell(kFailed);
    hosted.script.leave(call, kFailed);
    EXPECT_THAT(findings(hosted.script.judge()),
                ElementsAre("PRV-2 warning | Initialize reports through its init sink and returns WBEM_S_NO_ERROR | "
                            "it reported 0x80041001, and returned 0x80041001 as well"));
}

TEST(ProviderStart, ReturnsNothingButSuccessOrFailure) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.tell(kOk);
    hosted.script.leave(call, kFalse);
    EXPECT_THAT(findings(hosted.script.judge()),
                ElementsAre("PRV-2 violation | Initialize reports through its init sink and returns WBEM_S_NO_ERROR | "
                            "it returned 0x00000001"));
}

TEST(ProviderStart, IsWarnedOfOtherErrors) {
    HostedScript returned;
    returned.script.leave(returned.begin_initialize(), kAccessDenied);
    EXPECT_THAT(findings(returned.script.judge()),
                ElementsAre("PRV-2 warning | Initialize that fails without a report returns WBEM_E_FAILED | it returned 0x80041003"));
    HostedScript told;
    const std::uint32_t call = told.begin_initialize();
    told.tell(kAccessDenied);
    told.script.leave(call);
    EXPECT_THAT(findings(told.script.judge()),
                ElementsAre("PRV-2 warning | the init sink is told WBEM_S_INITIALIZED or WBEM_E_FAILED | it was told 0x80041003"));
}

TEST(ProviderStart, IsReportedWithoutFlags) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.tell(1, 8);
    hosted.tell(kOk, 1);
    hosted.script.leave(call);
    EXPECT_THAT(findings(hosted.script.judge()),
                ElementsAre("PRV-4 violation | each report to the init sink has lFlags 0 | SetStatus(0x00000001, 0x8) came",
                            "PRV-4 violation | each report to the init sink has lFlags 0 | SetStatus(0x00000000, 0x1) came"));
}

TEST(ProviderStart, KeepsNothingWithoutAReference) {
    HostedScript hosted;
    hosted.initialize();
    hosted.upcall(HostedScript::kNamespace, Method::kGetObject, 0);
    hosted.upcall(HostedScript::kNamespace, Method::kGetObject, 0);  // said once
    hosted.add_ref(84);
    hosted.tell(kOk);
    EXPECT_THAT(findings(hosted.script.judge()),
                ElementsAre("PRV-5 violation | what came with Initialize is used later only with a reference on it | GetObject of "
                            "the namespace root\\example was called when Initialize had returned, and the provider held no "
                            "reference",
                            "PRV-5 violation | what came with Initialize is used later only with a reference on it | AddRef of "
                            "pCtx of Initialize was called when Initialize had returned, and the provider held no reference",
                            "PRV-5 violation | what came with Initialize is used later only with a reference on it | SetStatus of "
                            "the init sink was called when Initialize had returned, and the provider held no reference"));
}

TEST(ProviderStart, DoesNotBlock) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.expire(Awaited::kCallReturn, 0, call);
    hosted.expire(Awaited::kInitialised, HostedScript::kInitSink);  // the same fault
    hosted.tell(kOk);
    hosted.script.leave(call);
    EXPECT_THAT(findings(hosted.script.judge()), ElementsAre("IMM-7 violation | Initialize does not block the thread of WMI | "
                                                             "it had not returned after 2000 ms"));
}

TEST(ProviderStart, DoesNotBlockForEver) {
    HostedScript hosted;
    hosted.begin_initialize();
    hosted.script.mark(trace::MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(trace::Ending::kHang), 5000, "killed");
    EXPECT_THAT(findings(hosted.script.judge()),
                testing::UnorderedElementsAre(testing::HasSubstr("LIV-2 violation"),
                                              "IMM-7 violation | Initialize does not block the thread of WMI | "
                                              "it had not returned at the end"));
}

}  // namespace
}  // namespace wbemcheck::contract
