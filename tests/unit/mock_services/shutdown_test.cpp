// The mock ends while others hold its interfaces.
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

TEST(Shutdown, CancelsPendingOperations) {
    Client client({.latency = std::chrono::hours(1)});
    HeldSink query;
    HeldSink subscription;
    EXPECT_THAT(client.query_async(kAllItems, query.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.subscribe(kEvents, subscription.get()), ResultIs(WBEM_S_NO_ERROR));
    client.mock.reset();
    for (const HeldSink* const sink : {&query, &subscription}) {
        EXPECT_THAT((*sink)->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
        EXPECT_EQ((*sink)->references(), 1);
    }
}

TEST(Shutdown, WaitsForTheCallbackInProgress) {
    Client client;
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    {
        const std::jthread ends([&] { client.mock.reset(); });
        gate.open();
    }
    EXPECT_EQ(sink->references(), 1);
    EXPECT_EQ(sink->finals(), 1U);
    EXPECT_FALSE(sink->has_offence());
}

TEST(Shutdown, MayComeFromInsideACallback) {
    Client client;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        client.mock.reset();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(SinkEvent::Kind::kIndicate), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
}

TEST(Shutdown, LeavesEveryInterfaceSafeToCall) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    com::com_ptr<IWbemCallResult> result;
    EXPECT_THAT(client.services->GetObject(bstr("Mock_Item").get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, nullptr,
                                           result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    const auto locator = client.mock->locator();
    const auto object = client.get("Mock_Single.Id=\"only\"");
    client.mock.reset();

    HeldSink sink;
    com::com_ptr<IWbemClassObject> out;
    com::com_ptr<IWbemServices> services;
    com::com_ptr<IEnumWbemClassObject> other;
    ULONG returned = 0;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_EQ(sink->touches(), 0U);
    EXPECT_THAT(client.services->GetObject(nullptr, 0, nullptr, out.put(), nullptr), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_EQ(out, nullptr);
    EXPECT_THAT(enumerator->Next(WBEM_INFINITE, 1, out.put(), &returned), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(enumerator->NextAsync(1, sink.get()), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(enumerator->Clone(other.put()), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(result->GetResultObject(WBEM_INFINITE, out.put()), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(locator->ConnectServer(bstr("root\\mock").get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                       services.put()),
                ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_EQ(text_of(object.get(), "Id"), "only");
}

TEST(Shutdown, WakesWhoeverWaitsForASemisynchronousResult) {
    Client client({.latency = std::chrono::hours(1)});
    const auto enumerator = client.query(kAllItems, WBEM_FLAG_RETURN_IMMEDIATELY);
    com::com_ptr<IEnumWbemClassObject> events;
    EXPECT_THAT(client.services->ExecNotificationQuery(
                    bstr("WQL").get(), bstr(kEvents).get(), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY,
                    nullptr, events.put()),
                ResultIs(WBEM_S_NO_ERROR));
    const auto wait = [](IEnumWbemClassObject* waiting) {
        com::com_ptr<IWbemClassObject> object;
        ULONG returned = 0;
        EXPECT_THAT(waiting->Next(WBEM_INFINITE, 1, object.put(), &returned), ResultIs(WBEM_E_SHUTTING_DOWN));
    };
    const std::jthread first([&] { wait(enumerator.get()); });
    const std::jthread second([&] { wait(events.get()); });
    client.mock.reset();
}

TEST(Shutdown, IsNotHeldUpByACallbackThatWaitsForEvents) {
    Client client;
    Gate gate;
    gate.open();
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        com::com_ptr<IEnumWbemClassObject> events;
        EXPECT_THAT(client.services->ExecNotificationQuery(
                        bstr("WQL").get(), bstr(kEvents).get(), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY,
                        nullptr, events.put()),
                    ResultIs(WBEM_S_NO_ERROR));
        gate.pass();  // tells the test
        com::com_ptr<IWbemClassObject> object;
        ULONG returned = 0;
        EXPECT_THAT(events->Next(WBEM_INFINITE, 1, object.put(), &returned), ResultIs(WBEM_E_SHUTTING_DOWN));
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    client.mock.reset();
    EXPECT_EQ(sink->references(), 1);
}

TEST(Mock, RefusesAnUnknownDefect) {
    EXPECT_THROW(Mock({.defects = {"no-such-defect"}}), std::invalid_argument);
}

TEST(Mock, HandsOutADifferentServicesPointerEachTime) {
    const Mock mock(Settings{});
    EXPECT_NE(mock.connect(), mock.connect());
}

}  // namespace
}  // namespace wbemcheck::mock::test
