// Mistakes with IWbemProviderInit.
#include <atomic>
#include <chrono>
#include <thread>

#include "harness/com/hresult.h"
#include "tests/providers/mistaken.h"
#include "tests/providers/mistaken_volumes.h"
#include "tests/providers/waiting.h"
#include "tests/providers/workers.h"

namespace wbemcheck::example {

namespace {

// LIV-2, IMM-7: waits for something that never comes.
class HangInInitialize final : public MistakenVolumes {
    void report_ready(IWbemProviderInitSink*) override { wait_for_ever(); }
};

// PRV-2: WMI waits for the report, not for the return value.
class InitSinkNeverTold final : public MistakenVolumes {
    void report_ready(IWbemProviderInitSink*) override {}
};

// PRV-4: lFlags is 0.
class InitFlagsWrong final : public MistakenVolumes {
    void report_ready(IWbemProviderInitSink* init_sink) override {
        init_sink->SetStatus(WBEM_S_INITIALIZED, 1);
    }
};

// PRV-5: the AddRef is missing, and the sink is used after Initialize has returned.
class InitSinkUsedLater final : public MistakenVolumes {
    void report_ready(IWbemProviderInitSink* init_sink) override {
        workers_.submit([init_sink](bool) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));  // the preparations that take so long
            init_sink->SetStatus(WBEM_S_INITIALIZED, 0);
        });
    }

    Workers workers_{1};
};

// PRV-3: what it needs is there when the first request has failed.
class ReportsBeforeReady final : public MistakenVolumes {
    void begin(Serving&) override {
        if (!is_ready_.exchange(true)) {
            throw com::HresultError(WBEM_E_INITIALIZATION_FAILURE);
        }
    }

    std::atomic<bool> is_ready_{false};
};

constexpr MistakenProvider kProviders[] = {
    {"hang-in-initialize", make_provider<HangInInitialize>},
    {"init-sink-never-told", make_provider<InitSinkNeverTold>},
    {"init-flags-wrong", make_provider<InitFlagsWrong>},
    {"init-sink-used-later", make_provider<InitSinkUsedLater>},
    {"reports-before-ready", make_provider<ReportsBeforeReady>},
};

}  // namespace

std::span<const MistakenProvider> mistaken_initialization_providers() { return kProviders; }

}  // namespace wbemcheck::example
