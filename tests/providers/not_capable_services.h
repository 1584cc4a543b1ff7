// IWbemServices as a provider has it before it can do anything.
#pragma once

#include "harness/com/com_object.h"
#include "harness/com/wbem.h"
#include "tests/providers/module.h"

namespace wbemcheck::example {

// A provider answers for the whole interface, and every method that it does not have with
// WBEM_E_PROVIDER_NOT_CAPABLE (PRV-1). Out pointers become NULL (REF-17). Override what your provider can do:
// for WMI those are asynchronous forms, it calls no others.
class NotCapableServices : public com::ComObject<IWbemServices, IWbemProviderInit> {
public:
    HRESULT STDMETHODCALLTYPE OpenNamespace(const BSTR, LONG, IWbemContext*, IWbemServices** services,
                                            IWbemCallResult** call_result) noexcept override {
        return not_capable(services, call_result);
    }
    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink*) noexcept override { return not_capable(); }
    HRESULT STDMETHODCALLTYPE QueryObjectSink(LONG, IWbemObjectSink** sink) noexcept override {
        return not_capable(sink);
    }
    HRESULT STDMETHODCALLTYPE GetObject(const BSTR, LONG, IWbemContext*, IWbemClassObject** object,
                                        IWbemCallResult** call_result) noexcept override {
        return not_capable(object, call_result);
    }
    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR, LONG, IWbemContext*,
                                             IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject*, LONG, IWbemContext*,
                                       IWbemCallResult** call_result) noexcept override {
        return not_capable(call_result);
    }
    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject*, LONG, IWbemContext*,
                                            IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR, LONG, IWbemContext*,
                                          IWbemCallResult** call_result) noexcept override {
        return not_capable(call_result);
    }
    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR, LONG, IWbemContext*,
                                               IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR, LONG, IWbemContext*,
                                              IEnumWbemClassObject** enumerator) noexcept override {
        return not_capable(enumerator);
    }
    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR, LONG, IWbemContext*,
                                                   IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject*, LONG, IWbemContext*,
                                          IWbemCallResult** call_result) noexcept override {
        return not_capable(call_result);
    }
    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject*, LONG, IWbemContext*,
                                               IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR, LONG, IWbemContext*,
                                             IWbemCallResult** call_result) noexcept override {
        return not_capable(call_result);
    }
    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR, LONG, IWbemContext*,
                                                  IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR, LONG, IWbemContext*,
                                                 IEnumWbemClassObject** enumerator) noexcept override {
        return not_capable(enumerator);
    }
    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR, LONG, IWbemContext*,
                                                      IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR, const BSTR, LONG, IWbemContext*,
                                        IEnumWbemClassObject** enumerator) noexcept override {
        return not_capable(enumerator);
    }
    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR, const BSTR, LONG, IWbemContext*,
                                             IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR, const BSTR, LONG, IWbemContext*,
                                                    IEnumWbemClassObject** enumerator) noexcept override {
        return not_capable(enumerator);
    }
    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR, const BSTR, LONG, IWbemContext*,
                                                         IWbemObjectSink*) noexcept override {
        return not_capable();
    }
    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR, const BSTR, LONG, IWbemContext*, IWbemClassObject*,
                                         IWbemClassObject** out_params,
                                         IWbemCallResult** call_result) noexcept override {
        return not_capable(out_params, call_result);
    }
    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR, const BSTR, LONG, IWbemContext*, IWbemClassObject*,
                                              IWbemObjectSink*) noexcept override {
        return not_capable();
    }

protected:
    // Another answer makes a provider that breaks PRV-1.
    explicit NotCapableServices(HRESULT answer = WBEM_E_PROVIDER_NOT_CAPABLE) noexcept : answer_(answer) {}

private:
    template <class... Objects>
    HRESULT not_capable(Objects**... out) const noexcept {
        ((out != nullptr ? void(*out = nullptr) : void()), ...);
        return answer_;
    }

    const ModuleReference module_;
    const HRESULT answer_;
};

}  // namespace wbemcheck::example
