#include "harness/probe/host_class_object.h"

#include "harness/probe/host_passage.h"

namespace wbemcheck::probe {

using trace::Method;

HRESULT HostClassObject::GetQualifierSet(IWbemQualifierSet** qualifiers) noexcept {
    Out out_qualifiers(qualifiers);
    return upcall(Upcall(Method::kGetQualifierSet), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.GetQualifierSet(out_qualifiers.slot()), out_qualifiers);
    });
}

HRESULT HostClassObject::Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type, LONG* flavor) noexcept {
    return upcall(Upcall(Method::kObjectGet, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.Get(name, flags, value, type, flavor), value);
    });
}

HRESULT HostClassObject::Put(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE type) noexcept {
    return upcall(Upcall(Method::kObjectPut, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return inner.Put(name, flags, passage.in(value), type);
    });
}

HRESULT HostClassObject::Delete(LPCWSTR name) noexcept {
    return upcall(Upcall(Method::kObjectDelete), [&](IWbemClassObject& inner, Passage&) { return inner.Delete(name); });
}

HRESULT HostClassObject::GetNames(LPCWSTR qualifier_name, LONG flags, VARIANT* qualifier_value,
                                  SAFEARRAY** names) noexcept {
    if (names != nullptr) *names = nullptr;
    return upcall(Upcall(Method::kObjectGetNames, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return inner.GetNames(qualifier_name, flags, passage.in(qualifier_value), names);
    });
}

HRESULT HostClassObject::BeginEnumeration(LONG flags) noexcept {
    return upcall(Upcall(Method::kObjectBeginEnumeration, flags),
                  [&](IWbemClassObject& inner, Passage&) { return inner.BeginEnumeration(flags); });
}

HRESULT HostClassObject::Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type, LONG* flavor) noexcept {
    if (name != nullptr) *name = nullptr;
    return upcall(Upcall(Method::kObjectNext, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.Next(flags, name, value, type, flavor), value);
    });
}

HRESULT HostClassObject::EndEnumeration() noexcept {
    return upcall(Upcall(Method::kObjectEndEnumeration),
                  [&](IWbemClassObject& inner, Passage&) { return inner.EndEnumeration(); });
}

HRESULT HostClassObject::GetPropertyQualifierSet(LPCWSTR property, IWbemQualifierSet** qualifiers) noexcept {
    Out out_qualifiers(qualifiers);
    return upcall(Upcall(Method::kGetPropertyQualifierSet), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.GetPropertyQualifierSet(property, out_qualifiers.slot()), out_qualifiers);
    });
}

HRESULT HostClassObject::Clone(IWbemClassObject** copy) noexcept {
    Out out_copy(copy);
    return upcall(Upcall(Method::kObjectClone), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.Clone(out_copy.slot()), out_copy);
    });
}

HRESULT HostClassObject::GetObjectText(LONG flags, BSTR* text) noexcept {
    if (text != nullptr) *text = nullptr;
    return upcall(Upcall(Method::kGetObjectText, flags),
                  [&](IWbemClassObject& inner, Passage&) { return inner.GetObjectText(flags, text); });
}

HRESULT HostClassObject::SpawnDerivedClass(LONG flags, IWbemClassObject** new_class) noexcept {
    Out out_new_class(new_class);
    return upcall(Upcall(Method::kSpawnDerivedClass, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.SpawnDerivedClass(flags, out_new_class.slot()), out_new_class);
    });
}

HRESULT HostClassObject::SpawnInstance(LONG flags, IWbemClassObject** new_instance) noexcept {
    Out out_new_instance(new_instance);
    return upcall(Upcall(Method::kSpawnInstance, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.SpawnInstance(flags, out_new_instance.slot()), out_new_instance);
    });
}

HRESULT HostClassObject::CompareTo(LONG flags, IWbemClassObject* other) noexcept {
    return upcall(Upcall(Method::kCompareTo, flags),
                  [&](IWbemClassObject& inner, Passage& passage) { return inner.CompareTo(flags, passage.in(other)); });
}

HRESULT HostClassObject::GetPropertyOrigin(LPCWSTR name, BSTR* class_name) noexcept {
    if (class_name != nullptr) *class_name = nullptr;
    return upcall(Upcall(Method::kGetPropertyOrigin),
                  [&](IWbemClassObject& inner, Passage&) { return inner.GetPropertyOrigin(name, class_name); });
}

HRESULT HostClassObject::InheritsFrom(LPCWSTR ancestor) noexcept {
    return upcall(Upcall(Method::kInheritsFrom),
                  [&](IWbemClassObject& inner, Passage&) { return inner.InheritsFrom(ancestor); });
}

HRESULT HostClassObject::GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** in_signature,
                                   IWbemClassObject** out_signature) noexcept {
    Out out_in_signature(in_signature);
    Out out_out_signature(out_signature);
    return upcall(Upcall(Method::kGetMethod, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.GetMethod(name, flags, out_in_signature.slot(), out_out_signature.slot()),
                           out_in_signature, out_out_signature);
    });
}

HRESULT HostClassObject::PutMethod(LPCWSTR name, LONG flags, IWbemClassObject* in_signature,
                                   IWbemClassObject* out_signature) noexcept {
    return upcall(Upcall(Method::kPutMethod, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return inner.PutMethod(name, flags, passage.in(in_signature), passage.in(out_signature));
    });
}

HRESULT HostClassObject::DeleteMethod(LPCWSTR name) noexcept {
    return upcall(Upcall(Method::kDeleteMethod),
                  [&](IWbemClassObject& inner, Passage&) { return inner.DeleteMethod(name); });
}

HRESULT HostClassObject::BeginMethodEnumeration(LONG flags) noexcept {
    return upcall(Upcall(Method::kBeginMethodEnumeration, flags),
                  [&](IWbemClassObject& inner, Passage&) { return inner.BeginMethodEnumeration(flags); });
}

HRESULT HostClassObject::NextMethod(LONG flags, BSTR* name, IWbemClassObject** in_signature,
                                    IWbemClassObject** out_signature) noexcept {
    Out out_in_signature(in_signature);
    Out out_out_signature(out_signature);
    if (name != nullptr) *name = nullptr;
    return upcall(Upcall(Method::kNextMethod, flags), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.NextMethod(flags, name, out_in_signature.slot(), out_out_signature.slot()),
                           out_in_signature, out_out_signature);
    });
}

HRESULT HostClassObject::EndMethodEnumeration() noexcept {
    return upcall(Upcall(Method::kEndMethodEnumeration),
                  [&](IWbemClassObject& inner, Passage&) { return inner.EndMethodEnumeration(); });
}

HRESULT HostClassObject::GetMethodQualifierSet(LPCWSTR method, IWbemQualifierSet** qualifiers) noexcept {
    Out out_qualifiers(qualifiers);
    return upcall(Upcall(Method::kGetMethodQualifierSet), [&](IWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.GetMethodQualifierSet(method, out_qualifiers.slot()), out_qualifiers);
    });
}

HRESULT HostClassObject::GetMethodOrigin(LPCWSTR method, BSTR* class_name) noexcept {
    if (class_name != nullptr) *class_name = nullptr;
    return upcall(Upcall(Method::kGetMethodOrigin),
                  [&](IWbemClassObject& inner, Passage&) { return inner.GetMethodOrigin(method, class_name); });
}

}  // namespace wbemcheck::probe
