// Mistakes that end the process of the provider, or never end.
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "tests/providers/mistaken.h"
#include "tests/providers/mistaken_volumes.h"
#include "tests/providers/waiting.h"

namespace wbemcheck::example {

namespace {

// LIV-1
class Crash final : public MistakenVolumes {
    void begin(Serving&) override {
        volatile int* const volatile nowhere = nullptr;
        *nowhere = 1;
    }
};

// LIV-1, ARG-1: no look at the argument before its first use.
class CrashOnNullSink final : public MistakenVolumes {
    std::optional<HRESULT> refuse_without_sink() override {
        IWbemObjectSink* const volatile sink = nullptr;
        sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_E_INVALID_PARAMETER, nullptr, nullptr);
        return WBEM_E_INVALID_PARAMETER;
    }
};

// LIV-1: a library that takes the process for its own.
class Exit final : public MistakenVolumes {
    void begin(Serving&) override { std::exit(3); }
};

// LIV-1: an assertion of the provider.
class Abort final : public MistakenVolumes {
    void begin(Serving&) override { std::abort(); }
};

// LIV-1. The depth is data, so that the compiler does not see that there is no end.
class StackOverflow final : public MistakenVolumes {
    void begin(Serving&) override { dive(1); }

    static std::size_t dive(std::size_t depth) {
        volatile char page[4096];
        page[depth % sizeof page] = 1;
        return depth == 0 ? 0 : dive(depth + 1) + static_cast<std::size_t>(page[depth % sizeof page]);
    }
};

// LIV-2
class HangInCall final : public MistakenVolumes {
    void begin(Serving&) override { wait_for_ever(); }
};

// LIV-2, IND-6: a device that always has one more.
class EndlessObjects final : public MistakenVolumes {
    void deliver(Serving& serving) override {
        for (std::size_t i = 0; !serving.objects.empty(); i = (i + 1) % serving.objects.size()) {
            IWbemClassObject* objects[] = {serving.objects[i].get()};
            serving.sink->Indicate(1, objects);
        }
    }
};

// LIV-1: memory that is really used, a few megabytes at a time.
class EatsMemory final : public MistakenVolumes {
    void begin(Serving&) override {
        constexpr std::size_t kStep = std::size_t{4} << 20;
        std::vector<std::unique_ptr<char[]>> eaten;
        while (true) {
            eaten.push_back(std::make_unique_for_overwrite<char[]>(kStep));
            std::memset(eaten.back().get(), 1, kStep);
        }
    }
};

constexpr MistakenProvider kProviders[] = {
    {"crash", make_provider<Crash>},
    {"crash-on-null-sink", make_provider<CrashOnNullSink>},
    {"exit", make_provider<Exit>},
    {"abort", make_provider<Abort>},
    {"stack-overflow", make_provider<StackOverflow>},
    {"hang-in-call", make_provider<HangInCall>},
    {"endless-objects", make_provider<EndlessObjects>},
    {"eats-memory", make_provider<EatsMemory>},
};

}  // namespace

std::span<const MistakenProvider> mistaken_end_providers() { return kProviders; }

}  // namespace wbemcheck::example
