// Who holds what.
#include "harness/probe/host_ledger.h"

#include <gtest/gtest.h>

#include <thread>

#include "harness/probe/reference_count.h"
#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(HostLedger, LendsWithoutAReferenceOfTheProvider) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    const auto made = host.events(EventKind::kHostObject);
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].object, host.ledger->id_of(services));
    EXPECT_EQ(made[0].method, static_cast<std::uint16_t>(Interface::kServices));
    EXPECT_EQ(made[0].call, kCall);
    EXPECT_EQ(made[0].value, 0);
    EXPECT_THAT(host.ledger->outstanding(), IsEmpty());
    EXPECT_TRUE(host.ledger->wait_until_returned(std::chrono::steady_clock::now()));
}

TEST(HostLedger, GivesWithOneReferenceOfTheProvider) {
    Host host;
    const com::com_ptr<IWbemClassObject> object = get(*host.lend_namespace(), kSingle);
    const auto made = host.events(EventKind::kHostObject);
    ASSERT_THAT(made, SizeIs(2));
    EXPECT_EQ(made[1].object, host.ledger->id_of(object.get()));
    EXPECT_EQ(made[1].value, 1);
    const auto upcalls = host.events(EventKind::kUpcallReturned);
    ASSERT_THAT(upcalls, SizeIs(1));
    EXPECT_EQ(upcalls[0].call, made[1].call) << "the upcall that gave it";
    EXPECT_EQ(upcalls[0].value, made[1].object);
    const auto held = host.ledger->outstanding();
    ASSERT_THAT(held, SizeIs(1));
    EXPECT_EQ(held[0].object, made[1].object);
    EXPECT_EQ(held[0].kind, Interface::kClassObject);
    EXPECT_EQ(held[0].references, 1);
    EXPECT_EQ(held[0].what, "an object from GetObject");
}

TEST(HostLedger, WritesDownEveryReferenceAndWhatIsHeldThen) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    com::com_ptr<IWbemServices> held = com::retain_ptr(services);
    const com::com_ptr<IUnknown> identity = held.as<IUnknown>();
    EXPECT_EQ(identity.get(), static_cast<IUnknown*>(services));
    EXPECT_FALSE(held.as<IWbemLocator>());
    held.reset();
    std::vector<std::int64_t> counts;
    std::vector<HRESULT> results;
    for (const Event& event : host.events(EventKind::kHostReference)) {
        counts.push_back(event.value2);
        results.push_back(event.result);
    }
    EXPECT_THAT(host.references(services), ElementsAre(1, 1, 0, -1));
    EXPECT_THAT(counts, ElementsAre(1, 2, 2, 1));
    EXPECT_THAT(results, ElementsAre(S_OK, S_OK, E_NOINTERFACE, S_OK));
}

TEST(HostLedger, AnswersAQuestionWithoutOutPointer) {
    Host host;
    EXPECT_THAT(host.lend_context()->QueryInterface(com::iid_of<IUnknown>(), nullptr), ResultIs(E_POINTER));
}

TEST(HostLedger, LetsWhatIsLentBeUsedUntilTheCallReturns) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    com::retain_ptr(services).reset();  // none held, but lent
    EXPECT_TRUE(get(*services, kSingle));
    host.ledger->end_of_call(kCall + 1);
    EXPECT_TRUE(get(*services, kSingle)) << "another call has returned";
    host.ledger->end_of_call(kCall);
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    EXPECT_THAT(services->GetObject(com::make_bstr(kSingle).get(), 0, nullptr, &object, nullptr),
                ResultIs(RPC_E_DISCONNECTED));
    EXPECT_EQ(object, nullptr);
    EXPECT_THAT(host.results(services, Method::kGetObject),
                ElementsAre(WBEM_S_NO_ERROR, WBEM_S_NO_ERROR, RPC_E_DISCONNECTED));
}

TEST(HostLedger, KeepsWhatIsLentWhileTheProviderHoldsIt) {
    Host host;
    com::com_ptr<IWbemServices> services = com::retain_ptr(host.lend_namespace());
    host.ledger->take_back(services.get());
    EXPECT_TRUE(get(*services, kSingle));
    IWbemServices* const stale = services.get();
    services.reset();
    EXPECT_THAT(stale->CancelAsyncCall(nullptr), ResultIs(RPC_E_DISCONNECTED));
}

TEST(HostLedger, OutlivesAReleaseTooMany) {
    Host host;
    com::com_ptr<IWbemClassObject> object = get(*host.lend_namespace(), kSingle);
    IWbemClassObject* const stale = object.get();
    object.reset();
    EXPECT_EQ(stale->Release(), 0U);
    EXPECT_THAT(host.references(stale), ElementsAre(-1, -1));
    EXPECT_EQ(host.events(EventKind::kHostReference).back().value2, -1);
    void* asked = stale;
    EXPECT_THAT(stale->QueryInterface(com::iid_of<IUnknown>(), &asked), ResultIs(RPC_E_DISCONNECTED));
    EXPECT_EQ(asked, nullptr);
    IWbemClassObject* copy = stale;
    EXPECT_THAT(stale->Clone(&copy), ResultIs(RPC_E_DISCONNECTED));
    EXPECT_EQ(copy, nullptr);
    EXPECT_TRUE(host.ledger->wait_until_returned(std::chrono::steady_clock::now()));
}

TEST(HostLedger, LetsGoOfTheObjectBehindWithTheLastReference) {
    Host host;
    const com::com_ptr<IWbemContext> behind = make_call_context();
    const auto references = [&] { return references_of(*behind); };
    const std::int64_t before = references();
    com::com_ptr<IWbemContext> context = com::retain_ptr(host.ledger->lend(behind, kCall, "pCtx"));
    EXPECT_EQ(references(), before + 1);
    host.ledger->end_of_call(kCall);
    EXPECT_EQ(references(), before + 1);
    EXPECT_EQ(host.ledger->inner_of(context.get()), behind);
    IWbemContext* const stale = context.get();
    context.reset();
    EXPECT_EQ(references(), before);
    EXPECT_FALSE(host.ledger->inner_of(stale));
}

TEST(HostLedger, KnowsNothingOfForeignObjects) {
    Host host;
    const com::com_ptr<IWbemContext> foreign = make_call_context();
    EXPECT_FALSE(host.ledger->inner_of(foreign.get()));
    EXPECT_EQ(host.ledger->id_of(foreign.get()), 0U);
    EXPECT_EQ(host.ledger->original_of(foreign.get()), 0U);
    host.ledger->take_back(foreign.get());
}

TEST(HostLedger, WaitsForTheLastReferenceOfAll) {
    Host host;
    com::com_ptr<IWbemServices> services = com::retain_ptr(host.lend_namespace());
    com::com_ptr<IWbemContext> context = com::retain_ptr(host.lend_context());
    EXPECT_FALSE(host.ledger->wait_until_returned(std::chrono::steady_clock::now()));
    std::jthread provider([&] {
        services.reset();
        context.reset();
    });
    EXPECT_TRUE(host.ledger->wait_until_returned(soon()));
    EXPECT_THAT(host.ledger->outstanding(), IsEmpty());
}

TEST(HostLedger, CountsReferencesOfSeveralThreads) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int round = 0; round < 100; ++round) {
                    const com::com_ptr<IWbemServices> held = com::retain_ptr(services);
                    EXPECT_TRUE(get(*held, kSingle));
                }
            });
        }
    }
    EXPECT_THAT(host.ledger->outstanding(), IsEmpty());
    // Merged by time, the counts are one sequence: each step leads from the one before.
    std::int64_t count = 0;
    const std::uint32_t id = host.ledger->id_of(services);
    for (const Event& event : host.events(EventKind::kHostReference)) {
        if (event.object != id) continue;
        count += event.value;
        EXPECT_EQ(event.value2, count);
    }
    EXPECT_EQ(count, 0);
}

}  // namespace
}  // namespace wbemcheck::probe::test
