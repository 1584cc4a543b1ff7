#include "mock_provider/defects/object_filters.h"

#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "harness/com/variant.h"

namespace wbemcheck::mock {

namespace {

class UnderstatedObject final : public com::ComObject<IWbemClassObject> {
public:
    explicit UnderstatedObject(com::com_ptr<IWbemClassObject> inner) : inner_(std::move(inner)) {}

    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return add_reference() - 1; }
    ULONG STDMETHODCALLTYPE Release() noexcept override {
        const ULONG left = release_reference();
        return left == 0 ? 0 : left - 1;
    }

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

private:
    const com::com_ptr<IWbemClassObject> inner_;
};

class UnderstatedEnumerator final : public com::ComObject<IEnumWbemClassObject> {
public:
    explicit UnderstatedEnumerator(com::com_ptr<IEnumWbemClassObject> inner) : inner_(std::move(inner)) {}

    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return add_reference() - 1; }
    ULONG STDMETHODCALLTYPE Release() noexcept override {
        const ULONG left = release_reference();
        return left == 0 ? 0 : left - 1;
    }

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

private:
    const com::com_ptr<IEnumWbemClassObject> inner_;
};

}  // namespace

com::com_ptr<IWbemClassObject> understate_count(com::com_ptr<IWbemClassObject> object) {
    return com::make_com<UnderstatedObject>(std::move(object));
}

com::com_ptr<IEnumWbemClassObject> understate_count(com::com_ptr<IEnumWbemClassObject> enumerator) {
    return com::make_com<UnderstatedEnumerator>(std::move(enumerator));
}

bool alter(IWbemClassObject& object) {
    if (FAILED(object.BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY))) {
        return false;
    }
    com::unique_bstr name;
    com::variant value;
    CIMTYPE type = CIM_EMPTY;
    do {
        if (object.Next(0, name.put(), value.put(), &type, nullptr) != WBEM_S_NO_ERROR) {
            name.reset();
            break;
        }
    } while (type != CIM_STRING);
    object.EndEnumeration();
    com::variant altered = com::make_variant("another value");
    return name && SUCCEEDED(object.Put(name.get(), 0, altered.get(), 0));
}

}  // namespace wbemcheck::mock
