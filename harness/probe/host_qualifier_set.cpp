#include "harness/probe/host_qualifier_set.h"

#include "harness/probe/host_passage.h"

namespace wbemcheck::probe {

using trace::Method;

HRESULT HostQualifierSet::Get(LPCWSTR name, LONG flags, VARIANT* value, LONG* flavor) noexcept {
    return upcall(Upcall(Method::kQualifierGet, flags), [&](IWbemQualifierSet& inner, Passage& passage) {
        return passage.out(inner.Get(name, flags, value, flavor), value);
    });
}

HRESULT HostQualifierSet::Put(LPCWSTR name, VARIANT* value, LONG flavor) noexcept {
    return upcall(Upcall(Method::kQualifierPut), [&](IWbemQualifierSet& inner, Passage& passage) {
        return inner.Put(name, passage.in(value), flavor);
    });
}

HRESULT HostQualifierSet::Delete(LPCWSTR name) noexcept {
    return upcall(Upcall(Method::kQualifierDelete),
                  [&](IWbemQualifierSet& inner, Passage&) { return inner.Delete(name); });
}

HRESULT HostQualifierSet::GetNames(LONG flags, SAFEARRAY** names) noexcept {
    if (names != nullptr) *names = nullptr;
    return upcall(Upcall(Method::kQualifierGetNames, flags),
                  [&](IWbemQualifierSet& inner, Passage&) { return inner.GetNames(flags, names); });
}

HRESULT HostQualifierSet::BeginEnumeration(LONG flags) noexcept {
    return upcall(Upcall(Method::kQualifierBeginEnumeration, flags),
                  [&](IWbemQualifierSet& inner, Passage&) { return inner.BeginEnumeration(flags); });
}

HRESULT HostQualifierSet::Next(LONG flags, BSTR* name, VARIANT* value, LONG* flavor) noexcept {
    if (name != nullptr) *name = nullptr;
    return upcall(Upcall(Method::kQualifierNext, flags), [&](IWbemQualifierSet& inner, Passage& passage) {
        return passage.out(inner.Next(flags, name, value, flavor), value);
    });
}

HRESULT HostQualifierSet::EndEnumeration() noexcept {
    return upcall(Upcall(Method::kQualifierEndEnumeration),
                  [&](IWbemQualifierSet& inner, Passage&) { return inner.EndEnumeration(); });
}

}  // namespace wbemcheck::probe
