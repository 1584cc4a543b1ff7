// How fast the mock is, and how much it gives at a time; events that the test fires itself.
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/com/hresult.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using ::testing::ElementsAre;

std::vector<std::size_t> batches(const HeldSink& sink) {
    std::vector<std::size_t> sizes;
    for (const SinkEvent& event : sink->events()) {
        if (event.kind == SinkEvent::Kind::kIndicate) {
            sizes.push_back(event.objects);
        }
    }
    return sizes;
}

TEST(SetBatch, IsForOperationsThatBeginFromThenOn) {
    Client client({.batch = 3});
    Gate gate;
    HeldSink running({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, running.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    client.mock->set_batch(5);
    HeldSink later;
    EXPECT_THAT(client.query_async(kAllItems, later.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(later->wait_for_rest(1, 1));
    gate.open();
    EXPECT_TRUE(running->wait_for_rest(1, 1));
    EXPECT_THAT(batches(running), ElementsAre(3U, 3U, 1U));
    EXPECT_THAT(batches(later), ElementsAre(5U, 2U));
}

TEST(SetBatch, IsOneAtTheLeast) {
    Client client;
    client.mock->set_batch(0);
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(batches(sink).size(), 7U);
}

TEST(SetLatency, IsForOperationsThatBeginFromThenOn) {
    Client client;
    client.mock->set_latency(std::chrono::hours(1));
    HeldSink slow;
    EXPECT_THAT(client.query_async(kAllItems, slow.get()), ResultIs(WBEM_S_NO_ERROR));
    client.mock->set_latency(std::chrono::milliseconds(0));
    HeldSink quick;
    EXPECT_THAT(client.query_async(kAllItems, quick.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(quick->wait_for_rest(1, 1));
    EXPECT_EQ(slow->events().size(), 0U);
    EXPECT_THAT(client.services->CancelAsyncCall(slow.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(slow->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
}

TEST(SetLatency, DelaysSemisynchronousResultsAndNoSynchronousCall) {
    Client client;
    client.mock->set_latency(std::chrono::hours(1));
    const auto rows = client.query(kAllItems, WBEM_FLAG_RETURN_IMMEDIATELY);
    com::com_ptr<IWbemClassObject> row;
    ULONG returned = 0;
    EXPECT_THAT(rows->Next(0, 1, row.put(), &returned), ResultIs(WBEM_S_TIMEDOUT));
    EXPECT_EQ(names_in(client.query(kAllItems).get()).size(), 7U);
}

TEST(SetLatency, IsAtLeastWhatPassesBeforeTheFirstCallback) {
    Client client;
    constexpr auto kLatency = std::chrono::milliseconds(20);
    client.mock->set_latency(kLatency);
    HeldSink sink;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(1));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, kLatency);
}

TEST(Fire, ReachesTheSubscriptionsThatSelectTheEvent) {
    Client client;
    HeldSink all;
    HeldSink some;
    EXPECT_THAT(client.subscribe(kEvents, all.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.subscribe("SELECT * FROM Mock_Event WHERE Message = 'other'", some.get()),
                ResultIs(WBEM_S_NO_ERROR));
    client.mock->fire(*client.spawn("Mock_Event", "Message", "hello"));
    client.mock->fire(*client.spawn("Mock_Event", "Message", "other"));
    EXPECT_TRUE(all->wait_for_objects(2));
    EXPECT_TRUE(some->wait_for_objects(1));
    for (HeldSink* const sink : {&all, &some}) {
        EXPECT_THAT(client.services->CancelAsyncCall(sink->get()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_TRUE((*sink)->wait_for_rest(1, 1));
    }
    EXPECT_EQ(some->objects(), 1U);
}

TEST(Fire, RefusesWhatIsNoEventOfTheNamespace) {
    Client client;
    const auto event = client.spawn("Mock_Event", "Message", "hello");
    const auto result_of = [&](IWbemClassObject& object, std::string_view path) {
        try {
            client.mock->fire(object, path);
        } catch (const com::HresultError& error) {
            return error.result();
        }
        return WBEM_S_NO_ERROR;
    };
    EXPECT_THAT(result_of(*event, "root\\mock"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(result_of(*event, "root\\mock\\child"), ResultIs(WBEM_E_NOT_EVENT_CLASS));
    EXPECT_THAT(result_of(*client.get("Mock_Item.Name=\"item-0001\""), "root\\mock"), ResultIs(WBEM_E_NOT_EVENT_CLASS));
    EXPECT_THROW(client.mock->fire(*event, "root\\missing"), std::invalid_argument);
}

TEST(Fire, MayComeFromACallback) {
    Client client({.batch = 100});
    HeldSink subscription;
    EXPECT_THAT(client.subscribe(kEvents, subscription.get()), ResultIs(WBEM_S_NO_ERROR));
    const auto event = client.spawn("Mock_Event", "Message", "from the callback");
    HeldSink query({.on_indicate = [&](LONG, IWbemClassObject**) {
        client.mock->fire(*event);
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, query.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(query->wait_for_rest(1, 1));
    EXPECT_TRUE(subscription->wait_for_objects(1));
    EXPECT_THAT(client.services->CancelAsyncCall(subscription.get()), ResultIs(WBEM_S_NO_ERROR));
}

}  // namespace
}  // namespace wbemcheck::mock::test
