// Objects in front of others. A defect overrides what it does otherwise; everything else is passed on.
#pragma once

#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

class ForwardingObject : public com::ComObject<IWbemClassObject> {
public:
    explicit ForwardingObject(com::com_ptr<IWbemClassObject> inner) : inner_(std::move(inner)) {}

    HRESULT STDMETHODCALLTYPE GetQualifierSet(IWbemQualifierSet** qualifiers) noexcept override {
        return inner_->GetQualifierSet(qualifiers);
    }
    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type,
                                  LONG* flavor) noexcept override {
        return inner_->Get(name, flags, value, type, flavor);
    }
    HRESULT STDMETHODCALLTYPE Put(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE type) noexcept override {
        return inner_->Put(name, flags, value, type);
    }
    HRESULT STDMETHODCALLTYPE Delete(LPCWSTR name) noexcept override { return inner_->Delete(name); }
    HRESULT STDMETHODCALLTYPE GetNames(LPCWSTR qualifier_name, LONG flags, VARIANT* qualifier_value,
                                       SAFEARRAY** names) noexcept override {
        return inner_->GetNames(qualifier_name, flags, qualifier_value, names);
    }
    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override {
        return inner_->BeginEnumeration(flags);
    }
    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type,
                                   LONG* flavor) noexcept override {
        return inner_->Next(flags, name, value, type, flavor);
    }
    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override { return inner_->EndEnumeration(); }
    HRESULT STDMETHODCALLTYPE GetPropertyQualifierSet(LPCWSTR property,
                                                      IWbemQualifierSet** qualifiers) noexcept override {
        return inner_->GetPropertyQualifierSet(property, qualifiers);
    }
    HRESULT STDMETHODCALLTYPE Clone(IWbemClassObject** copy) noexcept override { return inner_->Clone(copy); }
    HRESULT STDMETHODCALLTYPE GetObjectText(LONG flags, BSTR* text) noexcept override {
        return inner_->GetObjectText(flags, text);
    }
    HRESULT STDMETHODCALLTYPE SpawnDerivedClass(LONG flags, IWbemClassObject** new_class) noexcept override {
        return inner_->SpawnDerivedClass(flags, new_class);
    }
    HRESULT STDMETHODCALLTYPE SpawnInstance(LONG flags, IWbemClassObject** new_instance) noexcept override {
        return inner_->SpawnInstance(flags, new_instance);
    }
    HRESULT STDMETHODCALLTYPE CompareTo(LONG flags, IWbemClassObject* other) noexcept override {
        return inner_->CompareTo(flags, other);
    }
    HRESULT STDMETHODCALLTYPE GetPropertyOrigin(LPCWSTR name, BSTR* class_name) noexcept override {
        return inner_->GetPropertyOrigin(name, class_name);
    }
    HRESULT STDMETHODCALLTYPE InheritsFrom(LPCWSTR ancestor) noexcept override {
        return inner_->InheritsFrom(ancestor);
    }
    HRESULT STDMETHODCALLTYPE GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** in_signature,
                                        IWbemClassObject** out_signature) noexcept override {
        return inner_->GetMethod(name, flags, in_signature, out_signature);
    }
    HRESULT STDMETHODCALLTYPE PutMethod(LPCWSTR name, LONG flags, IWbemClassObject* in_signature,
                                        IWbemClassObject* out_signature) noexcept override {
        return inner_->PutMethod(name, flags, in_signature, out_signature);
    }
    HRESULT STDMETHODCALLTYPE DeleteMethod(LPCWSTR name) noexcept override { return inner_->DeleteMethod(name); }
    HRESULT STDMETHODCALLTYPE BeginMethodEnumeration(LONG flags) noexcept override {
        return inner_->BeginMethodEnumeration(flags);
    }
    HRESULT STDMETHODCALLTYPE NextMethod(LONG flags, BSTR* name, IWbemClassObject** in_signature,
                                         IWbemClassObject** out_signature) noexcept override {
        return inner_->NextMethod(flags, name, in_signature, out_signature);
    }
    HRESULT STDMETHODCALLTYPE EndMethodEnumeration() noexcept override { return inner_->EndMethodEnumeration(); }
    HRESULT STDMETHODCALLTYPE GetMethodQualifierSet(LPCWSTR method,
                                                    IWbemQualifierSet** qualifiers) noexcept override {
        return inner_->GetMethodQualifierSet(method, qualifiers);
    }
    HRESULT STDMETHODCALLTYPE GetMethodOrigin(LPCWSTR method, BSTR* class_name) noexcept override {
        return inner_->GetMethodOrigin(method, class_name);
    }

protected:
    [[nodiscard]] IWbemClassObject& inner() const noexcept { return *inner_; }

private:
    const com::com_ptr<IWbemClassObject> inner_;
};

class ForwardingEnumerator : public com::ComObject<IEnumWbemClassObject> {
public:
    explicit ForwardingEnumerator(com::com_ptr<IEnumWbemClassObject> inner) : inner_(std::move(inner)) {}

    HRESULT STDMETHODCALLTYPE Reset() noexcept override { return inner_->Reset(); }
    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        return inner_->Next(timeout, count, objects, returned);
    }
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        return inner_->NextAsync(count, sink);
    }
    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        return inner_->Clone(enumerator);
    }
    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override { return inner_->Skip(timeout, count); }

protected:
    [[nodiscard]] IEnumWbemClassObject& inner() const noexcept { return *inner_; }

private:
    const com::com_ptr<IEnumWbemClassObject> inner_;
};

class ForwardingCallResult : public com::ComObject<IWbemCallResult> {
public:
    explicit ForwardingCallResult(com::com_ptr<IWbemCallResult> inner) : inner_(std::move(inner)) {}

    HRESULT STDMETHODCALLTYPE GetResultObject(LONG timeout, IWbemClassObject** object) noexcept override {
        return inner_->GetResultObject(timeout, object);
    }
    HRESULT STDMETHODCALLTYPE GetResultString(LONG timeout, BSTR* text) noexcept override {
        return inner_->GetResultString(timeout, text);
    }
    HRESULT STDMETHODCALLTYPE GetResultServices(LONG timeout, IWbemServices** services) noexcept override {
        return inner_->GetResultServices(timeout, services);
    }
    HRESULT STDMETHODCALLTYPE GetCallStatus(LONG timeout, LONG* status) noexcept override {
        return inner_->GetCallStatus(timeout, status);
    }

protected:
    [[nodiscard]] IWbemCallResult& inner() const noexcept { return *inner_; }

private:
    const com::com_ptr<IWbemCallResult> inner_;
};

// Every enumerator that leaves the mock is one of this class from now on.
template <class Enumerator>
void filter_enumerators(Seams& seams) {
    filter_services(seams, {.enumerator = [](com::com_ptr<IEnumWbemClassObject> inner)
                                -> com::com_ptr<IEnumWbemClassObject> {
                        return com::make_com<Enumerator>(std::move(inner));
                    }});
}

}  // namespace wbemcheck::mock
