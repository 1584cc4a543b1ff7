// A sink of the host in the hands of a provider: what QueryObjectSink gives.
#pragma once

#include "harness/com/wbem.h"
#include "harness/probe/host_object.h"

namespace wbemcheck::probe {

// Not the sink of a call: that is a RecordingSink.
class HostSink final : public HostObjectOf<IWbemObjectSink> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override;
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) noexcept override;
};

}  // namespace wbemcheck::probe
