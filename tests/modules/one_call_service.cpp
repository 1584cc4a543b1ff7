// A module in the service role that takes one call at a time: the next one only when the client has cancelled the last, also where
// that has ended long ago. wbemprox of Wine 8 does so.
#include <mutex>

#include "harness/com/class_factory.h"
#include "harness/com/guid.h"
#include "harness/com/hresult.h"
#include "mock_provider/mock.h"
#include "tests/providers/not_capable_services.h"

namespace wbemcheck::example {
namespace {

using com::com_ptr;

// The registration data of this module, in the words of a registrar's script.
constexpr const char* kServicesClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A04}";

const mock::Mock& the_mock() {
    static const auto* const mock = new mock::Mock(mock::Settings{});
    return *mock;
}

class OneCallServices final : public NotCapableServices {
public:
    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext* context,
                                        IEnumWbemClassObject** enumerator) noexcept override {
        return mock_->ExecQuery(language, query, flags, context, enumerator);
    }
    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR language, const BSTR query, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override {
        {
            const std::lock_guard lock(mutex_);
            if (is_taken_) return WBEM_E_FAILED;
            is_taken_ = true;
        }
        return mock_->ExecQueryAsync(language, query, flags, context, sink);
    }
    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink* sink) noexcept override {
        {
            const std::lock_guard lock(mutex_);
            is_taken_ = false;
        }
        (void)mock_->CancelAsyncCall(sink);  // which has forgotten what has ended
        return WBEM_S_NO_ERROR;
    }
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices*, IWbemContext*,
                                         IWbemProviderInitSink*) noexcept override {
        return WBEM_E_PROVIDER_NOT_CAPABLE;
    }

private:
    const com_ptr<IWbemServices> mock_ = the_mock().connect();
    std::mutex mutex_;
    bool is_taken_ = false;  // guarded by mutex_
};

}  // namespace
}  // namespace wbemcheck::example

extern "C" HRESULT STDMETHODCALLTYPE DllGetClassObject(REFCLSID class_id, REFIID iid, LPVOID* object) {
    if (object == nullptr) return E_POINTER;
    *object = nullptr;
    return wbemcheck::com::guard([&]() -> HRESULT {
        if (wbemcheck::com::format_guid(class_id) != wbemcheck::example::kServicesClass) return CLASS_E_CLASSNOTAVAILABLE;
        const auto make = [] { return wbemcheck::com::make_com<wbemcheck::example::OneCallServices>().as<IWbemServices>(); };
        return wbemcheck::com::make_class_factory(make)->QueryInterface(iid, object);
    });
}
