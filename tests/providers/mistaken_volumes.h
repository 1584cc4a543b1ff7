// A correct provider of Example_Volume, in steps that a mistaken one can take wrongly. A mistake is a class
// that overrides one of them. To learn how a provider is written, read instance_provider.cpp instead.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "tests/providers/not_capable_services.h"
#include "tests/providers/table.h"
#include "tests/providers/volume.h"

namespace wbemcheck::example {

// One request while it is being served.
struct Serving {
    enum class Method { kGet, kEnumerate, kPut, kDelete };

    Method method;
    LONG flags;
    IWbemContext* context;  // borrowed, like the sink, for as long as the method of the request runs
    IWbemObjectSink* sink;
    com::com_ptr<IWbemClassObject> volume_class = {};
    std::vector<com::com_ptr<IWbemClassObject>> objects = {};
    com::unique_bstr text = {};
};

class MistakenVolumes : public NotCapableServices {
public:
    using Work = std::function<void(Serving&)>;

    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR user, LONG flags, LPWSTR namespace_path, LPWSTR locale,
                                         IWbemServices* services, IWbemContext* context,
                                         IWbemProviderInitSink* init_sink) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags,
                                                      IWbemContext* context,
                                                      IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext* context,
                                                  IWbemObjectSink* sink) noexcept override;

protected:
    using NotCapableServices::NotCapableServices;

    // The steps. What they throw becomes the result of Initialize or the final status, where nothing else is
    // said.

    // The provider is ready.
    virtual void report_ready(IWbemProviderInitSink* init_sink) {
        init_sink->SetStatus(WBEM_S_INITIALIZED, 0);
    }
    // What to return to a request whose sink is NULL; nothing: serve it.
    virtual std::optional<HRESULT> refuse_without_sink() { return WBEM_E_INVALID_PARAMETER; }
    // A request with the right arguments: serves it and gives what its method returns.
    virtual HRESULT receive(Serving serving, const Work& work) noexcept;
    // Before anything else of the request.
    virtual void begin(Serving&) {}
    [[nodiscard]] virtual com::com_ptr<IWbemClassObject> ask_for_class(Serving& serving);
    [[nodiscard]] virtual Volume find(std::string_view name) { return volumes_.get(name); }
    virtual void check_class_name(std::string_view name);
    // Sends the objects, each alone; throws when the sink refuses one.
    virtual void deliver(Serving& serving);
    // Whether the request has succeeded or not.
    virtual void finish(Serving& serving, HRESULT result) noexcept;
    // After the final: what the method of the request returns.
    virtual HRESULT returned(HRESULT) noexcept { return WBEM_S_NO_ERROR; }

    // What `receive` does unless it is overridden.
    HRESULT serve(Serving serving, const Work& work) noexcept;

    com::com_ptr<IWbemServices> services_;  // written by Initialize, before any request
    Table<Volume> volumes_{fixed_volumes()};

private:
    HRESULT receive_checked(bool has_required, LONG known_flags, Serving serving, const Work& work) noexcept;
};

}  // namespace wbemcheck::example
