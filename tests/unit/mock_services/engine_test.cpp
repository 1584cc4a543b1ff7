// What only the engine itself shows: its seam, its sink timer, feeds and bindings.
#include "mock_provider/engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#include "mock_provider/engine/delivery_work.h"
#include "mock_provider/engine/event_bindings.h"
#include "mock_provider/model/class_object.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

class EmptyObjects final : public ObjectSource {
public:
    explicit EmptyObjects(std::size_t size) : size_(size) {}

    [[nodiscard]] std::size_t size() const noexcept override { return size_; }
    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t) const override { return object_; }

private:
    const std::size_t size_;
    const com::com_ptr<IWbemClassObject> object_ = make_empty_object();
};

std::shared_ptr<const ObjectSource> objects(std::size_t size) { return std::make_shared<const EmptyObjects>(size); }

Delivery of(Work work) {
    Delivery delivery;
    delivery.feed = std::make_shared<Feed>(std::move(work));
    return delivery;
}

TEST(SinkTimer, CancelsAnOperationWhoseCallbackDoesNotReturn) {
    EngineSettings settings;
    settings.sink_limit = std::chrono::milliseconds(20);
    Engine engine(settings);
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    const auto operation = engine.admit(*sink.get(), of([] { return Answer{objects(10), {}}; }), OperationTable::Kind::kCall);
    operation->accept();
    engine.begin(*operation);
    EXPECT_TRUE(gate.wait_for(1));
    const auto deadline = std::chrono::steady_clock::now() + kBudget;
    const auto is_pending = [&] { return operation->is_held_since_before(std::chrono::steady_clock::now()); };
    while (is_pending() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    EXPECT_FALSE(is_pending());  // THR-5
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_EQ(sink->count(SinkEvent::Kind::kIndicate), 1U);
}

TEST(Engine, TurnsAnExceptionOfTheWorkIntoTheFinal) {
    Engine engine(EngineSettings{});
    HeldSink sink;
    EXPECT_THAT(engine.start(*sink.get(), of([]() -> Answer { throw std::bad_alloc(); })), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_OUT_OF_MEMORY));
}

TEST(Engine, TurnsAnObjectThatCannotBeMadeIntoTheFinal) {
    class Failing final : public ObjectSource {
    public:
        [[nodiscard]] std::size_t size() const noexcept override { return 5; }
        [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t index) const override {
            return index < 3 ? make_empty_object() : throw std::bad_alloc();
        }
    };
    EngineSettings settings;
    settings.batch = 2;
    Engine engine(settings);
    HeldSink sink;
    EXPECT_THAT(engine.start(*sink.get(), of([] { return Answer{std::make_shared<const Failing>(), {}}; })),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 2U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_OUT_OF_MEMORY));
}

TEST(Engine, ScalesProgressDownToWhatItsWordsHold) {
    EngineSettings settings;
    settings.batch = 70'000;
    Engine engine(settings);
    HeldSink sink;
    Delivery delivery = of([] { return Answer{objects(140'000), {}}; });
    delivery.sends_progress = true;
    EXPECT_THAT(engine.start(*sink.get(), std::move(delivery)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    const auto events = sink->events();
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(static_cast<std::uint32_t>(events[1].result), 0xFFFF7FFFU);  // STA-6
}

TEST(Engine, RefusesCallsWhenItIsShutDown) {
    Engine engine(EngineSettings{});
    engine.shut_down();
    const HeldSink sink;
    EXPECT_THAT(engine.start(*sink.get(), of([] { return Answer{}; })), ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_EQ(sink->touches(), 0U);
    EXPECT_FALSE(engine.compute(std::make_shared<Feed>()));
}

TEST(DeliveryPolicy, DecidesHowAnOperationTalksToItsSink) {
    class Twice final : public DirectDelivery {
    public:
        void finish(SinkPort& port, const FinalStatus& final_status) const noexcept override {
            port.send_final(final_status);
            DirectDelivery::finish(port, final_status);
        }
    };
    EngineSettings settings;
    settings.policy = std::make_shared<Twice>();
    Engine engine(settings);
    HeldSink sink({.operations = 2});
    EXPECT_THAT(engine.start(*sink.get(), of([] { return Answer{}; })), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(2, 1));
}

TEST(DeliveryPolicy, DecidesWhichOperationsACancelConcerns) {
    class OnlyTheFirst final : public DirectDelivery {
    public:
        void choose_cancelled(std::vector<std::shared_ptr<Operation>>& pending) const override { pending.resize(1); }
    };
    EngineSettings settings;
    settings.policy = std::make_shared<OnlyTheFirst>();
    settings.latency = std::chrono::hours(1);
    Engine engine(settings);
    HeldSink sink({.operations = 2});
    for (int i = 0; i < 2; ++i) {
        EXPECT_THAT(engine.start(*sink.get(), of([] { return Answer{}; })), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_THAT(engine.cancel(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->finals(), 1U);
}

TEST(DeliveryWork, IsTheSameForEveryOperationWithoutNoise) {
    for (std::uint64_t operation = 1; operation <= 100; ++operation) {
        EXPECT_EQ((DeliveryWork{.rounds = 40}.rounds_of(operation)), 40U);
        EXPECT_EQ((DeliveryWork{.rounds = 0, .noise = 100}.rounds_of(operation)), 0U);
    }
}

TEST(DeliveryWork, VariesWithinItsNoiseAroundWhatWasAskedFor) {
    const DeliveryWork work{.rounds = 10'000, .noise = 20};
    std::size_t least = 20'000;
    std::size_t most = 0;
    std::size_t all = 0;
    for (std::uint64_t operation = 1; operation <= 1000; ++operation) {
        const std::size_t rounds = work.rounds_of(operation);
        EXPECT_EQ(rounds, work.rounds_of(operation));
        least = std::min(least, rounds);
        most = std::max(most, rounds);
        all += rounds;
    }
    EXPECT_GE(least, 8'000U);
    EXPECT_LT(least, 8'100U);
    EXPECT_LE(most, 12'000U);
    EXPECT_GT(most, 11'900U);
    EXPECT_NEAR(static_cast<double>(all) / 1000, 10'000, 200);
}

TEST(DeliveryWork, ChangesNothingAboutWhatIsDelivered) {
    Client client({.batch = 3, .work = 1000, .noise = 50});
    HeldSink sink;
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 7U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST(Feed, GivesRangesAcrossItsSegments) {
    Feed feed;
    feed.append(objects(3));
    feed.append(objects(2));
    EXPECT_EQ(feed.read(1, 3).objects.size(), 3U);
    EXPECT_EQ(feed.read(4, 9).objects.size(), 1U);
    EXPECT_EQ(feed.read(9, 9).objects.size(), 0U);
    EXPECT_FALSE(feed.read(0, 9).is_at_end);
    feed.close({});
    EXPECT_TRUE(feed.read(0, 5).is_at_end);
    EXPECT_FALSE(feed.read(0, 4).is_at_end);
    EXPECT_TRUE(feed.read(99, 1).is_at_end);
}

TEST(Feed, ForgetsWholeSegmentsAndKeepsPositions) {
    Feed feed;
    feed.append(objects(3));
    feed.append(objects(2));
    feed.forget(4);
    EXPECT_EQ(feed.count(), 5U);
    EXPECT_EQ(feed.read(3, 9).objects.size(), 2U);
}

TEST(Feed, TakesNothingAfterItsEnd) {
    Feed feed;
    feed.close({WBEM_E_FAILED, std::nullopt, nullptr});
    feed.append(objects(1));
    feed.close({});
    EXPECT_EQ(feed.count(), 0U);
    EXPECT_THAT(feed.ending()->result, ResultIs(WBEM_E_FAILED));
}

TEST(Feed, DoesItsWorkOnce) {
    int runs = 0;
    Feed feed([&] {
        ++runs;
        return Answer{};
    });
    feed.compute();
    feed.compute();
    EXPECT_EQ(runs, 1);
}

TEST(EventBindings, EndWithTheirFeeds) {
    const auto bindings = std::make_shared<EventBindings>();
    auto feed = bindings->bind([](const Event&) { return objects(1); });
    EXPECT_EQ(bindings->size(), 1U);
    bindings->publish({"root", nullptr});
    EXPECT_EQ(feed->count(), 1U);
    feed.reset();
    EXPECT_EQ(bindings->size(), 0U);  // EVT-7
    bindings->publish({"root", nullptr});
}

TEST(EventBindings, EndASubscriptionWhoseMatcherFailsAndNoOther) {
    const auto bindings = std::make_shared<EventBindings>();
    const auto bad =
        bindings->bind([](const Event&) -> std::shared_ptr<const ObjectSource> { throw std::bad_alloc(); });
    const auto good = bindings->bind([](const Event&) { return objects(1); });
    bindings->publish({"root", nullptr});
    EXPECT_THAT(bad->ending()->result, ResultIs(WBEM_E_OUT_OF_MEMORY));  // EVT-3
    EXPECT_EQ(good->count(), 1U);
}

TEST(EventBindings, GiveAnEndedFeedAfterTheyAreClosed) {
    const auto bindings = std::make_shared<EventBindings>();
    const auto before = bindings->bind([](const Event&) { return objects(1); });
    bindings->close(WBEM_E_SHUTTING_DOWN);
    EXPECT_THAT(before->ending()->result, ResultIs(WBEM_E_SHUTTING_DOWN));
    EXPECT_THAT(bindings->bind({})->ending()->result, ResultIs(WBEM_E_SHUTTING_DOWN));
}

TEST(CancelledSubscription, IsNoLongerBound) {
    const auto bindings = std::make_shared<EventBindings>();
    Engine engine(EngineSettings{});
    HeldSink sink;
    Delivery delivery;
    delivery.feed = bindings->bind([](const Event&) { return objects(1); });
    EXPECT_THAT(engine.start(*sink.get(), std::move(delivery)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(bindings->size(), 1U);
    EXPECT_THAT(engine.cancel(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    engine.shut_down();               // and with it whoever was still looking at the feed
    EXPECT_EQ(bindings->size(), 0U);  // EVT-7
}

TEST(Activity, TellsWhoIsAtWorkAndWhoIsInACallOfAClient) {
    Engine engine({});
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    const auto is_at = [&](std::size_t busy, std::size_t outside) {
        const auto deadline = std::chrono::steady_clock::now() + kBudget;
        while (std::chrono::steady_clock::now() < deadline) {
            const WorkerPool::Activity seen = engine.activity();
            if (seen.busy == busy && seen.outside == outside) return true;
            std::this_thread::yield();
        }
        return false;
    };
    EXPECT_TRUE(is_at(0, 0));
    EXPECT_THAT(engine.start(*sink.get(), of([] { return Answer{objects(1), {}}; })), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_TRUE(is_at(0, 1));
    gate.open();
    EXPECT_TRUE(is_at(0, 0));
}

// A client that orders everything has no callback that is about to begin.
TEST(OrderedClient, IsGivenNoMomentByACancel) {
    Engine engine({});
    engine.set_ordered(true);
    Gate gate;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(engine.start(*sink.get(), of([] { return Answer{objects(1), {}}; })), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_THAT(engine.cancel(sink.get()), ResultIs(WBEM_S_NO_ERROR));  // while the gate is shut
    EXPECT_THAT(engine.cancel(sink.get()), ResultIs(WBEM_E_NOT_FOUND));
    gate.open();
}

TEST(CancelMoment, IsOverAfterAFewRoundsInWhichThisThreadWasOnTime) {
    CancelMoment moment;
    for (int late = 0; late < 20; ++late) {
        moment.count_round(std::chrono::milliseconds(50));
    }
    EXPECT_FALSE(moment.is_over());
    for (int prompt = 0; prompt < 8; ++prompt) {
        EXPECT_FALSE(moment.is_over());
        moment.count_round(CancelMoment::kRound);
    }
    EXPECT_TRUE(moment.is_over());
}

}  // namespace
}  // namespace wbemcheck::mock::test
