#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using trace::Interface;
using trace::Method;

constexpr std::uint32_t kClass = 85;

struct Keeping : HostedScript {
    Keeping() {
        const std::uint32_t call = begin_initialize();
        add_ref(kNamespace);
        tell(kOk);
        script.leave(call);
    }
    void get_class() {
        const std::uint32_t upcall = begin_upcall(kNamespace, Method::kGetObject);
        give(Interface::kClassObject, kClass, upcall, "the class Example_Disk");
        end_upcall(kNamespace, upcall, Method::kGetObject);
    }
};

TEST(HostObject, ComesBackWithTheProvider) {
    Keeping keeping;
    keeping.get_class();
    keeping.add_ref(kClass);
    keeping.upcall(kClass, Method::kSpawnInstance);
    keeping.release(kClass);
    keeping.release(kClass);
    keeping.release(HostedScript::kNamespace);
    keeping.release_provider();
    keeping.rest_of_host();
    const Judgement judgement = keeping.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "COM-6"), 4u);
    EXPECT_EQ(opportunities(judgement, "PRV-13"), 1u);
}

TEST(HostObject, IsNotKeptForEver) {
    Keeping keeping;
    keeping.get_class();
    keeping.release_provider();
    keeping.rest_of_host();
    EXPECT_THAT(findings(keeping.script.judge()),
                ElementsAre("PRV-13 violation | with its last Release a provider releases everything that it holds on WMI | 50 ms after "
                            "its last Release the provider still held 1 reference on the namespace root\\example (object 82), which "
                            "had come with Initialize (call 1)",
                            "PRV-13 violation | with its last Release a provider releases everything that it holds on WMI | 50 ms after "
                            "its last Release the provider still held 1 reference on the class Example_Disk (object 85), which "
                            "GetObject (upcall 1000) had given"));
}

TEST(HostObject, MayBeKeptByAProviderThatIsNotPure) {
    HostedScript hosted;
    Script& script = hosted.script;
    constexpr std::uint32_t kOther = 88;
    script.mark(trace::MarkKind::kProviderServices, 89, kOther);
    script.use_services(kOther);
    const std::uint32_t call = script.enter(Method::kInitialize, 86);
    hosted.lend(Interface::kServices, 87, call, "the namespace");
    hosted.add_ref(87);
    script.leave(call);
    script.mark(trace::MarkKind::kHostRest, kOther, 1);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(HostObject, IsNotReleasedTooOften) {
    Keeping keeping;
    keeping.get_class();
    keeping.release(kClass);
    keeping.release(kClass);
    EXPECT_THAT(findings(keeping.script.judge()),
                ElementsAre("COM-6 violation | each reference on an object is released once, by who holds it | the provider released "
                            "the class Example_Disk (object 85) without a reference on it, which GetObject (upcall 1000) had given"));
}

TEST(HostObject, ThatIsLentIsNotReleased) {
    HostedScript hosted;
    const std::uint32_t call = hosted.begin_initialize();
    hosted.release(HostedScript::kNamespace);
    hosted.tell(kOk);
    hosted.script.leave(call);
    EXPECT_THAT(findings(hosted.script.judge()), ElementsAre(HasSubstr("COM-6 violation | each reference on an object is released once")));
}

TEST(HostObject, IsNotUsedAfterItsLastReference) {
    Keeping keeping;
    keeping.get_class();
    keeping.release(kClass);
    keeping.upcall(kClass, Method::kSpawnInstance);
    EXPECT_THAT(findings(keeping.script.judge()),
                ElementsAre("COM-6 violation | an object is used while a reference on it is held, or while the call runs that lends it "
                            "| SpawnInstance of the class Example_Disk (object 85) was called, and the provider held no reference, "
                            "which GetObject (upcall 1000) had given"));
}

TEST(HostObject, ThatIsLentLastsAsLongAsItsCall) {
    Keeping keeping;
    Script& script = keeping.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(Method::kPutInstanceAsync, sink);
    keeping.lend(Interface::kClassObject, kClass, call, "pInst");
    keeping.upcall(kClass, Method::kObjectGet);
    script.final(sink);
    script.leave(call);
    keeping.upcall(kClass, Method::kObjectGet);
    keeping.add_ref(kClass);  // said once
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), ElementsAre(HasSubstr("Get of pInst (object 85) was called, and the provider held no "
                                                                "reference, which had come with PutInstanceAsync (call 2)")));
}

TEST(HostObject, ThatIsLentMayBeKeptWithAReference) {
    Keeping keeping;
    Script& script = keeping.script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(Method::kPutInstanceAsync, sink);
    keeping.lend(Interface::kClassObject, kClass, call, "pInst");
    keeping.add_ref(kClass);
    script.add_ref(sink);
    script.leave(call);
    keeping.upcall(kClass, Method::kObjectGet);
    keeping.release(kClass);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

TEST(HostObject, MayBeKeptByAProviderThatIsRegisteredAsNotPure) {
    Keeping keeping;
    keeping.script.mark(trace::MarkKind::kProviderState, HostedScript::kProvider,
                        static_cast<std::int64_t>(trace::ProviderState::kNotPure));
    keeping.get_class();
    keeping.release_provider();
    keeping.rest_of_host();
    EXPECT_THAT(findings(keeping.script.judge()), IsEmpty());
}

// An object of an asynchronous upcall is lent for the callback to the provider's own sink, under the number of the upcall.
struct Receiving : Keeping {
    static constexpr std::uint32_t kRow = 87;
    void receive(bool is_kept) {
        const std::uint32_t upcall = begin_upcall(kNamespace, Method::kExecQueryAsync);
        end_upcall(kNamespace, upcall, Method::kExecQueryAsync);
        lend(Interface::kClassObject, kRow, upcall, "a row");
        this->upcall(kRow, Method::kObjectGet);
        if (is_kept) add_ref(kRow);
        script.mark(trace::MarkKind::kLoanEnded, kRow);
        this->upcall(kRow, Method::kObjectGet);
    }
};

TEST(HostObject, OfACallbackIsKeptWithAReference) {
    Receiving receiving;
    receiving.receive(true);
    EXPECT_THAT(findings(receiving.script.judge()), IsEmpty());
}

TEST(HostObject, OfACallbackIsGoneAfterIt) {
    Receiving receiving;
    receiving.receive(false);
    EXPECT_THAT(findings(receiving.script.judge()), ElementsAre(HasSubstr("COM-6 violation | an object is used while a reference")));
}

struct Unloading : Keeping {
    void ask(std::int32_t answer, bool is_everything_back = true) {
        release(HostedScript::kNamespace);
        release_provider();
        script.mark(trace::MarkKind::kHostRest, 0, 50'000'000, is_everything_back ? 1 : 0, {}, answer);
    }
};

constexpr std::int32_t kFalse = 1;  // S_FALSE

TEST(ModuleWithoutObjects, MayBeUnloaded) {
    Unloading unloading;
    unloading.ask(kOk);
    const Judgement judgement = unloading.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "COM-7"), 1u);
}

TEST(ModuleWithoutObjects, DoesNotSayThatItIsInUse) {
    Unloading unloading;
    unloading.ask(kFalse);
    EXPECT_THAT(findings(unloading.script.judge()),
                ElementsAre("COM-7 warning | DllCanUnloadNow returns S_OK when no object of the module is left | it returned "
                            "S_FALSE after the last Release of every object"));
}

TEST(ModuleWithoutObjects, OwesNoAnswerWithoutTheFunction) {
    Unloading unloading;
    unloading.ask(static_cast<std::int32_t>(0x80004001));  // E_NOTIMPL
    EXPECT_EQ(opportunities(unloading.script.judge(), "COM-7"), 0u);
}

TEST(MemoryOfCom, MayGrowByWhatIsMadeOnce) {
    Keeping keeping;
    keeping.script.mark(trace::MarkKind::kMemoryCompared, 0, 19, 20);
    const Judgement judgement = keeping.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "COM-8"), 1u);
}

TEST(MemoryOfCom, DoesNotGrowWithEveryCall) {
    Keeping keeping;
    keeping.script.mark(trace::MarkKind::kMemoryCompared, 0, 20, 20);
    EXPECT_THAT(findings(keeping.script.judge()),
                ElementsAre("COM-8 violation | what a call allocates of COM's memory is freed when the call is over | after 20 "
                            "calls 20 blocks more were in use, BSTRs among them"));
}

}  // namespace
}  // namespace wbemcheck::contract
