// Mistakes in what a request is answered with, and in the calls to WMI meanwhile.
#include "harness/com/hresult.h"
#include "tests/providers/client_identity.h"
#include "tests/providers/mistaken.h"
#include "tests/providers/mistaken_volumes.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

namespace {

// PRV-1: the wizard's stubs, with `return S_OK`.
class SuccessFromAStub final : public MistakenVolumes {
public:
    SuccessFromAStub() : MistakenVolumes(WBEM_S_NO_ERROR) {}
};

// PRV-1, a warning: as several published samples do.
class StubWithOtherError final : public MistakenVolumes {
public:
    StubWithOtherError() : MistakenVolumes(WBEM_E_NOT_SUPPORTED) {}
};

// ARG-1: there is nobody to answer to, and nobody hears of it.
class AcceptsNullSink final : public MistakenVolumes {
    std::optional<HRESULT> refuse_without_sink() override { return WBEM_S_NO_ERROR; }
};

// ARG-10: the end of the loop over all objects is taken for a hit.
class WrongObject final : public MistakenVolumes {
    Volume find(std::string_view name) override {
        try {
            return MistakenVolumes::find(name);
        } catch (const com::HresultError&) {
            return volumes_.all().at(0);
        }
    }
};

// ARG-12: a provider of one class that does not look which class it is asked for.
class UnknownClassAccepted final : public MistakenVolumes {
    void check_class_name(std::string_view) override {}
};

// PRV-7: NULL where the context belongs.
class ContextForgotten final : public MistakenVolumes {
    com::com_ptr<IWbemClassObject> ask_for_class(Serving&) override {
        return get_class(services_.get(), Volume::kClass, nullptr);
    }
};

// PRV-12: keeps a copy of what was read in the repository.
class DataChangedInRead final : public MistakenVolumes {
    void deliver(Serving& serving) override {
        if (serving.method == Serving::Method::kGet) {
            com::throw_if_failed(services_->PutInstance(
                serving.objects.at(0).get(), WBEM_FLAG_CREATE_OR_UPDATE, serving.context, nullptr));
        }
        MistakenVolumes::deliver(serving);
    }
};

// SEC-10: the thread goes back to WMI as the client.
class ImpersonationNotReverted final : public MistakenVolumes {
    void begin(Serving&) override { take_client_identity(); }
};

constexpr MistakenProvider kProviders[] = {
    {"success-from-a-stub", make_provider<SuccessFromAStub>},
    {"stub-with-other-error", make_provider<StubWithOtherError>},
    {"accepts-null-sink", make_provider<AcceptsNullSink>},
    {"wrong-object", make_provider<WrongObject>},
    {"unknown-class-accepted", make_provider<UnknownClassAccepted>},
    {"context-forgotten", make_provider<ContextForgotten>},
    {"data-changed-in-read", make_provider<DataChangedInRead>},
    {"impersonation-not-reverted", make_provider<ImpersonationNotReverted>},
};

}  // namespace

std::span<const MistakenProvider> mistaken_request_providers() { return kProviders; }

}  // namespace wbemcheck::example
