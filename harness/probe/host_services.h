// A namespace in the hands of a provider.
#pragma once

#include "harness/com/wbem.h"
#include "harness/probe/host_object.h"

namespace wbemcheck::probe {

// Sinks of the provider are called through a forwarding sink, by which a cancel finds its upcalls.
class HostServices final : public HostObjectOf<IWbemServices> {
public:
    using HostObjectOf::HostObjectOf;

    HRESULT STDMETHODCALLTYPE OpenNamespace(const BSTR name, LONG flags, IWbemContext* context, IWbemServices** services,
                                            IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE QueryObjectSink(LONG flags, IWbemObjectSink** sink) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObject(const BSTR object_path, LONG flags, IWbemContext* context,
                                        IWbemClassObject** object, IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR object_path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                       IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                            IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR class_name, LONG flags, IWbemContext* context,
                                          IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext* context,
                                              IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext* context,
                                                   IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                          IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR object_path, LONG flags, IWbemContext* context,
                                             IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR object_path, LONG flags, IWbemContext* context,
                                                  IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR class_name, LONG flags, IWbemContext* context,
                                                 IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                                      IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR query_language, const BSTR query, LONG flags, IWbemContext* context,
                                        IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR query_language, const BSTR query, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR query_language, const BSTR query, LONG flags,
                                                    IWbemContext* context,
                                                    IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR query_language, const BSTR query, LONG flags,
                                                         IWbemContext* context, IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR object_path, const BSTR method, LONG flags, IWbemContext* context,
                                         IWbemClassObject* in_params, IWbemClassObject** out_params,
                                         IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR object_path, const BSTR method, LONG flags, IWbemContext* context,
                                              IWbemClassObject* in_params, IWbemObjectSink* sink) noexcept override;
};

}  // namespace wbemcheck::probe
