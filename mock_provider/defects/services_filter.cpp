#include "mock_provider/defects/services_filter.h"

#include <memory>
#include <utility>

#include "harness/com/com_object.h"

namespace wbemcheck::mock {

namespace {

// Its methods are not noexcept, unlike those of every other COM object here: a defect may throw through them (LIV-4).
class FilteredServices final : public com::ComObject<IWbemServices> {
public:
    FilteredServices(com::com_ptr<IWbemServices> inner, std::shared_ptr<const CallHooks> hooks)
        : inner_(std::move(inner)), hooks_(std::move(hooks)) {}
    ~FilteredServices() override {
        if (hooks_->released) hooks_->released();
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        const auto proceed = [&] { return ComObject::QueryInterface(iid, object); };
        return hooks_->query_interface ? hooks_->query_interface(*this, proceed, iid, object) : proceed();
    }

    HRESULT STDMETHODCALLTYPE OpenNamespace(const BSTR name, LONG flags, IWbemContext* context,
                                            IWbemServices** services, IWbemCallResult** call_result) override {
        const auto proceed = [&] { return inner_->OpenNamespace(name, flags, context, services, call_result); };
        return hooks_->open_namespace ? hooks_->open_namespace(*this, name, proceed, services) : proceed();
    }

    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink* sink) override {
        return hooks_->cancel ? hooks_->cancel(*inner_, sink) : inner_->CancelAsyncCall(sink);
    }

    HRESULT STDMETHODCALLTYPE QueryObjectSink(LONG flags, IWbemObjectSink** sink) override {
        return inner_->QueryObjectSink(flags, sink);
    }

    HRESULT STDMETHODCALLTYPE GetObject(const BSTR path, LONG flags, IWbemContext* context, IWbemClassObject** object,
                                        IWbemCallResult** call_result) override {
        const auto proceed = [&] { return inner_->GetObject(path, flags, context, object, call_result); };
        return hand_out(hooks_->get_object ? hooks_->get_object(proceed, object) : proceed(), nullptr, call_result);
    }

    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) override {
        return start({AsyncMethod::kGetObject, flags, sink, path},
                     [&](const CallInfo& call) { return inner_->GetObjectAsync(call.text, call.flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                       IWbemCallResult** call_result) override {
        const auto put = [&] { return inner_->PutClass(object, flags, context, call_result); };
        return hand_out(pass(AsyncMethod::kPutClass, false, object, put), nullptr, call_result);
    }

    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                            IWbemObjectSink* sink) override {
        return pass(AsyncMethod::kPutClass, true, object, [&] {
            return start({AsyncMethod::kPutClass, flags, sink, nullptr, object},
                         [&](const CallInfo& call) { return inner_->PutClassAsync(call.object, call.flags, context, sink); });
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR name, LONG flags, IWbemContext* context,
                                          IWbemCallResult** call_result) override {
        return hand_out(inner_->DeleteClass(name, flags, context, call_result), nullptr, call_result);
    }

    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR name, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) override {
        return start({AsyncMethod::kDeleteClass, flags, sink, name},
                     [&](const CallInfo& call) { return inner_->DeleteClassAsync(call.text, call.flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext* context,
                                              IEnumWbemClassObject** enumerator) override {
        return hand_out(inner_->CreateClassEnum(superclass, flags, context, enumerator), enumerator, nullptr);
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext* context,
                                                   IWbemObjectSink* sink) override {
        return start({AsyncMethod::kCreateClassEnum, flags, sink, superclass},
                     [&](const CallInfo& call) { return inner_->CreateClassEnumAsync(call.text, call.flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                          IWbemCallResult** call_result) override {
        const auto put = [&] { return inner_->PutInstance(instance, flags, context, call_result); };
        return hand_out(pass(AsyncMethod::kPutInstance, false, instance, put), nullptr, call_result);
    }

    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) override {
        return pass(AsyncMethod::kPutInstance, true, instance, [&] {
            return start({AsyncMethod::kPutInstance, flags, sink, nullptr, instance},
                         [&](const CallInfo& call) { return inner_->PutInstanceAsync(call.object, call.flags, context, sink); });
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemCallResult** call_result) override {
        return hand_out(inner_->DeleteInstance(path, flags, context, call_result), nullptr, call_result);
    }

    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext* context,
                                                  IWbemObjectSink* sink) override {
        return start({AsyncMethod::kDeleteInstance, flags, sink, path},
                     [&](const CallInfo& call) { return inner_->DeleteInstanceAsync(call.text, call.flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR class_name, LONG flags, IWbemContext* context,
                                                 IEnumWbemClassObject** enumerator) override {
        return hand_out(inner_->CreateInstanceEnum(class_name, flags, context, enumerator), enumerator, nullptr);
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                                      IWbemObjectSink* sink) override {
        return start({AsyncMethod::kCreateInstanceEnum, flags, sink, class_name},
                     [&](const CallInfo& call) { return inner_->CreateInstanceEnumAsync(call.text, call.flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext* context,
                                        IEnumWbemClassObject** enumerator) override {
        const auto proceed = [&] { return inner_->ExecQuery(language, query, flags, context, enumerator); };
        return hand_out(hooks_->exec_query ? hooks_->exec_query(proceed, enumerator) : proceed(), enumerator, nullptr);
    }

    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                             IWbemContext* context, IWbemObjectSink* sink) override {
        return start({AsyncMethod::kExecQuery, flags, sink, query, nullptr, language},
                     [&](const CallInfo& call) {
                         return inner_->ExecQueryAsync(call.second_text, call.text, call.flags, context, sink);
                     });
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR language, const BSTR query, LONG flags,
                                                    IWbemContext* context,
                                                    IEnumWbemClassObject** enumerator) override {
        const LONG changed = hooks_->notification_flags ? hooks_->notification_flags(flags) : flags;
        return hand_out(inner_->ExecNotificationQuery(language, query, changed, context, enumerator), enumerator, nullptr);
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                                         IWbemContext* context, IWbemObjectSink* sink) override {
        return start({AsyncMethod::kExecNotificationQuery, flags, sink, query, nullptr, language},
                     [&](const CallInfo& call) {
                         return inner_->ExecNotificationQueryAsync(call.second_text, call.text, call.flags, context, sink);
                     });
    }

    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                         IWbemClassObject* in_params, IWbemClassObject** out_params,
                                         IWbemCallResult** call_result) override {
        const auto execute = [&] {
            return inner_->ExecMethod(path, method, flags, context, in_params, out_params, call_result);
        };
        return hand_out(pass(AsyncMethod::kExecMethod, false, in_params, execute), nullptr, call_result);
    }

    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                              IWbemClassObject* in_params, IWbemObjectSink* sink) override {
        return pass(AsyncMethod::kExecMethod, true, in_params, [&] {
            return start({AsyncMethod::kExecMethod, flags, sink, path, in_params, method},
                         [&](const CallInfo& call) {
                             return inner_->ExecMethodAsync(call.text, call.second_text, call.flags, context, call.object,
                                                            sink);
                         });
        });
    }

private:
    // What leaves a semisynchronous call. Both pointers may be null.
    [[nodiscard]] HRESULT hand_out(HRESULT result, IEnumWbemClassObject** enumerator, IWbemCallResult** call_result) const {
        if (FAILED(result) && hooks_->failed) hooks_->failed(result, enumerator, call_result);
        if (hooks_->call_result && call_result != nullptr && *call_result != nullptr) {
            *call_result = hooks_->call_result(com::adopt_ptr(*call_result)).detach();
        }
        if (hooks_->enumerator && enumerator != nullptr && *enumerator != nullptr) {
            *enumerator = hooks_->enumerator(com::adopt_ptr(*enumerator)).detach();
        }
        return result;
    }

    template <class Call>
    [[nodiscard]] HRESULT start(CallInfo info, Call call) const {
        const CallScope scope(info);  // who asks for the call of the thread hears what the client has asked
        if (hooks_->alter) hooks_->alter(info);
        const auto proceed = [&] { return call(info); };
        return hooks_->asynchronous ? hooks_->asynchronous(info, proceed) : proceed();
    }

    template <class Call>
    [[nodiscard]] HRESULT pass(AsyncMethod method, bool is_asynchronous, IWbemClassObject* object, Call call) const {
        const HRESULT result = call();
        if (hooks_->passed && object != nullptr) hooks_->passed(method, is_asynchronous, *object);
        return result;
    }

    const com::com_ptr<IWbemServices> inner_;
    const std::shared_ptr<const CallHooks> hooks_;
};

}  // namespace

void filter_services(Seams& seams, CallHooks hooks) {
    seams.wrap_services = [inner = std::move(seams.wrap_services),
                           shared = std::make_shared<const CallHooks>(std::move(hooks))](
                              com::com_ptr<IWbemServices> services) -> com::com_ptr<IWbemServices> {
        if (inner) {
            services = inner(std::move(services));
        }
        return com::make_com<FilteredServices>(std::move(services), shared);
    };
}

}  // namespace wbemcheck::mock
