// A module in the service role: its class is an IWbemLocator. Here the services come from the mock; yours come from your
// own WMI, from a cache or hook before the system's, or from a proxy.
#include <memory>

#include "harness/com/class_factory.h"
#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "harness/com/wbem.h"
#include "mock_provider/mock.h"

using namespace wbemcheck;

namespace {

// {2B6A1F0C-93D4-4B1E-8A57-0C5E6D7F8A90}
constexpr CLSID kMyLocator = {0x2b6a1f0c, 0x93d4, 0x4b1e, {0x8a, 0x57, 0x0c, 0x5e, 0x6d, 0x7f, 0x8a, 0x90}};

mock::Mock& world() {
    static auto* const mock = new mock::Mock(mock::Settings{});  // lives as long as the process
    return *mock;
}

class MyLocator final : public com::ComObject<IWbemLocator> {
public:
    HRESULT STDMETHODCALLTYPE ConnectServer(const BSTR, const BSTR, const BSTR, const BSTR, LONG, const BSTR, IWbemContext*,
                                            IWbemServices** services) noexcept override {
        if (services == nullptr) return WBEM_E_INVALID_PARAMETER;
        *services = nullptr;
        return com::guard([&] { *services = world().connect().detach(); });
    }
};

}  // namespace

extern "C" HRESULT STDMETHODCALLTYPE DllGetClassObject(REFCLSID class_id, REFIID iid, LPVOID* object) {
    if (object == nullptr) return E_POINTER;
    *object = nullptr;
    if (class_id != kMyLocator) return CLASS_E_CLASSNOTAVAILABLE;
    return com::guard([&]() -> HRESULT {
        return com::make_class_factory([] { return com::make_com<MyLocator>(); })->QueryInterface(iid, object);
    });
}
