// A module in the service role, made of the mock: what `service:MODULE` is tried with. How it breaks the contract, if it
// does, and which classes it has are set where it is built.
#include <memory>
#include <string>

#include "harness/com/class_factory.h"
#include "harness/com/guid.h"
#include "harness/com/hresult.h"
#include "harness/com/wbem.h"
#include "mock_provider/mock.h"

namespace {

using wbemcheck::com::com_ptr;
using wbemcheck::mock::Mock;
using wbemcheck::mock::Settings;

// The registration data of this module, in the words of a registrar's script.
#ifdef MODULE_LOCATOR
constexpr const char* kLocatorClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A01}";
#endif
#ifdef MODULE_SERVICES
constexpr const char* kServicesClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A02}";
#endif
#ifdef MODULE_USELESS
constexpr const char* kUselessClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A03}";
#endif

// One WMI for the life of the process: a worker ends without unloading modules.
const Mock& the_mock() {
    static const auto* const mock = [] {
        Settings settings;
        const std::string defect = MODULE_DEFECT;
        if (!defect.empty()) settings.defects.push_back(defect);
        return new Mock(settings);
    }();
    return *mock;
}

template <class Make>
HRESULT hand_out(Make make, REFIID iid, void** object) noexcept {
    return wbemcheck::com::guard([&]() -> HRESULT {
        return wbemcheck::com::make_class_factory(std::move(make))->QueryInterface(iid, object);
    });
}

}  // namespace

extern "C" HRESULT STDMETHODCALLTYPE DllGetClassObject(REFCLSID class_id, REFIID iid, LPVOID* object) {
    if (object == nullptr) {
        return E_POINTER;
    }
    *object = nullptr;
    const std::string wanted = wbemcheck::com::format_guid(class_id);
#ifdef MODULE_LOCATOR
    if (wanted == kLocatorClass) {
        return hand_out([] { return the_mock().locator(); }, iid, object);
    }
#endif
#ifdef MODULE_SERVICES
    if (wanted == kServicesClass) {
        return hand_out([] { return the_mock().connect(); }, iid, object);
    }
#endif
#ifdef MODULE_USELESS
    if (wanted == kUselessClass) {
        return hand_out([] { return the_mock().apartment(); }, iid, object);
    }
#endif
    return CLASS_E_CLASSNOTAVAILABLE;
}
