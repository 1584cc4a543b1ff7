// A class object that is not ours for all that the model can see: it passes every call on to one of ours, but
// does not say that it does.
#pragma once

#include "harness/com/com_object.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

class ForeignObject final : public com::ComObject<IWbemClassObject> {
public:
    explicit ForeignObject(com::com_ptr<IWbemClassObject> inner) : inner_(std::move(inner)) {}

    // The next Get answers this, once.
    void fail_next_get(HRESULT result) noexcept { get_result_ = result; }

    HRESULT STDMETHODCALLTYPE GetQualifierSet(IWbemQualifierSet** set) noexcept override {
        return inner_->GetQualifierSet(set);
    }
    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type,
                                  LONG* flavor) noexcept override {
        const HRESULT result = std::exchange(get_result_, WBEM_S_NO_ERROR);
        return FAILED(result) ? result : inner_->Get(name, flags, value, type, flavor);
    }
    HRESULT STDMETHODCALLTYPE Put(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE type) noexcept override {
        return inner_->Put(name, flags, value, type);
    }
    HRESULT STDMETHODCALLTYPE Delete(LPCWSTR name) noexcept override { return inner_->Delete(name); }
    HRESULT STDMETHODCALLTYPE GetNames(LPCWSTR qualifier, LONG flags, VARIANT* value,
                                       SAFEARRAY** names) noexcept override {
        return inner_->GetNames(qualifier, flags, value, names);
    }
    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override {
        return inner_->BeginEnumeration(flags);
    }
    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type,
                                   LONG* flavor) noexcept override {
        return inner_->Next(flags, name, value, type, flavor);
    }
    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override { return inner_->EndEnumeration(); }
    HRESULT STDMETHODCALLTYPE GetPropertyQualifierSet(LPCWSTR name,
                                                      IWbemQualifierSet** set) noexcept override {
        return inner_->GetPropertyQualifierSet(name, set);
    }
    HRESULT STDMETHODCALLTYPE Clone(IWbemClassObject** copy) noexcept override { return inner_->Clone(copy); }
    HRESULT STDMETHODCALLTYPE GetObjectText(LONG flags, BSTR* text) noexcept override {
        return inner_->GetObjectText(flags, text);
    }
    HRESULT STDMETHODCALLTYPE SpawnDerivedClass(LONG flags, IWbemClassObject** derived) noexcept override {
        return inner_->SpawnDerivedClass(flags, derived);
    }
    HRESULT STDMETHODCALLTYPE SpawnInstance(LONG flags, IWbemClassObject** instance) noexcept override {
        return inner_->SpawnInstance(flags, instance);
    }
    HRESULT STDMETHODCALLTYPE CompareTo(LONG flags, IWbemClassObject* other) noexcept override {
        return inner_->CompareTo(flags, other);
    }
    HRESULT STDMETHODCALLTYPE GetPropertyOrigin(LPCWSTR name, BSTR* origin) noexcept override {
        return inner_->GetPropertyOrigin(name, origin);
    }
    HRESULT STDMETHODCALLTYPE InheritsFrom(LPCWSTR ancestor) noexcept override {
        return inner_->InheritsFrom(ancestor);
    }
    HRESULT STDMETHODCALLTYPE GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** inputs,
                                        IWbemClassObject** outputs) noexcept override {
        return inner_->GetMethod(name, flags, inputs, outputs);
    }
    HRESULT STDMETHODCALLTYPE PutMethod(LPCWSTR name, LONG flags, IWbemClassObject* inputs,
                                        IWbemClassObject* outputs) noexcept override {
        return inner_->PutMethod(name, flags, inputs, outputs);
    }
    HRESULT STDMETHODCALLTYPE DeleteMethod(LPCWSTR name) noexcept override {
        return inner_->DeleteMethod(name);
    }
    HRESULT STDMETHODCALLTYPE BeginMethodEnumeration(LONG flags) noexcept override {
        return inner_->BeginMethodEnumeration(flags);
    }
    HRESULT STDMETHODCALLTYPE NextMethod(LONG flags, BSTR* name, IWbemClassObject** inputs,
                                         IWbemClassObject** outputs) noexcept override {
        return inner_->NextMethod(flags, name, inputs, outputs);
    }
    HRESULT STDMETHODCALLTYPE EndMethodEnumeration() noexcept override {
        return inner_->EndMethodEnumeration();
    }
    HRESULT STDMETHODCALLTYPE GetMethodQualifierSet(LPCWSTR name, IWbemQualifierSet** set) noexcept override {
        return inner_->GetMethodQualifierSet(name, set);
    }
    HRESULT STDMETHODCALLTYPE GetMethodOrigin(LPCWSTR name, BSTR* origin) noexcept override {
        return inner_->GetMethodOrigin(name, origin);
    }

private:
    com::com_ptr<IWbemClassObject> inner_;
    HRESULT get_result_ = WBEM_S_NO_ERROR;
};

}  // namespace wbemcheck::mock
