// Enumerators and call results in the hands of a provider.
#pragma once

#include "harness/com/wbem.h"
#include "harness/probe/host_object.h"

namespace wbemcheck::probe {

// Each object that it gives is a host object of its own.
class HostEnumerator final : public HostObjectOf<IEnumWbemClassObject> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE Reset() noexcept override;
    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override;
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override;
};

class HostCallResult final : public HostObjectOf<IWbemCallResult> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE GetResultObject(LONG timeout, IWbemClassObject** object) noexcept override;
    HRESULT STDMETHODCALLTYPE GetResultString(LONG timeout, BSTR* text) noexcept override;
    HRESULT STDMETHODCALLTYPE GetResultServices(LONG timeout, IWbemServices** services) noexcept override;
    HRESULT STDMETHODCALLTYPE GetCallStatus(LONG timeout, LONG* status) noexcept override;
};

}  // namespace wbemcheck::probe
