#include "mock_provider/services/wbem_services.h"

#include <utility>

#include "harness/com/com_object.h"
#include "mock_provider/services/class_requests.h"
#include "mock_provider/services/enumerator.h"
#include "mock_provider/services/error_info.h"
#include "mock_provider/services/event_inlet.h"
#include "mock_provider/services/event_requests.h"
#include "mock_provider/services/forms.h"
#include "mock_provider/services/localized.h"
#include "mock_provider/services/method_requests.h"
#include "mock_provider/services/namespaces.h"
#include "mock_provider/services/object_requests.h"
#include "mock_provider/services/query_requests.h"

namespace wbemcheck::mock {

namespace {

// REF-17: NULL whatever happens.
template <class T>
void clear(T** out) noexcept {
    if (out != nullptr) {
        *out = nullptr;
    }
}

bool is_immediate(LONG flags) noexcept { return (flags & WBEM_FLAG_RETURN_IMMEDIATELY) != 0; }

class Services final : public com::ComObject<IWbemServices> {
public:
    explicit Services(Scope scope) : scope_(std::move(scope)) {}

    HRESULT STDMETHODCALLTYPE OpenNamespace(const BSTR name, LONG flags, IWbemContext* context,
                                            IWbemServices** services, IWbemCallResult** call_result) noexcept override {
        clear(services);
        clear(call_result);
        return call([&] { return open_namespace(scope_, name, flags, context, services, call_result); });
    }

    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink* sink) noexcept override {
        if (sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;  // CAN-6
        }
        return call([&] { return scope_.core->engine().cancel(sink); });
    }

    HRESULT STDMETHODCALLTYPE QueryObjectSink(LONG flags, IWbemObjectSink** sink) noexcept override {
        clear(sink);
        if (sink == nullptr || flags != 0) {
            return WBEM_E_INVALID_PARAMETER;  // ARG-21
        }
        return call([&] {
            *sink = make_event_inlet(scope_).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE GetObject(const BSTR path, LONG flags, IWbemContext*, IWbemClassObject** object,
                                        IWbemCallResult** call_result) noexcept override {
        clear(object);
        clear(call_result);
        const bool has_place = is_immediate(flags) ? call_result != nullptr : object != nullptr;
        return !has_place ? WBEM_E_INVALID_PARAMETER : call([&] {
            return run_call(scope_.core, localized(scope_, get_object(scope_, path, flags, Form::kCall), flags),
                            is_immediate(flags), ResultKind::kObject, {object, call_result});
        });
    }

    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext*,
                                             IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(get_object(scope_, path, flags, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject* object, LONG flags, IWbemContext*,
                                       IWbemCallResult** call_result) noexcept override {
        return run([&] { return put_class(scope_, object, flags, Form::kCall); }, flags, ResultKind::kStatus,
                   call_result);
    }

    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext*,
                                            IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(put_class(scope_, object, flags, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR name, LONG flags, IWbemContext*,
                                          IWbemCallResult** call_result) noexcept override {
        return run([&] { return delete_class(scope_, name, flags, Form::kCall); }, flags, ResultKind::kStatus,
                   call_result);
    }

    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR name, LONG flags, IWbemContext*,
                                               IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(delete_class(scope_, name, flags, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext*,
                                              IEnumWbemClassObject** enumerator) noexcept override {
        return enumerate([&] { return enumerate_classes(scope_, superclass, flags, Form::kCall); }, flags, enumerator);
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext*,
                                                   IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(enumerate_classes(scope_, superclass, flags, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                          IWbemCallResult** call_result) noexcept override {
        return run([&] { return put_instance(scope_, instance, flags, context, Form::kCall); }, flags,
                   ResultKind::kString, call_result);
    }

    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(put_instance(scope_, instance, flags, context, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR path, LONG flags, IWbemContext*,
                                             IWbemCallResult** call_result) noexcept override {
        return run([&] { return delete_instance(scope_, path, flags, Form::kCall); }, flags, ResultKind::kStatus,
                   call_result);
    }

    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext*,
                                                  IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(delete_instance(scope_, path, flags, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR class_name, LONG flags, IWbemContext*,
                                                 IEnumWbemClassObject** enumerator) noexcept override {
        return enumerate([&] { return enumerate_instances(scope_, class_name, flags, Form::kCall); }, flags,
                         enumerator);
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext*,
                                                      IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(enumerate_instances(scope_, class_name, flags, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext*,
                                        IEnumWbemClassObject** enumerator) noexcept override {
        return enumerate([&] { return exec_query(scope_, language, query, flags, Form::kCall); }, flags, enumerator);
    }

    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR language, const BSTR query, LONG flags, IWbemContext*,
                                             IWbemObjectSink* sink) noexcept override {
        return call([&] { return start(exec_query(scope_, language, query, flags, Form::kAsync), flags, sink); });
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext*,
                                                    IEnumWbemClassObject** enumerator) noexcept override {
        clear(enumerator);
        return enumerator == nullptr ? WBEM_E_INVALID_PARAMETER : call([&]() -> HRESULT {
            Subscription subscription = subscribe(scope_, language, query, flags, Form::kCall);
            if (FAILED(subscription.refusal)) {
                return subscription.refusal;
            }
            *enumerator = make_enumerator(scope_.core, std::move(subscription.feed), true).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                                         IWbemContext*, IWbemObjectSink* sink) noexcept override {
        return sink == nullptr ? WBEM_E_INVALID_PARAMETER : call([&]() -> HRESULT {
            Subscription subscription = subscribe(scope_, language, query, flags, Form::kAsync);
            return FAILED(subscription.refusal)
                       ? subscription.refusal
                       : start_async(scope_, std::move(subscription.feed), sink);
        });
    }

    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR path, const BSTR method, LONG flags, IWbemContext*,
                                         IWbemClassObject* in_params, IWbemClassObject** out_params,
                                         IWbemCallResult** call_result) noexcept override {
        clear(out_params);
        clear(call_result);
        // a place for a call result asks for one, with or without the flag.
        const bool is_semisynchronous = is_immediate(flags) || call_result != nullptr;
        return call([&] {
            return run_call(scope_.core, exec_method(scope_, path, method, flags, in_params, Form::kCall),
                            is_semisynchronous, ResultKind::kObject, {out_params, call_result});
        });
    }

    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR path, const BSTR method, LONG flags, IWbemContext*,
                                              IWbemClassObject* in_params, IWbemObjectSink* sink) noexcept override {
        return call([&] {
            return start(exec_method(scope_, path, method, flags, in_params, Form::kAsync), flags, sink);
        });
    }

private:
    template <class Body>
    [[nodiscard]] HRESULT call(Body body) const noexcept {
        clear_error_info();
        return scope_.core->is_shut_down() ? WBEM_E_SHUTTING_DOWN : com::guard(std::move(body));
    }

    [[nodiscard]] HRESULT start(Request request, LONG flags, IWbemObjectSink* sink) const {
        return start_async(scope_, localized(scope_, std::move(request), flags), flags, sink);
    }

    // The methods whose result is a status, with a string at the most.
    template <class MakeRequest>
    [[nodiscard]] HRESULT run(MakeRequest make_request, LONG flags, ResultKind kind,
                              IWbemCallResult** call_result) const noexcept {
        clear(call_result);
        return call([&] {
            return run_call(scope_.core, make_request(), is_immediate(flags), kind, {nullptr, call_result});
        });
    }

    template <class MakeRequest>
    [[nodiscard]] HRESULT enumerate(MakeRequest make_request, LONG flags,
                                    IEnumWbemClassObject** enumerator) const noexcept {
        clear(enumerator);
        return enumerator == nullptr ? WBEM_E_INVALID_PARAMETER : call([&] {
            return run_enumeration(scope_.core, localized(scope_, make_request(), flags), flags, enumerator);
        });
    }

    const Scope scope_;
};

}  // namespace

com::com_ptr<IWbemServices> make_services(Scope scope) { return com::make_com<Services>(std::move(scope)); }

}  // namespace wbemcheck::mock
