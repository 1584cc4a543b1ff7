#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::Interface;
using trace::Method;

constexpr auto kNoInterface = static_cast<std::int32_t>(0x80004002);
constexpr auto kInitializationFailure = static_cast<std::int32_t>(0x80041014);

struct Started : HostedScript {
    Started() { initialize(); }
    void ask_for(Interface kind, std::int32_t result = kOk) {
        script.leave(enter(Method::kQueryPrimary, static_cast<std::int64_t>(kind)), result);
    }
    void request(std::int32_t outcome) {
        const std::uint32_t sink = script.sink();
        const std::uint32_t call = script.enter(Method::kCreateInstanceEnumAsync, sink, 0, "Example_Disk");
        script.final(sink, outcome);
        script.leave(call);
        script.rest(sink);
    }
};

TEST(ProviderReadiness, ShowsInTheInterfaceAndTheFirstRequest) {
    Started started;
    started.ask_for(Interface::kServices);
    started.ask_for(Interface::kEventProvider, kNoInterface);  // it is none
    started.request(kOk);
    const Judgement judgement = started.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "PRV-3"), 3u);
}

TEST(ProviderReadiness, IsNotThereWhenTheInterfaceIsNot) {
    Started started;
    started.ask_for(Interface::kServices, kFailed);
    EXPECT_THAT(findings(started.script.judge()),
                ElementsAre("PRV-3 violation | a provider that has reported WBEM_S_INITIALIZED gives its primary interface | "
                            "it answered 0x80041001 to QueryInterface"));
}

TEST(ProviderReadiness, IsNotThereWhenTheInterfaceComesLater) {
    Started started;
    started.ask_for(Interface::kServices, kNoInterface);
    started.ask_for(Interface::kServices);
    EXPECT_THAT(findings(started.script.judge()),
                ElementsAre("PRV-3 violation | a provider that has reported WBEM_S_INITIALIZED gives its primary interface | "
                            "it refused " + std::string(name_of(Interface::kServices)) + " at first, and gave it later"));
}

TEST(ProviderReadiness, IsNotOwedWhenTheStartHasFailed) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.tell(kFailed);
    hosted.script.leave(call);
    hosted.script.leave(hosted.enter(Method::kQueryPrimary, static_cast<std::int64_t>(Interface::kServices)), kFailed);
    const Judgement judgement = hosted.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "PRV-3"), 0u);
}

TEST(ProviderReadiness, IsNotThereWhenTheFirstRequestSaysSo) {
    Started started;
    started.request(kInitializationFailure);
    EXPECT_THAT(findings(started.script.judge()),
                ElementsAre("PRV-3 violation | a provider that has reported WBEM_S_INITIALIZED is ready to serve | "
                            "it answered 0x80041014"));
}

TEST(ProviderReadiness, IsNotThereWhenTheFirstRequestSucceedsAtTheSecondTrial) {
    Started started;
    started.request(kFailed);
    started.request(kOk);
    EXPECT_THAT(findings(started.script.judge()),
                ElementsAre("PRV-3 violation | a provider that has reported WBEM_S_INITIALIZED is ready to serve | its first "
                            "request failed with 0x80041001, and the same request succeeded later"));
}

TEST(ProviderReadiness, IsNotDoubtedForALaterFailure) {
    Started started;
    started.request(kOk);
    started.request(kFailed);
    started.request(kOk);
    EXPECT_THAT(findings(started.script.judge()), IsEmpty());
}

TEST(ProviderReadiness, IsNotDoubtedForAFailureThatWasMade) {
    Started started;
    started.script.mark(trace::MarkKind::kUpcallToFail, 0, 1, 0, {}, kFailed);
    started.request(kInitializationFailure);
    started.script.mark(trace::MarkKind::kUpcallToFail);
    started.request(kOk);
    EXPECT_THAT(findings(started.script.judge()), IsEmpty());
}

}  // namespace
}  // namespace wbemcheck::contract
