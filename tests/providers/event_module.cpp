// The module of event_provider.cpp.
#include "tests/providers/event_provider.h"
#include "tests/providers/module.h"

using namespace wbemcheck;

namespace {

constexpr example::ComClass kClasses[] = {{example::kAlarmProvider, example::make_alarm_provider}};

}  // namespace

extern "C" HRESULT STDMETHODCALLTYPE DllGetClassObject(REFCLSID class_id, REFIID iid, LPVOID* object) {
    return example::get_class_object(kClasses, class_id, iid, object);
}

extern "C" HRESULT STDMETHODCALLTYPE DllCanUnloadNow() { return example::can_unload_now(); }
