#include "harness/probe/host_context.h"

#include "harness/probe/host_passage.h"

namespace wbemcheck::probe {

using trace::Method;

HRESULT HostContext::Clone(IWbemContext** copy) noexcept {
    Out out_copy(copy);
    return upcall(Upcall(Method::kContextClone), [&](IWbemContext& inner, Passage& passage) {
        return passage.out_copy(inner.Clone(out_copy.slot()), out_copy, original());
    });
}

HRESULT HostContext::GetNames(LONG flags, SAFEARRAY** names) noexcept {
    if (names != nullptr) *names = nullptr;
    return upcall(Upcall(Method::kContextGetNames, flags),
                  [&](IWbemContext& inner, Passage&) { return inner.GetNames(flags, names); });
}

HRESULT HostContext::BeginEnumeration(LONG flags) noexcept {
    return upcall(Upcall(Method::kContextBeginEnumeration, flags),
                  [&](IWbemContext& inner, Passage&) { return inner.BeginEnumeration(flags); });
}

HRESULT HostContext::Next(LONG flags, BSTR* name, VARIANT* value) noexcept {
    if (name != nullptr) *name = nullptr;
    return upcall(Upcall(Method::kContextNext, flags), [&](IWbemContext& inner, Passage& passage) {
        return passage.out(inner.Next(flags, name, value), value);
    });
}

HRESULT HostContext::EndEnumeration() noexcept {
    return upcall(Upcall(Method::kContextEndEnumeration),
                  [&](IWbemContext& inner, Passage&) { return inner.EndEnumeration(); });
}

HRESULT HostContext::SetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept {
    return upcall(Upcall(Method::kContextSetValue, flags), [&](IWbemContext& inner, Passage& passage) {
        return inner.SetValue(name, flags, passage.in(value));
    });
}

HRESULT HostContext::GetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept {
    return upcall(Upcall(Method::kContextGetValue, flags), [&](IWbemContext& inner, Passage& passage) {
        return passage.out(inner.GetValue(name, flags, value), value);
    });
}

HRESULT HostContext::DeleteValue(LPCWSTR name, LONG flags) noexcept {
    return upcall(Upcall(Method::kContextDeleteValue, flags),
                  [&](IWbemContext& inner, Passage&) { return inner.DeleteValue(name, flags); });
}

HRESULT HostContext::DeleteAll() noexcept {
    return upcall(Upcall(Method::kContextDeleteAll), [&](IWbemContext& inner, Passage&) { return inner.DeleteAll(); });
}

}  // namespace wbemcheck::probe
