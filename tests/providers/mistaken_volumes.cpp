#include "tests/providers/mistaken_volumes.h"

#include <utility>

#include "harness/com/hresult.h"
#include "tests/providers/arguments.h"
#include "tests/providers/object_path.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

HRESULT MistakenVolumes::Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services, IWbemContext*,
                                    IWbemProviderInitSink* init_sink) noexcept {
    if (services == nullptr || init_sink == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return com::guard([&] {
        services_ = com::retain_ptr(services);
        report_ready(init_sink);
    });
}

HRESULT MistakenVolumes::GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                        IWbemObjectSink* sink) noexcept {
    return com::guard([&] {
        return receive_checked(path != nullptr, kGetFlags, {Serving::Method::kGet, flags, context, sink},
                               [this, text = com::to_utf8(path)](Serving& serving) {
                                   serving.volume_class = ask_for_class(serving);
                                   const Volume volume =
                                       find(key_in_path(text, Volume::kClass, Volume::kKey));
                                   serving.objects.push_back(make_instance(*serving.volume_class, volume));
                               });
    });
}

HRESULT MistakenVolumes::CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                                 IWbemObjectSink* sink) noexcept {
    return com::guard([&] {
        return receive_checked(
            class_name != nullptr, kEnumerationFlags, {Serving::Method::kEnumerate, flags, context, sink},
            [this, name = com::to_utf8(class_name)](Serving& serving) {
                check_class_name(name);
                serving.volume_class = ask_for_class(serving);
                for (const Volume& volume : volumes_.all()) {
                    serving.objects.push_back(make_instance(*serving.volume_class, volume));
                }
            });
    });
}

HRESULT MistakenVolumes::PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                          IWbemObjectSink* sink) noexcept {
    if (wants_partial_update(context)) {
        return WBEM_E_PROVIDER_NOT_CAPABLE;
    }
    return com::guard([&] {
        return receive_checked(
            instance != nullptr && !is_contradictory(flags), kPutFlags,
            {Serving::Method::kPut, flags, context, sink},
            [this, held = com::retain_ptr(instance)](Serving& serving) {
                const Volume volume = read_volume(*held);
                volumes_.put(volume, put_mode(serving.flags));
                serving.text = com::make_bstr(make_instance_path(Volume::kClass, Volume::kKey, volume.name));
            });
    });
}

HRESULT MistakenVolumes::DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept {
    return com::guard([&] {
        return receive_checked(path != nullptr, kDeleteFlags,
                               {Serving::Method::kDelete, flags, context, sink},
                               [this, text = com::to_utf8(path)](Serving&) {
                                   volumes_.erase(key_in_path(text, Volume::kClass, Volume::kKey));
                               });
    });
}

HRESULT MistakenVolumes::receive_checked(bool has_required, LONG known_flags, Serving serving,
                                         const Work& work) noexcept {
    if (!has_required || (serving.flags & ~known_flags) != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    if (serving.sink == nullptr) {
        if (const auto refused = refuse_without_sink()) {
            return *refused;
        }
    }
    return receive(std::move(serving), work);
}

HRESULT MistakenVolumes::receive(Serving serving, const Work& work) noexcept {
    return serve(std::move(serving), work);
}

HRESULT MistakenVolumes::serve(Serving serving, const Work& work) noexcept {
    const HRESULT result = com::guard([&] {
        begin(serving);
        work(serving);
        deliver(serving);
    });
    finish(serving, result);
    return returned(result);
}

com::com_ptr<IWbemClassObject> MistakenVolumes::ask_for_class(Serving& serving) {
    return get_class(services_.get(), Volume::kClass, serving.context);
}

void MistakenVolumes::check_class_name(std::string_view name) {
    if (!is_same_name(name, Volume::kClass)) {
        throw com::HresultError(WBEM_E_INVALID_CLASS);
    }
}

void MistakenVolumes::deliver(Serving& serving) {
    for (const auto& object : serving.objects) {
        IWbemClassObject* objects[] = {object.get()};
        if (FAILED(serving.sink->Indicate(1, objects))) {
            throw com::HresultError(WBEM_E_CALL_CANCELLED);
        }
    }
}

void MistakenVolumes::finish(Serving& serving, HRESULT result) noexcept {
    serving.sink->SetStatus(WBEM_STATUS_COMPLETE, result, SUCCEEDED(result) ? serving.text.get() : nullptr,
                            nullptr);
}

}  // namespace wbemcheck::example
