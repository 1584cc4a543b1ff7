// Calls that were ordered to fail: they fail as calls of WMI do, in every form.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using Stage = Failure::Stage;

constexpr HRESULT kResult = WBEM_E_PROVIDER_LOAD_FAILURE;
constexpr LONG kImmediately = WBEM_FLAG_RETURN_IMMEDIATELY;
constexpr LONG kNotification = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY;
constexpr std::string_view kSource = "Mock_EventSource.Id=\"source\"";

// What a synchronous or semisynchronous call gives.
struct Outputs {
    com::com_ptr<IWbemClassObject> object;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    com::com_ptr<IWbemCallResult> call_result;

    // What the operation came to, as the client of a semisynchronous call learns it.
    [[nodiscard]] HRESULT outcome() const {
        if (enumerator) {
            com::com_ptr<IWbemClassObject> row;
            ULONG returned = 0;
            return enumerator->Next(WBEM_INFINITE, 1, row.put(), &returned);
        }
        LONG status = 99;
        EXPECT_TRUE(call_result);
        EXPECT_THAT(call_result->GetCallStatus(WBEM_INFINITE, &status), ResultIs(WBEM_S_NO_ERROR));
        return status;
    }
};

// One of the methods that have an asynchronous form.
struct Method {
    std::string name;  // of the synchronous form
    std::function<HRESULT(const Client& client, LONG flags, Outputs& outputs)> call;
    std::function<HRESULT(const Client& client, IWbemObjectSink* sink)> start;
    // Whether it has changed something; empty: it only reads.
    std::function<bool(const Client& client)> is_done = {};

    friend void PrintTo(const Method& method, std::ostream* out) { *out << method.name; }
};

HRESULT find(const Client& client, std::string_view path) {
    com::com_ptr<IWbemClassObject> object;
    return client.services->GetObject(bstr(path).get(), 0, nullptr, object.put(), nullptr);
}

com::com_ptr<IWbemClassObject> new_instance(const Client& client) {
    return client.spawn("Mock_Writable", "Name", "new");
}

bool has_fired(const Client& client) {
    // The events are numbered from 1 over the life of the mock.
    std::string first;
    HeldSink events({.on_indicate = [&](LONG, IWbemClassObject** objects) {
        first = text_of(objects[0], "Message");
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.subscribe(kEvents, events.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(1), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(events->wait_for_objects(1));
    EXPECT_THAT(client.services->CancelAsyncCall(events.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(events->wait_for_rest(1, 1));
    return first != "event 1";
}

std::vector<Method> all_methods() {
    return {
        {"GetObject",
         [](const Client& client, LONG flags, Outputs& outputs) {
             const bool is_immediate = flags != 0;
             return client.services->GetObject(bstr("Mock_Item").get(), flags, nullptr,
                                               is_immediate ? nullptr : outputs.object.put(),
                                               is_immediate ? outputs.call_result.put() : nullptr);
         },
         [](const Client& client, IWbemObjectSink* sink) { return client.get_async("Mock_Item", sink); }},
        {"PutClass",
         [](const Client& client, LONG flags, Outputs& outputs) {
             return client.services->PutClass(client.derive("Mock_Item", "Mock_New").get(), flags, nullptr,
                                              outputs.call_result.put());
         },
         [](const Client& client, IWbemObjectSink* sink) {
             return client.services->PutClassAsync(client.derive("Mock_Item", "Mock_New").get(), 0, nullptr, sink);
         },
         [](const Client& client) { return SUCCEEDED(find(client, "Mock_New")); }},
        {"DeleteClass",
         [](const Client& client, LONG flags, Outputs& outputs) {
             return client.services->DeleteClass(bstr("Mock_Item").get(), flags, nullptr, outputs.call_result.put());
         },
         [](const Client& client, IWbemObjectSink* sink) {
             return client.services->DeleteClassAsync(bstr("Mock_Item").get(), 0, nullptr, sink);
         },
         [](const Client& client) { return FAILED(find(client, "Mock_Item")); }},
        {"CreateClassEnum",
         [](const Client& client, LONG flags, Outputs& outputs) {
             return client.services->CreateClassEnum(bstr("Mock_Item").get(), flags, nullptr, outputs.enumerator.put());
         },
         [](const Client& client, IWbemObjectSink* sink) {
             return client.services->CreateClassEnumAsync(bstr("Mock_Item").get(), 0, nullptr, sink);
         }},
        {"PutInstance",
         [](const Client& client, LONG flags, Outputs& outputs) {
             return client.services->PutInstance(new_instance(client).get(), flags, nullptr, outputs.call_result.put());
         },
         [](const Client& client, IWbemObjectSink* sink) {
             return client.services->PutInstanceAsync(new_instance(client).get(), 0, nullptr, sink);
         },
         [](const Client& client) { return SUCCEEDED(find(client, "Mock_Writable.Name=\"new\"")); }},
        {"DeleteInstance",
         [](const Client& client, LONG flags, Outputs& outputs) {
             return client.services->DeleteInstance(bstr("Mock_Item.Name=\"item-0001\"").get(), flags, nullptr,
                                                    outputs.call_result.put());
         },
         [](const Client& client, IWbemObjectSink* sink) {
             return client.services->DeleteInstanceAsync(bstr("Mock_Item.Name=\"item-0001\"").get(), 0, nullptr, sink);
         },
         [](const Client& client) { return FAILED(find(client, "Mock_Item.Name=\"item-0001\"")); }},
        {"CreateInstanceEnum",
         [](const Client& client, LONG flags, Outputs& outputs) {
             return client.services->CreateInstanceEnum(bstr("Mock_Item").get(), flags, nullptr,
                                                        outputs.enumerator.put());
         },
         [](const Client& client, IWbemObjectSink* sink) {
             return client.services->CreateInstanceEnumAsync(bstr("Mock_Item").get(), 0, nullptr, sink);
         }},
        {"ExecQuery",
         [](const Client& client, LONG flags, Outputs& outputs) {
             return client.services->ExecQuery(bstr("WQL").get(), bstr(kAllItems).get(), flags, nullptr,
                                               outputs.enumerator.put());
         },
         [](const Client& client, IWbemObjectSink* sink) { return client.query_async(kAllItems, sink); }},
        {"ExecMethod",
         [](const Client& client, LONG flags, Outputs& outputs) {
             const auto inputs = client.inputs("Mock_EventSource", "Fire", {{"Count", 1}});
             return client.services->ExecMethod(bstr(kSource).get(), bstr("Fire").get(), flags, nullptr, inputs.get(),
                                                nullptr, flags == 0 ? nullptr : outputs.call_result.put());
         },
         [](const Client& client, IWbemObjectSink* sink) {
             const auto inputs = client.inputs("Mock_EventSource", "Fire", {{"Count", 1}});
             return client.services->ExecMethodAsync(bstr(kSource).get(), bstr("Fire").get(), 0, nullptr, inputs.get(),
                                                     sink);
         },
         has_fired},
    };
}

class FailingMethod : public ::testing::TestWithParam<Method> {
protected:
    void expect_undone() const {
        if (GetParam().is_done) {
            EXPECT_FALSE(GetParam().is_done(client));
        }
    }

    Client client;
};

INSTANTIATE_TEST_SUITE_P(All, FailingMethod, ::testing::ValuesIn(all_methods()),
                         [](const auto& each) { return each.param.name; });

TEST_P(FailingMethod, AsynchronousAndRefusedLeavesTheSinkAlone) {
    client.mock->fail_call({.method = GetParam().name + "Async", .result = kResult});
    HeldSink sink;
    EXPECT_THAT(GetParam().start(client, sink.get()), ResultIs(kResult));
    EXPECT_EQ(sink->touches(), 0U);  // REF-2b
    expect_undone();
    EXPECT_EQ(client.mock->pending_failures(), 0U);
}

TEST_P(FailingMethod, AsynchronousAndAcceptedEndsWithOneFinalAndAnErrorObject) {
    client.mock->fail_call({.method = GetParam().name + "Async", .result = kResult, .stage = Stage::kOutcome});
    HeldSink sink;
    EXPECT_THAT(GetParam().start(client, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    const SinkEvent final_event = sink->final_event();
    EXPECT_THAT(final_event.result, ResultIs(kResult));
    EXPECT_TRUE(final_event.has_object);  // STA-10
    EXPECT_EQ(sink->events().size(), 1U);
    expect_undone();
}

TEST_P(FailingMethod, SemisynchronousAndRefusedGivesNothing) {
    client.mock->fail_call({.method = GetParam().name, .result = kResult});
    Outputs outputs;
    EXPECT_THAT(GetParam().call(client, kImmediately, outputs), ResultIs(kResult));
    EXPECT_EQ(outputs.enumerator, nullptr);  // REF-17
    EXPECT_EQ(outputs.call_result, nullptr);
    expect_undone();
}

TEST_P(FailingMethod, SemisynchronousAndAcceptedFailsWhereTheClientAsksForTheOutcome) {
    client.mock->fail_call({.method = GetParam().name, .result = kResult, .stage = Stage::kOutcome});
    Outputs outputs;
    EXPECT_THAT(GetParam().call(client, kImmediately, outputs), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(outputs.outcome(), ResultIs(kResult));
    expect_undone();
}

TEST_P(FailingMethod, SynchronousReturnsTheFailureOfEitherStage) {
    for (const Stage stage : {Stage::kCall, Stage::kOutcome}) {
        client.mock->fail_call({.method = GetParam().name, .result = kResult, .stage = stage});
        Outputs outputs;
        EXPECT_THAT(GetParam().call(client, 0, outputs), ResultIs(kResult));
        EXPECT_EQ(outputs.object, nullptr);
        EXPECT_EQ(outputs.enumerator, nullptr);
    }
    expect_undone();
}

TEST_P(FailingMethod, WorksAgainAfterTheFailure) {
    client.mock->fail_call({.method = GetParam().name, .result = kResult});
    Outputs outputs;
    EXPECT_THAT(GetParam().call(client, 0, outputs), ResultIs(kResult));
    EXPECT_THAT(GetParam().call(client, 0, outputs), ResultIs(WBEM_S_NO_ERROR));
}

TEST(FailCall, CountsTheCallsOfOneMethod) {
    Client client;
    client.mock->fail_call({.method = "GetObject", .nth = 3, .result = kResult});
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(client.query(kAllItems), nullptr);
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(kResult));
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_S_NO_ERROR));
}

TEST(FailCall, CountsEveryCallWhenItNamesNoMethod) {
    Client client;
    client.mock->fail_call({.nth = 3, .result = kResult});
    const auto rows = client.query(kAllItems);
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(rows->Reset(), ResultIs(kResult));
    EXPECT_THAT(rows->Reset(), ResultIs(WBEM_S_NO_ERROR));
}

TEST(FailCall, RefusesACallThatStartsNothingAtEitherStage) {
    Client client;
    const auto rows = client.query(kAllItems);
    client.mock->fail_call({.result = kResult, .stage = Stage::kOutcome, .after_objects = 3});
    EXPECT_THAT(rows->Reset(), ResultIs(kResult));
    EXPECT_EQ(names_in(rows.get()).size(), 7U);
}

TEST(FailCall, CountsCallsThatAreRefusedForTheirArguments) {
    Client client;
    client.mock->fail_call({.method = "ExecQueryAsync", .nth = 2, .result = kResult});
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(kResult));
}

TEST(FailCall, CountsFailuresThatAreOrderedTogetherSideBySide) {
    Client client;
    client.mock->fail_call({.method = "GetObject", .nth = 1, .result = WBEM_E_ACCESS_DENIED});
    client.mock->fail_call({.method = "GetObject", .nth = 2, .result = WBEM_E_TRANSPORT_FAILURE});
    client.mock->fail_call({.nth = 2, .result = kResult});  // the same call: the one that came first has it
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_E_ACCESS_DENIED));
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_E_TRANSPORT_FAILURE));
    EXPECT_EQ(client.mock->pending_failures(), 0U);
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_S_NO_ERROR));
}

TEST(FailCall, IsTakenBackByClearFailures) {
    Client client;
    client.mock->fail_call({.method = "GetObject"});
    client.mock->fail_call({});
    EXPECT_EQ(client.mock->pending_failures(), 2U);
    client.mock->clear_failures();
    EXPECT_EQ(client.mock->pending_failures(), 0U);
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(WBEM_S_NO_ERROR));
}

TEST(FailCall, RefusesWhatCannotCome) {
    Mock mock(Settings{});
    EXPECT_THROW(mock.fail_call({.method = "ExecQueryAsynchronously"}), std::invalid_argument);
    EXPECT_THROW(mock.fail_call({.nth = 0}), std::invalid_argument);
    EXPECT_THROW(mock.fail_call({.result = WBEM_S_FALSE}), std::invalid_argument);
    EXPECT_THROW(mock.fail_call({.method = "Next", .stage = Stage::kOutcome}), std::invalid_argument);
    EXPECT_EQ(mock.pending_failures(), 0U);
}

TEST(FailCall, MayBeOrderedInACallback) {
    Client client({.batch = 100});
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        client.mock->fail_call({.method = "GetObject", .result = kResult});
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(find(client, "Mock_Item"), ResultIs(kResult));
}

TEST(FailingOutcome, AfterSomeObjectsDeliversThoseAndThenFails) {
    Client client({.batch = 2});
    client.mock->fail_call(
        {.method = "ExecQueryAsync", .result = kResult, .stage = Stage::kOutcome, .after_objects = 3});
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 3U);
    EXPECT_THAT(sink->final_event().result, ResultIs(kResult));
}

TEST(FailingOutcome, AfterMoreObjectsThanThereAreDeliversAllOfThem) {
    Client client;
    client.mock->fail_call(
        {.method = "ExecQueryAsync", .result = kResult, .stage = Stage::kOutcome, .after_objects = 50});
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 7U);
    EXPECT_THAT(sink->final_event().result, ResultIs(kResult));
}

TEST(FailingOutcome, AfterSomeObjectsIsSeenByTheReaderOfAnEnumerator) {
    Client client;
    client.mock->fail_call({.method = "ExecQuery", .result = kResult, .stage = Stage::kOutcome, .after_objects = 2});
    const auto rows = client.query(kAllItems, kImmediately);
    IWbemClassObject* objects[3] = {};
    ULONG returned = 0;
    EXPECT_THAT(rows->Next(WBEM_INFINITE, 3, objects, &returned), ResultIs(WBEM_S_FALSE));
    EXPECT_EQ(returned, 2U);
    for (ULONG i = 0; i < returned; ++i) {
        com::adopt_ptr(objects[i]).reset();
    }
    EXPECT_THAT(rows->Next(WBEM_INFINITE, 3, objects, &returned), ResultIs(kResult));
    EXPECT_EQ(returned, 0U);
}

TEST(FailingOutcome, AfterTheWorkHasWrittenWhatWasAskedFor) {
    Client client;
    client.mock->fail_call({.method = "PutInstance", .result = kResult, .stage = Stage::kOutcome, .after_objects = 1});
    EXPECT_THAT(client.services->PutInstance(new_instance(client).get(), 0, nullptr, nullptr), ResultIs(kResult));
    EXPECT_THAT(find(client, "Mock_Writable.Name=\"new\""), ResultIs(WBEM_S_NO_ERROR));
}

TEST(FailingOutcome, CanStillBeCancelledBeforeItComes) {
    Client client({.batch = 1});
    client.mock->fail_call(
        {.method = "ExecQueryAsync", .result = kResult, .stage = Stage::kOutcome, .after_objects = 3});
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
}

TEST(FailingSubscription, IsRefusedOrEndsAtOnce) {
    Client client;
    HeldSink sink;
    client.mock->fail_call({.method = "ExecNotificationQueryAsync", .result = kResult});
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(kResult));
    EXPECT_EQ(sink->touches(), 0U);
    client.mock->fail_call({.method = "ExecNotificationQueryAsync", .result = kResult, .stage = Stage::kOutcome});
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(kResult));
    EXPECT_EQ(sink->objects(), 0U);
}

TEST(FailingSubscription, EndsAfterSomeEvents) {
    Client client;
    client.mock->fail_call(
        {.method = "ExecNotificationQueryAsync", .result = kResult, .stage = Stage::kOutcome, .after_objects = 2});
    HeldSink sink;
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(1), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(1));
    EXPECT_EQ(sink->finals(), 0U);
    EXPECT_THAT(client.fire(2), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 2U);
    EXPECT_THAT(sink->final_event().result, ResultIs(kResult));
}

TEST(FailingSubscription, IsSeenByTheReaderOfAnEnumerator) {
    Client client;
    client.mock->fail_call(
        {.method = "ExecNotificationQuery", .result = kResult, .stage = Stage::kOutcome, .after_objects = 1});
    com::com_ptr<IEnumWbemClassObject> events;
    EXPECT_THAT(client.services->ExecNotificationQuery(bstr("WQL").get(), bstr(kEvents).get(), kNotification, nullptr,
                                                       events.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(2), ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemClassObject> event;
    ULONG returned = 0;
    EXPECT_THAT(events->Next(WBEM_INFINITE, 1, event.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(events->Next(WBEM_INFINITE, 1, event.put(), &returned), ResultIs(kResult));
}

TEST(FailingNext, TakesNothingFromTheEnumerator) {
    Client client;
    const auto rows = client.query(kAllItems);
    client.mock->fail_call({.method = "Next", .nth = 2, .result = kResult});
    com::com_ptr<IWbemClassObject> row;
    ULONG returned = 9;
    EXPECT_THAT(rows->Next(WBEM_INFINITE, 1, row.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(rows->Next(WBEM_INFINITE, 1, row.put(), &returned), ResultIs(kResult));
    EXPECT_EQ(row, nullptr);
    EXPECT_EQ(returned, 0U);
    EXPECT_EQ(names_in(rows.get()).size(), 6U);
}

TEST(FailingNextAsync, IsRefusedWithoutTakingObjectsOrFailsWithItsFinal) {
    Client client;
    const auto rows = client.query(kAllItems);
    HeldSink refused;
    client.mock->fail_call({.method = "NextAsync", .result = kResult});
    EXPECT_THAT(rows->NextAsync(3, refused.get()), ResultIs(kResult));
    EXPECT_EQ(refused->touches(), 0U);

    HeldSink failed;
    client.mock->fail_call({.method = "NextAsync", .result = kResult, .stage = Stage::kOutcome, .after_objects = 2});
    EXPECT_THAT(rows->NextAsync(3, failed.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(failed->wait_for_rest(1, 1));
    EXPECT_EQ(failed->objects(), 2U);
    EXPECT_THAT(failed->final_event().result, ResultIs(kResult));
    EXPECT_TRUE(failed->final_event().has_object);
    EXPECT_EQ(names_in(rows.get()).size(), 4U);  // its three objects are gone
}

TEST(FailingNextAsync, AfterMoreObjectsThanThereAreFailsToo) {
    Client client;
    const auto rows = client.query(kAllItems);
    HeldSink sink;
    client.mock->fail_call({.method = "NextAsync", .result = kResult, .stage = Stage::kOutcome, .after_objects = 50});
    EXPECT_THAT(rows->NextAsync(100, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 7U);
    EXPECT_THAT(sink->final_event().result, ResultIs(kResult));
}

TEST(FailingOpenNamespace, FailsInBothForms) {
    Client client;
    com::com_ptr<IWbemServices> services;
    com::com_ptr<IWbemCallResult> call_result;
    for (const Stage stage : {Stage::kCall, Stage::kOutcome}) {
        client.mock->fail_call({.method = "OpenNamespace", .result = kResult, .stage = stage});
        EXPECT_THAT(client.services->OpenNamespace(bstr("child").get(), 0, nullptr, services.put(), nullptr),
                    ResultIs(kResult));
        EXPECT_EQ(services, nullptr);
    }
    client.mock->fail_call({.method = "OpenNamespace", .result = kResult, .stage = Stage::kOutcome});
    EXPECT_THAT(client.services->OpenNamespace(bstr("child").get(), kImmediately, nullptr, nullptr, call_result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(call_result->GetResultServices(WBEM_INFINITE, services.put()), ResultIs(kResult));
    EXPECT_EQ(services, nullptr);
}

TEST(FailingCancel, LeavesTheOperationAsItWas) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    client.mock->fail_call({.method = "CancelAsyncCall", .result = kResult});
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(kResult));
    EXPECT_EQ(sink->finals(), 0U);
    EXPECT_EQ(sink->references(), 2);
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
}

TEST(FailingConnection, IsRefusedAsOftenAsItIsOrdered) {
    Client client;
    constexpr auto kUnavailable = static_cast<HRESULT>(0x800706BAU);
    client.mock->fail_call({.method = "ConnectServer", .nth = 1, .result = kUnavailable});
    client.mock->fail_call({.method = "ConnectServer", .nth = 2, .result = WBEM_E_ACCESS_DENIED});
    const auto connect = [locator = client.mock->locator()](com::com_ptr<IWbemServices>& services) {
        return locator->ConnectServer(bstr("root\\mock").get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                      services.put());
    };
    com::com_ptr<IWbemServices> services;
    EXPECT_THAT(connect(services), ResultIs(kUnavailable));
    EXPECT_EQ(services, nullptr);
    EXPECT_THAT(connect(services), ResultIs(WBEM_E_ACCESS_DENIED));
    EXPECT_THAT(connect(services), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(services, nullptr);
}

TEST(FailingCallResult, LeavesItsOutParameterNullAndCanBeAskedAgain) {
    Client client;
    com::com_ptr<IWbemCallResult> call_result;
    EXPECT_THAT(client.services->GetObject(bstr("Mock_Item").get(), kImmediately, nullptr, nullptr, call_result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    client.mock->fail_call({.method = "GetCallStatus", .result = kResult});
    client.mock->fail_call({.method = "GetResultObject", .result = kResult});
    LONG status = 99;
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(call_result->GetCallStatus(WBEM_INFINITE, &status), ResultIs(kResult));
    EXPECT_THAT(call_result->GetResultObject(WBEM_INFINITE, object.put()), ResultIs(kResult));
    EXPECT_EQ(object, nullptr);
    EXPECT_THAT(call_result->GetResultObject(WBEM_INFINITE, object.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(object, nullptr);
}

// The first call fails, then the second, and so on until none does: what a test of a client does to find every place
// where it does not look at a result.
TEST(FailCall, ReachesEveryCallOfAClientInTurn) {
    Client client;
    const auto count_rows = [&]() -> std::optional<std::size_t> {
        com::com_ptr<IWbemServices> services;
        com::com_ptr<IEnumWbemClassObject> rows;
        if (FAILED(client.mock->locator()->ConnectServer(bstr("root\\mock").get(), nullptr, nullptr, nullptr, 0,
                                                         nullptr, nullptr, services.put())) ||
            FAILED(services->ExecQuery(bstr("WQL").get(), bstr(kAllItems).get(), kImmediately, nullptr, rows.put()))) {
            return std::nullopt;
        }
        std::size_t count = 0;
        for (;;) {
            com::com_ptr<IWbemClassObject> row;
            ULONG returned = 0;
            const HRESULT result = rows->Next(WBEM_INFINITE, 1, row.put(), &returned);
            if (result != WBEM_S_NO_ERROR) {
                return FAILED(result) ? std::nullopt : std::optional(count);
            }
            ++count;
        }
    };
    std::size_t nth = 1;
    for (;; ++nth) {
        client.mock->fail_call({.nth = nth, .result = kResult});
        const auto counted = count_rows();
        if (client.mock->pending_failures() != 0) {
            EXPECT_EQ(counted, 7U);
            break;
        }
        EXPECT_EQ(counted, std::nullopt) << "call " << nth;
    }
    EXPECT_EQ(nth, 11U);  // ConnectServer, ExecQuery, eight times Next; the next one does not come
}

}  // namespace
}  // namespace wbemcheck::mock::test
