// Example_Sensor: instances are in the repository, and WMI asks for the values of two properties each time
// that one is read. What it asks for is in the qualifiers of the MOF: InstanceContext, PropertyContext.
#include "tests/providers/property_provider.h"

#include <array>
#include <mutex>
#include <optional>
#include <string>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "harness/com/variant.h"
#include "tests/providers/object_path.h"

namespace wbemcheck::example {

namespace {

struct Sensor {
    const char* name;
    LONG temperature;  // in degrees
    LONG threshold;
};

class SensorProvider final : public com::ComObject<IWbemPropertyProvider, IWbemProviderInit> {
public:
    // No property needs WMI: the namespace is not kept.
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices*, IWbemContext*,
                                         IWbemProviderInitSink* init_sink) noexcept override {
        if (init_sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        init_sink->SetStatus(WBEM_S_INITIALIZED, 0);  // PRV-2, PRV-3, PRV-4
        return WBEM_S_NO_ERROR;
    }

    // The documented answer for a value that is not to be had is WBEM_S_FALSE. The strings are read-only, and
    // the value is its caller's, who clears it.
    HRESULT STDMETHODCALLTYPE GetProperty(LONG flags, const BSTR, const BSTR, const BSTR instance,
                                          const BSTR property, VARIANT* value) noexcept override {
        if (flags != 0 || value == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        VariantInit(value);
        return com::guard([&]() -> HRESULT {
            const std::scoped_lock lock(mutex_);
            const LONG* const found = find(com::to_utf8(instance), com::to_utf8(property));
            if (found == nullptr) {
                return WBEM_S_FALSE;
            }
            *value = com::make_variant(*found).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    // The threshold alone can be written.
    HRESULT STDMETHODCALLTYPE PutProperty(LONG flags, const BSTR, const BSTR, const BSTR instance,
                                          const BSTR property, const VARIANT* value) noexcept override {
        if (flags != 0 || value == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return com::guard([&] {
            const std::scoped_lock lock(mutex_);
            const std::string name = com::to_utf8(property);
            LONG* const found = find(com::to_utf8(instance), name);
            if (found == nullptr) {
                throw com::HresultError(WBEM_E_NOT_FOUND);
            }
            if (!is_same_name(name, "threshold")) {
                throw com::HresultError(WBEM_E_READ_ONLY);
            }
            if (value->vt != VT_I4) {
                throw com::HresultError(WBEM_E_TYPE_MISMATCH);
            }
            *found = value->lVal;
        });
    }

private:
    // NULL when there is none. Holds mutex_.
    LONG* find(const std::string& instance, const std::string& property) noexcept {
        for (Sensor& sensor : sensors_) {
            if (is_same_name(sensor.name, instance)) {
                return is_same_name(property, "temperature") ? &sensor.temperature
                       : is_same_name(property, "threshold") ? &sensor.threshold
                                                             : nullptr;
            }
        }
        return nullptr;
    }

    const ModuleReference module_;
    std::mutex mutex_;
    std::array<Sensor, 2> sensors_{Sensor{"board", 41, 70},
                                   Sensor{"processor", 63, 95}};  // guarded by mutex_
};

}  // namespace

com::com_ptr<IUnknown> make_sensor_provider() { return com::make_com<SensorProvider>().as<IUnknown>(); }

}  // namespace wbemcheck::example
