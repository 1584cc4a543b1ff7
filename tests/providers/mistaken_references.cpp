// Mistakes with references and with what belongs to somebody else.
#include <atomic>
#include <chrono>
#include <memory>
#include <utility>

#include "harness/com/bstr.h"
#include "tests/providers/mistaken.h"
#include "tests/providers/mistaken_volumes.h"
#include "tests/providers/module.h"
#include "tests/providers/workers.h"

namespace wbemcheck::example {

namespace {

// IND-11, bug 18: as the published samples of GetObjectAsync and CreateInstanceEnumAsync do.
class FreedInBstr final : public MistakenVolumes {
public:
    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override {
        const HRESULT result = MistakenVolumes::GetObjectAsync(path, flags, context, sink);
        SysFreeString(path);
        return result;
    }
};

// COM-6, bug 18: as those samples do on one of their paths.
class ObjectReleasedTwice final : public MistakenVolumes {
    void finish(Serving& serving, HRESULT result) noexcept override {
        MistakenVolumes::finish(serving, result);
        if (serving.volume_class) {
            serving.volume_class->Release();  // and once more when `serving` goes
        }
    }
};

// PRV-13: a Release that is missing in the destructor.
class LeakedNamespace final : public MistakenVolumes {
public:
    ~LeakedNamespace() override { static_cast<void>(services_.detach()); }
};

// PRV-13: a return between GetObject and Release.
class LeakedObjectOnFailingPath final : public MistakenVolumes {
    void finish(Serving& serving, HRESULT result) noexcept override {
        MistakenVolumes::finish(serving, result);
        if (FAILED(result)) {
            static_cast<void>(serving.volume_class.detach());
        }
    }
};

// PRV-13: an AddRef for a thread that there is not.
class LeakedContext final : public MistakenVolumes {
    void begin(Serving& serving) override { static_cast<void>(com::retain_ptr(serving.context).detach()); }
};

// REF-15: the AddRef is missing, and the sink is used long after the method has returned.
class SinkUsedWithoutReference final : public MistakenVolumes {
    HRESULT receive(Serving serving, const Work& work) noexcept override {
        return com::guard([&] {
            const auto shared = std::make_shared<Serving>(std::move(serving));
            workers_.submit([this, self = com::retain_ptr(static_cast<IWbemServices*>(this)), shared,
                             context = com::retain_ptr(shared->context), work](bool) {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));  // the work that takes so long
                static_cast<void>(serve(std::move(*shared), work));
            });
        });
    }

    Workers workers_{1};
};

// REF-15: the Release is missing, so that WMI takes the operation for one that still runs.
class LeakedSink final : public MistakenVolumes {
    void begin(Serving& serving) override { serving.sink->AddRef(); }
};

// REF-5: the Release of an AddRef that is somebody else's.
class ReleasesTooOften final : public MistakenVolumes {
    HRESULT receive(Serving serving, const Work& work) noexcept override {
        IWbemObjectSink* const sink = serving.sink;
        const HRESULT result = serve(std::move(serving), work);
        sink->Release();
        return result;
    }
};

// COM-8: the BSTR of a VARIANT that is never cleared.
class LeakedBstr final : public MistakenVolumes {
    void begin(Serving&) override { static_cast<void>(com::make_bstr("the name of the volume").detach()); }
};

// COM-7: an object that is counted when it is made, and not when it goes.
class NeverUnloads final : public MistakenVolumes {
public:
    NeverUnloads() { static const ModuleReference never_given_back; }
};

// COM-1: every interface answers with its own IUnknown.
class IdentityBroken final : public MistakenVolumes {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        const HRESULT result = MistakenVolumes::QueryInterface(iid, object);
        if (SUCCEEDED(result) && iid == com::iid_of<IUnknown>() && is_other_.exchange(!is_other_.load())) {
            *object = static_cast<IUnknown*>(static_cast<IWbemProviderInit*>(this));
        }
        return result;
    }

private:
    std::atomic<bool> is_other_{false};
};

constexpr MistakenProvider kProviders[] = {
    {"freed-in-bstr", make_provider<FreedInBstr>},
    {"object-released-twice", make_provider<ObjectReleasedTwice>},
    {"leaked-namespace", make_provider<LeakedNamespace>},
    {"leaked-object-on-failing-path", make_provider<LeakedObjectOnFailingPath>},
    {"leaked-context", make_provider<LeakedContext>},
    {"sink-used-without-reference", make_provider<SinkUsedWithoutReference>},
    {"leaked-sink", make_provider<LeakedSink>},
    {"releases-too-often", make_provider<ReleasesTooOften>},
    {"leaked-bstr", make_provider<LeakedBstr>},
    {"never-unloads", make_provider<NeverUnloads>},
    {"identity-broken", make_provider<IdentityBroken>},
};

}  // namespace

std::span<const MistakenProvider> mistaken_reference_providers() { return kProviders; }

}  // namespace wbemcheck::example
