// Example_Volume: three volumes, and what clients put. Every request is served on the thread that brings it,
// before its method returns (IMM-8): what takes longer belongs on a thread of the provider's own, as in
// asynchronous_provider.cpp.
#include "tests/providers/instance_provider.h"

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "tests/providers/answer.h"
#include "tests/providers/arguments.h"
#include "tests/providers/not_capable_services.h"
#include "tests/providers/object_path.h"
#include "tests/providers/objects.h"
#include "tests/providers/table.h"
#include "tests/providers/volume.h"

namespace wbemcheck::example {

namespace {

// Threading model Both: WMI may call from any thread, several at once. Not overridden and therefore "not
// capable": ExecQueryAsync, so that WMI enumerates and filters itself (PRV-11), and everything about classes
// and methods.
class VolumeProvider final : public NotCapableServices {
public:
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services, IWbemContext*,
                                         IWbemProviderInitSink* init_sink) noexcept override {
        if (services == nullptr || init_sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        services_ = com::retain_ptr(services);  // used later: PRV-5. Given back by the destructor: PRV-13.
        // Told before this method returns, so the sink needs no reference of ours. From here on WMI sends
        // requests: this comes when everything is ready (PRV-2, PRV-3, PRV-4).
        init_sink->SetStatus(WBEM_S_INITIALIZED, 0);
        return WBEM_S_NO_ERROR;
    }

    // [get
    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(path, sink, flags, kGetFlags); FAILED(refused)) {
            return refused;
        }
        answer_with(*sink, [&](Answer& answer) {
            // `path` stays its caller's: it is copied, not kept and not freed (IND-11).
            const Volume volume = volumes_.get(key_in_path(com::to_utf8(path), Volume::kClass, Volume::kKey));
            answer.add(make_instance(*volume_class(context), volume));
        });
        return WBEM_S_NO_ERROR;
    }
    // get]

    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags,
                                                      IWbemContext* context,
                                                      IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(class_name, sink, flags, kEnumerationFlags);
            FAILED(refused)) {
            return refused;
        }
        answer_with(*sink, [&](Answer& answer) {
            if (!is_same_name(com::to_utf8(class_name), Volume::kClass)) {
                throw com::HresultError(WBEM_E_INVALID_CLASS);  // ARG-12
            }
            const auto instances_of = volume_class(context);
            for (const Volume& volume : volumes_.all()) {
                answer.add(make_instance(*instances_of, volume));
            }
        });
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(instance, sink, flags, kPutFlags); FAILED(refused)) {
            return refused;
        }
        if (is_contradictory(flags)) {
            return WBEM_E_INVALID_PARAMETER;
        }
        if (wants_partial_update(context)) {
            return WBEM_E_PROVIDER_NOT_CAPABLE;
        }
        answer_with(*sink, [&](Answer& answer) {
            const Volume volume = read_volume(*instance);
            volumes_.put(volume, put_mode(flags));
            answer.set_text(make_instance_path(Volume::kClass, Volume::kKey, volume.name));  // STA-11
        });
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext*,
                                                  IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(path, sink, flags, kDeleteFlags); FAILED(refused)) {
            return refused;
        }
        answer_with(*sink, [&](Answer&) {
            volumes_.erase(key_in_path(com::to_utf8(path), Volume::kClass, Volume::kKey));
        });
        return WBEM_S_NO_ERROR;
    }

private:
    // Asked for with each request, because the class may change while the provider is loaded; with the
    // context of the request, because WMI would otherwise take the call for one of a new client (PRV-7).
    [[nodiscard]] com::com_ptr<IWbemClassObject> volume_class(IWbemContext* context) const {
        return get_class(services_.get(), Volume::kClass, context);
    }

    com::com_ptr<IWbemServices> services_;  // written by Initialize, before any request
    Table<Volume> volumes_{fixed_volumes()};
};

}  // namespace

com::com_ptr<IUnknown> make_volume_provider() { return com::make_com<VolumeProvider>().as<IUnknown>(); }

}  // namespace wbemcheck::example
