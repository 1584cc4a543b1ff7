// IEnumWbemClassObject.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

constexpr LONG kSlow = WBEM_FLAG_RETURN_IMMEDIATELY;

Settings slow() { return {.latency = std::chrono::hours(1)}; }

std::vector<com::com_ptr<IWbemClassObject>> take(IEnumWbemClassObject* enumerator, LONG timeout, ULONG count,
                                                 HRESULT expected) {
    std::vector<IWbemClassObject*> raw(count);
    ULONG returned = 99;
    EXPECT_THAT(enumerator->Next(timeout, count, raw.data(), &returned), ResultIs(expected));
    std::vector<com::com_ptr<IWbemClassObject>> objects;
    for (ULONG i = 0; i < returned && i < count; ++i) {
        objects.push_back(com::adopt_ptr(raw[i]));
    }
    EXPECT_EQ(returned, objects.size());
    return objects;
}

TEST(Next, GivesAsManyAsAreAskedForAndSaysWhenTheEndIsReached) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    EXPECT_EQ(take(enumerator.get(), WBEM_INFINITE, 3, WBEM_S_NO_ERROR).size(), 3U);  // SEMI-6
    EXPECT_EQ(take(enumerator.get(), 0, 4, WBEM_S_NO_ERROR).size(), 4U);
    EXPECT_EQ(take(enumerator.get(), WBEM_INFINITE, 3, WBEM_S_FALSE).size(), 0U);
}

TEST(Next, AtTheEndGivesTheRest) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    EXPECT_EQ(take(enumerator.get(), WBEM_INFINITE, 100, WBEM_S_FALSE).size(), 7U);
}

TEST(Next, TimesOutWhileTheQueryRuns) {
    Client client(slow());
    const auto enumerator = client.query(kAllItems, kSlow);
    EXPECT_EQ(take(enumerator.get(), 0, 1, WBEM_S_TIMEDOUT).size(), 0U);
    EXPECT_EQ(take(enumerator.get(), 5, 1, WBEM_S_TIMEDOUT).size(), 0U);
}

TEST(Next, WaitsForTheQuery) {
    Client client({.latency = std::chrono::milliseconds(20)});
    const auto enumerator = client.query(kAllItems, kSlow | WBEM_FLAG_FORWARD_ONLY);
    EXPECT_EQ(take(enumerator.get(), WBEM_INFINITE, 7, WBEM_S_NO_ERROR).size(), 7U);
}

TEST(Next, GivesTheErrorOfTheQueryAndLeavesTheArrayAlone) {
    Client client;
    const auto enumerator = client.query("SELECT * FROM Mock_Missing", kSlow);
    auto* const untouched = reinterpret_cast<IWbemClassObject*>(0x10);
    IWbemClassObject* object = untouched;
    ULONG returned = 9;
    EXPECT_THAT(enumerator->Next(WBEM_INFINITE, 1, &object, &returned), ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_EQ(object, untouched);
    EXPECT_EQ(returned, 0U);
}

TEST(Next, RefusesBadArguments) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    com::com_ptr<IWbemClassObject> object;
    ULONG returned = 0;
    EXPECT_THAT(enumerator->Next(0, 1, nullptr, &returned), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(enumerator->Next(0, 1, object.put(), nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(enumerator->Next(-2, 1, object.put(), &returned), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(Reset, GoesBackToTheBeginning) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    const auto all = names_in(enumerator.get());
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_in(enumerator.get()), all);
}

TEST(ForwardOnly, RefusesResetAndClone) {
    Client client;
    const auto enumerator = client.query(kAllItems, WBEM_FLAG_FORWARD_ONLY);
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_E_INVALID_OPERATION));  // SEMI-8
    auto* const garbage = reinterpret_cast<IEnumWbemClassObject*>(0x10);
    IEnumWbemClassObject* clone = garbage;
    EXPECT_THAT(enumerator->Clone(&clone), ResultIs(WBEM_E_INVALID_OPERATION));
    EXPECT_EQ(clone, nullptr);
    EXPECT_EQ(names_in(enumerator.get()).size(), 7U);
}

TEST(Clone, KeepsThePlaceAndGoesItsOwnWay) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    EXPECT_EQ(take(enumerator.get(), WBEM_INFINITE, 5, WBEM_S_NO_ERROR).size(), 5U);
    com::com_ptr<IEnumWbemClassObject> clone;
    EXPECT_THAT(enumerator->Clone(clone.put()), ResultIs(WBEM_S_NO_ERROR));  // SEMI-10
    EXPECT_EQ(names_in(clone.get()).size(), 2U);
    EXPECT_EQ(names_in(enumerator.get()).size(), 2U);
}

TEST(Skip, PassesOverObjects) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    EXPECT_THAT(enumerator->Skip(WBEM_INFINITE, 5), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_in(enumerator.get()).size(), 2U);
}

TEST(Skip, BeyondTheEndSkipsWhatThereIs) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    EXPECT_THAT(enumerator->Skip(WBEM_INFINITE, 50), ResultIs(WBEM_S_FALSE));  // SEMI-9
    EXPECT_EQ(names_in(enumerator.get()).size(), 0U);
}

TEST(Skip, TimesOutWhileTheQueryRuns) {
    Client client(slow());
    const auto enumerator = client.query(kAllItems, kSlow);
    EXPECT_THAT(enumerator->Skip(1, 1), ResultIs(WBEM_S_TIMEDOUT));
}

TEST(NextAsync, DeliversTheNumberAndThenItsOwnFinal) {
    Client client({.objects = 7, .batch = 3});
    const auto enumerator = client.query(kAllItems);
    HeldSink sink;
    EXPECT_THAT(enumerator->NextAsync(5, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));  // REF-13
    EXPECT_EQ(sink->objects(), 5U);          // ORD-11
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_in(enumerator.get()).size(), 2U);
}

TEST(NextAsync, SaysWhenTheEndCameFirst) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    HeldSink sink;
    EXPECT_THAT(enumerator->NextAsync(50, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 7U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_FALSE));  // SEMI-11
}

TEST(NextAsync, AtTheEndDeliversTheFinalAlone) {
    Client client;
    const auto enumerator = client.query("SELECT * FROM Mock_Empty");
    HeldSink sink;
    EXPECT_THAT(enumerator->NextAsync(1, sink.get()), ResultIs(WBEM_S_NO_ERROR));  // our reading
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->events().size(), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_FALSE));
}

TEST(NextAsync, OfAFailedQueryDeliversItsError) {
    Client client;
    const auto enumerator = client.query("SELECT * FROM Mock_Missing", kSlow);
    HeldSink sink;
    EXPECT_THAT(enumerator->NextAsync(1, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_INVALID_CLASS));
}

TEST(NextAsync, OfNothingQueuesNothing) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    HeldSink sink;
    EXPECT_THAT(enumerator->NextAsync(0, sink.get()), ResultIs(WBEM_S_FALSE));  // ARG-25
    EXPECT_THAT(enumerator->NextAsync(1, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(sink->touches(), 0U);
}

TEST(NextAsync, RequestsAreServedInOrderOneAfterTheOther) {
    Client client({.objects = 12, .batch = 2, .threads = 4});
    const auto enumerator = client.query(kAllItems);
    std::vector<std::string> names;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
                       for (LONG i = 0; i < count; ++i) {
                           names.push_back(text_of(objects[i], "Name"));
                       }
                       return WBEM_S_NO_ERROR;
                   },
                   .operations = 4});
    for (int i = 0; i < 4; ++i) {
        EXPECT_THAT(enumerator->NextAsync(3, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_TRUE(sink->wait_for_rest(4, 1));
    EXPECT_EQ(sink->most_at_once(), 1U);  // ORD-9
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names, names_in(enumerator.get()));
}

TEST(NextAsync, KeepsItsObjectsWhateverResetSkipCloneAndNextDoMeanwhile) {
    Client client;
    const auto enumerator = client.query(kAllItems);
    Gate gate;
    const SinkHooks gated{.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }};
    HeldSink first(gated);
    HeldSink second;
    EXPECT_THAT(enumerator->NextAsync(2, first.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(enumerator->NextAsync(2, second.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    com::com_ptr<IEnumWbemClassObject> clone;
    EXPECT_THAT(enumerator->Clone(clone.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_in(clone.get()).size(), 3U);  // ORD-10: behind what was asked for
    EXPECT_THAT(enumerator->Skip(WBEM_INFINITE, 1), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(take(enumerator.get(), WBEM_INFINITE, 2, WBEM_S_NO_ERROR).size(), 2U);
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(second->events().size(), 0U);
    gate.open();
    EXPECT_TRUE(first->wait_for_rest(1, 1));
    EXPECT_TRUE(second->wait_for_rest(1, 1));
    EXPECT_EQ(second->objects(), 2U);
    EXPECT_EQ(names_in(enumerator.get()).size(), 7U);
}

TEST(NextAsync, IsNotKnownToCancelAsyncCall) {
    Client client(slow());
    const auto enumerator = client.query(kAllItems, kSlow);
    HeldSink sink;
    EXPECT_THAT(enumerator->NextAsync(1, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_E_NOT_FOUND));  // CAN-17: our reading
    EXPECT_EQ(sink->finals(), 0U);
}

TEST(ReleasedEnumerator, CancelsTheRequestsThatAreLeft) {
    Client client(slow());
    auto enumerator = client.query(kAllItems, kSlow);
    HeldSink sink({.operations = 3});
    for (int i = 0; i < 3; ++i) {
        EXPECT_THAT(enumerator->NextAsync(1, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    }
    enumerator.reset();  // REF-16
    EXPECT_EQ(sink->finals(), 3U);
    EXPECT_EQ(sink->references(), 1);
}

TEST(ReleasedEnumerator, CancelsInOrderWhenARequestIsInItsSink) {
    Client client;
    auto enumerator = client.query(kAllItems);
    Gate gate;
    HeldSink blocked({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    HeldSink waiting;
    EXPECT_THAT(enumerator->NextAsync(5, blocked.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(enumerator->NextAsync(1, waiting.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    enumerator.reset();
    EXPECT_EQ(waiting->finals(), 0U);
    gate.open();
    EXPECT_TRUE(blocked->wait_for_rest(1, 1));
    EXPECT_TRUE(waiting->wait_for_rest(1, 1));
    EXPECT_THAT(blocked->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_THAT(waiting->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_EQ(waiting->objects(), 0U);
}

TEST(ReleasedEnumerator, MayHaveThousandsOfRequestsLeft) {
    Client client(slow());
    auto enumerator = client.query(kAllItems, kSlow);
    HeldSink sink({.operations = 5000});
    for (int i = 0; i < 5000; ++i) {
        EXPECT_THAT(enumerator->NextAsync(1, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    }
    enumerator.reset();
    EXPECT_EQ(sink->finals(), 5000U);
    EXPECT_EQ(sink->references(), 1);
}

TEST(Enumerators, GiveEveryReceiverAnObjectOfHisOwn) {
    Client client;
    const auto enumerator = client.query("SELECT * FROM Mock_Single");
    const auto first = take(enumerator.get(), 0, 1, WBEM_S_NO_ERROR);
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_S_NO_ERROR));
    const auto second = take(enumerator.get(), 0, 1, WBEM_S_NO_ERROR);
    ASSERT_EQ(first.size(), 1U);
    ASSERT_EQ(second.size(), 1U);
    EXPECT_NE(first.front(), second.front());
}

}  // namespace
}  // namespace wbemcheck::mock::test
