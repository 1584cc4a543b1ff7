// Upcalls in the trace, and upcalls that fail on purpose.
#include <gtest/gtest.h>

#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(Upcall, StandsInTheTraceWithMethodFlagsAndContext) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    IWbemContext* const context = host.lend_context();
    const com::com_ptr<IWbemContext> foreign = make_call_context();
    const auto path = com::make_bstr("Mock_Single");
    com::com_ptr<IWbemClassObject> object;
    for (IWbemContext* const passed : {context, foreign.get(), static_cast<IWbemContext*>(nullptr)}) {
        EXPECT_THAT(services->GetObject(path.get(), WBEM_FLAG_USE_AMENDED_QUALIFIERS, passed, object.put(), nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    (void)services->CancelAsyncCall(nullptr);
    const auto entered = host.events(EventKind::kUpcallEntered);
    ASSERT_THAT(entered, SizeIs(4));
    std::vector<std::int64_t> contexts;
    std::vector<std::int32_t> takes_context;
    for (const Event& event : entered) {
        EXPECT_EQ(event.object, host.ledger->id_of(services));
        contexts.push_back(event.value);
        takes_context.push_back(event.result);
    }
    EXPECT_EQ(entered[0].method, static_cast<std::uint16_t>(Method::kGetObject));
    EXPECT_EQ(entered[0].value2, WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    EXPECT_THAT(contexts, ElementsAre(host.ledger->id_of(context), -1, 0, -1));
    EXPECT_THAT(takes_context, ElementsAre(1, 1, 1, 0));
    const auto returned = host.events(EventKind::kUpcallReturned);
    ASSERT_THAT(returned, SizeIs(4));
    for (std::size_t i = 0; i < returned.size(); ++i) EXPECT_EQ(returned[i].call, entered[i].call);
}

TEST(Upcall, StandsInTheTraceWithItsPath) {
    Host host;
    (void)get(*host.lend_namespace(), kSingle);
    std::string path;
    for (const Record& record : host.records()) {
        if (record.event.kind == EventKind::kUpcallEntered) path = record.text(trace::TextRole::kPath);
    }
    EXPECT_EQ(path, kSingle);
}

TEST(OrderedFailure, ComesToTheUpcallThatWasNamedAndToNoOther) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    host.ledger->fail_upcall(2, WBEM_E_ACCESS_DENIED);
    const com::com_ptr<IWbemClassObject> object = get(*services, kSingle);
    EXPECT_FALSE(host.ledger->has_failed());
    IWbemClassObject* copy = object.get();
    EXPECT_THAT(object->Clone(&copy), ResultIs(WBEM_E_ACCESS_DENIED));
    EXPECT_EQ(copy, nullptr);
    EXPECT_TRUE(host.ledger->has_failed());
    EXPECT_TRUE(get(*services, kSingle));
    EXPECT_EQ(host.ledger->upcalls(), 3U);
    std::vector<std::int64_t> ordered;
    for (const Event& event : host.events(EventKind::kUpcallReturned)) ordered.push_back(event.value2);
    EXPECT_THAT(ordered, ElementsAre(0, 1, 0));
}

TEST(OrderedFailure, IsMarkedAndCanBeTakenBack) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    host.ledger->fail_upcall(1, WBEM_E_ACCESS_DENIED);
    host.ledger->fail_upcall(0, S_OK);
    EXPECT_TRUE(get(*services, kSingle));
    const auto marks = host.events(EventKind::kMark);
    ASSERT_THAT(marks, SizeIs(2));
    EXPECT_EQ(marks[0].method, static_cast<std::uint16_t>(trace::MarkKind::kUpcallToFail));
    EXPECT_EQ(marks[0].value, 1);
    EXPECT_THAT(HRESULT{marks[0].result}, ResultIs(WBEM_E_ACCESS_DENIED));
    EXPECT_EQ(marks[1].value, 0);
}

TEST(OrderedFailure, DoesNothingOfTheUpcall) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    host.ledger->fail_upcall(1, WBEM_E_ACCESS_DENIED);
    EXPECT_THAT(services->DeleteInstance(com::make_bstr(kSingle).get(), 0, nullptr, nullptr),
                ResultIs(WBEM_E_ACCESS_DENIED));
    EXPECT_TRUE(get(*services, kSingle));
}

TEST(OrderedFailure, CountsCallbacksOnSinksOfTheHarness) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    host.ledger->fail_upcall(2, WBEM_E_FAILED);
    (void)get(*services, kSingle);
    EXPECT_THAT(host.ledger->count_upcall(), ResultIs(WBEM_E_FAILED));
    EXPECT_THAT(host.ledger->count_upcall(), ResultIs(S_OK));
}

TEST(Upcall, WithAnArgumentThatIsGoneUsesIt) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    com::com_ptr<IWbemClassObject> object = get(*services, kSingle);
    IWbemClassObject* const stale = object.get();
    object.reset();
    EXPECT_THAT(services->PutInstance(stale, 0, nullptr, nullptr), ResultIs(RPC_E_DISCONNECTED));
    EXPECT_THAT(host.results(services, Method::kPutInstance), ElementsAre(RPC_E_DISCONNECTED));
    EXPECT_THAT(host.results(stale, Method::kPutInstance), ElementsAre(RPC_E_DISCONNECTED));
}

}  // namespace
}  // namespace wbemcheck::probe::test
