#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::Interface;
using trace::Method;

constexpr std::uint32_t kContext = 90;
constexpr std::uint32_t kOtherContext = 91;
constexpr std::int64_t kOwnerUpdate = 0x10000;

// A provider that holds its namespace.
struct Asking : HostedScript {
    Asking() {
        const std::uint32_t call = begin_initialize();
        add_ref(kNamespace);
        tell(kOk);
        script.leave(call);
    }
    std::uint32_t begin(Method method = kQuery, std::uint32_t context = kContext) {
        sink = script.sink();
        return ask(method, sink, context);
    }
    void end(std::uint32_t call) {
        script.final(sink);
        script.leave(call);
        script.rest(sink);
    }
    std::uint32_t sink = 0;
};

TEST(Upcall, PassesOnTheContextOfItsRequest) {
    Asking asking;
    const std::uint32_t call = asking.begin();
    asking.upcall(HostedScript::kNamespace, Method::kGetObject, kContext);
    asking.end(call);
    const Judgement judgement = asking.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "PRV-7"), 3u);  // Initialize, the upcall, the request
    EXPECT_EQ(opportunities(judgement, "PRV-12"), 1u);
}

TEST(Upcall, ToOpenANamespaceHasNoContext) {
    Asking asking;
    const std::uint32_t call = asking.begin();
    asking.upcall(HostedScript::kNamespace, Method::kOpenNamespace, 0);
    asking.end(call);
    EXPECT_THAT(findings(asking.script.judge()), IsEmpty());
}

TEST(Upcall, MayPassOnACopyOfTheContext) {
    Asking asking;
    const std::uint32_t call = asking.begin();
    const std::uint32_t clone = asking.begin_upcall(kContext, Method::kContextClone);
    asking.give(Interface::kContext, 95, clone, "a copy of pCtx", kContext);
    asking.end_upcall(kContext, clone, Method::kContextClone);
    asking.upcall(HostedScript::kNamespace, Method::kGetObject, 95);
    asking.release(95);
    asking.end(call);
    EXPECT_THAT(findings(asking.script.judge()), IsEmpty());
}

TEST(Upcall, IsFoundOutWithoutContext) {
    Asking asking;
    const std::uint32_t call = asking.begin();
    asking.upcall(HostedScript::kNamespace, Method::kGetObject, 0);
    asking.upcall(HostedScript::kNamespace, Method::kGetObject, -1);
    asking.end(call);
    EXPECT_THAT(findings(asking.script.judge()),
                ElementsAre("PRV-7 violation | a call back into WMI from ExecQueryAsync (call 2) passes on its context | GetObject came "
                            "with NULL",
                            "PRV-7 violation | a call back into WMI from ExecQueryAsync (call 2) passes on its context | GetObject came "
                            "with a context of the provider's own"));
}

TEST(Upcall, IsFoundOutWithTheContextOfInitialize) {
    Asking asking;
    const std::uint32_t call = asking.begin();
    asking.upcall(HostedScript::kNamespace, Method::kGetObject, 84);
    asking.end(call);
    EXPECT_THAT(findings(asking.script.judge()),
                ElementsAre("PRV-7 violation | a call back into WMI from ExecQueryAsync (call 2) passes on its context | GetObject came "
                            "with the context of Initialize (call 1)"));
}

TEST(Upcall, OfAnotherThreadMayServeNoRequest) {
    Asking asking;
    const std::uint32_t call = asking.begin();
    asking.script.add_ref(asking.sink);
    asking.script.leave(call);
    asking.script.on_other_thread([&] {
        asking.upcall(HostedScript::kNamespace, Method::kGetObject, 0);
        asking.upcall(HostedScript::kNamespace, Method::kGetObject, kContext);
        asking.script.final(asking.sink);
        asking.script.release(asking.sink);
        asking.upcall(HostedScript::kNamespace, Method::kGetObject, 0);  // of nobody's request
    });
    asking.script.rest(asking.sink);
    EXPECT_THAT(findings(asking.script.judge()), IsEmpty());
}

TEST(Upcall, OfAnotherThreadMayServeAnyOfTwoRequests) {
    Asking asking;
    const std::uint32_t first = asking.begin();
    asking.script.add_ref(asking.sink);
    asking.script.leave(first);
    const std::uint32_t second = asking.begin(kQuery, kOtherContext);
    asking.script.on_other_thread([&] {
        asking.upcall(HostedScript::kNamespace, Method::kGetObject, 0);
        asking.upcall(HostedScript::kNamespace, Method::kGetObject, kContext);
    });
    asking.end(second);
    EXPECT_THAT(findings(asking.script.judge()), IsEmpty());
}

TEST(Upcall, DoesNotPassOnAContextThatIsOver) {
    Asking asking;
    const std::uint32_t call = asking.begin();
    asking.end(call);
    asking.script.on_other_thread([&] {
        asking.upcall(HostedScript::kNamespace, Method::kGetObject, 84);  // kept since Initialize
        asking.upcall(HostedScript::kNamespace, Method::kExecQuery, kContext);
    });
    EXPECT_THAT(findings(asking.script.judge()),
                ElementsAre("PRV-7 warning | a call back into WMI passes on the context of a request that is being served | ExecQuery "
                            "came with that of ExecQueryAsync (call 2), which was over"));
}

TEST(Upcall, ChangesNothingForAReadRequest) {
    Asking asking;
    const std::uint32_t call = asking.begin(Method::kCreateInstanceEnumAsync);
    asking.upcall(HostedScript::kNamespace, Method::kPutInstance, kContext);
    asking.upcall(HostedScript::kNamespace, Method::kPutInstance, kContext, kOwnerUpdate);
    asking.end(call);
    EXPECT_THAT(findings(asking.script.judge()),
                ElementsAre("PRV-12 violation | a provider changes nothing while it serves CreateInstanceEnumAsync (call 2) | "
                            "PutInstance came, without WBEM_FLAG_OWNER_UPDATE"));
}

TEST(Upcall, MayChangeThingsForAWriteRequest) {
    Asking asking;
    const std::uint32_t call = asking.begin(Method::kPutInstanceAsync);
    asking.upcall(HostedScript::kNamespace, Method::kPutInstance, kContext);
    asking.end(call);
    const Judgement judgement = asking.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "PRV-12"), 0u);
}

}  // namespace
}  // namespace wbemcheck::contract
