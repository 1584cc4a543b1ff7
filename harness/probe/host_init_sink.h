// The sink to which a provider reports its initialisation.
#pragma once

#include "harness/com/wbem.h"
#include "harness/probe/host_object.h"

namespace wbemcheck::probe {

// Has nothing behind it. A report is taken whenever it comes, also when the sink is gone for the provider, and answered with
// WBEM_S_NO_ERROR (PRV-4): no order lets it fail.
class HostInitSink final : public HostObjectOf<IWbemProviderInitSink> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE SetStatus(LONG status, LONG flags) noexcept override;
};

}  // namespace wbemcheck::probe
