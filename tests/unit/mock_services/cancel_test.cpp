// CancelAsyncCall in every place.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using Kind = SinkEvent::Kind;

// Long enough that only a cancel can bring the final within a test's budget.
Settings never_by_itself() { return {.latency = std::chrono::hours(1)}; }

TEST(Cancel, BeforeTheFirstObjectDeliversTheFinalAndReleasesBeforeItReturns) {
    Client client(never_by_itself());
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));  // CAN-5
    EXPECT_EQ(sink->references(), 1);                                                       // REF-10
    EXPECT_EQ(sink->events().size(), 1U);
    const SinkEvent final_event = sink->final_event();
    EXPECT_THAT(final_event.result, ResultIs(WBEM_E_CALL_CANCELLED));  // CAN-3
    EXPECT_FALSE(final_event.text.has_value());
    EXPECT_FALSE(final_event.has_object);
    EXPECT_FALSE(sink->has_offence());
}

TEST(Cancel, DestroysASinkThatNobodyElseHolds) {
    Client client(never_by_itself());
    LooseSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.pointer), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.pointer), ResultIs(WBEM_S_NO_ERROR));  // REF-11
    EXPECT_TRUE(sink->is_destroyed());
    EXPECT_FALSE(sink->has_offence());
}

TEST(Cancel, WhileIndicateIsBlockedReturnsAtOnceAndStopsTheRest) {
    Client client;
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));  // CAN-8
    EXPECT_EQ(sink->finals(), 0U);
    EXPECT_EQ(sink->references(), 2);  // REF-6: the callback still runs
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(Kind::kIndicate), 1U);  // CAN-4
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_EQ(sink->most_at_once(), 1U);
}

TEST(Cancel, InsideIndicateDeliversNothingMore) {
    Client client;
    HRESULT answer = WBEM_E_FAILED;
    IWbemObjectSink* self = nullptr;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        answer = client.services->CancelAsyncCall(self);
        return WBEM_S_NO_ERROR;
    }});
    self = sink.get();
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(answer, ResultIs(WBEM_S_NO_ERROR));  // it works
    EXPECT_EQ(sink->count(Kind::kIndicate), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_EQ(sink->most_at_once(), 1U);
}

TEST(Cancel, InsideProgressDeliversNothingMore) {
    Client client;
    IWbemObjectSink* self = nullptr;
    HeldSink sink({.on_status = [&](LONG flags, HRESULT) {
                       return flags == WBEM_STATUS_PROGRESS ? client.services->CancelAsyncCall(self) : WBEM_S_NO_ERROR;
                   }});
    self = sink.get();
    EXPECT_THAT(client.query_async(kAllItems, sink.get(), WBEM_FLAG_SEND_STATUS), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(Kind::kIndicate), 1U);
    EXPECT_EQ(sink->count(Kind::kProgress), 1U);
}

TEST(Cancel, BetweenTheLastObjectAndTheFinalReplacesTheFinal) {
    Client client({.objects = 1});
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

TEST(Cancel, InsideTheFinalComesTooLate) {
    Client client;
    HRESULT answer = WBEM_S_NO_ERROR;
    IWbemObjectSink* self = nullptr;
    HeldSink sink({.on_status = [&](LONG, HRESULT) {
                       answer = client.services->CancelAsyncCall(self);
                       return WBEM_S_NO_ERROR;
                   }});
    self = sink.get();
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(answer, ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));  // STA-19
}

TEST(Cancel, WhileTheFinalIsBlockedComesTooLate) {
    Client client;
    Gate gate;
    HeldSink sink({.on_status = [&](LONG, HRESULT) {
                       gate.pass();
                       return WBEM_S_NO_ERROR;
                   }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_E_NOT_FOUND));
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->finals(), 1U);
}

TEST(Cancel, AfterTheFinalFindsNothing) {
    Client client;
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_E_NOT_FOUND));  // CAN-7
    EXPECT_EQ(sink->finals(), 1U);
    EXPECT_EQ(sink->references(), 1);
}

TEST(Cancel, ASecondTimeFindsNothing) {
    Client client(never_by_itself());
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(sink->finals(), 1U);
}

TEST(Cancel, ASecondTimeWhileIndicateIsStillBlockedFindsNothing) {
    Client client;
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_E_NOT_FOUND));
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
}

TEST(Cancel, OfNullIsAnInvalidParameter) {
    Client client;
    EXPECT_THAT(client.services->CancelAsyncCall(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));  // CAN-6
}

TEST(Cancel, OfAnUnknownSinkTouchesNeitherItNorOthers) {
    Client client(never_by_itself());
    HeldSink pending;
    HeldSink unknown;
    EXPECT_THAT(client.query_async(kAllItems, pending.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(unknown.get()), ResultIs(WBEM_E_NOT_FOUND));  // CAN-7
    EXPECT_EQ(unknown->touches(), 0U);
    EXPECT_EQ(pending->finals(), 0U);  // CAN-2
    EXPECT_EQ(pending->references(), 2);
    EXPECT_THAT(client.services->CancelAsyncCall(pending.get()), ResultIs(WBEM_S_NO_ERROR));
}

TEST(Cancel, OfADeadPointerIsHarmless) {
    Client client;
    alignas(void*) char storage[sizeof(void*)] = {};  // nothing that could be called
    EXPECT_THAT(client.services->CancelAsyncCall(reinterpret_cast<IWbemObjectSink*>(storage)),
                ResultIs(WBEM_E_NOT_FOUND));
}

TEST(Cancel, EndsAllOperationsOfTheSinkAndNoOther) {
    Client client(never_by_itself());
    HeldSink shared({.operations = 5});
    HeldSink other;
    for (int i = 0; i < 5; ++i) {
        EXPECT_THAT(client.query_async(kAllItems, shared.get()), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_THAT(client.query_async(kAllItems, other.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(shared->references(), 6);                                                       // REF-9
    EXPECT_THAT(client.services->CancelAsyncCall(shared.get()), ResultIs(WBEM_S_NO_ERROR));  // CAN-1
    EXPECT_EQ(shared->finals(), 5U);
    EXPECT_EQ(shared->references(), 1);
    EXPECT_EQ(other->finals(), 0U);  // CAN-2
    EXPECT_THAT(client.services->CancelAsyncCall(other.get()), ResultIs(WBEM_S_NO_ERROR));
}

TEST(Cancel, OfASharedSinkEndsTheIdleOperationsAtOnceThoughOneIsBlocked) {
    Client client({.objects = 1, .threads = 1});
    Gate gate;
    HeldSink shared({.on_indicate = [&](LONG, IWbemClassObject**) {
                         gate.pass();
                         return WBEM_S_NO_ERROR;
                     },
                     .operations = 2});
    EXPECT_THAT(client.query_async(kAllItems, shared.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_THAT(client.subscribe(kEvents, shared.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(shared.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(shared->finals(), 1U);
    EXPECT_EQ(shared->references(), 2);
    gate.open();
    EXPECT_TRUE(shared->wait_for_rest(2, 1));
}

// CAN-8: one moment for all of them, not one for each.
TEST(Cancel, WaitsNoLongerForManyBlockedCallbacksThanForOne) {
    constexpr std::size_t kOperations = 40;
    Client client({.threads = kOperations});
    Gate gate;
    HeldSink sink({.on_indicate =
                       [&](LONG, IWbemClassObject**) {
                           gate.pass();
                           return WBEM_S_NO_ERROR;
                       },
                   .operations = kOperations});
    for (std::size_t i = 0; i < kOperations; ++i) {
        EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_TRUE(gate.wait_for(kOperations));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    // 40 moments of 40 ms each were 1.6 s at the least.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(kOperations, 1));
}

TEST(Cancel, ThroughAnotherServicesPointerFindsTheOperation) {
    Client client(never_by_itself());
    const auto other = client.mock->connect();
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(other->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));  // CAN-15: our reading
    EXPECT_EQ(sink->finals(), 1U);
}

TEST(Cancel, FromTwoThreadsDeliversOneFinal) {
    for (int round = 0; round < 50; ++round) {
        Client client({.objects = 2, .batch = 1});
        Gate gate;
        HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
            gate.pass();
            return WBEM_S_NO_ERROR;
        }});
        EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_TRUE(gate.wait_for(1));
        std::vector<HRESULT> answers(2);
        {
            std::jthread first([&] { answers[0] = client.services->CancelAsyncCall(sink.get()); });
            std::jthread second([&] { answers[1] = client.services->CancelAsyncCall(sink.get()); });
        }
        EXPECT_NE(answers[0] == WBEM_S_NO_ERROR, answers[1] == WBEM_S_NO_ERROR);
        gate.open();
        EXPECT_TRUE(sink->wait_for_rest(1, 1));
        EXPECT_EQ(sink->finals(), 1U);
    }
}

TEST(ReleasedServices, LeaveTheirOperationsRunning) {
    Client client;
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    client.services.reset();  // CAN-16: our reading
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 7U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

}  // namespace
}  // namespace wbemcheck::mock::test
