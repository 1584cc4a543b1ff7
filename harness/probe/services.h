// The recording services proxy: an IWbemServices in front of the subject's own that writes down every call and what
// came back.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>

#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/registry.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

// The id that the newest call of this thread through any proxy has in the trace.
[[nodiscard]] std::uint32_t last_call_of_this_thread() noexcept;
// The id of the innermost call that this thread is making through any proxy, 0 when it makes none.
[[nodiscard]] std::uint32_t current_call_of_this_thread() noexcept;

// Requires: the recorder and the registry outlive every call.
// Guarantees: arguments and results pass unchanged; an exception that leaves the subject is recorded and becomes
// E_UNEXPECTED. Thread-safe as far as the subject is.
class RecordingServices final : public com::ComObject<IWbemServices> {
public:
    RecordingServices(com::com_ptr<IWbemServices> inner, std::shared_ptr<trace::Recorder> recorder,
                      ObjectRegistry& registry);
    ~RecordingServices() override;

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    // The subject's own pointer, to be looked at as a COM object.
    [[nodiscard]] const com::com_ptr<IWbemServices>& inner() const noexcept { return inner_; }

    HRESULT STDMETHODCALLTYPE OpenNamespace(const BSTR name, LONG flags, IWbemContext* context,
                                            IWbemServices** services, IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE QueryObjectSink(LONG flags, IWbemObjectSink** sink) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObject(const BSTR path, LONG flags, IWbemContext* context, IWbemClassObject** object,
                                        IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                       IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                            IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR name, LONG flags, IWbemContext* context,
                                          IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR name, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext* context,
                                              IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext* context,
                                                   IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                          IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext* context,
                                                  IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR filter, LONG flags, IWbemContext* context,
                                                 IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR filter, LONG flags, IWbemContext* context,
                                                      IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext* context,
                                        IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR language, const BSTR query, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR language, const BSTR query, LONG flags,
                                                    IWbemContext* context,
                                                    IEnumWbemClassObject** enumerator) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                                         IWbemContext* context,
                                                         IWbemObjectSink* sink) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                         IWbemClassObject* in, IWbemClassObject** out,
                                         IWbemCallResult** result) noexcept override;
    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                              IWbemClassObject* in, IWbemObjectSink* sink) noexcept override;

private:
    struct Call;
    // Records entry and return around `body`; `outs` are the out pointers given, for REF-17.
    HRESULT record(const Call& call, const std::function<HRESULT()>& body, std::initializer_list<IUnknown**> outs) noexcept;

    const com::com_ptr<IWbemServices> inner_;
    const std::shared_ptr<trace::Recorder> recorder_;
    ObjectRegistry& registry_;
    const std::uint32_t id_;
};

}  // namespace wbemcheck::probe
