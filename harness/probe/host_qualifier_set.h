// A qualifier set in the hands of a provider.
#pragma once

#include "harness/com/wbem.h"
#include "harness/probe/host_object.h"

namespace wbemcheck::probe {

// Of a host class object, whose object behind it belongs to.
class HostQualifierSet final : public HostObjectOf<IWbemQualifierSet> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE Put(LPCWSTR name, VARIANT* value, LONG flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE Delete(LPCWSTR name) noexcept override;
    HRESULT STDMETHODCALLTYPE GetNames(LONG flags, SAFEARRAY** names) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value, LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override;
};

}  // namespace wbemcheck::probe
