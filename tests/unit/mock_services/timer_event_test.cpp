// Timer events: what the instances of __TimerInstruction bring about.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/namespaces.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/event_log.h"
#include "tests/unit/mock_services/manual_time.h"

namespace wbemcheck::mock::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kAllTimers = "SELECT * FROM __TimerEvent";

// "which timer: how many firings".
std::string describe(IWbemClassObject* event) {
    EXPECT_EQ(value_at(event, "__CLASS"), "__TimerEvent");
    return value_at(event, "TimerId") + ": " + value_at(event, "NumFirings");
}

class TimerEvents : public ::testing::Test {
protected:
    ~TimerEvents() override { core_->shut_down(); }

    HRESULT put_interval(std::string_view id, LONG interval_ms, IWbemServices* services = nullptr) {
        return put(services != nullptr ? *services : *services_, "__IntervalTimerInstruction",
                   {{"TimerId", quoted(id)}, {"IntervalBetweenEvents", std::to_string(interval_ms)}});
    }
    HRESULT put_moment(std::string_view id, std::string_view moment) {
        return put(*services_, "__AbsoluteTimerInstruction",
                   {{"TimerId", quoted(id)}, {"EventDateTime", quoted(moment)}});
    }
    void listen(std::string_view query = kAllTimers) {
        ASSERT_THAT(subscribe(*services_, query, log_), ResultIs(WBEM_S_NO_ERROR));
    }
    void pass(std::chrono::microseconds time) {
        time_->advance(time);
        EXPECT_TRUE(settle(*core_));
    }
    // What has come since the last call.
    std::vector<std::string> news() {
        EXPECT_TRUE(settle(*core_));
        const std::vector<std::string> all = log_.lines();
        std::vector<std::string> result(all.begin() + static_cast<std::ptrdiff_t>(read_), all.end());
        read_ = all.size();
        return result;
    }

    static std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

    const std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
    const std::shared_ptr<Core> core_ = std::make_shared<Core>(Settings{.clock = time_});
    const com::com_ptr<IWbemServices> services_ = open_services(core_, "root\\mock");
    EventLog log_{describe};
    std::size_t read_ = 0;
};

// --- interval timers

TEST_F(TimerEvents, ComeAtEveryInterval) {
    listen("SELECT * FROM __TimerEvent WHERE TimerID = \"MyEvent\"");  // as the SDK's page writes it
    ASSERT_THAT(put_interval("MyEvent", 10'000), ResultIs(WBEM_S_NO_ERROR));
    pass(milliseconds(9'999));
    EXPECT_THAT(news(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(news(), ElementsAre("MyEvent: 1"));
    pass(milliseconds(9'999));
    EXPECT_THAT(news(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(news(), ElementsAre("MyEvent: 1"));
}

TEST_F(TimerEvents, AreMergedWhenTheyCouldNotComeInTime) {
    listen();
    ASSERT_THAT(put_interval("late", 1'000), ResultIs(WBEM_S_NO_ERROR));
    pass(milliseconds(3'500));
    EXPECT_THAT(news(), ElementsAre("late: 3"));
    pass(milliseconds(499));
    EXPECT_THAT(news(), IsEmpty());  // the intervals lie where they lay
    pass(milliseconds(1));
    EXPECT_THAT(news(), ElementsAre("late: 1"));
}

TEST_F(TimerEvents, DoNotCountWhatASkippingTimerHasMissed) {
    listen();
    ASSERT_THAT(put(*services_, "__IntervalTimerInstruction",
                    {{"TimerId", "'skipping'"}, {"IntervalBetweenEvents", "1000"}, {"SkipIfPassed", "TRUE"}}),
                ResultIs(WBEM_S_NO_ERROR));
    pass(milliseconds(3'500));
    EXPECT_THAT(news(), ElementsAre("skipping: 1"));
    pass(milliseconds(500));
    EXPECT_THAT(news(), ElementsAre("skipping: 1"));
}

TEST_F(TimerEvents, OfOneTimerReachWhoAsksForIt) {
    listen("SELECT * FROM __TimerEvent WHERE TimerId = 'b'");
    EventLog others(describe);
    EventLog everything([](IWbemClassObject* event) { return value_at(event, "__CLASS"); });
    ASSERT_THAT(subscribe(*services_, "SELECT * FROM __TimerEvent WHERE TimerId <> 'b'", others),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("a", 2'000), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("b", 3'000), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(subscribe(*services_, "SELECT * FROM __Event", everything), ResultIs(WBEM_S_NO_ERROR));
    for (int i = 0; i < 4; ++i) pass(seconds(1));
    EXPECT_THAT(news(), ElementsAre("b: 1"));
    EXPECT_THAT(others.lines(), ElementsAre("a: 1", "a: 1"));
    EXPECT_THAT(everything.lines(), ElementsAre("__TimerEvent", "__TimerEvent", "__TimerEvent"));
}

TEST_F(TimerEvents, StopWithTheirInstruction) {
    listen();
    ASSERT_THAT(put_interval("short", 1'000), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(1));
    EXPECT_THAT(news(), ElementsAre("short: 1"));
    ASSERT_THAT(remove(*services_, "__IntervalTimerInstruction.TimerId='SHORT'"), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(10));
    EXPECT_THAT(news(), IsEmpty());
}

TEST_F(TimerEvents, BeginAnewWhenTheInstructionChanges) {
    listen();
    ASSERT_THAT(put_interval("changing", 1'000), ResultIs(WBEM_S_NO_ERROR));
    pass(milliseconds(600));
    ASSERT_THAT(put_interval("changing", 500), ResultIs(WBEM_S_NO_ERROR));
    pass(milliseconds(499));
    EXPECT_THAT(news(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(news(), ElementsAre("changing: 1"));
    ASSERT_THAT(put_interval("changing", 500), ResultIs(WBEM_S_NO_ERROR));  // put again as it is
    pass(milliseconds(499));
    EXPECT_THAT(news(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(news(), ElementsAre("changing: 1"));
}

TEST_F(TimerEvents, NeedAnInterval) {
    listen();
    EXPECT_THAT(put(*services_, "__IntervalTimerInstruction", {{"TimerId", "'none'"}}),
                ResultIs(WBEM_E_ILLEGAL_NULL));
    ASSERT_THAT(put_interval("zero", 0), ResultIs(WBEM_S_NO_ERROR));
    pass(hours(1));
    EXPECT_THAT(news(), IsEmpty());
}

TEST_F(TimerEvents, AreForTheNamespaceOfTheirInstruction) {
    const auto child = open_services(core_, "root\\mock\\child");
    EventLog in_child(describe);
    listen();
    ASSERT_THAT(subscribe(*child, kAllTimers, in_child), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("here", 1'000), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("there", 1'000, child.get()), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(1));
    EXPECT_THAT(news(), ElementsAre("here: 1"));
    EXPECT_THAT(in_child.lines(), ElementsAre("there: 1"));
}

TEST_F(TimerEvents, EndWithTheirNamespace) {
    ASSERT_THAT(core_->repository().create_namespace("root\\mock\\passing"), ResultIs(WBEM_S_NO_ERROR));
    const auto passing = open_services(core_, "root\\mock\\passing");
    EventLog in_passing(describe);
    listen();
    ASSERT_THAT(subscribe(*passing, kAllTimers, in_passing), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("passing", 1'000, passing.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("staying", 1'000), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(core_->repository().delete_namespace("root\\mock\\passing"), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(core_->repository().create_namespace("root\\mock\\passing"), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(1));
    EXPECT_THAT(in_passing.lines(), IsEmpty());
    EXPECT_THAT(news(), ElementsAre("staying: 1"));
}

TEST_F(TimerEvents, EndWithTheClassOfTheirInstruction) {
    com::com_ptr<IWbemClassObject> instruction;
    ASSERT_THAT(services_->GetObject(bstr("__IntervalTimerInstruction").get(), 0, nullptr, instruction.put(),
                                     nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemClassObject> derived;
    ASSERT_THAT(instruction->SpawnDerivedClass(0, derived.put()), ResultIs(WBEM_S_NO_ERROR));
    set(derived.get(), "__CLASS", "'Test_Timer'");
    ASSERT_THAT(services_->PutClass(derived.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    listen();
    ASSERT_THAT(put(*services_, "Test_Timer", {{"TimerId", "'derived'"}, {"IntervalBetweenEvents", "1000"}}),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("plain", 1'000), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(1));
    EXPECT_THAT(news(), testing::UnorderedElementsAre("derived: 1", "plain: 1"));
    ASSERT_THAT(services_->DeleteClass(bstr("Test_Timer").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(1));
    EXPECT_THAT(news(), ElementsAre("plain: 1"));
}

TEST_F(TimerEvents, ComeToNobodyOnceTheSubscriptionIsCancelled) {
    listen();
    ASSERT_THAT(put_interval("tick", 1'000), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(1));
    EXPECT_THAT(news(), ElementsAre("tick: 1"));
    EXPECT_THAT(services_->CancelAsyncCall(log_.sink()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(log_.calls().wait_for_rest(1, 1));
    pass(seconds(1));
    EXPECT_THAT(news(), IsEmpty());
    EventLog next(describe);  // the timer goes on
    ASSERT_THAT(subscribe(*services_, kAllTimers, next), ResultIs(WBEM_S_NO_ERROR));
    pass(seconds(1));
    EXPECT_THAT(next.lines(), ElementsAre("tick: 1"));
}

TEST_F(TimerEvents, CanBeGrouped) {
    EventLog groups([](IWbemClassObject* event) {
        return value_at(event, "NumberOfEvents") + " of " + value_at(event, "Representative.TimerId");
    });
    ASSERT_THAT(
        subscribe(*services_,
                  "SELECT * FROM __TimerEvent GROUP WITHIN 4 BY TimerId HAVING NumberOfEvents > 1", groups),
        ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("second", 1'000), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put_interval("rare", 3'000), ResultIs(WBEM_S_NO_ERROR));
    for (int i = 0; i < 9; ++i) pass(milliseconds(500));  // the first fires at 1 s: the interval ends at 5 s
    EXPECT_THAT(groups.lines(), IsEmpty());
    ASSERT_THAT(remove(*services_, "__IntervalTimerInstruction.TimerId='second'"), ResultIs(WBEM_S_NO_ERROR));
    pass(milliseconds(500));
    EXPECT_THAT(groups.lines(), ElementsAre("4 of second"));  // at 1, 2, 3 and 4 s; of the other one at 3 s
}

TEST_F(TimerEvents, EndWithTheMock) {
    listen();
    ASSERT_THAT(put_interval("tick", 1'000), ResultIs(WBEM_S_NO_ERROR));
    core_->shut_down();
    time_->advance(seconds(5));
    EXPECT_THAT(log_.lines(), IsEmpty());
    EXPECT_EQ(log_.calls().finals(), 1U);
}

// --- absolute timers: the test's time begins at 2030-01-01 00:00 UTC

TEST_F(TimerEvents, ComeOnceAtTheMomentOfAnAbsoluteTimer) {
    listen();
    ASSERT_THAT(put_moment("noon", "20300101130000.250000+060"), ResultIs(WBEM_S_NO_ERROR));  // 12:00 UTC
    pass(hours(12));
    EXPECT_THAT(news(), IsEmpty());
    pass(milliseconds(249));
    EXPECT_THAT(news(), IsEmpty());
    pass(milliseconds(1));
    EXPECT_THAT(news(), ElementsAre("noon: 1"));
    pass(hours(48));
    EXPECT_THAT(news(), IsEmpty());
}

TEST_F(TimerEvents, ComeAtOnceWhenTheMomentHasPassed) {
    listen();
    ASSERT_THAT(put_moment("passed", "20291231235959.999999+000"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(news(), ElementsAre("passed: 1"));
    pass(hours(48));
    EXPECT_THAT(news(), IsEmpty());
}

TEST_F(TimerEvents, DoNotComeWhenASkippingTimerHasPassed) {
    listen();
    for (const auto& [id, moment] : {std::pair("'passed'", "'20291231235959.999999+000'"),
                                     std::pair("'coming'", "'20300101000001.000000+000'")}) {
        ASSERT_THAT(put(*services_, "__AbsoluteTimerInstruction",
                        {{"TimerId", id}, {"EventDateTime", moment}, {"SkipIfPassed", "TRUE"}}),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_THAT(news(), IsEmpty());
    pass(seconds(1));
    EXPECT_THAT(news(), ElementsAre("coming: 1"));
}

TEST_F(TimerEvents, GoByTheTimeOfDayWhenSomebodySetsIt) {
    listen();
    ASSERT_THAT(put_moment("soon", "20300101030000.000000+000"), ResultIs(WBEM_S_NO_ERROR));
    pass(hours(1));
    time_->set_time_of_day(-hours(1));  // midnight again
    pass(hours(2));
    EXPECT_THAT(news(), IsEmpty());
    pass(hours(1));
    EXPECT_THAT(news(), ElementsAre("soon: 1"));
}

TEST_F(TimerEvents, WaitForAMomentThatIsFarAway) {
    listen();
    ASSERT_THAT(put_moment("far", "99991231235959.999999+000"), ResultIs(WBEM_S_NO_ERROR));
    for (int i = 0; i < 3; ++i) pass(hours(24 * 365));
    EXPECT_THAT(news(), IsEmpty());
}

TEST_F(TimerEvents, NeedAMoment) {
    listen();
    EXPECT_THAT(put(*services_, "__AbsoluteTimerInstruction", {{"TimerId", "'none'"}}),
                ResultIs(WBEM_E_ILLEGAL_NULL));
    ASSERT_THAT(put_moment("length", "00000001000000.000000:000"),
                ResultIs(WBEM_S_NO_ERROR));  // an interval is none
    pass(hours(48));
    EXPECT_THAT(news(), IsEmpty());
}

// --- what the classes are

TEST_F(TimerEvents, HaveTheSystemClassesOfTheSdk) {
    const auto class_of = [this](std::string_view name) {
        com::com_ptr<IWbemClassObject> definition;
        EXPECT_THAT(services_->GetObject(bstr(name).get(), 0, nullptr, definition.put(), nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
        return definition;
    };
    EXPECT_EQ(value_at(class_of("__EventGenerator").get(), "__SUPERCLASS"), "__IndicationRelated");
    EXPECT_EQ(value_at(class_of("__TimerInstruction").get(), "__SUPERCLASS"), "__EventGenerator");
    EXPECT_EQ(value_at(class_of("__AbsoluteTimerInstruction").get(), "__SUPERCLASS"), "__TimerInstruction");
    EXPECT_EQ(value_at(class_of("__IntervalTimerInstruction").get(), "__SUPERCLASS"), "__TimerInstruction");
    EXPECT_EQ(value_at(class_of("__TimerEvent").get(), "__SUPERCLASS"), "__Event");
    EXPECT_EQ(value_at(class_of("__TimerNextFiring").get(), "__SUPERCLASS"), "__IndicationRelated");
    com::com_ptr<IWbemQualifierSet> qualifiers;
    ASSERT_THAT(class_of("__IntervalTimerInstruction")
                    ->GetPropertyQualifierSet(OLESTR("IntervalBetweenEvents"), qualifiers.put()),
                ResultIs(WBEM_S_NO_ERROR));
    com::variant units;
    ASSERT_THAT(qualifiers->Get(OLESTR("units"), 0, units.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(com::to_utf8(units->bstrVal), "milliseconds");
    EXPECT_THAT(put(*services_, "__TimerInstruction", {{"TimerId", "'abstract'"}}),
                ResultIs(WBEM_E_ILLEGAL_OPERATION));
}

// By the machine's time.
TEST(TimerEventsByTheClock, ComeAgainAndAgain) {
    Client client;
    std::atomic<LONG> firings = 0;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) firings += number_of(objects[i], "NumFirings");
        return WBEM_S_NO_ERROR;
    }});
    ASSERT_THAT(client.subscribe(kAllTimers, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put(*client.services, "__IntervalTimerInstruction",
                    {{"TimerId", "'tick'"}, {"IntervalBetweenEvents", "2"}}),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(5));
    EXPECT_THAT(remove(*client.services, "__IntervalTimerInstruction.TimerId='tick'"),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(settle(*client.mock));
    const std::size_t events = sink->objects();
    EXPECT_GE(firings, static_cast<LONG>(events));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), events);
}

}  // namespace
}  // namespace wbemcheck::mock::test
