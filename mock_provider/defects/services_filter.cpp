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

    HRESULT STDMETHODCALLTYPE OpenNamespace(const BSTR name, LONG flags, IWbemContext* context,
                                            IWbemServices** services, IWbemCallResult** call_result) override {
        const auto proceed = [&] { return inner_->OpenNamespace(name, flags, context, services, call_result); };
        return hooks_->open_namespace ? hooks_->open_namespace(proceed, services) : proceed();
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
        return hooks_->get_object ? hooks_->get_object(proceed, object) : proceed();
    }

    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) override {
        return start({AsyncMethod::kGetObject, flags, sink, path},
                     [&] { return inner_->GetObjectAsync(path, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                       IWbemCallResult** call_result) override {
        return inner_->PutClass(object, flags, context, call_result);
    }

    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                            IWbemObjectSink* sink) override {
        return start({AsyncMethod::kPutClass, flags, sink, nullptr, object},
                     [&] { return inner_->PutClassAsync(object, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR name, LONG flags, IWbemContext* context,
                                          IWbemCallResult** call_result) override {
        return inner_->DeleteClass(name, flags, context, call_result);
    }

    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR name, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) override {
        return start({AsyncMethod::kDeleteClass, flags, sink, name},
                     [&] { return inner_->DeleteClassAsync(name, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext* context,
                                              IEnumWbemClassObject** enumerator) override {
        return inner_->CreateClassEnum(superclass, flags, context, enumerator);
    }

    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext* context,
                                                   IWbemObjectSink* sink) override {
        return start({AsyncMethod::kCreateClassEnum, flags, sink, superclass},
                     [&] { return inner_->CreateClassEnumAsync(superclass, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                          IWbemCallResult** call_result) override {
        return inner_->PutInstance(instance, flags, context, call_result);
    }

    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) override {
        return start({AsyncMethod::kPutInstance, flags, sink, nullptr, instance},
                     [&] { return inner_->PutInstanceAsync(instance, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemCallResult** call_result) override {
        return inner_->DeleteInstance(path, flags, context, call_result);
    }

    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext* context,
                                                  IWbemObjectSink* sink) override {
        return start({AsyncMethod::kDeleteInstance, flags, sink, path},
                     [&] { return inner_->DeleteInstanceAsync(path, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR class_name, LONG flags, IWbemContext* context,
                                                 IEnumWbemClassObject** enumerator) override {
        return inner_->CreateInstanceEnum(class_name, flags, context, enumerator);
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                                      IWbemObjectSink* sink) override {
        return start({AsyncMethod::kCreateInstanceEnum, flags, sink, class_name},
                     [&] { return inner_->CreateInstanceEnumAsync(class_name, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext* context,
                                        IEnumWbemClassObject** enumerator) override {
        const auto proceed = [&] { return inner_->ExecQuery(language, query, flags, context, enumerator); };
        return hooks_->exec_query ? hooks_->exec_query(proceed, enumerator) : proceed();
    }

    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                             IWbemContext* context, IWbemObjectSink* sink) override {
        return start({AsyncMethod::kExecQuery, flags, sink, query},
                     [&] { return inner_->ExecQueryAsync(language, query, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR language, const BSTR query, LONG flags,
                                                    IWbemContext* context,
                                                    IEnumWbemClassObject** enumerator) override {
        return inner_->ExecNotificationQuery(language, query, flags, context, enumerator);
    }

    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                                         IWbemContext* context, IWbemObjectSink* sink) override {
        return start({AsyncMethod::kExecNotificationQuery, flags, sink, query},
                     [&] { return inner_->ExecNotificationQueryAsync(language, query, flags, context, sink); });
    }

    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                         IWbemClassObject* in_params, IWbemClassObject** out_params,
                                         IWbemCallResult** call_result) override {
        return inner_->ExecMethod(path, method, flags, context, in_params, out_params, call_result);
    }

    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                              IWbemClassObject* in_params, IWbemObjectSink* sink) override {
        return start({AsyncMethod::kExecMethod, flags, sink, path, in_params},
                     [&] { return inner_->ExecMethodAsync(path, method, flags, context, in_params, sink); });
    }

private:
    template <class Call>
    [[nodiscard]] HRESULT start(const CallInfo& info, Call call) const {
        const CallScope scope(info);
        return hooks_->asynchronous ? hooks_->asynchronous(info, call) : call();
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
