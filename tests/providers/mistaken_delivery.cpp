// Mistakes with Indicate.
#include <thread>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/received.h"
#include "tests/providers/arguments.h"
#include "tests/providers/mistaken.h"
#include "tests/providers/mistaken_volumes.h"
#include "tests/providers/object_path.h"
#include "tests/providers/objects.h"
#include "tests/providers/waiting.h"

namespace wbemcheck::example {

namespace {

HRESULT indicate_one(IWbemObjectSink& sink, IWbemClassObject* object) {
    IWbemClassObject* objects[] = {object};
    return sink.Indicate(1, objects);
}

// IND-6, bug 17: as several published samples do. The client has cancelled and is sent all the rest.
class IndicateResultIgnored final : public MistakenVolumes {
    void deliver(Serving& serving) override {
        for (const auto& object : serving.objects) {
            static_cast<void>(indicate_one(*serving.sink, object.get()));
        }
    }
};

// IND-4: the batch that is sent at the end, whatever is in it.
class EmptyIndicate final : public MistakenVolumes {
    void deliver(Serving& serving) override {
        MistakenVolumes::deliver(serving);
        IWbemClassObject* none[] = {nullptr};
        serving.sink->Indicate(0, none);
    }
};

// ORD-3: every thread sends what it has. The threads meet before each object, so that there are two in the
// sink.
class OverlappingIndicates final : public MistakenVolumes {
    void deliver(Serving& serving) override {
        if (serving.objects.size() < 2) {
            MistakenVolumes::deliver(serving);
            return;
        }
        const std::size_t half = serving.objects.size() / 2;
        Meeting meeting;
        const auto send = [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                if (i - begin < half) {
                    meeting.arrive_and_wait();
                }
                static_cast<void>(indicate_one(*serving.sink, serving.objects[i].get()));
            }
        };
        const std::jthread other(send, std::size_t{0}, half);
        send(half, serving.objects.size());
    }
};

// ORD-1, ORD-12: Example_Calculator.Add, right but for the order of its last two calls.
class MethodObjectAfterStatus final : public NotCapableServices {
public:
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services, IWbemContext*,
                                         IWbemProviderInitSink* init_sink) noexcept override {
        if (services == nullptr || init_sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        services_ = com::retain_ptr(services);
        init_sink->SetStatus(WBEM_S_INITIALIZED, 0);
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR path, const BSTR method, LONG flags,
                                              IWbemContext* context, IWbemClassObject* in_params,
                                              IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(path, sink, flags, kMethodFlags); FAILED(refused)) {
            return refused;
        }
        return com::guard([&] {
            if (!is_same_name(com::to_utf8(method), "Add")) {
                throw com::HresultError(WBEM_E_INVALID_METHOD);
            }
            const auto left = in_params == nullptr ? std::nullopt : get_uint32(*in_params, OLESTR("Left"));
            const auto right = in_params == nullptr ? std::nullopt : get_uint32(*in_params, OLESTR("Right"));
            if (!left || !right) {
                throw com::HresultError(WBEM_E_INVALID_METHOD_PARAMETERS);
            }
            com::com_ptr<IWbemClassObject> signature;
            const auto calculator = get_class(services_.get(), "Example_Calculator", context);
            com::throw_if_failed(
                com::received(calculator->GetMethod(OLESTR("Add"), 0, nullptr, signature.put()), signature));
            const auto out_params = spawn_instance(*signature);
            put_uint32(*out_params, OLESTR("Sum"), *left + *right);
            put_uint32(*out_params, OLESTR("ReturnValue"), 0);
            sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_S_NO_ERROR, nullptr, nullptr);
            static_cast<void>(indicate_one(*sink, out_params.get()));
        });
    }

private:
    com::com_ptr<IWbemServices> services_;  // written by Initialize, before any request
};

constexpr MistakenProvider kProviders[] = {
    {"indicate-result-ignored", make_provider<IndicateResultIgnored>},
    {"empty-indicate", make_provider<EmptyIndicate>},
    {"overlapping-indicates", make_provider<OverlappingIndicates>},
    {"method-object-after-status", make_provider<MethodObjectAfterStatus>},
};

}  // namespace

std::span<const MistakenProvider> mistaken_delivery_providers() { return kProviders; }

}  // namespace wbemcheck::example
