#include "mock_provider/services/wbem_services.h"

#include <string_view>
#include <utility>

#include "harness/com/com_object.h"
#include "mock_provider/services/class_requests.h"
#include "mock_provider/services/client_call.h"
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
        return call("OpenNamespace", [&](const OptionalFailure& failure) {
            return open_namespace(scope_, name, flags, context, {services, call_result},
                                  make_early_end(*scope_.space, "OpenNamespace", failure));
        });
    }

    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink* sink) noexcept override {
        return call("CancelAsyncCall", [&] {
            return sink == nullptr ? WBEM_E_INVALID_PARAMETER : scope_.core->engine().cancel(sink);  // CAN-6
        });
    }

    HRESULT STDMETHODCALLTYPE QueryObjectSink(LONG flags, IWbemObjectSink** sink) noexcept override {
        clear(sink);
        return call("QueryObjectSink", [&] {
            if (sink == nullptr || flags != 0) {
                return WBEM_E_INVALID_PARAMETER;  // ARG-21
            }
            *sink = make_event_inlet(scope_).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE GetObject(const BSTR path, LONG flags, IWbemContext*, IWbemClassObject** object,
                                        IWbemCallResult** call_result) noexcept override {
        clear(object);
        clear(call_result);
        return call("GetObject", [&](const OptionalFailure& failure) {
            const bool has_place = is_immediate(flags) ? call_result != nullptr : object != nullptr;
            if (!has_place) {
                return HRESULT{WBEM_E_INVALID_PARAMETER};
            }
            Request request = let_fail(get_object(scope_, path, flags, Form::kCall), "GetObject", failure);
            return run_call(scope_.core, localized(scope_, std::move(request), flags), is_immediate(flags),
                            ResultKind::kObject, {object, call_result});
        });
    }

    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext*,
                                             IWbemObjectSink* sink) noexcept override {
        return start("GetObjectAsync", flags, sink, [&] { return get_object(scope_, path, flags, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject* object, LONG flags, IWbemContext*,
                                       IWbemCallResult** call_result) noexcept override {
        return run("PutClass", flags, ResultKind::kStatus, call_result,
                   [&] { return put_class(scope_, object, flags, Form::kCall); });
    }

    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext*,
                                            IWbemObjectSink* sink) noexcept override {
        return start("PutClassAsync", flags, sink, [&] { return put_class(scope_, object, flags, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR name, LONG flags, IWbemContext*,
                                          IWbemCallResult** call_result) noexcept override {
        return run("DeleteClass", flags, ResultKind::kStatus, call_result,
                   [&] { return delete_class(scope_, name, flags, Form::kCall); });
    }

    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR name, LONG flags, IWbemContext*,
                                               IWbemObjectSink* sink) noexcept override {
        return start("DeleteClassAsync", flags, sink, [&] { return delete_class(scope_, name, flags, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext*,
                                              IEnumWbemClassObject** enumerator) noexcept override {
        return enumerate("CreateClassEnum", flags, enumerator,
                         [&] { return enumerate_classes(scope_, superclass, flags, Form::kCall); });
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext*,
                                                   IWbemObjectSink* sink) noexcept override {
        return start("CreateClassEnumAsync", flags, sink,
                     [&] { return enumerate_classes(scope_, superclass, flags, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                          IWbemCallResult** call_result) noexcept override {
        return run("PutInstance", flags, ResultKind::kString, call_result,
                   [&] { return put_instance(scope_, instance, flags, context, Form::kCall); });
    }

    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override {
        return start("PutInstanceAsync", flags, sink,
                     [&] { return put_instance(scope_, instance, flags, context, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR path, LONG flags, IWbemContext*,
                                             IWbemCallResult** call_result) noexcept override {
        return run("DeleteInstance", flags, ResultKind::kStatus, call_result,
                   [&] { return delete_instance(scope_, path, flags, Form::kCall); });
    }

    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext*,
                                                  IWbemObjectSink* sink) noexcept override {
        return start("DeleteInstanceAsync", flags, sink,
                     [&] { return delete_instance(scope_, path, flags, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR class_name, LONG flags, IWbemContext*,
                                                 IEnumWbemClassObject** enumerator) noexcept override {
        return enumerate("CreateInstanceEnum", flags, enumerator,
                         [&] { return enumerate_instances(scope_, class_name, flags, Form::kCall); });
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext*,
                                                      IWbemObjectSink* sink) noexcept override {
        return start("CreateInstanceEnumAsync", flags, sink,
                     [&] { return enumerate_instances(scope_, class_name, flags, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext*,
                                        IEnumWbemClassObject** enumerator) noexcept override {
        return enumerate("ExecQuery", flags, enumerator,
                         [&] { return exec_query(scope_, language, query, flags, Form::kCall); });
    }

    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR language, const BSTR query, LONG flags, IWbemContext*,
                                             IWbemObjectSink* sink) noexcept override {
        return start("ExecQueryAsync", flags, sink,
                     [&] { return exec_query(scope_, language, query, flags, Form::kAsync); });
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext*,
                                                    IEnumWbemClassObject** enumerator) noexcept override {
        clear(enumerator);
        return call("ExecNotificationQuery", [&](const OptionalFailure& failure) -> HRESULT {
            if (enumerator == nullptr) {
                return WBEM_E_INVALID_PARAMETER;
            }
            Subscription subscription =
                let_fail(subscribe(scope_, language, query, flags, Form::kCall), "ExecNotificationQuery", failure);
            if (FAILED(subscription.refusal)) {
                return subscription.refusal;
            }
            *enumerator = make_enumerator(scope_.core, std::move(subscription.feed), true).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                                         IWbemContext*, IWbemObjectSink* sink) noexcept override {
        return call("ExecNotificationQueryAsync", [&](const OptionalFailure& failure) -> HRESULT {
            if (sink == nullptr) {
                return WBEM_E_INVALID_PARAMETER;
            }
            Subscription subscription = let_fail(subscribe(scope_, language, query, flags, Form::kAsync),
                                                 "ExecNotificationQueryAsync", failure);
            return FAILED(subscription.refusal)
                       ? subscription.refusal
                       : start_async(scope_, std::move(subscription.feed), sink);
        });
    }

    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                         IWbemClassObject* in_params, IWbemClassObject** out_params,
                                         IWbemCallResult** call_result) noexcept override {
        clear(out_params);
        clear(call_result);
        // a place for a call result asks for one, with or without the flag.
        const bool is_semisynchronous = is_immediate(flags) || call_result != nullptr;
        return call("ExecMethod", [&](const OptionalFailure& failure) {
            return run_call(scope_.core,
                            let_fail(exec_method(scope_, path, method, flags, in_params, context, Form::kCall),
                                     "ExecMethod", failure),
                            is_semisynchronous, ResultKind::kObject, {out_params, call_result});
        });
    }

    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                              IWbemClassObject* in_params, IWbemObjectSink* sink) noexcept override {
        return start("ExecMethodAsync", flags, sink,
                     [&] { return exec_method(scope_, path, method, flags, in_params, context, Form::kAsync); });
    }

private:
    template <class Body>
    [[nodiscard]] HRESULT call(std::string_view method, Body body) const noexcept {
        clear_error_info();
        return client_call(*scope_.core, method, std::move(body));
    }

    // A request, or a subscription, of a call that may have been ordered to fail.
    [[nodiscard]] Request let_fail(Request request, std::string_view method, const OptionalFailure& failure) const {
        request.early_end = make_early_end(*scope_.space, method, failure);
        return request;
    }
    [[nodiscard]] Subscription let_fail(Subscription subscription, std::string_view method,
                                        const OptionalFailure& failure) const {
        auto early_end = make_early_end(*scope_.space, method, failure);
        if (early_end.has_value() && subscription.feed != nullptr) {
            subscription.feed->end_early(*std::move(early_end));
        }
        return subscription;
    }

    template <class MakeRequest>
    [[nodiscard]] HRESULT start(std::string_view method, LONG flags, IWbemObjectSink* sink,
                                MakeRequest make_request) const noexcept {
        return call(method, [&](const OptionalFailure& failure) {
            return start_async(scope_, localized(scope_, let_fail(make_request(), method, failure), flags), flags, sink);
        });
    }

    // The methods whose result is a status, with a string at the most.
    template <class MakeRequest>
    [[nodiscard]] HRESULT run(std::string_view method, LONG flags, ResultKind kind, IWbemCallResult** call_result,
                              MakeRequest make_request) const noexcept {
        clear(call_result);
        return call(method, [&](const OptionalFailure& failure) {
            return run_call(scope_.core, let_fail(make_request(), method, failure), is_immediate(flags), kind,
                            {nullptr, call_result});
        });
    }

    template <class MakeRequest>
    [[nodiscard]] HRESULT enumerate(std::string_view method, LONG flags, IEnumWbemClassObject** enumerator,
                                    MakeRequest make_request) const noexcept {
        clear(enumerator);
        return call(method, [&](const OptionalFailure& failure) {
            return enumerator == nullptr
                       ? WBEM_E_INVALID_PARAMETER
                       : run_enumeration(scope_.core, localized(scope_, let_fail(make_request(), method, failure), flags),
                                         flags, enumerator);
        });
    }

    const Scope scope_;
};

}  // namespace

com::com_ptr<IWbemServices> make_services(Scope scope) { return com::make_com<Services>(std::move(scope)); }

}  // namespace wbemcheck::mock
