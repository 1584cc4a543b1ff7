// The event provider.
#include "tests/providers/event_provider.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "harness/com/text.h"
#include "tests/unit/example_providers/wmi.h"
#include "tests/unit/latch.h"

namespace wbemcheck::example::test {
namespace {

// Keeps the events, and the numbers in them. What the sink writes to lives as long as the sink: a test that ends
// leaves a provider that may be about to raise one more event.
class Alarms {
    struct Events {
        std::mutex mutex;
        std::vector<com::com_ptr<IWbemClassObject>> all;  // guarded by mutex
    };
    const std::shared_ptr<Events> events_ = std::make_shared<Events>();

public:
    explicit Alarms(std::function<HRESULT(std::size_t call)> answer =
                        [](std::size_t) { return HRESULT{WBEM_S_NO_ERROR}; })
        : sink({.on_indicate = [events = events_, answer = std::move(answer)](LONG count,
                                                                               IWbemClassObject** objects) {
              EXPECT_EQ(count, 1);
              const std::scoped_lock lock(events->mutex);
              events->all.push_back(com::retain_ptr(objects[0]));
              return answer(events->all.size());
          }}) {}

    [[nodiscard]] std::vector<std::string> numbers() const {
        const std::scoped_lock lock(events_->mutex);
        std::vector<std::string> numbers;
        for (const auto& event : events_->all) {
            numbers.push_back(text_of(event.get(), "Number"));
        }
        return numbers;
    }

    HeldSink sink;
};

class AlarmProvider : public testing::Test {
protected:
    [[nodiscard]] HRESULT add_query(ULONG id) const {
        com::OleString language = com::to_utf16("WQL");
        com::OleString query = com::to_utf16("select * from Example_Alarm");
        return provider_.as<IWbemEventProviderQuerySink>()->NewQuery(id, language.data(), query.data());
    }

    Wmi wmi_;
    com::com_ptr<IWbemEventProvider> provider_ = wmi_.load<IWbemEventProvider>(make_alarm_provider());
};

TEST_F(AlarmProvider, RaisesEventsOneByOneAndNeverAStatus) {
    const Alarms alarms;
    ASSERT_THAT(provider_->ProvideEvents(alarms.sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(alarms.sink.log->wait_for_objects(3));
    provider_.reset();
    const auto numbers = alarms.numbers();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        EXPECT_EQ(numbers[i], std::to_string(i + 1));  // also that each event is an object of its own
    }
    EXPECT_EQ(alarms.sink->finals(), 0U);
}

TEST_F(AlarmProvider, RaisesNothingAfterItsLastReleaseAndLetsGoOfTheSink) {
    const Alarms alarms;
    ASSERT_THAT(provider_->ProvideEvents(alarms.sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(alarms.sink.log->wait_for_objects(1));
    provider_.reset();
    EXPECT_EQ(alarms.sink->references(), 1);
    EXPECT_EQ(references(wmi_.space.as<IWbemServices>().get()), 2U);
    EXPECT_EQ(references(wmi_.context.get()), 1U);
}

TEST_F(AlarmProvider, MayEndInACallbackOfItsOwn) {
    wbemcheck::test::Latch returned(1);  // whoever calls a method holds a reference until it returns
    const Alarms alarms([&](std::size_t) {
        returned.wait();
        provider_.reset();
        return HRESULT{WBEM_S_NO_ERROR};
    });
    ASSERT_THAT(provider_->ProvideEvents(alarms.sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    returned.count_down();
    EXPECT_TRUE(alarms.sink.log->wait_until(
        [](const auto& log) { return log.objects() > 0 && log.references() == 1; }));
}

TEST_F(AlarmProvider, RaisesTheSameEventAgainWhenWmiIsBusy) {
    const Alarms alarms([](std::size_t call) { return call < 3 ? WBEM_E_SERVER_TOO_BUSY : WBEM_S_NO_ERROR; });
    ASSERT_THAT(provider_->ProvideEvents(alarms.sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(alarms.sink.log->wait_for_objects(4));
    provider_.reset();
    auto numbers = alarms.numbers();
    numbers.resize(4);
    EXPECT_THAT(numbers, testing::ElementsAre("1", "1", "1", "2"));
}

TEST_F(AlarmProvider, LeavesASinkAloneThatRefuses) {
    const Alarms alarms([](std::size_t) { return HRESULT{WBEM_E_CALL_CANCELLED}; });
    ASSERT_THAT(provider_->ProvideEvents(alarms.sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(alarms.sink.log->wait_until(
        [](const auto& log) { return log.objects() == 1 && log.references() == 1; }));
}

TEST_F(AlarmProvider, KnowsItsQueries) {
    const auto queries = provider_.as<IWbemEventProviderQuerySink>();
    EXPECT_THAT(add_query(7), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(queries->NewQuery(8, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(queries->CancelQuery(8), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(queries->CancelQuery(7), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(queries->CancelQuery(7), ResultIs(WBEM_E_NOT_FOUND));
}

TEST_F(AlarmProvider, RaisesEventsForQueriesOnly) {
    const Alarms alarms;
    ASSERT_THAT(add_query(1), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(provider_.as<IWbemEventProviderQuerySink>()->CancelQuery(1), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(provider_->ProvideEvents(alarms.sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(alarms.sink->objects(), 0U);
    ASSERT_THAT(add_query(2), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(alarms.sink.log->wait_for_objects(1));
}

TEST_F(AlarmProvider, RefusesWrongArguments) {
    const HeldSink sink;
    EXPECT_THAT(provider_->ProvideEvents(nullptr, 0), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(provider_->ProvideEvents(sink.get(), 1), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(sink->references(), 1);
}

TEST(AlarmProviderWithoutItsClass, SaysThatItHasFailed) {
    Wmi wmi;
    const auto elsewhere = wmi.mock.connect("root\\mock");
    const auto provider = make_alarm_provider();
    EXPECT_THAT(provider.as<IWbemProviderInit>()->Initialize(nullptr, 0, nullptr, nullptr, elsewhere.get(),
                                                             nullptr, wmi.init_sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(wmi.init_sink->told, testing::ElementsAre(std::pair<LONG, LONG>(WBEM_E_FAILED, 0)));
}

}  // namespace
}  // namespace wbemcheck::example::test
