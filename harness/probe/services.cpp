#include "harness/probe/services.h"

#include <string>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/probe/call_record.h"

namespace wbemcheck::probe {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Method;
using trace::TextRole;

thread_local std::uint32_t t_last_call = 0;
thread_local std::uint32_t t_current_call = 0;

}  // namespace

std::uint32_t last_call_of_this_thread() noexcept { return t_last_call; }

std::uint32_t current_call_of_this_thread() noexcept { return t_current_call; }

struct RecordingServices::Call {
    Method method;
    LONG flags = 0;
    IWbemObjectSink* sink = nullptr;
    TextRole role = TextRole::kPath;
    BSTR text = nullptr;
    BSTR method_name = nullptr;
};

RecordingServices::RecordingServices(com::com_ptr<IWbemServices> inner, std::shared_ptr<trace::Recorder> recorder,
                                     ObjectRegistry& registry)
    : inner_(std::move(inner)), recorder_(std::move(recorder)), registry_(registry), id_(registry.id_of(inner_.get())) {}

RecordingServices::~RecordingServices() = default;

HRESULT RecordingServices::record(const Call& call, const std::function<HRESULT()>& body,
                                  std::initializer_list<IUnknown**> outs) noexcept {
    Event entered;
    entered.kind = EventKind::kCallEntered;
    entered.method = static_cast<std::uint16_t>(call.method);
    entered.object = id_;
    entered.call = recorder_->next_call();
    entered.value2 = call.flags;
    try {
        entered.value = registry_.id_of(call.sink);
        const std::string text = com::to_utf8(call.text);
        if (call.method_name != nullptr) {
            const std::string name = com::to_utf8(call.method_name);
            recorder_->record(entered, {{call.role, text}, {TextRole::kMethodName, name}});
        } else if (call.text != nullptr) {
            recorder_->record(entered, {{call.role, text}});
        } else {
            recorder_->record(entered);
        }
    } catch (...) {  // no memory for the text: the call itself is what matters
        recorder_->record(entered);
    }
    const std::uint32_t outer_call = std::exchange(t_current_call, entered.call);
    const HRESULT result = record_return(*recorder_, entered, body, outs);
    t_current_call = outer_call;
    t_last_call = entered.call;  // last, since calls may nest
    return result;
}

HRESULT RecordingServices::OpenNamespace(const BSTR name, LONG flags, IWbemContext* context,
                                         IWbemServices** services, IWbemCallResult** result) noexcept {
    const Call call{Method::kOpenNamespace, flags, nullptr, TextRole::kPath, name, nullptr};
    return record(
        call,
        [&] { return inner_->OpenNamespace(name, flags, context, services, result); },
        {slot(services), slot(result)});
}

HRESULT RecordingServices::CancelAsyncCall(IWbemObjectSink* sink) noexcept {
    const Call call{Method::kCancelAsyncCall, 0, sink, TextRole::kPath, nullptr, nullptr};
    return record(call, [&] { return inner_->CancelAsyncCall(sink); }, {});
}

HRESULT RecordingServices::QueryObjectSink(LONG flags, IWbemObjectSink** sink) noexcept {
    const Call call{Method::kQueryObjectSink, flags, nullptr, TextRole::kPath, nullptr, nullptr};
    return record(call, [&] { return inner_->QueryObjectSink(flags, sink); }, {slot(sink)});
}

HRESULT RecordingServices::GetObject(const BSTR path, LONG flags, IWbemContext* context,
                                     IWbemClassObject** object, IWbemCallResult** result) noexcept {
    const Call call{Method::kGetObject, flags, nullptr, TextRole::kPath, path, nullptr};
    return record(
        call,
        [&] { return inner_->GetObject(path, flags, context, object, result); },
        {slot(object), slot(result)});
}

HRESULT RecordingServices::GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                          IWbemObjectSink* sink) noexcept {
    const Call call{Method::kGetObjectAsync, flags, sink, TextRole::kPath, path, nullptr};
    return record(call, [&] { return inner_->GetObjectAsync(path, flags, context, sink); }, {});
}

HRESULT RecordingServices::PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                    IWbemCallResult** result) noexcept {
    const Call call{Method::kPutClass, flags, nullptr, TextRole::kPath, nullptr, nullptr};
    return record(call, [&] { return inner_->PutClass(object, flags, context, result); }, {slot(result)});
}

HRESULT RecordingServices::PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                         IWbemObjectSink* sink) noexcept {
    const Call call{Method::kPutClassAsync, flags, sink, TextRole::kPath, nullptr, nullptr};
    return record(call, [&] { return inner_->PutClassAsync(object, flags, context, sink); }, {});
}

HRESULT RecordingServices::DeleteClass(const BSTR name, LONG flags, IWbemContext* context,
                                       IWbemCallResult** result) noexcept {
    const Call call{Method::kDeleteClass, flags, nullptr, TextRole::kPath, name, nullptr};
    return record(call, [&] { return inner_->DeleteClass(name, flags, context, result); }, {slot(result)});
}

HRESULT RecordingServices::DeleteClassAsync(const BSTR name, LONG flags, IWbemContext* context,
                                            IWbemObjectSink* sink) noexcept {
    const Call call{Method::kDeleteClassAsync, flags, sink, TextRole::kPath, name, nullptr};
    return record(call, [&] { return inner_->DeleteClassAsync(name, flags, context, sink); }, {});
}

HRESULT RecordingServices::CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext* context,
                                           IEnumWbemClassObject** enumerator) noexcept {
    const Call call{Method::kCreateClassEnum, flags, nullptr, TextRole::kPath, superclass, nullptr};
    return record(
        call,
        [&] { return inner_->CreateClassEnum(superclass, flags, context, enumerator); },
        {slot(enumerator)});
}

HRESULT RecordingServices::CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext* context,
                                                IWbemObjectSink* sink) noexcept {
    const Call call{Method::kCreateClassEnumAsync, flags, sink, TextRole::kPath, superclass, nullptr};
    return record(call, [&] { return inner_->CreateClassEnumAsync(superclass, flags, context, sink); }, {});
}

HRESULT RecordingServices::PutInstance(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                       IWbemCallResult** result) noexcept {
    const Call call{Method::kPutInstance, flags, nullptr, TextRole::kPath, nullptr, nullptr};
    return record(call, [&] { return inner_->PutInstance(object, flags, context, result); }, {slot(result)});
}

HRESULT RecordingServices::PutInstanceAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                            IWbemObjectSink* sink) noexcept {
    const Call call{Method::kPutInstanceAsync, flags, sink, TextRole::kPath, nullptr, nullptr};
    return record(call, [&] { return inner_->PutInstanceAsync(object, flags, context, sink); }, {});
}

HRESULT RecordingServices::DeleteInstance(const BSTR path, LONG flags, IWbemContext* context,
                                          IWbemCallResult** result) noexcept {
    const Call call{Method::kDeleteInstance, flags, nullptr, TextRole::kPath, path, nullptr};
    return record(call, [&] { return inner_->DeleteInstance(path, flags, context, result); }, {slot(result)});
}

HRESULT RecordingServices::DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept {
    const Call call{Method::kDeleteInstanceAsync, flags, sink, TextRole::kPath, path, nullptr};
    return record(call, [&] { return inner_->DeleteInstanceAsync(path, flags, context, sink); }, {});
}

HRESULT RecordingServices::CreateInstanceEnum(const BSTR filter, LONG flags, IWbemContext* context,
                                              IEnumWbemClassObject** enumerator) noexcept {
    const Call call{Method::kCreateInstanceEnum, flags, nullptr, TextRole::kPath, filter, nullptr};
    return record(
        call,
        [&] { return inner_->CreateInstanceEnum(filter, flags, context, enumerator); },
        {slot(enumerator)});
}

HRESULT RecordingServices::CreateInstanceEnumAsync(const BSTR filter, LONG flags, IWbemContext* context,
                                                   IWbemObjectSink* sink) noexcept {
    const Call call{Method::kCreateInstanceEnumAsync, flags, sink, TextRole::kPath, filter, nullptr};
    return record(call, [&] { return inner_->CreateInstanceEnumAsync(filter, flags, context, sink); }, {});
}

HRESULT RecordingServices::ExecQuery(const BSTR language, const BSTR query, LONG flags, IWbemContext* context,
                                     IEnumWbemClassObject** enumerator) noexcept {
    const Call call{Method::kExecQuery, flags, nullptr, TextRole::kQuery, query, nullptr};
    return record(
        call,
        [&] { return inner_->ExecQuery(language, query, flags, context, enumerator); },
        {slot(enumerator)});
}

HRESULT RecordingServices::ExecQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                          IWbemContext* context, IWbemObjectSink* sink) noexcept {
    const Call call{Method::kExecQueryAsync, flags, sink, TextRole::kQuery, query, nullptr};
    return record(call, [&] { return inner_->ExecQueryAsync(language, query, flags, context, sink); }, {});
}

HRESULT RecordingServices::ExecNotificationQuery(const BSTR language, const BSTR query, LONG flags,
                                                 IWbemContext* context,
                                                 IEnumWbemClassObject** enumerator) noexcept {
    const Call call{Method::kExecNotificationQuery, flags, nullptr, TextRole::kQuery, query, nullptr};
    return record(
        call,
        [&] { return inner_->ExecNotificationQuery(language, query, flags, context, enumerator); },
        {slot(enumerator)});
}

HRESULT RecordingServices::ExecNotificationQueryAsync(const BSTR language, const BSTR query, LONG flags,
                                                      IWbemContext* context, IWbemObjectSink* sink) noexcept {
    const Call call{Method::kExecNotificationQueryAsync, flags, sink, TextRole::kQuery, query, nullptr};
    return record(
        call,
        [&] { return inner_->ExecNotificationQueryAsync(language, query, flags, context, sink); },
        {});
}

HRESULT RecordingServices::ExecMethod(const BSTR path, const BSTR method, LONG flags, IWbemContext* context,
                                      IWbemClassObject* in, IWbemClassObject** out,
                                      IWbemCallResult** result) noexcept {
    const Call call{Method::kExecMethod, flags, nullptr, TextRole::kPath, path, method};
    return record(
        call,
        [&] { return inner_->ExecMethod(path, method, flags, context, in, out, result); },
        {slot(out), slot(result)});
}

HRESULT RecordingServices::ExecMethodAsync(const BSTR path, const BSTR method, LONG flags,
                                           IWbemContext* context, IWbemClassObject* in,
                                           IWbemObjectSink* sink) noexcept {
    const Call call{Method::kExecMethodAsync, flags, sink, TextRole::kPath, path, method};
    return record(call, [&] { return inner_->ExecMethodAsync(path, method, flags, context, in, sink); }, {});
}

}  // namespace wbemcheck::probe
