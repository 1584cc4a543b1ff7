// The module of property_provider.cpp.
#include "tests/providers/module.h"
#include "tests/providers/property_provider.h"

using namespace wbemcheck;

namespace {

constexpr example::ComClass kClasses[] = {{example::kSensorProvider, example::make_sensor_provider}};

}  // namespace

extern "C" HRESULT STDMETHODCALLTYPE DllGetClassObject(REFCLSID class_id, REFIID iid, LPVOID* object) {
    return example::get_class_object(kClasses, class_id, iid, object);
}

extern "C" HRESULT STDMETHODCALLTYPE DllCanUnloadNow() { return example::can_unload_now(); }
