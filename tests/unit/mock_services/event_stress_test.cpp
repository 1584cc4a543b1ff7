// Writers, readers, subscribers and cancels together. What the sanitizers are for, and what every subscriber
// may rely on whoever else is there: one order, nothing twice, nothing left out, nothing after the end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/event_log.h"
#include "tests/unit/mock_services/gate.h"

namespace wbemcheck::mock::test {
namespace {

constexpr int kWriters = 2;
constexpr int kKeysOfAWriter = 3;
constexpr int kRounds = 12;  // creation, modifications and deletion of one key
constexpr int kChanges = 3;  // modifications in between
constexpr int kClassRounds = 15;
constexpr int kVisits = 12;  // subscriptions that one visitor makes

constexpr std::string_view kAllWrites =
    "SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'Mock_Writable'";

// The story of one thing, as a subscriber sees it. He may come in the middle of it, and then knows nothing
// yet.
//
// The values of one key count up over all its lives: 1 is put, changed to 2, 3 and 4, deleted as 4, put again
// as 5. So an event that is lost, doubled or out of order breaks the count.
class Story {
public:
    void created(int value) {
        const bool is_next = !is_known_ || (!exists_ && value == value_ + 1);
        tell(is_next, true, value, "created");
    }
    void modified(int before, int value) {
        const bool is_next = value == before + 1 && (!is_known_ || (exists_ && before == value_));
        tell(is_next, true, value, "modified");
    }
    void deleted(int value) {
        const bool is_next = !is_known_ || (exists_ && value == value_);
        tell(is_next, false, value, "deleted");
    }

    [[nodiscard]] int events() const { return events_; }
    [[nodiscard]] const std::string& mistake() const { return mistake_; }

private:
    void tell(bool is_next, bool exists, int value, std::string_view what) {
        if (!is_next && mistake_.empty()) {
            mistake_ = std::string(what) + " with " + std::to_string(value) + " after " +
                       (exists_ ? "being there with " : "being gone with ") + std::to_string(value_);
        }
        is_known_ = true;
        exists_ = exists;
        value_ = value;
        ++events_;
    }

    bool is_known_ = false;
    bool exists_ = false;
    int value_ = 0;
    int events_ = 0;
    std::string mistake_;
};

// What the tests below stand on: no mistake passes.
TEST(Story, TakesALifeAfterTheOtherFromAnyPointOn) {
    Story whole;
    whole.created(1);
    whole.modified(1, 2);
    whole.deleted(2);
    whole.created(3);
    EXPECT_EQ(whole.mistake(), "");
    EXPECT_EQ(whole.events(), 4);
    Story from_the_middle;
    from_the_middle.modified(7, 8);
    from_the_middle.deleted(8);
    EXPECT_EQ(from_the_middle.mistake(), "");
}

TEST(Story, BreaksWithAnEventThatIsMissingDoubledOrOutOfOrder) {
    const auto breaks = [](const auto& then) {
        Story story;
        story.created(1);
        story.modified(1, 2);
        then(story);
        return !story.mistake().empty();
    };
    EXPECT_TRUE(breaks([](Story& story) { story.modified(1, 2); }));
    EXPECT_TRUE(breaks([](Story& story) { story.modified(3, 4); }));
    EXPECT_TRUE(breaks([](Story& story) { story.created(3); }));
    EXPECT_TRUE(breaks([](Story& story) { story.deleted(1); }));
    EXPECT_TRUE(breaks([](Story& story) {
        story.deleted(2);
        story.deleted(2);
    }));
    EXPECT_TRUE(breaks([](Story& story) {
        story.deleted(2);
        story.modified(2, 3);
    }));
    EXPECT_TRUE(breaks([](Story& story) {
        story.deleted(2);
        story.created(4);
    }));
    EXPECT_FALSE(breaks([](Story& story) { story.deleted(2); }));
}

// Follows the stories of all keys. Remembers whether anything came after it was told that nothing may.
class Subscriber {
public:
    Subscriber()
        : sink_({.on_indicate = [state = state_](LONG count, IWbemClassObject** objects) {
              const std::scoped_lock lock(state->mutex);
              state->is_late = state->is_late || state->is_over;
              for (LONG i = 0; i < count; ++i) read(objects[i], state->stories);
              return WBEM_S_NO_ERROR;
          }}) {}

    [[nodiscard]] IWbemObjectSink* sink() const { return sink_.get(); }
    [[nodiscard]] SinkLog& calls() const { return *sink_.log; }

    // Cancels, and expects that a callback begins only before that has returned (CAN-4, X-19).
    void leave(IWbemServices& services) {
        EXPECT_THAT(services.CancelAsyncCall(sink()), ResultIs(WBEM_S_NO_ERROR));
        {
            const std::scoped_lock lock(state_->mutex);
            state_->is_over = true;
        }
        EXPECT_TRUE(calls().wait_for_rest(1, 1));
    }
    // Everything that it has seen is told in order; how many events that were.
    int check() const {
        const std::scoped_lock lock(state_->mutex);
        EXPECT_FALSE(state_->is_late) << "events after CancelAsyncCall had returned";
        EXPECT_FALSE(calls().has_offence());
        EXPECT_LE(calls().most_at_once(), 1U);  // ORD-3
        int events = 0;
        for (const auto& [name, story] : state_->stories) {
            EXPECT_EQ(story.mistake(), "") << name;
            events += story.events();
        }
        return events;
    }

private:
    struct State {
        std::mutex mutex;
        std::map<std::string, Story> stories;  // guarded by mutex
        bool is_over = false;                  // guarded by mutex
        bool is_late = false;                  // guarded by mutex
    };

    static void read(IWbemClassObject* event, std::map<std::string, Story>& stories) {
        const std::string event_class = value_at(event, "__CLASS");
        Story& story = stories[value_at(event, "TargetInstance.Name")];
        const int value = std::stoi(value_at(event, "TargetInstance.Value"));
        if (event_class == "__InstanceCreationEvent") {
            story.created(value);
        } else if (event_class == "__InstanceModificationEvent") {
            story.modified(std::stoi(value_at(event, "PreviousInstance.Value")), value);
        } else {
            story.deleted(value);
        }
    }

    const std::shared_ptr<State> state_ = std::make_shared<State>();  // shared with the sink
    HeldSink sink_;
};

bool is_done_or_shut_down(HRESULT result) {
    return result == WBEM_S_NO_ERROR || result == WBEM_E_SHUTTING_DOWN;
}

std::string key_of(int writer, int key) { return "w" + std::to_string(writer) + "-" + std::to_string(key); }

// The lives of a writer's keys; how many events that makes, or fewer when the mock ends.
void write(IWbemServices& services, int writer) {
    const auto make = [&](const std::string& name) {
        com::com_ptr<IWbemClassObject> definition;
        com::com_ptr<IWbemClassObject> instance;
        if (FAILED(services.GetObject(bstr("Mock_Writable").get(), 0, nullptr, definition.put(), nullptr)))
            return instance;
        EXPECT_THAT(definition->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
        set(instance.get(), "Name", "'" + name + "'");
        return instance;
    };
    std::vector<com::com_ptr<IWbemClassObject>> instances;
    for (int key = 0; key < kKeysOfAWriter; ++key) {
        instances.push_back(make(key_of(writer, key)));
        if (instances.back() == nullptr) return;
    }
    std::vector<int> values(instances.size(), 0);
    for (int round = 0; round < kRounds; ++round) {
        for (int step = 0; step <= kChanges + 1; ++step) {
            for (std::size_t key = 0; key < instances.size(); ++key) {
                HRESULT result = WBEM_S_NO_ERROR;
                if (step <= kChanges) {
                    set(instances[key].get(), "Value", std::to_string(++values[key]));
                    result = services.PutInstance(instances[key].get(), 0, nullptr, nullptr);
                } else {
                    result = remove(services,
                                    "Mock_Writable.Name='" + key_of(writer, static_cast<int>(key)) + "'");
                }
                EXPECT_TRUE(is_done_or_shut_down(result)) << com::describe_hresult(result);
                if (FAILED(result)) return;
            }
        }
    }
}
constexpr int kEventsOfAWriter = kKeysOfAWriter * kRounds * (kChanges + 2);

// Classes that come and go, and timer instructions, on which others live.
void change_classes(IWbemServices& services) {
    com::com_ptr<IWbemClassObject> scratch;
    if (FAILED(services.GetObject(bstr("Mock_Scratch").get(), 0, nullptr, scratch.put(), nullptr))) return;
    com::com_ptr<IWbemClassObject> made;
    EXPECT_THAT(scratch->SpawnDerivedClass(0, made.put()), ResultIs(WBEM_S_NO_ERROR));
    set(made.get(), "__CLASS", "'Test_Passing'");
    com::com_ptr<IWbemClassObject> instruction;
    com::com_ptr<IWbemClassObject> timer;
    if (FAILED(services.GetObject(bstr("__IntervalTimerInstruction").get(), 0, nullptr, instruction.put(),
                                  nullptr)))
        return;
    EXPECT_THAT(instruction->SpawnInstance(0, timer.put()), ResultIs(WBEM_S_NO_ERROR));
    set(timer.get(), "TimerId", "'tick'");
    set(timer.get(), "IntervalBetweenEvents", "1");
    for (int round = 0; round < kClassRounds; ++round) {
        const HRESULT results[] = {services.PutClass(made.get(), 0, nullptr, nullptr),
                                   services.PutInstance(timer.get(), 0, nullptr, nullptr),
                                   services.DeleteClass(bstr("Test_Passing").get(), 0, nullptr, nullptr),
                                   remove(services, "__IntervalTimerInstruction.TimerId='tick'")};
        for (const HRESULT result : results)
            EXPECT_TRUE(is_done_or_shut_down(result)) << com::describe_hresult(result);
        if (std::ranges::any_of(results, [](HRESULT result) { return FAILED(result); })) return;
    }
}

// Enumerates what is there while it changes: a key is there once or not at all.
void read_all(IWbemServices& services, const std::atomic<bool>& is_over) {
    while (!is_over) {
        com::com_ptr<IEnumWbemClassObject> enumerator;
        if (FAILED(services.ExecQuery(bstr("WQL").get(), bstr("SELECT Name FROM Mock_Writable").get(),
                                      WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr,
                                      enumerator.put()))) {
            return;
        }
        std::vector<std::string> names;
        com::com_ptr<IWbemClassObject> object;
        ULONG returned = 0;
        while (enumerator->Next(WBEM_INFINITE, 1, object.put(), &returned) == WBEM_S_NO_ERROR) {
            names.push_back(value_at(object.get(), "Name"));
        }
        std::ranges::sort(names);
        EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    }
}

// Subscriptions of every kind that end while things happen. Only the first kind is followed event by event.
void visit(IWbemServices& services) {
    for (int i = 0; i < kVisits; ++i) {
        Subscriber subscriber;
        HeldSink groups;
        HeldSink timers;
        HeldSink of_passing;
        const auto subscribe = [&](std::string_view query, IWbemObjectSink* sink) {
            EXPECT_THAT(
                services.ExecNotificationQueryAsync(bstr("WQL").get(), bstr(query).get(), 0, nullptr, sink),
                ResultIs(WBEM_S_NO_ERROR));
        };
        subscribe(kAllWrites, subscriber.sink());
        subscribe(
            std::string(kAllWrites) + " GROUP WITHIN 0.001 BY TargetInstance.Name HAVING NumberOfEvents > 1",
            groups.get());
        subscribe("SELECT * FROM __TimerEvent WHERE TimerId = 'tick'", timers.get());
        // Fails whenever the class goes (EVT-3), which the cancel may find done.
        subscribe("SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'Test_Passing'",
                  of_passing.get());
        // Some leave at once, some when they have seen something, if it is not over by then.
        for (int look = 0; look < 200 * (i % 3) && subscriber.calls().objects() == 0; ++look)
            std::this_thread::yield();
        (void)services.CancelAsyncCall(of_passing.get());
        EXPECT_THAT(services.CancelAsyncCall(groups.get()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(services.CancelAsyncCall(timers.get()), ResultIs(WBEM_S_NO_ERROR));
        subscriber.leave(services);
        for (HeldSink* const sink : {&groups, &timers, &of_passing}) {
            EXPECT_TRUE((*sink)->wait_for_rest(1, 1));
            EXPECT_FALSE((*sink)->has_offence());
        }
        (void)subscriber.check();
    }
}

TEST(EventsUnderLoad, AreOneOrderWithoutGapsForEverySubscriber) {
    Client client({.batch = 4, .threads = 3});
    Subscriber resident;
    ASSERT_THAT(client.subscribe(kAllWrites, resident.sink()), ResultIs(WBEM_S_NO_ERROR));
    std::atomic<int> grouped = 0;
    HeldSink groups({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) grouped += number_of(objects[i], "NumberOfEvents");
        return WBEM_S_NO_ERROR;
    }});
    ASSERT_THAT(client.subscribe(std::string(kAllWrites) + " GROUP WITHIN 0.002 BY TargetInstance.Name",
                                 groups.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EventLog classes([](IWbemClassObject* event) {
        return value_at(event, "__CLASS") + " " + value_at(event, "TargetClass.__CLASS");
    });
    ASSERT_THAT(subscribe(*client.services, "SELECT * FROM __ClassOperationEvent WITHIN 1", classes),
                ResultIs(WBEM_S_NO_ERROR));

    std::atomic<bool> is_over = false;
    {
        std::vector<std::jthread> readers_and_visitors;
        readers_and_visitors.emplace_back([&] { read_all(*client.services, is_over); });
        readers_and_visitors.emplace_back([&] { visit(*client.services); });
        readers_and_visitors.emplace_back([&] { visit(*client.services); });
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < kWriters; ++writer) {
            writers.emplace_back([&, writer] { write(*client.services, writer); });
        }
        writers.emplace_back([&] { change_classes(*client.services); });
        writers.clear();  // joins
        is_over = true;
    }

    constexpr int kWritten = kWriters * kEventsOfAWriter;
    EXPECT_TRUE(resident.calls().wait_for_objects(kWritten));
    EXPECT_TRUE(groups->wait_until([&](const SinkLog&) { return grouped == kWritten; }));
    EXPECT_TRUE(classes.calls().wait_for_objects(2 * kClassRounds));
    resident.leave(*client.services);
    EXPECT_EQ(resident.check(), kWritten);
    for (IWbemObjectSink* const sink : {groups.get(), classes.sink()}) {
        EXPECT_THAT(client.services->CancelAsyncCall(sink), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_TRUE(groups->wait_for_rest(1, 1));
    EXPECT_TRUE(classes.calls().wait_for_rest(1, 1));
    EXPECT_EQ(grouped, kWritten);  // every event in one aggregate
    std::vector<std::string> expected;
    for (int round = 0; round < kClassRounds; ++round) {
        expected.insert(expected.end(),
                        {"__ClassCreationEvent Test_Passing", "__ClassDeletionEvent Test_Passing"});
    }
    EXPECT_THAT(classes.lines(), testing::ElementsAreArray(expected));
}

// The mock goes while everybody is at it: every subscription has its one final, and what it has seen until
// then is in order.
TEST(EventsUnderLoad, EndInOrderWithTheMock) {
    for (int repetition = 0; repetition < 3; ++repetition) {
        Client client({.batch = 4, .threads = 3});
        std::vector<std::unique_ptr<Subscriber>> subscribers;
        for (int i = 0; i < 4; ++i) {
            subscribers.push_back(std::make_unique<Subscriber>());
            ASSERT_THAT(client.subscribe(kAllWrites, subscribers.back()->sink()), ResultIs(WBEM_S_NO_ERROR));
        }
        HeldSink groups;
        HeldSink timers;
        ASSERT_THAT(client.subscribe(std::string(kAllWrites) + " GROUP WITHIN 0.001 BY TargetInstance.Name",
                                     groups.get()),
                    ResultIs(WBEM_S_NO_ERROR));
        ASSERT_THAT(client.subscribe("SELECT * FROM __TimerEvent", timers.get()), ResultIs(WBEM_S_NO_ERROR));
        std::atomic<bool> is_over = false;
        std::vector<std::jthread> others;
        for (int writer = 0; writer < kWriters; ++writer) {
            others.emplace_back([&, writer] { write(*client.services, writer); });
        }
        others.emplace_back([&] { change_classes(*client.services); });
        others.emplace_back([&] { read_all(*client.services, is_over); });
        EXPECT_TRUE(subscribers.front()->calls().wait_for_objects(20));
        client.mock.reset();
        is_over = true;
        others.clear();  // joins
        for (const auto& subscriber : subscribers) {
            EXPECT_THAT(subscriber->calls().final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
            EXPECT_EQ(subscriber->calls().references(), 1);
            (void)subscriber->check();
        }
        for (const HeldSink* const sink : {&groups, &timers}) {
            EXPECT_EQ((*sink)->finals(), 1U);
            EXPECT_EQ((*sink)->references(), 1);
            EXPECT_FALSE((*sink)->has_offence());
        }
    }
}

}  // namespace
}  // namespace wbemcheck::mock::test
