// Mistakes with the final status.
#include "tests/providers/mistaken.h"
#include "tests/providers/mistaken_volumes.h"

namespace wbemcheck::example {

namespace {

// PRV-9, bug 19: as the published samples of PutInstanceAsync and PutClassAsync do. WMI waits for ever.
class NoFinalStatus final : public MistakenVolumes {
    void finish(Serving&, HRESULT) noexcept override {}
};

// PRV-8: what the sink was told counts, and WMI has two stories.
class DisagreeingReturnValue final : public MistakenVolumes {
    HRESULT returned(HRESULT result) noexcept override {
        return SUCCEEDED(result) ? WBEM_E_FAILED : WBEM_S_NO_ERROR;
    }
};

// STA-1: one path reports, and so does its caller.
class SecondFinalStatus final : public MistakenVolumes {
    void finish(Serving& serving, HRESULT result) noexcept override {
        MistakenVolumes::finish(serving, result);
        MistakenVolumes::finish(serving, result);
    }
};

// STA-7: 0, 1 and 2 are what a provider may say to WMI.
class OddStatusFlags final : public MistakenVolumes {
    void finish(Serving& serving, HRESULT result) noexcept override {
        serving.sink->SetStatus(4, WBEM_S_NO_ERROR, nullptr, nullptr);
        MistakenVolumes::finish(serving, result);
    }
};

// STA-2: progress is for WBEM_FLAG_SEND_STATUS.
class ProgressUnasked final : public MistakenVolumes {
    void begin(Serving& serving) override {
        serving.sink->SetStatus(WBEM_STATUS_PROGRESS, (2 << 16) | 1, nullptr, nullptr);  // one of two done
    }
};

constexpr MistakenProvider kProviders[] = {
    {"no-final-status", make_provider<NoFinalStatus>},
    {"disagreeing-return-value", make_provider<DisagreeingReturnValue>},
    {"second-final-status", make_provider<SecondFinalStatus>},
    {"odd-status-flags", make_provider<OddStatusFlags>},
    {"progress-unasked", make_provider<ProgressUnasked>},
};

}  // namespace

std::span<const MistakenProvider> mistaken_status_providers() { return kProviders; }

}  // namespace wbemcheck::example
