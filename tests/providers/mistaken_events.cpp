// Mistakes of event providers.
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "harness/com/hresult.h"
#include "tests/providers/alarms.h"
#include "tests/providers/mistaken.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

namespace {

// A correct provider of Example_Alarm, but for `provide`.
class MistakenAlarms
    : public com::ComObject<IWbemEventProvider, IWbemEventProviderQuerySink, IWbemProviderInit> {
public:
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services,
                                         IWbemContext* context,
                                         IWbemProviderInitSink* init_sink) noexcept override {
        if (services == nullptr || init_sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        const HRESULT result = com::guard(
            [&] { alarms_ = std::make_unique<Alarms>(get_class(services, "Example_Alarm", context)); });
        init_sink->SetStatus(SUCCEEDED(result) ? WBEM_S_INITIALIZED : WBEM_E_FAILED, 0);
        return WBEM_S_NO_ERROR;
    }
    HRESULT STDMETHODCALLTYPE ProvideEvents(IWbemObjectSink* sink, LONG flags) override {
        if (sink == nullptr || flags != 0 || alarms_ == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        provide(sink);
        return WBEM_S_NO_ERROR;
    }
    HRESULT STDMETHODCALLTYPE NewQuery(ULONG id, LPWSTR query_language, LPWSTR query) noexcept override {
        if (query_language == nullptr || query == nullptr || alarms_ == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return com::guard([&] { alarms_->add_query(id); });
    }
    HRESULT STDMETHODCALLTYPE CancelQuery(ULONG id) noexcept override {
        return alarms_ != nullptr && alarms_->remove_query(id) ? WBEM_S_NO_ERROR : WBEM_E_NOT_FOUND;
    }

protected:
    virtual void provide(IWbemObjectSink* sink) { alarms_->start(sink); }

    const ModuleReference module_;
    std::unique_ptr<Alarms> alarms_;  // written by Initialize, before any other call
};

// PRV-13: nobody ends the thread, not even when there is no query left. It has a reference to the sink, so
// that this alone is wrong.
class EventsAfterRelease final : public MistakenAlarms {
public:
    ~EventsAfterRelease() override {
        if (alarms_ == nullptr) {
            return;
        }
        alarms_->add_query(0);  // of nobody
        static std::mutex mutex;
        // Lives as long as the process.
        static auto* const survivors = new std::vector<std::unique_ptr<Alarms>>;
        const std::scoped_lock lock(mutex);
        survivors->push_back(std::move(alarms_));
    }
};

// EVT-10: the habit of instance providers.
class StatusOnEventSink final : public MistakenAlarms {
    void provide(IWbemObjectSink* sink) override {
        MistakenAlarms::provide(sink);
        sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_S_NO_ERROR, nullptr, nullptr);
    }
};

// IMM-6: the loop over the events is in ProvideEvents itself. Four seconds, since WMI cannot end it.
class ProvideEventsBlocks final : public MistakenAlarms {
    void provide(IWbemObjectSink* sink) override {
        MistakenAlarms::provide(sink);
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        static_cast<void>(never.wait_for(lock, std::chrono::seconds(4), [] { return false; }));
    }
};

// LIV-1: C++ ends at the boundary. This is what a host without a handler of its own is taken down by.
class Exception final : public MistakenAlarms {
    void provide(IWbemObjectSink*) override { throw std::runtime_error("an exception of a provider"); }
};

constexpr MistakenProvider kProviders[] = {
    {"events-after-release", make_provider<EventsAfterRelease>},
    {"status-on-event-sink", make_provider<StatusOnEventSink>},
    {"provide-events-blocks", make_provider<ProvideEventsBlocks>},
    {"exception", make_provider<Exception>},
};

}  // namespace

std::span<const MistakenProvider> mistaken_event_providers() { return kProviders; }

}  // namespace wbemcheck::example
