// A class object in the hands of a provider.
#pragma once

#include "harness/com/wbem.h"
#include "harness/probe/host_object.h"

namespace wbemcheck::probe {

// Everything that comes out of it is a host object again, also the objects that values carry; what comes in is unwrapped.
class HostClassObject final : public HostObjectOf<IWbemClassObject> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE GetQualifierSet(IWbemQualifierSet** qualifiers) noexcept override;
    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type, LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE Put(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE type) noexcept override;
    HRESULT STDMETHODCALLTYPE Delete(LPCWSTR name) noexcept override;
    HRESULT STDMETHODCALLTYPE GetNames(LPCWSTR qualifier_name, LONG flags, VARIANT* qualifier_value,
                                       SAFEARRAY** names) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type, LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override;
    HRESULT STDMETHODCALLTYPE GetPropertyQualifierSet(LPCWSTR property, IWbemQualifierSet** qualifiers) noexcept override;
    HRESULT STDMETHODCALLTYPE Clone(IWbemClassObject** copy) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObjectText(LONG flags, BSTR* text) noexcept override;
    HRESULT STDMETHODCALLTYPE SpawnDerivedClass(LONG flags, IWbemClassObject** new_class) noexcept override;
    HRESULT STDMETHODCALLTYPE SpawnInstance(LONG flags, IWbemClassObject** new_instance) noexcept override;
    HRESULT STDMETHODCALLTYPE CompareTo(LONG flags, IWbemClassObject* other) noexcept override;
    HRESULT STDMETHODCALLTYPE GetPropertyOrigin(LPCWSTR name, BSTR* class_name) noexcept override;
    HRESULT STDMETHODCALLTYPE InheritsFrom(LPCWSTR ancestor) noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** in_signature,
                                        IWbemClassObject** out_signature) noexcept override;
    HRESULT STDMETHODCALLTYPE PutMethod(LPCWSTR name, LONG flags, IWbemClassObject* in_signature,
                                        IWbemClassObject* out_signature) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteMethod(LPCWSTR name) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginMethodEnumeration(LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE NextMethod(LONG flags, BSTR* name, IWbemClassObject** in_signature,
                                         IWbemClassObject** out_signature) noexcept override;
    HRESULT STDMETHODCALLTYPE EndMethodEnumeration() noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethodQualifierSet(LPCWSTR method, IWbemQualifierSet** qualifiers) noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethodOrigin(LPCWSTR method, BSTR* class_name) noexcept override;
};

}  // namespace wbemcheck::probe
