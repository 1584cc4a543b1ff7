// Many operations: on one sink, on many, all blocked, all cancelled.
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

constexpr std::size_t kMany = 200;

TEST(SharedSink, GetsEverythingOfEveryOperation) {
    Client client;
    HeldSink sink({.operations = kMany});
    for (std::size_t i = 0; i < kMany; ++i) {
        EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_TRUE(sink->wait_for_rest(kMany, 1));  // REF-9
    EXPECT_EQ(sink->objects(), 7 * kMany);
    EXPECT_EQ(sink->touches(), 2 * kMany);
    EXPECT_FALSE(sink->has_offence());
}

TEST(SharedSink, StaysAliveUntilTheLastOfItsOperations) {
    Client client;
    LooseSink sink({.operations = 20});
    Gate gate;
    HeldSink blocker({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, blocker.get()), ResultIs(WBEM_S_NO_ERROR));
    const auto keeper = com::retain_ptr(sink.pointer);  // or the first operation's end might be its end
    for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(client.query_async(kAllItems, sink.pointer), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_TRUE(sink->wait_for_rest(20, 1));
    EXPECT_FALSE(sink->is_destroyed());
    gate.open();
    EXPECT_TRUE(blocker->wait_for_rest(1, 1));
}

TEST(ManyOperations, AllBlockedInIndicateDoNotStopOneAnother) {
    Client client;
    Gate gate;
    const SinkHooks hooks{.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }};
    std::vector<std::unique_ptr<HeldSink>> sinks;
    for (std::size_t i = 0; i < kMany; ++i) {
        sinks.push_back(std::make_unique<HeldSink>(hooks));
        EXPECT_THAT(client.query_async(kAllItems, sinks.back()->get()), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_TRUE(gate.wait_for(kMany));  // every one of them has come to its first callback
    EXPECT_NE(client.get("Mock_Single.Id=\"only\""), nullptr);
    gate.open();
    for (const auto& sink : sinks) {
        EXPECT_TRUE((*sink)->wait_for_rest(1, 1));
        EXPECT_EQ((*sink)->objects(), 7U);
    }
}

TEST(ManyOperations, AllBlockedCanAllBeCancelled) {
    Client client;
    Gate gate;
    const SinkHooks hooks{.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }};
    std::vector<std::unique_ptr<HeldSink>> sinks;
    for (std::size_t i = 0; i < 50; ++i) {
        sinks.push_back(std::make_unique<HeldSink>(hooks));
        EXPECT_THAT(client.query_async(kAllItems, sinks.back()->get()), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_TRUE(gate.wait_for(50));
    for (const auto& sink : sinks) {
        EXPECT_THAT(client.services->CancelAsyncCall(sink->get()), ResultIs(WBEM_S_NO_ERROR));  // CAN-8
    }
    gate.open();
    for (const auto& sink : sinks) {
        EXPECT_TRUE((*sink)->wait_for_rest(1, 1));
        EXPECT_EQ((*sink)->count(SinkEvent::Kind::kIndicate), 1U);
        EXPECT_THAT((*sink)->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    }
}

TEST(ManyOperations, NestedDeeplyInCallbacksDoNotDeadlock) {
    Client client({.objects = 1, .threads = 1});
    constexpr int kDepth = 20;
    std::function<void(int)> descend = [&](int depth) {
        if (depth == 0) {
            return;
        }
        HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
            descend(depth - 1);
            return WBEM_S_NO_ERROR;
        }});
        EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_TRUE(sink->wait_for_rest(1, 1));
    };
    descend(kDepth);
}

// Deliveries, cancels from two threads and failing sinks at the same time. What holds then: each operation has exactly
// one final, at the end, and the sink is let go as often as it was taken.
TEST(Race, OfCancelsWithDeliveriesKeepsEveryOperationWhole) {
    Client client({.objects = 20, .batch = 1, .threads = 3});
    std::minstd_rand random(12345);  // the same work in every run
    for (int round = 0; round < 150; ++round) {
        const std::size_t operations = 1 + random() % 4;
        const std::size_t fails_at = random() % 40;
        std::atomic<std::size_t> indicated{0};
        LooseSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
                            return indicated.fetch_add(1) == fails_at ? WBEM_E_FAILED : WBEM_S_NO_ERROR;
                        },
                        .operations = operations});
        const auto keeper = com::retain_ptr(sink.pointer);
        const std::size_t waits_for = random() % 20;
        const auto cancel = [&] {
            EXPECT_TRUE(sink->wait_until([&](const SinkLog& log) {
                return log.objects() >= waits_for || log.finals() == operations;
            }));
            const HRESULT result = client.services->CancelAsyncCall(sink.pointer);
            EXPECT_TRUE(result == WBEM_S_NO_ERROR || result == WBEM_E_NOT_FOUND);
        };
        for (std::size_t i = 0; i < operations; ++i) {
            EXPECT_THAT(client.query_async(kAllItems, sink.pointer, i % 2 == 0 ? WBEM_FLAG_SEND_STATUS : 0),
                        ResultIs(WBEM_S_NO_ERROR));
        }
        {
            const std::jthread first(cancel);
            const std::jthread second(cancel);
        }
        EXPECT_TRUE(sink->wait_for_rest(operations, 1));
        EXPECT_EQ(sink->finals(), operations);
        EXPECT_EQ(sink->touches(), 2 * operations + 1);
        EXPECT_FALSE(sink->has_offence());
    }
}

}  // namespace
}  // namespace wbemcheck::mock::test
