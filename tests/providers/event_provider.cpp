// Example_Alarm: events from a thread of the provider's own, as long as WMI has queries for them.
#include "tests/providers/event_provider.h"

#include <memory>

#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "tests/providers/alarms.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

namespace {

// Threading model Both, which event providers must have (THR-8).
class AlarmProvider final
    : public com::ComObject<IWbemEventProvider, IWbemEventProviderQuerySink, IWbemProviderInit> {
public:
    // The class of the events is asked for here, once: a provider of events has no request to serve when it
    // raises one, and calls nothing of WMI but its sink then (EVT-10). An Initialize that fails says so to
    // the sink (PRV-2).
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services,
                                         IWbemContext* context,
                                         IWbemProviderInitSink* init_sink) noexcept override {
        if (services == nullptr || init_sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        const HRESULT result = com::guard([&] {
            alarms_ = std::make_unique<Alarms>(get_class(services, "Example_Alarm", context));  // PRV-7
        });
        init_sink->SetStatus(SUCCEEDED(result) ? WBEM_S_INITIALIZED : WBEM_E_FAILED, 0);
        return WBEM_S_NO_ERROR;
    }

    // Keeps a reference to the sink and returns (IMM-6, EVT-10).
    HRESULT STDMETHODCALLTYPE ProvideEvents(IWbemObjectSink* sink, LONG flags) noexcept override {
        if (sink == nullptr || flags != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return with_alarms([&](Alarms& alarms) { alarms.start(sink); });
    }

    // Which event the query asks for is known: there is one class. A provider of several would read the
    // query.
    HRESULT STDMETHODCALLTYPE NewQuery(ULONG id, LPWSTR query_language, LPWSTR query) noexcept override {
        if (query_language == nullptr || query == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return with_alarms([&](Alarms& alarms) { alarms.add_query(id); });
    }

    HRESULT STDMETHODCALLTYPE CancelQuery(ULONG id) noexcept override {
        return with_alarms([&](Alarms& alarms) {
            if (!alarms.remove_query(id)) {
                throw com::HresultError(WBEM_E_NOT_FOUND);
            }
        });
    }

private:
    template <class Work>
    HRESULT with_alarms(Work work) noexcept {
        return com::guard([&] {
            if (alarms_ == nullptr) {
                throw com::HresultError(WBEM_E_INITIALIZATION_FAILURE);
            }
            work(*alarms_);
        });
    }

    const ModuleReference module_;
    // Written by Initialize, before any other call; goes with the last Release (PRV-13).
    std::unique_ptr<Alarms> alarms_;
};

}  // namespace

com::com_ptr<IUnknown> make_alarm_provider() { return com::make_com<AlarmProvider>().as<IUnknown>(); }

}  // namespace wbemcheck::example
