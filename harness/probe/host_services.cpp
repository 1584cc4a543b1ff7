#include "harness/probe/host_services.h"

#include <vector>

#include "harness/probe/host_passage.h"

namespace wbemcheck::probe {

using trace::Method;

HRESULT HostServices::OpenNamespace(const BSTR name, LONG flags, IWbemContext* context, IWbemServices** services,
                                    IWbemCallResult** result) noexcept {
    Out out_services(services);
    Out out_result(result);
    return upcall(Upcall(Method::kOpenNamespace, flags, context, name), [&](IWbemServices& inner, Passage& passage) {
        return passage.out(
            inner.OpenNamespace(name, flags, passage.in(context), out_services.slot(), out_result.slot()), out_services,
            out_result);
    });
}

HRESULT HostServices::CancelAsyncCall(IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kCancelAsyncCall), [&](IWbemServices& inner, Passage& passage) {
        const std::vector<IWbemObjectSink*> forwarding = passage.forwarded(sink);
        if (forwarding.empty()) return inner.CancelAsyncCall(sink);  // nothing that is in progress: theirs to say
        HRESULT result = WBEM_S_NO_ERROR;
        for (IWbemObjectSink* const each : forwarding) {
            const HRESULT cancelled = inner.CancelAsyncCall(each);
            if (SUCCEEDED(result)) result = cancelled;
        }
        return result;
    });
}

HRESULT HostServices::QueryObjectSink(LONG flags, IWbemObjectSink** sink) noexcept {
    Out out_sink(sink);
    return upcall(Upcall(Method::kQueryObjectSink, flags), [&](IWbemServices& inner, Passage& passage) {
        return passage.out(inner.QueryObjectSink(flags, out_sink.slot()), out_sink);
    });
}

HRESULT HostServices::GetObject(const BSTR object_path, LONG flags, IWbemContext* context, IWbemClassObject** object,
                                IWbemCallResult** result) noexcept {
    Out out_object(object);
    Out out_result(result);
    return upcall(Upcall(Method::kGetObject, flags, context, object_path), [&](IWbemServices& inner, Passage& passage) {
        return passage.out(
            inner.GetObject(object_path, flags, passage.in(context), out_object.slot(), out_result.slot()), out_object,
            out_result);
    });
}

HRESULT HostServices::GetObjectAsync(const BSTR object_path, LONG flags, IWbemContext* context,
                                     IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kGetObjectAsync, flags, context, object_path),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.GetObjectAsync(object_path, flags, passage.in(context), passage.in(sink));
                  });
}

HRESULT HostServices::PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                               IWbemCallResult** result) noexcept {
    Out out_result(result);
    return upcall(Upcall(Method::kPutClass, flags, context), [&](IWbemServices& inner, Passage& passage) {
        return passage.out(inner.PutClass(passage.in(object), flags, passage.in(context), out_result.slot()),
                           out_result);
    });
}

HRESULT HostServices::PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                    IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kPutClassAsync, flags, context), [&](IWbemServices& inner, Passage& passage) {
        return inner.PutClassAsync(passage.in(object), flags, passage.in(context), passage.in(sink));
    });
}

HRESULT HostServices::DeleteClass(const BSTR class_name, LONG flags, IWbemContext* context,
                                  IWbemCallResult** result) noexcept {
    Out out_result(result);
    return upcall(Upcall(Method::kDeleteClass, flags, context, class_name), [&](IWbemServices& inner,
                                                                                Passage& passage) {
        return passage.out(inner.DeleteClass(class_name, flags, passage.in(context), out_result.slot()), out_result);
    });
}

HRESULT HostServices::DeleteClassAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                       IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kDeleteClassAsync, flags, context, class_name),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.DeleteClassAsync(class_name, flags, passage.in(context), passage.in(sink));
                  });
}

HRESULT HostServices::CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext* context,
                                      IEnumWbemClassObject** enumerator) noexcept {
    Out out_enumerator(enumerator);
    return upcall(
        Upcall(Method::kCreateClassEnum, flags, context, superclass), [&](IWbemServices& inner, Passage& passage) {
            return passage.out(inner.CreateClassEnum(superclass, flags, passage.in(context), out_enumerator.slot()),
                               out_enumerator);
        });
}

HRESULT HostServices::CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext* context,
                                           IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kCreateClassEnumAsync, flags, context, superclass),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.CreateClassEnumAsync(superclass, flags, passage.in(context), passage.in(sink));
                  });
}

HRESULT HostServices::PutInstance(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                  IWbemCallResult** result) noexcept {
    Out out_result(result);
    return upcall(Upcall(Method::kPutInstance, flags, context), [&](IWbemServices& inner, Passage& passage) {
        return passage.out(inner.PutInstance(passage.in(instance), flags, passage.in(context), out_result.slot()),
                           out_result);
    });
}

HRESULT HostServices::PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                       IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kPutInstanceAsync, flags, context), [&](IWbemServices& inner, Passage& passage) {
        return inner.PutInstanceAsync(passage.in(instance), flags, passage.in(context), passage.in(sink));
    });
}

HRESULT HostServices::DeleteInstance(const BSTR object_path, LONG flags, IWbemContext* context,
                                     IWbemCallResult** result) noexcept {
    Out out_result(result);
    return upcall(Upcall(Method::kDeleteInstance, flags, context, object_path),
                  [&](IWbemServices& inner, Passage& passage) {
                      return passage.out(
                          inner.DeleteInstance(object_path, flags, passage.in(context), out_result.slot()), out_result);
                  });
}

HRESULT HostServices::DeleteInstanceAsync(const BSTR object_path, LONG flags, IWbemContext* context,
                                          IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kDeleteInstanceAsync, flags, context, object_path),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.DeleteInstanceAsync(object_path, flags, passage.in(context), passage.in(sink));
                  });
}

HRESULT HostServices::CreateInstanceEnum(const BSTR class_name, LONG flags, IWbemContext* context,
                                         IEnumWbemClassObject** enumerator) noexcept {
    Out out_enumerator(enumerator);
    return upcall(
        Upcall(Method::kCreateInstanceEnum, flags, context, class_name), [&](IWbemServices& inner, Passage& passage) {
            return passage.out(inner.CreateInstanceEnum(class_name, flags, passage.in(context), out_enumerator.slot()),
                               out_enumerator);
        });
}

HRESULT HostServices::CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                              IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kCreateInstanceEnumAsync, flags, context, class_name),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.CreateInstanceEnumAsync(class_name, flags, passage.in(context), passage.in(sink));
                  });
}

HRESULT HostServices::ExecQuery(const BSTR query_language, const BSTR query, LONG flags, IWbemContext* context,
                                IEnumWbemClassObject** enumerator) noexcept {
    Out out_enumerator(enumerator);
    return upcall(Upcall(Method::kExecQuery, flags, context, query, trace::TextRole::kQuery), [&](IWbemServices& inner,
                                                                                                  Passage& passage) {
        return passage.out(inner.ExecQuery(query_language, query, flags, passage.in(context), out_enumerator.slot()),
                           out_enumerator);
    });
}

HRESULT HostServices::ExecQueryAsync(const BSTR query_language, const BSTR query, LONG flags, IWbemContext* context,
                                     IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kExecQueryAsync, flags, context, query, trace::TextRole::kQuery),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.ExecQueryAsync(query_language, query, flags, passage.in(context), passage.in(sink));
                  });
}

HRESULT HostServices::ExecNotificationQuery(const BSTR query_language, const BSTR query, LONG flags,
                                            IWbemContext* context, IEnumWbemClassObject** enumerator) noexcept {
    Out out_enumerator(enumerator);
    return upcall(Upcall(Method::kExecNotificationQuery, flags, context, query, trace::TextRole::kQuery),
                  [&](IWbemServices& inner, Passage& passage) {
                      return passage.out(inner.ExecNotificationQuery(query_language, query, flags, passage.in(context),
                                                                     out_enumerator.slot()),
                                         out_enumerator);
                  });
}

HRESULT HostServices::ExecNotificationQueryAsync(const BSTR query_language, const BSTR query, LONG flags,
                                                 IWbemContext* context, IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kExecNotificationQueryAsync, flags, context, query, trace::TextRole::kQuery),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.ExecNotificationQueryAsync(query_language, query, flags, passage.in(context),
                                                              passage.in(sink));
                  });
}

HRESULT HostServices::ExecMethod(const BSTR object_path, const BSTR method, LONG flags, IWbemContext* context,
                                 IWbemClassObject* in_params, IWbemClassObject** out_params,
                                 IWbemCallResult** result) noexcept {
    Out out_out_params(out_params);
    Out out_result(result);
    return upcall(
        Upcall(Method::kExecMethod, flags, context, object_path), [&](IWbemServices& inner, Passage& passage) {
            return passage.out(inner.ExecMethod(object_path, method, flags, passage.in(context), passage.in(in_params),
                                                out_out_params.slot(), out_result.slot()),
                               out_out_params, out_result);
        });
}

HRESULT HostServices::ExecMethodAsync(const BSTR object_path, const BSTR method, LONG flags, IWbemContext* context,
                                      IWbemClassObject* in_params, IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kExecMethodAsync, flags, context, object_path),
                  [&](IWbemServices& inner, Passage& passage) {
                      return inner.ExecMethodAsync(object_path, method, flags, passage.in(context),
                                                   passage.in(in_params), passage.in(sink));
                  });
}

}  // namespace wbemcheck::probe
