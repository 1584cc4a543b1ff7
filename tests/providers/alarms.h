// The thread that raises alarms.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "tests/providers/module.h"

namespace wbemcheck::example {

// From `start` on, while somebody listens, an event every few milliseconds. Thread-safe.
class Alarms {
public:
    // `alarm_class` is for the thread alone from then on: objects of WMI are not safe for two threads.
    explicit Alarms(com::com_ptr<IWbemClassObject> alarm_class);
    // After this no event comes and no reference to the sink is left. WMI may let go of the provider inside
    // of Indicate, on the thread of the alarms: that cannot wait for itself, and ends when Indicate has
    // returned.
    ~Alarms();
    Alarms(const Alarms&) = delete;
    Alarms& operator=(const Alarms&) = delete;

    // The sink that events go to, in the place of the one before. Keeps a reference.
    void start(IWbemObjectSink* sink);

    // While queries are known, events come; none come when the last is gone. A WMI that tells of none gets
    // all events.
    void add_query(ULONG id);
    // False when there is none of this id.
    [[nodiscard]] bool remove_query(ULONG id);

private:
    struct State {
        const ModuleReference module;  // a thread may outlive its provider, in the code of the module
        com::com_ptr<IWbemClassObject> alarm_class;
        std::mutex mutex;
        std::condition_variable changed;
        com::com_ptr<IWbemObjectSink> sink;  // guarded by mutex
        std::set<ULONG> queries;             // guarded by mutex
        bool knows_queries = false;          // guarded by mutex; WMI has told of one
        bool is_stopping = false;            // guarded by mutex

        // Holds mutex.
        [[nodiscard]] bool is_wanted() const { return sink && (!knows_queries || !queries.empty()); }
    };
    static constexpr std::chrono::milliseconds kInterval{2};
    static constexpr std::chrono::milliseconds kIntervalWhenBusy{20};

    static void run(const std::shared_ptr<State>& state) noexcept;

    const std::shared_ptr<State> state_;  // shared with the thread
    std::thread thread_;
};

}  // namespace wbemcheck::example
