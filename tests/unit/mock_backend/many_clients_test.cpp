// Many clients at once: writers of instances, of classes and of namespaces, readers in every form, callers of methods,
// clients that cancel, and somebody who turns the knobs of the mock; to their end, and until the mock ends under them.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "harness/com/hresult.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

constexpr LONG kImmediately = WBEM_FLAG_RETURN_IMMEDIATELY;
constexpr std::string_view kAll = "SELECT * FROM Crew_Item";
constexpr int kWriters = 3;
constexpr LONG kRounds = 300;      // of each writer
constexpr LONG kWindow = 12;       // instances that a writer leaves standing
constexpr std::size_t kDeeds = 10;  // kinds of work beside theirs

// The instances of one writer in one answer. He puts them in the order of their numbers and deletes them in that order,
// so whatever is seen in one moment is a row without a gap.
using Numbers = std::vector<LONG>;

// One instance that is written again and again, always with a greater value.
constexpr std::string_view kSubject = "subject";
// Those of a class that comes and goes: they come in the order of their numbers and go together.
constexpr std::string_view kRare = "rare";

class Crew {
public:
    Crew() : seed_(std::random_device{}()), mock_(std::in_place, Settings{.objects = 0, .threads = 2}) {
        put_class("Crew_Item", {});
        client_ = connect();
        mock_->handle_method("Mock_Calculator", "Add", [](const MethodInvocation& call) {
            com::com_ptr<IWbemClassObject> definition;  // whatever the others do: a handler may look
            EXPECT_THAT(call.services.GetObject(bstr("Crew_Item").get(), 0, nullptr, definition.put(), nullptr),
                        ::testing::AnyOf(ResultIs(WBEM_S_NO_ERROR), ResultIs(WBEM_E_SHUTTING_DOWN)));
            call.set_output("Sum", com::make_variant(call.input("A")->lVal + call.input("B")->lVal));
            return WBEM_S_NO_ERROR;
        });
    }

    // Everybody works until the writers are done and the others have done their work once at the least.
    void work() {
        start();
        threads_.clear();  // joins
        users_of_mock_.clear();
    }

    // The mock ends when the writers have done half of their work; everybody ends with it.
    void work_until_the_mock_ends() {
        start();
        {
            std::unique_lock lock(mutex_);
            const bool is_half_done =
                changed_.wait_for(lock, kBudget, [this] { return rounds_ >= kWriters * kRounds / 2; });
            EXPECT_TRUE(is_half_done);
        }
        uses_mock_ = false;
        for (std::jthread& thread : users_of_mock_) {
            thread.join();
        }
        mock_.reset();
        threads_.clear();
        EXPECT_TRUE(has_seen_the_end_);
    }

    // What the writers say is there.
    [[nodiscard]] std::map<std::string, Numbers> written() const {
        std::map<std::string, Numbers> all;
        for (int writer = 0; writer < kWriters; ++writer) {
            Numbers& numbers = all["writer" + std::to_string(writer)];
            for (LONG number = std::max<LONG>(kRounds - kWindow, 0) + 1; number <= kRounds; ++number) {
                numbers.push_back(number);
            }
        }
        return all;
    }
    [[nodiscard]] std::map<std::string, Numbers> stored() const {
        Reading reading;
        com::com_ptr<IEnumWbemClassObject> rows;
        EXPECT_THAT(client_->ExecQuery(bstr("WQL").get(), bstr(kAll).get(), 0, nullptr, rows.put()),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(read_all(*rows, reading, 5), ResultIs(WBEM_S_FALSE));
        LONG subject = 0;
        reading.check(subject);
        return reading.numbers;
    }

    [[nodiscard]] std::string seed() const { return "seed " + std::to_string(seed_); }

private:
    // Of one thread.
    class Random {
    public:
        explicit Random(std::uint32_t seed) : engine_(seed) {}
        [[nodiscard]] ULONG below(ULONG limit) { return static_cast<ULONG>(engine_() % limit); }

    private:
        std::mt19937 engine_;
    };

    // What one answer had.
    struct Reading {
        std::map<std::string, Numbers> numbers;  // by writer
        LONG subject = 0;

        void add(IWbemClassObject* object) {
            const LONG value = number_of(object, "Value");
            EXPECT_EQ(number_of(object, "Again"), value);  // an instance is written as a whole
            const std::string writer = text_of(object, "Writer");
            if (writer == kSubject) {
                subject = value;
            } else {
                EXPECT_EQ(number_of(object, "Number"), value);
                numbers[writer].push_back(value);
            }
        }
        // Puts the numbers in order, and looks whether the answer can be that of one moment. `last_subject` is what the
        // same reader has seen before.
        void check(LONG& last_subject) {
            for (auto& [writer, all] : numbers) {
                std::ranges::sort(all);
                EXPECT_EQ(all.back() - all.front() + 1, static_cast<LONG>(all.size()))
                    << "a gap in the row of " << writer;
                EXPECT_LE(all.size(), static_cast<std::size_t>(kWindow) + 1) << writer;
                EXPECT_TRUE(writer != kRare || all.front() == 1);
            }
            EXPECT_GE(subject, last_subject) << "an answer is older than one before it";
            last_subject = subject;
        }
    };

    [[nodiscard]] com::com_ptr<IWbemServices> connect() const { return mock_->connect(); }

    // A class with a writer, a number and the number again; or one derived from another.
    void put_class(std::string_view name, std::string_view superclass) {
        EXPECT_THAT(put_class_with(*connect(), name, superclass), ResultIs(WBEM_S_NO_ERROR));
    }
    static HRESULT put_class_with(IWbemServices& services, std::string_view name, std::string_view superclass) {
        com::com_ptr<IWbemClassObject> definition;
        HRESULT result = services.GetObject(superclass.empty() ? nullptr : bstr(superclass).get(), 0, nullptr,
                                            definition.put(), nullptr);
        if (FAILED(result)) return result;
        if (!superclass.empty()) {
            com::com_ptr<IWbemClassObject> derived;
            EXPECT_THAT(definition->SpawnDerivedClass(0, derived.put()), ResultIs(WBEM_S_NO_ERROR));
            definition = derived;
        }
        EXPECT_THAT(definition->Put(OLESTR("__CLASS"), 0, com::make_variant(name).get(), 0), ResultIs(WBEM_S_NO_ERROR));
        if (superclass.empty()) {
            for (const OLECHAR* const key : {OLESTR("Writer"), OLESTR("Number")}) {
                const CIMTYPE type = key[0] == OLESTR('W') ? CIM_STRING : CIM_SINT32;
                EXPECT_THAT(definition->Put(key, 0, nullptr, type), ResultIs(WBEM_S_NO_ERROR));
                com::com_ptr<IWbemQualifierSet> qualifiers;
                EXPECT_THAT(definition->GetPropertyQualifierSet(key, qualifiers.put()), ResultIs(WBEM_S_NO_ERROR));
                EXPECT_THAT(qualifiers->Put(OLESTR("key"), com::make_variant(true).get(), 0),
                            ResultIs(WBEM_S_NO_ERROR));
            }
            EXPECT_THAT(definition->Put(OLESTR("Value"), 0, nullptr, CIM_SINT32), ResultIs(WBEM_S_NO_ERROR));
            EXPECT_THAT(definition->Put(OLESTR("Again"), 0, nullptr, CIM_SINT32), ResultIs(WBEM_S_NO_ERROR));
        }
        return services.PutClass(definition.get(), 0, nullptr, nullptr);
    }

    static com::com_ptr<IWbemClassObject> make_item(IWbemServices& services, std::string_view class_name,
                                                    std::string_view writer, LONG number, LONG value) {
        com::com_ptr<IWbemClassObject> definition;
        com::com_ptr<IWbemClassObject> item;
        if (FAILED(services.GetObject(bstr(class_name).get(), 0, nullptr, definition.put(), nullptr))) {
            return nullptr;
        }
        EXPECT_THAT(definition->SpawnInstance(0, item.put()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(item->Put(OLESTR("Writer"), 0, com::make_variant(writer).get(), 0), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(item->Put(OLESTR("Number"), 0, com::make_variant(number).get(), 0), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(item->Put(OLESTR("Value"), 0, com::make_variant(value).get(), 0), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(item->Put(OLESTR("Again"), 0, com::make_variant(value).get(), 0), ResultIs(WBEM_S_NO_ERROR));
        return item;
    }

    static std::string path_of(std::string_view writer, LONG number) {
        return "Crew_Item.Writer=\"" + std::string(writer) + "\",Number=" + std::to_string(number);
    }

    // Reads `count` objects at a time to the end. The result is WBEM_S_FALSE then.
    static HRESULT read_all(IEnumWbemClassObject& rows, Reading& reading, ULONG count) {
        for (;;) {
            std::vector<IWbemClassObject*> objects(count);
            ULONG returned = 0;
            const HRESULT result = rows.Next(WBEM_INFINITE, count, objects.data(), &returned);
            for (ULONG i = 0; i < returned; ++i) {
                reading.add(com::adopt_ptr(objects[i]).get());
            }
            if (result != WBEM_S_NO_ERROR) return result;
        }
    }

    // A semisynchronous call to its end.
    static HRESULT outcome_of(IWbemCallResult& call_result) {
        LONG status = 0;
        const HRESULT result = call_result.GetCallStatus(WBEM_INFINITE, &status);
        return result == WBEM_S_NO_ERROR ? HRESULT{status} : result;
    }
    // An asynchronous call to its end: one final, and the sink is the client's again.
    template <class Start>
    static HRESULT outcome_of(HeldSink& sink, Start start) {
        const HRESULT result = start(sink.get());
        if (FAILED(result)) {
            EXPECT_EQ(sink->touches(), 0U);
            return result;
        }
        EXPECT_TRUE(sink->wait_for_rest(1, 1));
        EXPECT_FALSE(sink->has_offence());
        EXPECT_EQ(sink->most_at_once(), 1U);
        return sink->final_event().result;
    }

    // Whether a worker goes on: not after the end of the mock, which is the only failure that may come here.
    bool goes_on(HRESULT result) {
        if (result == WBEM_E_SHUTTING_DOWN || (result == WBEM_E_CALL_CANCELLED && is_ending())) {
            has_seen_the_end_ = true;
            return false;
        }
        EXPECT_GE(result, 0) << com::describe_hresult(result) << ' ' << seed();
        is_broken_ = is_broken_ || FAILED(result);
        return SUCCEEDED(result);
    }
    [[nodiscard]] bool is_ending() const { return !uses_mock_; }

    void count(const char* deed) {
        const std::scoped_lock lock(mutex_);
        deeds_.insert(deed);
    }

    // --- the writers

    void write_instances(int writer, Random random) {
        const auto services = connect();
        const std::string name = "writer" + std::to_string(writer);
        for (LONG round = 1; round <= kRounds; ++round) {
            if (!goes_on(put(*services, make_item(*services, "Crew_Item", name, round, round), random)) ||
                (round > kWindow && !goes_on(remove(*services, path_of(name, round - kWindow), random)))) {
                break;
            }
            const std::scoped_lock lock(mutex_);
            ++rounds_;
            changed_.notify_all();
        }
        const std::scoped_lock lock(mutex_);
        ++writers_done_;
        changed_.notify_all();
    }

    static HRESULT put(IWbemServices& services, const com::com_ptr<IWbemClassObject>& item, Random& random) {
        if (item == nullptr) return WBEM_E_SHUTTING_DOWN;  // its class could not be read
        com::com_ptr<IWbemCallResult> call_result;
        switch (random.below(3)) {
            case 0:
                return services.PutInstance(item.get(), 0, nullptr, nullptr);
            case 1: {
                const HRESULT result = services.PutInstance(item.get(), kImmediately, nullptr, call_result.put());
                return FAILED(result) ? result : outcome_of(*call_result);
            }
            default: {
                HeldSink sink;
                return outcome_of(
                    sink, [&](IWbemObjectSink* raw) { return services.PutInstanceAsync(item.get(), 0, nullptr, raw); });
            }
        }
    }

    static HRESULT remove(IWbemServices& services, const std::string& path, Random& random) {
        if (random.below(2) == 0) return services.DeleteInstance(bstr(path).get(), 0, nullptr, nullptr);
        HeldSink sink;
        return outcome_of(sink, [&](IWbemObjectSink* raw) {
            return services.DeleteInstanceAsync(bstr(path).get(), 0, nullptr, raw);
        });
    }

    // A class below that of the others, with instances of its own: they come one by one and go together.
    void write_classes(Random random) {
        const auto services = connect();
        while (!is_done()) {
            if (!goes_on(put_class_with(*services, "Crew_Rare", "Crew_Item"))) return;
            for (LONG number = 1; number <= 3; ++number) {
                if (!goes_on(put(*services, make_item(*services, "Crew_Rare", kRare, number, number), random))) return;
            }
            if (!goes_on(services->DeleteClass(bstr("Crew_Rare").get(), 0, nullptr, nullptr))) return;
            count("classes");
        }
    }

    void write_namespaces(Random) {
        while (!is_done() && !is_ending()) {
            mock_->create_namespace("root\\crew\\deep");
            const auto services = mock_->connect("root\\crew\\deep");
            com::com_ptr<IWbemClassObject> event;
            EXPECT_THAT(services->GetObject(bstr("__Event").get(), 0, nullptr, event.put(), nullptr),
                        ResultIs(WBEM_S_NO_ERROR));
            mock_->delete_namespace("root\\crew");
            EXPECT_THAT(services->GetObject(bstr("__Event").get(), 0, nullptr, event.put(), nullptr),
                        ResultIs(WBEM_E_NOT_FOUND));
            count("namespaces");
        }
    }

    // A text over and over: all of it or nothing, also for the others.
    void load_mof(Random random) {
        const auto services = connect();
        while (!is_done() && !is_ending()) {
            mock_->load_mof(R"(
                class Crew_Loaded { [key] uint32 Number; };
                instance of Crew_Loaded { Number = 1; };
                instance of Crew_Loaded { Number = 2; };
            )");
            EXPECT_THROW(mock_->load_mof("instance of Crew_Loaded { Number = 3; }; instance of Crew_Missing { };"),
                         MofError);
            com::com_ptr<IEnumWbemClassObject> rows;
            const LONG flags = random.below(2) == 0 ? kImmediately : 0;
            EXPECT_THAT(services->CreateInstanceEnum(bstr("Crew_Loaded").get(), flags, nullptr, rows.put()),
                        ResultIs(WBEM_S_NO_ERROR));
            EXPECT_THAT(rows->Skip(WBEM_INFINITE, 2), ResultIs(WBEM_S_NO_ERROR));
            EXPECT_THAT(rows->Skip(WBEM_INFINITE, 1), ResultIs(WBEM_S_FALSE));
            EXPECT_THAT(services->DeleteClass(bstr("Crew_Loaded").get(), 0, nullptr, nullptr),
                        ResultIs(WBEM_S_NO_ERROR));
            count("loads");
        }
    }

    // The same instance again and again: readers see its number grow.
    void write_one_instance(Random random) {
        const auto services = connect();
        for (LONG value = 1; !is_done(); ++value) {
            if (!goes_on(put(*services, make_item(*services, "Crew_Item", kSubject, 0, value), random))) return;
            count("updates");
        }
    }

    // --- the readers

    void read_with_enumerators(Random random) {
        LONG subject = 0;
        const auto services = connect();
        while (!is_done()) {
            com::com_ptr<IEnumWbemClassObject> rows;
            const LONG flags = random.below(2) == 0 ? kImmediately : 0;
            if (!goes_on(services->ExecQuery(bstr("WQL").get(), bstr(kAll).get(), flags, nullptr, rows.put()))) return;
            Reading all;
            if (!goes_on(read_all(*rows, all, 1 + random.below(7)))) return;
            // A clone from any place, and the same row again from the beginning.
            com::com_ptr<IEnumWbemClassObject> clone;
            if (!goes_on(rows->Reset()) || !goes_on(rows->Skip(WBEM_INFINITE, random.below(5))) ||
                !goes_on(rows->Clone(clone.put()))) {
                return;
            }
            Reading of_rows;
            Reading of_clone;
            if (!goes_on(read_all(*rows, of_rows, 3)) || !goes_on(read_all(*clone, of_clone, 2))) return;
            EXPECT_EQ(of_rows.numbers, of_clone.numbers);
            all.check(subject);
            count("enumerations");
        }
    }

    void read_with_requests(Random random) {
        LONG subject = 0;
        const auto services = connect();
        while (!is_done()) {
            com::com_ptr<IEnumWbemClassObject> rows;
            if (!goes_on(services->CreateInstanceEnum(bstr("Crew_Item").get(), kImmediately, nullptr, rows.put()))) {
                return;
            }
            Reading reading;
            std::vector<HeldSink> sinks;
            const ULONG count_of_one = 4 + random.below(8);
            for (int i = 0; i < 20; ++i) {  // more than there can be objects
                sinks.emplace_back(collect_into(reading));
                const HRESULT result = rows->NextAsync(count_of_one, sinks.back().get());
                if (FAILED(result)) sinks.pop_back();
                if (!goes_on(result)) break;
            }
            bool is_whole = sinks.size() == 20;
            for (HeldSink& sink : sinks) {
                EXPECT_TRUE(sink->wait_for_rest(1, 1));
                EXPECT_FALSE(sink->has_offence());
                is_whole = goes_on(sink->final_event().result) && is_whole;
            }
            if (!is_whole) return;
            reading.check(subject);
            count("requests");
        }
    }

    void read_with_sinks(Random random) {
        LONG subject = 0;
        const auto services = connect();
        while (!is_done()) {
            Reading reading;
            HeldSink sink(collect_into(reading));
            const HRESULT result = outcome_of(sink, [&](IWbemObjectSink* raw) {
                return random.below(2) == 0
                           ? services->ExecQueryAsync(bstr("WQL").get(), bstr(kAll).get(), 0, nullptr, raw)
                           : services->CreateInstanceEnumAsync(bstr("Crew_Item").get(), 0, nullptr, raw);
            });
            if (!goes_on(result)) return;
            reading.check(subject);
            count("deliveries");
        }
    }

    // Cancels its own calls: from its own thread, from another one, from the callback.
    void cancel(Random random) {
        const auto services = connect();
        while (!is_done()) {
            const ULONG way = random.below(3);
            std::optional<HeldSink> sink;
            sink.emplace(SinkHooks{.on_indicate = [&](LONG, IWbemClassObject**) {
                if (way == 0) static_cast<void>(services->CancelAsyncCall(sink->get()));
                return WBEM_S_NO_ERROR;
            }});
            std::jthread other;
            const HRESULT result = outcome_of(*sink, [&](IWbemObjectSink* raw) {
                const HRESULT accepted = services->ExecQueryAsync(bstr("WQL").get(), bstr(kAll).get(), 0, nullptr, raw);
                if (SUCCEEDED(accepted) && way != 0) {
                    const auto cancel_it = [&services, raw] { static_cast<void>(services->CancelAsyncCall(raw)); };
                    way == 1 ? cancel_it() : void(other = std::jthread(cancel_it));
                }
                return accepted;
            });
            if (other.joinable()) other.join();
            if (result != WBEM_E_CALL_CANCELLED && !goes_on(result)) return;
            EXPECT_THAT(services->CancelAsyncCall(sink->get()),  // nothing is left of it
                        ::testing::AnyOf(ResultIs(WBEM_E_NOT_FOUND), ResultIs(WBEM_E_SHUTTING_DOWN)));
            count("cancels");
        }
    }

    void call_methods(Random random) {
        const auto services = connect();
        com::com_ptr<IWbemClassObject> calculator;
        com::com_ptr<IWbemClassObject> signature;
        if (!goes_on(services->GetObject(bstr("Mock_Calculator").get(), 0, nullptr, calculator.put(), nullptr))) return;
        EXPECT_THAT(calculator->GetMethod(OLESTR("Add"), 0, signature.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
        while (!is_done()) {
            const auto left = static_cast<LONG>(random.below(1000));
            const auto right = static_cast<LONG>(random.below(1000));
            com::com_ptr<IWbemClassObject> inputs;
            EXPECT_THAT(signature->SpawnInstance(0, inputs.put()), ResultIs(WBEM_S_NO_ERROR));
            EXPECT_THAT(inputs->Put(OLESTR("A"), 0, com::make_variant(left).get(), 0), ResultIs(WBEM_S_NO_ERROR));
            EXPECT_THAT(inputs->Put(OLESTR("B"), 0, com::make_variant(right).get(), 0), ResultIs(WBEM_S_NO_ERROR));
            LONG sum = -1;
            HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject** objects) {
                sum = number_of(objects[0], "Sum");
                return WBEM_S_NO_ERROR;
            }});
            const HRESULT result = outcome_of(sink, [&](IWbemObjectSink* raw) {
                return services->ExecMethodAsync(bstr("Mock_Calculator.Id=\"calc\"").get(), bstr("Add").get(), 0,
                                                 nullptr, inputs.get(), raw);
            });
            if (!goes_on(result)) return;
            EXPECT_EQ(sum, left + right);
            count("methods");
        }
    }

    void turn_knobs(Random random) {
        while (!is_done() && !is_ending()) {
            mock_->set_batch(1 + random.below(6));
            mock_->set_latency(std::chrono::milliseconds(random.below(2)));
            mock_->fail_call({.method = "QueryObjectSink"});  // nobody here makes that call
            mock_->clear_failures();
            mock_->handle_method("Mock_Calculator", "Reset", [](const MethodInvocation&) { return WBEM_S_NO_ERROR; });
            count("knobs");
        }
    }

    static SinkHooks collect_into(Reading& reading) {
        return {.on_indicate = [&reading](LONG count, IWbemClassObject** objects) {
            for (LONG i = 0; i < count; ++i) {
                reading.add(objects[i]);  // one callback at a time, also from one request to the next
            }
            return WBEM_S_NO_ERROR;
        }};
    }

    void start() {
        std::uint32_t number = 0;
        const auto next_random = [&] { return Random(seed_ + ++number); };
        for (int writer = 0; writer < kWriters; ++writer) {
            threads_.emplace_back([this, writer, random = next_random()] { write_instances(writer, random); });
        }
        using Job = void (Crew::*)(Random);
        for (const Job job : {&Crew::write_classes, &Crew::write_one_instance, &Crew::read_with_enumerators,
                              &Crew::read_with_requests, &Crew::read_with_sinks, &Crew::cancel, &Crew::call_methods}) {
            threads_.emplace_back([this, job, random = next_random()] { (this->*job)(random); });
        }
        for (const Job job : {&Crew::write_namespaces, &Crew::load_mof, &Crew::turn_knobs}) {
            users_of_mock_.emplace_back([this, job, random = next_random()] { (this->*job)(random); });
        }
    }

    [[nodiscard]] bool is_done() const {
        const std::scoped_lock lock(mutex_);
        return is_broken_ || (writers_done_ == kWriters && deeds_.size() == kDeeds);
    }

    const std::uint32_t seed_;
    std::optional<Mock> mock_;
    com::com_ptr<IWbemServices> client_;
    std::atomic<bool> uses_mock_ = true;  // false: the Mock itself is about to go
    std::atomic<bool> has_seen_the_end_ = false;
    std::atomic<bool> is_broken_ = false;  // a call has failed that may not: the others need not go on
    mutable std::mutex mutex_;             // guards what follows
    std::condition_variable changed_;
    int rounds_ = 0;
    int writers_done_ = 0;
    std::set<std::string> deeds_;              // what has been done, each kind of work once
    std::vector<std::jthread> threads_;        // they go before the rest
    std::vector<std::jthread> users_of_mock_;  // likewise
};

TEST(ManyClients, SeeWholeWritesInTheirOrderAndLeaveWhatTheyHaveWritten) {
    Crew crew;
    SCOPED_TRACE(crew.seed());
    crew.work();
    EXPECT_EQ(crew.stored(), crew.written());
}

TEST(ManyClients, AllEndWithTheMock) {
    Crew crew;
    SCOPED_TRACE(crew.seed());
    crew.work_until_the_mock_ends();
}

}  // namespace
}  // namespace wbemcheck::mock::test
