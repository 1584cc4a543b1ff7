// Notification queries with GROUP: what is collected, and what is delivered when the interval ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/event_log.h"
#include "tests/unit/mock_services/manual_time.h"

namespace wbemcheck::mock::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

// "how many: the number and the message of the one that stands for them".
std::string describe_group(IWbemClassObject* event) {
    EXPECT_EQ(value_at(event, "__CLASS"), "__AggregateEvent");
    return value_at(event, "NumberOfEvents") + ": " + value_at(event, "Representative.Sequence") + " " +
           value_at(event, "Representative.Message");
}

std::string describe_writes(IWbemClassObject* event) {
    return value_at(event, "NumberOfEvents") + " " + value_at(event, "Representative.__CLASS") + " " +
           value_at(event, "Representative.TargetInstance.Name") + "=" +
           value_at(event, "Representative.TargetInstance.Value");
}

class GroupedSubscription : public ::testing::Test {
protected:
    // Raises an event of Mock_Event; "-" stands for no message.
    void raise(LONG sequence, std::string_view message) {
        const auto event = client_.spawn("Mock_Event", "Message", message);
        if (message == "-") set(event.get(), "Message", "NULL");
        set(event.get(), "Sequence", std::to_string(sequence));
        com::com_ptr<IWbemObjectSink> inlet;
        EXPECT_THAT(client_.services->QueryObjectSink(0, inlet.put()), ResultIs(WBEM_S_NO_ERROR));
        IWbemClassObject* events[] = {event.get()};
        EXPECT_THAT(inlet->Indicate(1, events), ResultIs(WBEM_S_NO_ERROR));
    }
    void write(std::string_view name, LONG value) {
        EXPECT_THAT(put(*client_.services, "Mock_Writable",
                        {{"Name", "'" + std::string(name) + "'"}, {"Value", std::to_string(value)}}),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    void pass(milliseconds time) {
        time_->advance(time);
        EXPECT_TRUE(settle(*client_.mock));
    }

    const std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
    Client client_{{.clock = time_}};
};

TEST_F(GroupedSubscription, GetsOneEventForThoseOfAnIntervalWhenItEnds) {
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 5", log),
                ResultIs(WBEM_S_NO_ERROR));
    raise(1, "one");
    raise(2, "two");
    pass(milliseconds(4'999));
    raise(3, "three");
    EXPECT_TRUE(settle(*client_.mock));
    EXPECT_THAT(log.lines(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(log.lines(), ElementsAre("3: 1 one"));  // MS-WMI 3.1.6.1: the first stands for all
}

TEST_F(GroupedSubscription, HasIntervalsThatBeginWithAnEvent) {
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 5", log),
                ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(100));  // of silence
    EXPECT_THAT(log.lines(), IsEmpty());
    raise(1, "late");
    pass(milliseconds(4'999));
    EXPECT_THAT(log.lines(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(log.lines(), ElementsAre("1: 1 late"));
    pass(seconds(100));  // of silence again: an empty interval has no event
    raise(2, "later");
    raise(3, "later");
    pass(seconds(5));
    EXPECT_THAT(log.lines(), ElementsAre("1: 1 late", "2: 2 later"));
}

TEST_F(GroupedSubscription, TakesAFractionOfASecond) {
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 0.0015", log),
                ResultIs(WBEM_S_NO_ERROR));
    raise(1, "quick");
    pass(milliseconds(1));
    EXPECT_THAT(log.lines(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(log.lines(), ElementsAre("1: 1 quick"));
}

TEST_F(GroupedSubscription, HasNothingAtWorkWhileAnIntervalPasses) {
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 5", log),
                ResultIs(WBEM_S_NO_ERROR));
    raise(1, "one");
    EXPECT_TRUE(settle(*client_.mock));
    time_->advance(seconds(5));  // from here on it is due, whichever thread has noticed it
    EXPECT_TRUE(settle(*client_.mock));
    EXPECT_THAT(log.lines(), ElementsAre("1: 1 one"));
}

// --- what makes a group, and which groups are delivered: expected sets worked out by hand

struct Grouping {
    std::string_view query;
    std::vector<std::string> expected;
};

std::ostream& operator<<(std::ostream& out, const Grouping& grouping) { return out << grouping.query; }

class GroupClause : public GroupedSubscription, public ::testing::WithParamInterface<Grouping> {};

TEST_P(GroupClause, MakesTheseAggregates) {
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, GetParam().query, log), ResultIs(WBEM_S_NO_ERROR));
    raise(1, "red");
    raise(2, "blue");
    raise(3, "RED");
    raise(4, "-");
    raise(2, "red");
    raise(6, "-");
    raise(1, "Red");
    pass(seconds(1));
    EXPECT_THAT(log.lines(), ElementsAreArray(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    OfExtrinsicEvents, GroupClause,
    ::testing::Values(
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1", {"7: 1 red"}},
        Grouping{"SELECT * FROM Mock_Event WHERE Sequence > 1 GROUP WITHIN 1", {"5: 2 blue"}},
        // Text in any case, as in comparisons; those without a value are a group of their own.
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message",
                 {"4: 1 red", "1: 2 blue", "2: 4 null"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Sequence",
                 {"2: 1 red", "2: 2 blue", "1: 3 RED", "1: 4 null", "1: 6 null"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Sequence, Message",
                 {"2: 1 red", "1: 2 blue", "1: 3 RED", "1: 4 null", "1: 2 red", "1: 6 null"}},
        Grouping{"SELECT * FROM Mock_Event WHERE Message IS NOT NULL GROUP WITHIN 1 BY Message",
                 {"4: 1 red", "1: 2 blue"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY __CLASS", {"7: 1 red"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 HAVING NumberOfEvents > 6", {"7: 1 red"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 HAVING NumberOfEvents > 7", {}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING NumberOfEvents > 1",
                 {"4: 1 red", "2: 4 null"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING NumberOfEvents >= 4",
                 {"4: 1 red"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING NumberOfEvents < 2",
                 {"1: 2 blue"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING NumberOfEvents <= 2",
                 {"1: 2 blue", "2: 4 null"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING NumberOfEvents = 2",
                 {"2: 4 null"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING NumberOfEvents <> 2",
                 {"4: 1 red", "1: 2 blue"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING 3 < NumberOfEvents",
                 {"4: 1 red"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message "
                 "HAVING NumberOfEvents > 1 AND Representative.Message IS NOT NULL",
                 {"4: 1 red"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Sequence "
                 "HAVING NumberOfEvents = 2 OR Representative.Message = 'red'",
                 {"2: 1 red", "2: 2 blue", "1: 3 RED"}},
        Grouping{"SELECT * FROM Mock_Event GROUP WITHIN 1 BY Message HAVING Representative ISA 'Mock_Item'",
                 {}},
        // BY and HAVING see the whole event, whatever the list takes from it.
        Grouping{"SELECT Message, Sequence FROM Mock_Event GROUP WITHIN 1 BY __CLASS "
                 "HAVING Representative.TIME_CREATED IS NULL",
                 {"7: 1 red"}}));

TEST_F(GroupedSubscription, GroupsByPropertiesOfTheInstanceThatAnEventIsAbout) {
    EventLog log(describe_writes);
    ASSERT_THAT(
        subscribe(*client_.services,
                  "SELECT * FROM __InstanceOperationEvent WITHIN 10 WHERE TargetInstance ISA 'Mock_Writable' "
                  "GROUP WITHIN 600 BY TargetInstance.Name",
                  log),
        ResultIs(WBEM_S_NO_ERROR));
    write("a", 1);
    write("b", 7);
    write("a", 2);
    write("a", 3);
    EXPECT_THAT(remove(*client_.services, "Mock_Writable.Name='b'"), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(600));
    EXPECT_THAT(log.lines(), ElementsAre("3 __InstanceCreationEvent a=1", "2 __InstanceCreationEvent b=7"));
}

TEST_F(GroupedSubscription, DeliversTheGroupsThatAreLargeEnough) {
    EventLog log(describe_writes);
    ASSERT_THAT(
        subscribe(
            *client_.services,
            "SELECT * FROM __InstanceModificationEvent WITHIN 10 WHERE TargetInstance ISA 'Mock_Writable' "
            "AND PreviousInstance.Value < TargetInstance.Value "
            "GROUP WITHIN 600 BY TargetInstance.Name HAVING NumberOfEvents > 1",
            log),
        ResultIs(WBEM_S_NO_ERROR));
    for (const LONG value : {1, 2, 1, 3}) write("a", value);  // up, down, up
    for (const LONG value : {1, 0, 2}) write("b", value);     // down, up
    pass(seconds(600));
    EXPECT_THAT(log.lines(), ElementsAre("2 __InstanceModificationEvent a=2"));
}

TEST_F(GroupedSubscription, LeavesTheRepresentativeWhatTheListSelects) {
    EventLog log([](IWbemClassObject* event) {
        const auto representative = object_at(event, "Representative");
        com::variant value;
        EXPECT_THAT(representative->Get(OLESTR("Message"), 0, value.put(), nullptr, nullptr),
                    ResultIs(WBEM_E_NOT_FOUND));
        return value_at(event, "NumberOfEvents") + ": " + value_at(representative.get(), "Sequence");
    });
    ASSERT_THAT(
        subscribe(
            *client_.services,
            "SELECT Sequence FROM Mock_Event GROUP WITHIN 1 BY Message HAVING Representative.Message = 'b'",
            log),
        ResultIs(WBEM_S_NO_ERROR));
    raise(1, "a");
    raise(2, "b");
    raise(3, "b");
    pass(seconds(1));
    EXPECT_THAT(log.lines(), ElementsAre("2: 2"));
}

TEST_F(GroupedSubscription, HasAnIntervalOfItsOwn) {
    EventLog quick(describe_group);
    EventLog slow(describe_group);
    EventLog plain([](IWbemClassObject* event) { return value_at(event, "Sequence"); });
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 1", quick),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 3", slow),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(subscribe(*client_.services, kEvents, plain), ResultIs(WBEM_S_NO_ERROR));
    for (const LONG i : {1, 2, 3}) {
        raise(i, "x");
        pass(seconds(1));
    }
    EXPECT_THAT(quick.lines(), ElementsAre("1: 1 x", "1: 2 x", "1: 3 x"));
    EXPECT_THAT(slow.lines(), ElementsAre("3: 1 x"));
    EXPECT_THAT(plain.lines(), ElementsAre("1", "2", "3"));
}

// --- how it ends

TEST_F(GroupedSubscription, GetsNothingOfAnIntervalThatItsCancelCutsShort) {
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 5", log),
                ResultIs(WBEM_S_NO_ERROR));
    raise(1, "one");
    pass(seconds(4));
    EXPECT_THAT(client_.services->CancelAsyncCall(log.sink()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(log.calls().wait_for_rest(1, 1));
    pass(seconds(10));
    EXPECT_THAT(log.lines(), IsEmpty());
    EXPECT_THAT(log.calls().final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));  // our reading
    EXPECT_FALSE(log.calls().has_offence());
}

TEST_F(GroupedSubscription, GetsNothingOfAnIntervalThatTheEndOfTheMockCutsShort) {
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Mock_Event GROUP WITHIN 5", log),
                ResultIs(WBEM_S_NO_ERROR));
    raise(1, "one");
    client_.mock.reset();
    time_->advance(seconds(10));
    EXPECT_THAT(log.lines(), IsEmpty());
    EXPECT_THAT(log.calls().final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_EQ(log.calls().references(), 1);
}

TEST_F(GroupedSubscription, FailsWithTheClassThatItLivesOnAndDropsItsGroups) {
    const auto event_class = client_.derive("__ExtrinsicEvent", "Test_Event");
    ASSERT_THAT(client_.services->PutClass(event_class.get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EventLog log(describe_group);
    ASSERT_THAT(subscribe(*client_.services, "SELECT * FROM Test_Event GROUP WITHIN 5", log),
                ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemObjectSink> inlet;
    ASSERT_THAT(client_.services->QueryObjectSink(0, inlet.put()), ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemClassObject> event;
    ASSERT_THAT(client_.get("Test_Event")->SpawnInstance(0, event.put()), ResultIs(WBEM_S_NO_ERROR));
    IWbemClassObject* events[] = {event.get()};
    ASSERT_THAT(inlet->Indicate(1, events), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(client_.services->DeleteClass(bstr("Test_Event").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(log.calls().wait_for_rest(1, 1));
    pass(seconds(10));
    EXPECT_THAT(log.calls().final_event().result, ResultIs(WBEM_E_INVALID_CLASS));  // EVT-3
    EXPECT_THAT(log.lines(), IsEmpty());
}

TEST_F(GroupedSubscription, ServesAnEnumerator) {
    com::com_ptr<IEnumWbemClassObject> enumerator;
    ASSERT_THAT(client_.services->ExecNotificationQuery(
                    bstr("WQL").get(), bstr("SELECT * FROM Mock_Event GROUP WITHIN 5").get(),
                    WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    raise(1, "one");
    raise(2, "two");
    com::com_ptr<IWbemClassObject> event;
    ULONG returned = 1;
    EXPECT_THAT(enumerator->Next(0, 1, event.put(), &returned), ResultIs(WBEM_S_TIMEDOUT));
    time_->advance(seconds(5));
    ASSERT_THAT(enumerator->Next(WBEM_INFINITE, 1, event.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(describe_group(event.get()), "2: 1 one");
    raise(3, "three");
    enumerator.reset();  // in the middle of an interval
    pass(seconds(5));
}

// By the machine's time, where an interval may end at any moment.
TEST(GroupedSubscriptionByTheClock, CountsEveryEventOnce) {
    Client client;
    constexpr LONG kCount = 50;
    std::atomic<LONG> counted = 0;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) counted += number_of(objects[i], "NumberOfEvents");
        return WBEM_S_NO_ERROR;
    }});
    ASSERT_THAT(client.subscribe("SELECT * FROM Mock_Event GROUP WITHIN 0.001", sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    for (LONG i = 0; i < kCount; ++i) {
        EXPECT_THAT(client.fire(1), ResultIs(WBEM_S_NO_ERROR));
        if (i == kCount / 2) {
            EXPECT_TRUE(sink->wait_until([&](const SinkLog&) { return counted == i + 1; }));
        }
    }
    EXPECT_TRUE(sink->wait_until([&](const SinkLog&) { return counted == kCount; }));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_GE(sink->objects(), 2U);
    EXPECT_EQ(counted, kCount);
}

}  // namespace
}  // namespace wbemcheck::mock::test
