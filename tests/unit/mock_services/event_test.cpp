// Notification queries.
#include <gtest/gtest.h>

#include <mutex>
#include <ostream>
#include <string>
#include <vector>

#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using Kind = SinkEvent::Kind;

constexpr std::string_view kWritten =
    "SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'Mock_Writable'";

// A sink that writes down one property of every event.
struct Listener {
    explicit Listener(std::string name)
        : property(std::move(name)), sink({.on_indicate = [this](LONG count, IWbemClassObject** objects) {
              for (LONG i = 0; i < count; ++i) {
                  const std::scoped_lock lock(mutex);
                  classes.push_back(text_of(objects[i], "__CLASS"));
                  com::variant value;
                  EXPECT_THAT(objects[i]->Get(com::to_utf16(property).c_str(), 0, value.put(), nullptr, nullptr),
                              ResultIs(WBEM_S_NO_ERROR));
                  numbers.push_back(value.type() == VT_I4 ? value->lVal : 0);
              }
              return WBEM_S_NO_ERROR;
          }}) {}

    const std::string property;
    std::mutex mutex;  // guards the two lists while events can come
    std::vector<std::string> classes;
    std::vector<LONG> numbers;
    HeldSink sink;
};

TEST(Subscription, GetsEveryEventInOrder) {
    Client client;
    Listener listener("Sequence");
    EXPECT_THAT(client.subscribe(kEvents, listener.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(20), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_objects(20));
    EXPECT_THAT(client.services->CancelAsyncCall(listener.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_rest(1, 1));
    ASSERT_EQ(listener.numbers.size(), 20U);
    for (LONG i = 0; i < 20; ++i) {
        EXPECT_EQ(listener.numbers[static_cast<std::size_t>(i)], i + 1);
    }
}

TEST(Subscription, MissesNothingThatHappensRightAfterTheCall) {
    Client client({.latency = std::chrono::milliseconds(20)});
    HeldSink sink;
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(1), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
}

TEST(Subscription, HasNoStatusWhileItRuns) {
    Client client({.batch = 1});
    HeldSink sink;
    EXPECT_THAT(client.subscribe(kEvents, sink.get(), WBEM_FLAG_SEND_STATUS), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(5), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(5));
    EXPECT_EQ(sink->count(Kind::kProgress) + sink->finals(), 0U);  // EVT-2
    EXPECT_EQ(sink->references(), 2);
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));  // our reading
}

TEST(Subscription, GetsNothingMoreAfterItWasCancelled) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(3), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->objects(), 0U);
    EXPECT_EQ(sink->references(), 1);
    EXPECT_EQ(sink->finals(), 1U);
}

TEST(Subscription, WhoseSinkBlocksDelaysNeitherTheSourceNorOthers) {
    Client client({.threads = 1});
    Gate gate;
    HeldSink slow({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    HeldSink quick;
    EXPECT_THAT(client.subscribe(kEvents, slow.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.subscribe(kEvents, quick.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(4), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_TRUE(quick->wait_for_objects(4));
    gate.open();
    EXPECT_TRUE(slow->wait_for_objects(4));
    EXPECT_EQ(slow->most_at_once(), 1U);
    EXPECT_THAT(client.services->CancelAsyncCall(slow.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(quick.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(slow->wait_for_rest(1, 1));
    EXPECT_TRUE(quick->wait_for_rest(1, 1));
}

TEST(Subscription, GetsOnlyWhatItsConditionSays) {
    Client client;
    Listener listener("Sequence");
    EXPECT_THAT(client.subscribe("SELECT * FROM Mock_Event WHERE Sequence > 3", listener.sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(5), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_objects(2));
    EXPECT_THAT(client.services->CancelAsyncCall(listener.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_rest(1, 1));
    EXPECT_EQ(listener.numbers, (std::vector<LONG>{4, 5}));
}

TEST(Subscription, ToInstancesHearsOfTheirCreationModificationAndDeletion) {
    Client client;
    Listener listener("__GENUS");
    EXPECT_THAT(client.subscribe(kWritten, listener.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    const auto instance = client.spawn("Mock_Writable", "Name", "one");
    EXPECT_THAT(client.services->PutInstance(instance.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->PutInstance(instance.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->DeleteInstance(bstr("Mock_Writable.Name=\"one\"").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_objects(3));
    EXPECT_THAT(client.services->CancelAsyncCall(listener.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_rest(1, 1));
    EXPECT_EQ(listener.classes, (std::vector<std::string>{"__InstanceCreationEvent", "__InstanceModificationEvent",
                                                          "__InstanceDeletionEvent"}));
}

TEST(Subscription, ToClassesHearsOfThem) {
    Client client;
    Listener listener("__GENUS");
    EXPECT_THAT(client.subscribe("SELECT * FROM __ClassOperationEvent WITHIN 1", listener.sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    const auto derived = client.derive("Mock_Scratch", "Mock_ScratchOne");
    EXPECT_THAT(client.services->PutClass(derived.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->DeleteClass(bstr("Mock_ScratchOne").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_objects(2));
    EXPECT_THAT(client.services->CancelAsyncCall(listener.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(listener.sink->wait_for_rest(1, 1));
    EXPECT_EQ(listener.classes, (std::vector<std::string>{"__ClassCreationEvent", "__ClassDeletionEvent"}));
}

struct BadQuery {
    std::string_view text;
    HRESULT result;
};

std::ostream& operator<<(std::ostream& out, const BadQuery& query) { return out << query.text; }

class RefusedSubscription : public ::testing::TestWithParam<BadQuery> {};

TEST_P(RefusedSubscription, IsAcceptedAndThenFails) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.subscribe(GetParam().text, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));  // EVT-3
    EXPECT_THAT(sink->final_event().result, ResultIs(GetParam().result));
    EXPECT_TRUE(sink->final_event().has_object);
    EXPECT_EQ(sink->events().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(  // ARG-8
    Queries, RefusedSubscription,
    ::testing::Values(BadQuery{"SELECT * FROM Mock_Missing", WBEM_E_INVALID_CLASS},
                      BadQuery{"SELECT * FROM Mock_Item", WBEM_E_NOT_EVENT_CLASS},
                      BadQuery{"SELECT * FROM", WBEM_E_INVALID_QUERY},
                      BadQuery{"SELECT * FROM __InstanceCreationEvent", WBEMESS_E_REGISTRATION_TOO_PRECISE},
                      BadQuery{"SELECT * FROM Mock_Event GROUP BY Sequence", WBEM_E_MISSING_GROUP_WITHIN},
                      BadQuery{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY *", WBEM_E_MISSING_AGGREGATION_LIST},
                      BadQuery{"SELECT * FROM Mock_Event GROUP WITHIN 0", WBEM_E_INVALID_QUERY},  // EVT-9
                      BadQuery{"SELECT * FROM Mock_Event GROUP WITHIN 418938", WBEM_E_INVALID_QUERY},
                      BadQuery{"SELECT * FROM __InstanceCreationEvent WITHIN 418938", WBEM_E_INVALID_QUERY},
                      BadQuery{"SELECT * FROM __InstanceCreationEvent WITHIN 1 GROUP WITHIN 1 BY TargetInstance",
                               WBEM_E_AGGREGATING_BY_OBJECT},
                      BadQuery{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message.Name", WBEM_E_PROPERTY_NOT_AN_OBJECT},
                      BadQuery{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Missing", WBEM_E_INVALID_QUERY},
                      BadQuery{"SELECT * FROM Mock_Event GROUP WITHIN 1 HAVING Sequence > 1", WBEM_E_INVALID_QUERY}));

TEST(EventEnumerator, GivesEventsAsTheyCome) {
    Client client;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(client.services->ExecNotificationQuery(
                    bstr("WQL").get(), bstr(kEvents).get(), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY,
                    nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemClassObject> event;
    ULONG returned = 1;
    EXPECT_THAT(enumerator->Next(0, 1, event.put(), &returned), ResultIs(WBEM_S_TIMEDOUT));
    EXPECT_EQ(returned, 0U);
    EXPECT_THAT(client.fire(2), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(enumerator->Next(WBEM_INFINITE, 1, event.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(event.get(), "Sequence"), 1);
    EXPECT_THAT(enumerator->Next(WBEM_INFINITE, 1, event.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(event.get(), "Sequence"), 2);
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_E_INVALID_OPERATION));  // our reading
    com::com_ptr<IEnumWbemClassObject> clone;
    EXPECT_THAT(enumerator->Clone(clone.put()), ResultIs(WBEM_E_INVALID_OPERATION));
    EXPECT_EQ(clone, nullptr);
}

TEST(Subscription, FailsWithTheClassThatItLivesOn) {
    const std::string_view event_query = "SELECT * FROM Test_Event";
    const std::string_view polling_query =
        "SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'Test_Polled'";
    Client client;
    const auto event_class = client.derive("__ExtrinsicEvent", "Test_Event");
    const auto polled_class = client.derive("Mock_Scratch", "Test_Polled");
    for (IWbemClassObject* made : {event_class.get(), polled_class.get()}) {
        EXPECT_THAT(client.services->PutClass(made, 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    }
    HeldSink of_events;
    HeldSink polling;
    HeldSink other;
    HeldSink watching;
    EXPECT_THAT(client.subscribe(event_query, of_events.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.subscribe(polling_query, polling.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.subscribe(kWritten, other.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.subscribe("SELECT * FROM __ClassDeletionEvent WITHIN 1 WHERE TargetClass ISA 'Test_Polled'",
                                 watching.get()),
                ResultIs(WBEM_S_NO_ERROR));
    for (const char* const name : {"Test_Event", "Test_Polled"}) {
        EXPECT_THAT(client.services->DeleteClass(bstr(name).get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    }
    for (HeldSink* const sink : {&of_events, &polling}) {
        EXPECT_TRUE((*sink)->wait_for_rest(1, 1));
        EXPECT_THAT((*sink)->final_event().result, ResultIs(WBEM_E_INVALID_CLASS));  // EVT-3
    }
    EXPECT_TRUE(watching->wait_for_objects(1));  // to hear of the deletion is what this one lives on
    for (HeldSink* const sink : {&other, &watching}) {
        EXPECT_EQ((*sink)->finals(), 0U);
        EXPECT_THAT(client.services->CancelAsyncCall(sink->get()), ResultIs(WBEM_S_NO_ERROR));
    }
}

TEST(EventEnumerator, ServesNextAsyncWhenEventsCome) {
    Client client;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(client.services->ExecNotificationQuery(
                    bstr("WQL").get(), bstr(kEvents).get(), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY,
                    nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    HeldSink sink;
    EXPECT_THAT(enumerator->NextAsync(3, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(2), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(2));
    EXPECT_EQ(sink->finals(), 0U);
    EXPECT_THAT(client.fire(2), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 3U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST(EventEnumerator, NeedsBothFlags) {
    Client client;
    for (const LONG flags : {LONG{0}, WBEM_FLAG_RETURN_IMMEDIATELY, WBEM_FLAG_FORWARD_ONLY}) {
        com::com_ptr<IEnumWbemClassObject> enumerator;
        EXPECT_THAT(client.services->ExecNotificationQuery(bstr("WQL").get(), bstr(kEvents).get(), flags, nullptr,
                                                           enumerator.put()),
                    ResultIs(WBEM_E_INVALID_PARAMETER));  // ARG-22
        EXPECT_EQ(enumerator, nullptr);
    }
}

TEST(EventInlet, RaisesTheEventsThatAClientGivesIt) {
    Client client;
    com::com_ptr<IWbemObjectSink> inlet;
    EXPECT_THAT(client.services->QueryObjectSink(0, inlet.put()), ResultIs(WBEM_S_NO_ERROR));
    HeldSink sink;
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    const auto event = client.spawn("Mock_Event", "Message", "from outside");
    IWbemClassObject* events[] = {event.get()};
    EXPECT_THAT(inlet->Indicate(1, events), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(1));
    const auto item = client.get("Mock_Single.Id=\"only\"");
    events[0] = item.get();
    EXPECT_THAT(inlet->Indicate(1, events), ResultIs(WBEM_E_NOT_EVENT_CLASS));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
}

}  // namespace
}  // namespace wbemcheck::mock::test
