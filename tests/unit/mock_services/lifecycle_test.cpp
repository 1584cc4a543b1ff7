// Accepted and refused calls: references, callbacks, finals.
#include <gtest/gtest.h>

#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using Kind = SinkEvent::Kind;

TEST(AcceptedCall, HoldsTheSinkUntilItsFinalHasReturned) {
    Client client;
    Gate gate;
    HeldSink sink({.on_status = [&](LONG, HRESULT) {
                       gate.pass();
                       return WBEM_S_NO_ERROR;
                   }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));  // IMM-2
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_EQ(sink->references(), 2);  // REF-1, REF-6
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));  // REF-3
    EXPECT_FALSE(sink->has_offence());
}

TEST(AcceptedCall, HoldsTheSinkWhenItReturns) {
    Client client;
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
                       gate.pass();
                       return WBEM_S_NO_ERROR;
                   }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->references(), 2);
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
}

TEST(AcceptedCall, DestroysASinkThatStartsAtZeroWhenItLetsGo) {
    Client client;
    LooseSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.pointer), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_until([](const SinkLog& log) { return log.is_destroyed(); }));
    EXPECT_EQ(sink->finals(), 1U);
    EXPECT_EQ(sink->objects(), 7U);
    EXPECT_FALSE(sink->has_offence());
}

TEST(AcceptedCall, TouchesTheSinkTwiceApartFromCallbacks) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->touches(), 2U);  // one AddRef, one Release: no QueryInterface
}

TEST(AcceptedCall, DeliversEverythingInBatchesAndThenOneFinal) {
    Client client({.objects = 7, .batch = 3});
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    const auto events = sink->events();
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].objects, 3U);
    EXPECT_EQ(events[1].objects, 3U);
    EXPECT_EQ(events[2].objects, 1U);
    EXPECT_EQ(events[3].kind, Kind::kFinal);  // ORD-1
    EXPECT_THAT(events[3].result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_FALSE(events[3].has_object);         // STA-9
    EXPECT_FALSE(events[3].text.has_value());  // STA-11
}

TEST(AcceptedCall, WithoutResultsDeliversTheFinalAlone) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.query_async("SELECT * FROM Mock_Empty", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->events().size(), 1U);  // STA-13, IND-4
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST(AcceptedCall, ThatFailsDeliversAnErrorObject) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.get_async("Mock_Item.Name=\"missing\"", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->events().size(), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_NOT_FOUND));  // ARG-10
    EXPECT_TRUE(sink->final_event().has_object);                           // STA-10
    EXPECT_FALSE(sink->final_event().text.has_value());
}

TEST(AcceptedCall, ReportsProgressBetweenBatchesWhenAskedTo) {
    Client client({.objects = 7, .batch = 3});
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get(), WBEM_FLAG_SEND_STATUS), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    const auto events = sink->events();
    ASSERT_EQ(events.size(), 6U);
    EXPECT_EQ(events[1].kind, Kind::kProgress);
    EXPECT_EQ(events[1].result, (7 << 16) | 3);  // STA-6
    EXPECT_EQ(events[3].kind, Kind::kProgress);
    EXPECT_EQ(events[3].result, (7 << 16) | 6);
    EXPECT_EQ(events[5].kind, Kind::kFinal);
}

TEST(AcceptedCall, SendsNoProgressUnasked) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(Kind::kProgress), 0U);  // STA-2
}

TEST(AcceptedCall, NeverHasTwoCallbacksInTheSink) {
    Client client({.objects = 300, .batch = 1, .threads = 4});
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get(), WBEM_FLAG_SEND_STATUS), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->most_at_once(), 1U);  // ORD-3
    EXPECT_EQ(sink->objects(), 300U);     // ORD-8
}

TEST(AcceptedCall, ReturnsWhileTheFirstIndicateIsBlocked) {
    Client client({.threads = 1});
    Gate gate;
    HeldSink blocked({.on_indicate = [&](LONG, IWbemClassObject**) {
                          gate.pass();
                          return WBEM_S_NO_ERROR;
                      }});
    HeldSink other;
    EXPECT_THAT(client.query_async(kAllItems, blocked.get()), ResultIs(WBEM_S_NO_ERROR));  // IMM-3
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_THAT(client.query_async(kAllItems, other.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(other->wait_for_rest(1, 1));  // though the only worker is blocked
    EXPECT_NE(client.get("Mock_Single.Id=\"only\""), nullptr);
    gate.open();
    EXPECT_TRUE(blocked->wait_for_rest(1, 1));
}

TEST(AcceptedCall, WaitsForItsLatencyBeforeTheFirstCallback) {
    Client client({.latency = std::chrono::milliseconds(30)});
    HeldSink sink;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(30));
}

TEST(DeliveredObject, StaysAsItIsForWhoeverKeepsIt) {
    Client client;
    std::vector<com::com_ptr<IWbemClassObject>> kept;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) {
            kept.push_back(com::retain_ptr(objects[i]));
        }
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    ASSERT_EQ(kept.size(), 7U);
    EXPECT_EQ(text_of(kept.front().get(), "Name"), "item-0001");  // IND-3
    for (auto& object : kept) {
        IWbemClassObject* const raw = object.detach();
        EXPECT_EQ(raw->Release(), 0U);  // IND-8: the mock keeps none of them
    }
}

TEST(Callback, MayCallTheServicesSynchronouslyAndAsynchronously) {
    Client client({.threads = 1});
    HeldSink inner;
    HeldSink outer({.on_indicate = [&](LONG, IWbemClassObject**) {
        EXPECT_NE(client.get("Mock_Single.Id=\"only\""), nullptr);
        EXPECT_THAT(client.query_async(kAllItems, inner.get()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_TRUE(inner->wait_for_rest(1, 1));  // THR-3: even waiting for it here
        return WBEM_E_FAILED;                     // once is enough
    }});
    EXPECT_THAT(client.query_async(kAllItems, outer.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(outer->wait_for_rest(1, 1));
    EXPECT_EQ(inner->objects(), 7U);
}

TEST(Callback, MayWaitForASemisynchronousCall) {
    Client client({.threads = 1});
    std::size_t found = 0;
    HeldSink sink({.on_status = [&](LONG, HRESULT) {
                       const auto enumerator = client.query(kAllItems, WBEM_FLAG_RETURN_IMMEDIATELY);
                       found = names_in(enumerator.get()).size();
                       return WBEM_S_NO_ERROR;
                   }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(found, 7U);
}

}  // namespace
}  // namespace wbemcheck::mock::test
