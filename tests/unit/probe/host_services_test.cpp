// A namespace in the hands of a provider: what it takes in, and what it gives.
#include <algorithm>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "harness/com/com_object.h"
#include "tests/unit/latch.h"
#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kItems = "SELECT * FROM Mock_Item";

// A sink of the provider's own.
struct Seen {
    std::atomic<int> objects{0};
    std::atomic<int> host_objects{0};
    std::atomic<HRESULT> result{E_PENDING};
    com::com_ptr<IWbemClassObject> kept;  // the first object
    wbemcheck::test::Latch gone{1};
};

class ProviderSink final : public com::ComObject<IWbemObjectSink> {
public:
    ProviderSink(Host& host, Seen& seen, std::function<void()> in_indicate = {})
        : host_(host), seen_(seen), in_indicate_(std::move(in_indicate)) {}
    ~ProviderSink() override { seen_.gone.count_down(); }

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        for (LONG i = 0; i < count; ++i) {
            ++seen_.objects;
            if (host_.ledger->id_of(objects[i]) != 0) ++seen_.host_objects;
            if (!seen_.kept) seen_.kept = com::retain_ptr(objects[i]);
        }
        if (in_indicate_) in_indicate_();
        return WBEM_S_NO_ERROR;
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR, IWbemClassObject*) noexcept override {
        if (flags == WBEM_STATUS_COMPLETE) seen_.result = result;
        return WBEM_S_NO_ERROR;
    }

private:
    Host& host_;
    Seen& seen_;
    const std::function<void()> in_indicate_;
};

TEST(HostServices, TakesItsOwnObjectsBackUnwrapped) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    com::com_ptr<IWbemClassObject> instance;
    ASSERT_THAT(get(*services, "Mock_Writable")->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put(*instance, "Name", com::make_variant("new")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(services->PutInstance(instance.get(), WBEM_FLAG_CREATE_ONLY, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(host.results(instance.get(), Method::kObjectGet), IsEmpty()) << "the mock has read its own object";
    EXPECT_THAT(host.references(instance.get()), IsEmpty());
    EXPECT_TRUE(get(*services, "Mock_Writable.Name=\"new\""));
}

TEST(HostServices, GivesAnEnumeratorOfHostObjects) {
    Host host(mock::Settings{.objects = 3});
    IWbemServices* const services = host.lend_namespace();
    com::com_ptr<IEnumWbemClassObject> enumerator, copy;
    ASSERT_THAT(services->CreateInstanceEnum(com::make_bstr("Mock_Item").get(), 0, nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(enumerator->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(host.ledger->id_of(copy.get()), 0U);
    IWbemClassObject* objects[4] = {};
    ULONG returned = 99;
    EXPECT_THAT(enumerator->Next(WBEM_INFINITE, 4, objects, &returned), ResultIs(WBEM_S_FALSE));
    ASSERT_EQ(returned, 3U);
    EXPECT_EQ(objects[3], nullptr);
    EXPECT_THAT(host.ledger->outstanding(), SizeIs(5));
    for (ULONG i = 0; i < returned; ++i) {
        EXPECT_NE(host.ledger->id_of(objects[i]), 0U);
        const auto owned = com::adopt_ptr(objects[i]);
    }
    EXPECT_THAT(host.ledger->outstanding(), SizeIs(2));
}

TEST(HostServices, ClearsWhatAnEnumeratorThatIsGoneLeaves) {
    Host host;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    ASSERT_THAT(host.lend_namespace()->CreateInstanceEnum(com::make_bstr("Mock_Item").get(), 0, nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    IEnumWbemClassObject* const stale = enumerator.get();
    enumerator.reset();
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    ULONG returned = 99;
    EXPECT_THAT(stale->Next(WBEM_INFINITE, 1, &object, &returned), ResultIs(RPC_E_DISCONNECTED));
    EXPECT_EQ(object, nullptr);
    EXPECT_EQ(returned, 0U);
}

TEST(HostServices, GivesACallResultOfHostObjects) {
    Host host;
    com::com_ptr<IWbemCallResult> result;
    ASSERT_THAT(host.lend_namespace()->GetObject(com::make_bstr(kSingle).get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr,
                                                 nullptr, result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(host.ledger->id_of(result.get()), 0U);
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(result->GetResultObject(WBEM_INFINITE, object.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(host.ledger->id_of(object.get()), 0U);
    EXPECT_THAT(host.results(result.get(), Method::kGetResultObject), ElementsAre(WBEM_S_NO_ERROR));
}

TEST(HostServices, OpensNamespacesThatAreHostObjects) {
    Host host;
    com::com_ptr<IWbemServices> child;
    ASSERT_THAT(host.lend_namespace()->OpenNamespace(com::make_bstr("child").get(), 0, nullptr, child.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(host.ledger->id_of(child.get()), 0U);
    EXPECT_EQ(host.ledger->outstanding().front().kind, Interface::kServices);
}

TEST(HostServices, TakesEventsBackUnwrapped) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    com::com_ptr<IEnumWbemClassObject> events;
    ASSERT_THAT(services->ExecNotificationQuery(com::make_bstr("WQL").get(),
                                                com::make_bstr("SELECT * FROM Mock_Event").get(),
                                                WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr,
                                                events.put()),
                ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemObjectSink> inlet;
    ASSERT_THAT(services->QueryObjectSink(0, inlet.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(host.ledger->id_of(inlet.get()), 0U);
    com::com_ptr<IWbemClassObject> event;
    ASSERT_THAT(get(*services, "Mock_Event")->SpawnInstance(0, event.put()), ResultIs(WBEM_S_NO_ERROR));
    IWbemClassObject* array[] = {event.get()};
    EXPECT_THAT(inlet->Indicate(1, array), ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemClassObject> delivered;
    ULONG returned = 0;
    EXPECT_THAT(events->Next(WBEM_INFINITE, 1, delivered.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(returned, 1U);
    EXPECT_THAT(host.results(event.get(), Method::kObjectGet), IsEmpty());
}

TEST(AsynchronousUpcall, DeliversLentHostObjectsToTheProvidersSink) {
    Host host(mock::Settings{.objects = 4});
    IWbemServices* const services = host.lend_namespace();
    Seen seen;
    {
        const auto sink = com::make_com<ProviderSink>(host, seen);
        ASSERT_THAT(services->ExecQueryAsync(com::make_bstr("WQL").get(), com::make_bstr(kItems).get(), 0, nullptr,
                                             sink.get()),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    seen.gone.wait();  // the references of the host on the sink are balanced
    EXPECT_THAT(seen.result.load(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(seen.objects, 4);
    EXPECT_EQ(seen.host_objects, 4);
    EXPECT_EQ(text_of(*seen.kept, "Name").empty(), false) << "it was kept, and lives on";
    ASSERT_THAT(host.ledger->outstanding(), SizeIs(1));
    int lent = 0;
    const std::uint32_t upcall = host.events(EventKind::kUpcallEntered).front().call;
    for (const Event& event : host.events(EventKind::kHostObject)) {
        if (event.method != static_cast<std::uint16_t>(Interface::kClassObject)) continue;
        ++lent;
        EXPECT_EQ(event.value, 0);
        EXPECT_EQ(event.call, upcall);
    }
    EXPECT_EQ(lent, 4);
    seen.kept.reset();
    EXPECT_TRUE(host.ledger->wait_until_returned(soon()));
}

TEST(AsynchronousUpcall, TakesBackWhatTheSinkHasNotKept) {
    Host host(mock::Settings{.objects = 1});
    Seen seen;
    IWbemClassObject* stale = nullptr;
    {
        const auto sink = com::make_com<ProviderSink>(host, seen, [&] {
            stale = seen.kept.get();
            seen.kept.reset();
        });
        ASSERT_THAT(host.lend_namespace()->ExecQueryAsync(com::make_bstr("WQL").get(), com::make_bstr(kItems).get(), 0,
                                                          nullptr, sink.get()),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    seen.gone.wait();
    ASSERT_NE(stale, nullptr);
    IWbemClassObject* copy = nullptr;
    EXPECT_THAT(stale->Clone(&copy), ResultIs(RPC_E_DISCONNECTED));
    const auto marks = host.events(EventKind::kMark);
    EXPECT_TRUE(std::ranges::any_of(marks, [&](const trace::Event& mark) {
        return mark.method == static_cast<std::uint16_t>(trace::MarkKind::kLoanEnded) &&
               mark.object == host.ledger->id_of(stale);
    }));
}

TEST(AsynchronousUpcall, IsCancelledByTheProvidersSink) {
    Host host(mock::Settings{.latency = std::chrono::hours(1)});
    IWbemServices* const services = host.lend_namespace();
    Seen seen;
    {
        const auto sink = com::make_com<ProviderSink>(host, seen);
        for (int i = 0; i < 2; ++i) {
            ASSERT_THAT(services->ExecQueryAsync(com::make_bstr("WQL").get(), com::make_bstr(kItems).get(), 0, nullptr,
                                                 sink.get()),
                        ResultIs(WBEM_S_NO_ERROR));
        }
        EXPECT_THAT(services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    }
    seen.gone.wait();
    EXPECT_THAT(seen.result.load(), ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_EQ(seen.objects, 0);
}

TEST(AsynchronousUpcall, ThatIsRefusedLeavesTheSinkAlone) {
    Host host;
    Seen seen;
    {
        const auto sink = com::make_com<ProviderSink>(host, seen);
        host.ledger->fail_upcall(1, WBEM_E_ACCESS_DENIED);
        EXPECT_THAT(host.lend_namespace()->ExecQueryAsync(com::make_bstr("WQL").get(), com::make_bstr(kItems).get(), 0,
                                                          nullptr, sink.get()),
                    ResultIs(WBEM_E_ACCESS_DENIED));
    }
    seen.gone.wait();
    EXPECT_EQ(seen.result.load(), E_PENDING);
}

TEST(AsynchronousUpcall, WithoutASinkStaysWithoutOne) {
    Host host;
    EXPECT_THAT(host.lend_namespace()->GetObjectAsync(com::make_bstr(kSingle).get(), 0, nullptr, nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

}  // namespace
}  // namespace wbemcheck::probe::test
