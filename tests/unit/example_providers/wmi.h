// What stands in for WMI: a namespace of the mock with the classes of the examples, and a host that loads a
// provider.
#pragma once

#include <gmock/gmock.h>

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/hresult.h"
#include "harness/com/wbem.h"
#include "mock_provider/mock.h"
#include "tests/providers/not_capable_services.h"
#include "tests/unit/com/result_is.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::example::test {

using com::ResultIs;
using mock::test::HeldSink;
using mock::test::SinkEvent;
using mock::test::SinkHooks;

inline com::unique_bstr bstr(std::string_view text) { return com::make_bstr(text); }

// How many references there are, ours included.
[[nodiscard]] ULONG references(IUnknown* object);

// The namespace as a provider sees it. Thread-safe.
class Namespace final : public NotCapableServices {
public:
    explicit Namespace(com::com_ptr<IWbemServices> services) : services_(std::move(services)) {}

    HRESULT STDMETHODCALLTYPE GetObject(const BSTR path, LONG flags, IWbemContext* context,
                                        IWbemClassObject** object,
                                        IWbemCallResult** call_result) noexcept override;
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices*, IWbemContext*,
                                         IWbemProviderInitSink*) noexcept override {
        return WBEM_E_PROVIDER_NOT_CAPABLE;
    }

    [[nodiscard]] IWbemContext* last_context() const;
    // References to the class that a provider was last given, but for those that this namespace keeps.
    [[nodiscard]] long references_to_last_class() const;
    // Makes up for what a provider did wrong: gives back what it has leaked, adds what it has released too
    // often.
    void balance_last_class() const;

private:
    // Enough for a provider that releases one too many.
    static constexpr long kSpareReferences = 2;

    const com::com_ptr<IWbemServices> services_;
    mutable std::mutex mutex_;
    IWbemContext* last_context_ = nullptr;  // guarded by mutex_; compared, not used
    std::array<com::com_ptr<IWbemClassObject>, kSpareReferences> last_class_;  // guarded by mutex_
};

class InitSink final : public com::ComObject<IWbemProviderInitSink> {
public:
    HRESULT STDMETHODCALLTYPE SetStatus(LONG status, LONG flags) noexcept override {
        told.emplace_back(status, flags);
        return WBEM_S_NO_ERROR;
    }

    std::vector<std::pair<LONG, LONG>> told;
};

// Everything a test of a provider needs.
struct Wmi {
    Wmi();

    // Initialises a new provider with the namespace and checks that it is ready.
    template <class Interface>
    [[nodiscard]] com::com_ptr<Interface> load(const com::com_ptr<IUnknown>& provider) {
        initialize(provider);
        return provider.as<Interface>();
    }
    void initialize(const com::com_ptr<IUnknown>& provider);

    [[nodiscard]] com::com_ptr<IWbemClassObject> get(std::string_view path) const;
    // An unsaved instance with text in its properties.
    [[nodiscard]] com::com_ptr<IWbemClassObject> spawn(
        std::string_view class_name, const std::vector<std::pair<std::string, std::string>>& values) const;

    mock::Mock mock{mock::Settings{}};
    com::com_ptr<IWbemServices> services;  // of the mock
    com::com_ptr<Namespace> space;
    com::com_ptr<InitSink> init_sink = com::make_com<InitSink>();
    com::com_ptr<IWbemContext> context;
};

[[nodiscard]] std::string text_of(IWbemClassObject* object, std::string_view property);

// A sink that keeps one property of each object, as text.
struct Collected {
    explicit Collected(std::string property);

    std::vector<std::string> values;  // written by the thread that calls the sink
    HeldSink sink;
};

}  // namespace wbemcheck::example::test
