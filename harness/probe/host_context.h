// A context in the hands of a provider.
#pragma once

#include "harness/com/wbem.h"
#include "harness/probe/host_object.h"

namespace wbemcheck::probe {

// A clone counts as its original where it is passed on (PRV-7).
class HostContext final : public HostObjectOf<IWbemContext> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE Clone(IWbemContext** copy) noexcept override;
    HRESULT STDMETHODCALLTYPE GetNames(LONG flags, SAFEARRAY** names) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value) noexcept override;
    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override;
    HRESULT STDMETHODCALLTYPE SetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept override;
    HRESULT STDMETHODCALLTYPE GetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteValue(LPCWSTR name, LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteAll() noexcept override;
};

}  // namespace wbemcheck::probe
