#include "mock_provider/services/apartment.h"

#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/hresult.h"

namespace wbemcheck::mock {

namespace {

class Stub final : public com::ComObject<IWbemObjectSink> {
public:
    explicit Stub(com::com_ptr<IWbemObjectSink> sink) noexcept : sink_(std::move(sink)) {}

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        return sink_->Indicate(count, objects);
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text,
                                        IWbemClassObject* object) noexcept override {
        return sink_->SetStatus(flags, result, text, object);
    }

private:
    const com::com_ptr<IWbemObjectSink> sink_;
};

class Apartment final : public com::ComObject<IWbemUnsecuredApartment> {
public:
    // SEC-8
    HRESULT STDMETHODCALLTYPE CreateObjectStub(IUnknown* object, IUnknown** stub) noexcept override {
        if (stub == nullptr) {
            return E_POINTER;
        }
        *stub = nullptr;
        if (object == nullptr) {
            return E_INVALIDARG;
        }
        com::com_ptr<IWbemObjectSink> sink;
        if (FAILED(object->QueryInterface(com::iid_of<IWbemObjectSink>(), sink.put_void()))) {
            return E_NOINTERFACE;
        }
        return com::guard([&] { *stub = make_stub(std::move(sink)).detach(); });
    }

    // In one process there is no caller to check, so the flags say nothing (SEC-7).
    HRESULT STDMETHODCALLTYPE CreateSinkStub(IWbemObjectSink* object, DWORD flags, LPCWSTR reserved,
                                             IWbemObjectSink** stub) noexcept override {
        constexpr DWORD kGreatestFlag = 2;  // WBEM_FLAG_UNSECAPP_DONT_CHECK_ACCESS
        if (stub == nullptr) {
            return E_POINTER;
        }
        *stub = nullptr;
        if (object == nullptr || reserved != nullptr || flags > kGreatestFlag) {
            return E_INVALIDARG;
        }
        return com::guard([&] { *stub = make_stub(com::retain_ptr(object)).detach(); });
    }
};

}  // namespace

com::com_ptr<IWbemObjectSink> make_stub(com::com_ptr<IWbemObjectSink> sink) {
    return com::make_com<Stub>(std::move(sink));
}

com::com_ptr<IUnsecuredApartment> make_apartment() { return com::make_com<Apartment>(); }

}  // namespace wbemcheck::mock
