#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::Method;

constexpr const char* kEvents = "SELECT * FROM Happening";

// Subscriptions that an event provider hears of.
struct Subscribed {
    Script script;

    // Told to the provider under this id, and open.
    std::uint32_t subscribe(std::int64_t query) {
        const std::uint32_t sink = script.sink();
        const std::uint32_t call = script.enter(Method::kExecNotificationQueryAsync, sink, 0, kEvents);
        told(Method::kNewQuery, query, kEvents);
        script.add_ref(sink);
        script.leave(call);
        return sink;
    }
    void told(Method method, std::int64_t query, std::string_view text = {}) {
        trace::Event event;
        event.kind = trace::EventKind::kProviderTold;
        event.method = static_cast<std::uint16_t>(method);
        event.object = 77;
        event.value = query;
        if (text.empty()) {
            script.recorder().record(event);
        } else {
            script.recorder().record(event, {{trace::TextRole::kQuery, text}});
        }
    }
    void cancel(std::uint32_t sink) {
        const std::uint32_t call = script.enter(Method::kCancelAsyncCall, sink);
        script.release(sink);
        script.leave(call);
    }
};

TEST(EventProvider, HearsOfTheEndOfEachQuery) {
    Subscribed subscribed;
    const std::uint32_t first = subscribed.subscribe(5);
    const std::uint32_t second = subscribed.subscribe(6);
    subscribed.cancel(first);
    subscribed.told(Method::kCancelQuery, 5);
    subscribed.told(Method::kCancelQuery, 6);  // may come at any time before the rest
    subscribed.cancel(second);
    subscribed.script.rest(first);
    const Judgement judgement = subscribed.script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "EVT-7"), 2u);
}

TEST(EventProvider, ThatIsNotToldIsAViolation) {
    Subscribed subscribed;
    const std::uint32_t sink = subscribed.subscribe(5);
    subscribed.cancel(sink);
    subscribed.script.rest(sink);
    EXPECT_THAT(findings(subscribed.script.judge()),
                ElementsAre("EVT-7 violation | CancelQuery tells the event provider of 1 cancelled subscription | it was told "
                            "of 0"));
}

TEST(EventProvider, IsNotBlamedOnASubscriptionThatIsOpen) {
    Subscribed subscribed;
    const std::uint32_t sink = subscribed.subscribe(5);
    subscribed.script.rest(sink);
    EXPECT_EQ(opportunities(subscribed.script.judge(), "EVT-7"), 0u);
}

TEST(EventProvider, ThatHearsOfAnotherQueryIsAViolation) {
    Subscribed subscribed;
    const std::uint32_t sink = subscribed.subscribe(5);
    subscribed.cancel(sink);
    subscribed.told(Method::kCancelQuery, 5);
    subscribed.told(Method::kCancelQuery, 9);
    EXPECT_THAT(findings(subscribed.script.judge()), ElementsAre("EVT-7 violation | CancelQuery names a query that the "
                                                                 "provider was told of, once | it named query 9"));
}

TEST(EventProvider, ThatHearsTooEarlyIsAViolation) {
    Subscribed subscribed;
    (void)subscribed.subscribe(5);
    subscribed.told(Method::kCancelQuery, 5);
    EXPECT_THAT(findings(subscribed.script.judge()),
                ElementsAre("EVT-7 violation | CancelQuery comes when a subscription has ended | it came while every "
                            "subscription with this query was open"));
}

}  // namespace
}  // namespace wbemcheck::contract
