#include "tests/providers/alarms.h"

#include <utility>

#include "harness/com/hresult.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

namespace {

// A separate object for each event (IND-9). The sink gets Indicate and nothing else (EVT-10).
HRESULT raise_alarm(IWbemClassObject& alarm_class, IWbemObjectSink& sink, std::uint32_t number) noexcept {
    return com::guard([&]() -> HRESULT {
        const auto event = spawn_instance(alarm_class);
        put_uint32(*event, OLESTR("Number"), number);
        IWbemClassObject* objects[] = {event.get()};
        return sink.Indicate(1, objects);
    });
}

}  // namespace

Alarms::Alarms(com::com_ptr<IWbemClassObject> alarm_class) : state_(std::make_shared<State>()) {
    state_->alarm_class = std::move(alarm_class);
    thread_ = std::thread([state = state_] { run(state); });
}

Alarms::~Alarms() {
    com::com_ptr<IWbemObjectSink> sink;  // released without the lock: WMI may call back in its Release
    {
        const std::scoped_lock lock(state_->mutex);
        state_->is_stopping = true;
        sink.swap(state_->sink);
    }
    state_->changed.notify_all();
    if (thread_.get_id() == std::this_thread::get_id()) {
        thread_.detach();
    } else {
        thread_.join();
    }
}

void Alarms::start(IWbemObjectSink* sink) {
    auto held = com::retain_ptr(sink);
    {
        const std::scoped_lock lock(state_->mutex);
        held.swap(state_->sink);
    }
    state_->changed.notify_all();
}

void Alarms::add_query(ULONG id) {
    {
        const std::scoped_lock lock(state_->mutex);
        state_->knows_queries = true;
        state_->queries.insert(id);
    }
    state_->changed.notify_all();
}

bool Alarms::remove_query(ULONG id) {
    const std::scoped_lock lock(state_->mutex);
    return state_->queries.erase(id) == 1;
}

void Alarms::run(const std::shared_ptr<State>& state) noexcept {
    std::uint32_t number = 1;
    auto pause = kInterval;
    std::unique_lock lock(state->mutex);
    while (true) {
        state->changed.wait(lock, [&] { return state->is_stopping || state->is_wanted(); });
        if (state->changed.wait_for(lock, pause, [&] { return state->is_stopping; })) {
            return;
        }
        if (!state->is_wanted()) {
            continue;
        }
        // A reference for the call: another sink may come meanwhile, or the end. No lock is held while WMI is
        // called.
        auto sink = state->sink;
        com::com_ptr<IWbemObjectSink> refused;
        lock.unlock();
        const HRESULT result = raise_alarm(*state->alarm_class, *sink, number);
        lock.lock();
        if (result == WBEM_E_SERVER_TOO_BUSY) {
            pause = kIntervalWhenBusy;  // the same event comes once more, later (IND-10)
        } else if (FAILED(result)) {
            // The sink wants no more: nothing comes before there is another (IND-6).
            if (state->sink == sink) {
                refused.swap(state->sink);
            }
        } else {
            ++number;
            pause = kInterval;
        }
        lock.unlock();
        sink.reset();
        refused.reset();
        lock.lock();
    }
}

}  // namespace wbemcheck::example
