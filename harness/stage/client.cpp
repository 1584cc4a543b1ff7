#include "harness/stage/client.h"

#include <algorithm>
#include <array>

#include "harness/com/bstr.h"
#include "harness/com/watched_bstr.h"
#include "harness/probe/call_record.h"
#include "harness/probe/object_digest.h"
#include "harness/probe/reference_count.h"

namespace wbemcheck::stage {
namespace {

using trace::Event;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;
using trace::TextRole;

constexpr LONG kSendStatusFlag = WBEM_FLAG_SEND_STATUS;

// NULL for an empty text: COM takes both for the same, and NULL is what documents speak of.
com::unique_bstr optional_bstr(const std::string& text) {
    return text.empty() ? com::unique_bstr() : com::make_bstr(text);
}

HRESULT drain(IEnumWbemClassObject* enumerator, std::vector<std::int64_t>& digests) {
    for (;;) {
        std::array<IWbemClassObject*, 16> objects{};
        ULONG returned = 0;
        const HRESULT result = enumerator->Next(static_cast<LONG>(WBEM_INFINITE), static_cast<ULONG>(objects.size()),
                                                objects.data(), &returned);
        for (ULONG i = 0; i < returned && i < objects.size(); ++i) {
            const com::com_ptr<IWbemClassObject> object = com::adopt_ptr(objects[i]);
            digests.push_back(static_cast<std::int64_t>(probe::digest_of(object.get())));
        }
        if (FAILED(result)) return result;
        if (result != WBEM_S_NO_ERROR || returned == 0) return WBEM_S_NO_ERROR;
    }
}

void add_object(const com::com_ptr<IWbemClassObject>& object, Reference& reference) {
    if (object) reference.digests.push_back(static_cast<std::int64_t>(probe::digest_of(object.get())));
}

// Of all objects together, in their sorted order.
std::int64_t digest_of(const Reference& reference) noexcept {
    std::uint64_t digest = 0xcbf29ce484222325ULL;
    for (const std::int64_t object : reference.digests) {
        digest = (digest ^ static_cast<std::uint64_t>(object)) * 0x100000001b3ULL;
    }
    return static_cast<std::int64_t>(digest);
}

}  // namespace

// The texts and the object of one call.
struct Client::Lent {
    explicit Lent(const CallArguments& arguments)
        : path(arguments.path.empty() && arguments.has_empty_path ? com::make_bstr(std::string_view())
                                                                  : optional_bstr(arguments.path)),
          object(arguments.object.get()) {
        switch (arguments.method) {
            case Method::kExecQueryAsync:
            case Method::kExecNotificationQueryAsync:
                language.emplace(optional_bstr(arguments.language));
                text.emplace(optional_bstr(arguments.query));
                break;
            case Method::kExecMethodAsync: text.emplace(optional_bstr(arguments.method_name)); break;
            default: break;
        }
    }

    com::WatchedBstr path;
    std::optional<com::WatchedBstr> language;
    std::optional<com::WatchedBstr> text;  // the query, or the name of the method
    probe::SpareReferences object;
};

HRESULT Client::dispatch(const CallArguments& arguments, const Lent& lent, IWbemObjectSink* sink) {
    const BSTR path = lent.path.get();
    const BSTR text = lent.text.has_value() ? lent.text->get() : nullptr;
    IWbemServices& services = *services_;
    const LONG flags = arguments.flags;
    IWbemContext* const context = arguments.context.get();
    switch (arguments.method) {
        case Method::kGetObjectAsync: return services.GetObjectAsync(path, flags, context, sink);
        case Method::kPutClassAsync: return services.PutClassAsync(arguments.object.get(), flags, context, sink);
        case Method::kDeleteClassAsync: return services.DeleteClassAsync(path, flags, context, sink);
        case Method::kCreateClassEnumAsync: return services.CreateClassEnumAsync(path, flags, context, sink);
        case Method::kPutInstanceAsync: return services.PutInstanceAsync(arguments.object.get(), flags, context, sink);
        case Method::kDeleteInstanceAsync: return services.DeleteInstanceAsync(path, flags, context, sink);
        case Method::kCreateInstanceEnumAsync: return services.CreateInstanceEnumAsync(path, flags, context, sink);
        case Method::kExecQueryAsync:
            return services.ExecQueryAsync(lent.language->get(), text, flags, context, sink);
        case Method::kExecNotificationQueryAsync:
            return services.ExecNotificationQueryAsync(lent.language->get(), text, flags, context, sink);
        case Method::kExecMethodAsync:
            return services.ExecMethodAsync(path, text, flags, context, arguments.object.get(), sink);
        default: return E_INVALIDARG;
    }
}

void Client::announce(trace::Fault fault, std::string_view wording) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kInvalidArgument);
    event.value = static_cast<std::int64_t>(fault);
    recorder_->record(event, {{TextRole::kNote, wording.empty() ? trace::name_of(fault) : wording}});
}

Started Client::start(const CallArguments& arguments, IWbemObjectSink* sink, std::string_view wrong_argument) {
    if (arguments.fault != trace::Fault::kNone || !wrong_argument.empty()) announce(arguments.fault, wrong_argument);
    if (arguments.expects_failure) {
        Event announce;
        announce.kind = EventKind::kMark;
        announce.method = static_cast<std::uint16_t>(MarkKind::kExpectsFailure);
        recorder_->record(announce);
    }
    Lent lent(arguments);
    Started started;
    started.result = dispatch(arguments, lent, sink);
    started.call = probe::last_call_of_this_thread();

    const auto check = [&](com::WatchedBstr& text, std::string_view parameter) {
        probe::record_argument(*recorder_, started.call, parameter, text);
    };
    check(lent.path, "the path or class name");
    if (lent.language.has_value()) check(*lent.language, "strQueryLanguage");
    if (lent.text.has_value()) {
        check(*lent.text, arguments.method == Method::kExecMethodAsync ? "strMethodName" : "strQuery");
    }
    if (arguments.object) {
        const std::int64_t missing = lent.object.settle();
        probe::record_argument(*recorder_, started.call, "the object",
                               missing > 0 ? trace::ArgumentFate::kReleased : trace::ArgumentFate::kIntact, missing);
    }
    return started;
}

HRESULT Client::cancel(IWbemObjectSink* sink) {
    // A cancel that does not return may outlast the client's own reference.
    const com::com_ptr<probe::RecordingServices> services = services_;
    return services->CancelAsyncCall(sink);
}

Reference Client::call_synchronously(const CallArguments& arguments) {
    const com::unique_bstr path = optional_bstr(arguments.path);
    IWbemServices& services = *services_;
    const LONG flags = arguments.flags & ~kSendStatusFlag;
    Reference reference;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    com::com_ptr<IWbemClassObject> object;
    switch (arguments.method) {
        case Method::kGetObjectAsync:
            reference.result = services.GetObject(path.get(), flags, nullptr, object.put(), nullptr);
            add_object(object, reference);
            break;
        case Method::kPutClassAsync:
            reference.result = services.PutClass(arguments.object.get(), flags, nullptr, nullptr);
            break;
        case Method::kDeleteClassAsync:
            reference.result = services.DeleteClass(path.get(), flags, nullptr, nullptr);
            break;
        case Method::kPutInstanceAsync: {
            // Semisynchronous, since only IWbemCallResult gives the string result; then the status decides.
            com::com_ptr<IWbemCallResult> call;
            reference.result = services.PutInstance(arguments.object.get(), flags | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr,
                                                    call.put());
            if (FAILED(reference.result) || !call) break;
            LONG status = WBEM_S_NO_ERROR;
            const HRESULT waited = call->GetCallStatus(static_cast<LONG>(WBEM_INFINITE), &status);
            reference.result = FAILED(waited) ? waited : static_cast<HRESULT>(status);
            com::unique_bstr text;
            if (SUCCEEDED(reference.result) &&
                SUCCEEDED(call->GetResultString(static_cast<LONG>(WBEM_INFINITE), text.put()))) {
                reference.text = com::to_utf8(text.get());
            }
            break;
        }
        case Method::kDeleteInstanceAsync:
            reference.result = services.DeleteInstance(path.get(), flags, nullptr, nullptr);
            break;
        case Method::kCreateClassEnumAsync:
            reference.result = services.CreateClassEnum(path.get(), flags, nullptr, enumerator.put());
            break;
        case Method::kCreateInstanceEnumAsync:
            reference.result = services.CreateInstanceEnum(path.get(), flags, nullptr, enumerator.put());
            break;
        case Method::kExecQueryAsync: {
            const com::unique_bstr language = optional_bstr(arguments.language);
            const com::unique_bstr query = optional_bstr(arguments.query);
            reference.result = services.ExecQuery(language.get(), query.get(), flags, nullptr, enumerator.put());
            break;
        }
        case Method::kExecMethodAsync: {
            const com::unique_bstr name = optional_bstr(arguments.method_name);
            reference.result = services.ExecMethod(path.get(), name.get(), flags, nullptr, arguments.object.get(),
                                                   object.put(), nullptr);
            add_object(object, reference);
            break;
        }
        default: reference.result = E_INVALIDARG; break;
    }
    if (SUCCEEDED(reference.result) && enumerator) {
        const HRESULT drained = drain(enumerator.get(), reference.digests);
        if (FAILED(drained)) reference.result = drained;
    }
    std::sort(reference.digests.begin(), reference.digests.end());
    return reference;
}

void Client::note_reference(std::uint32_t call, const Reference& reference) {
    Event event;
    event.kind = EventKind::kReferenceObject;
    event.call = call;
    for (const std::int64_t digest : reference.digests) {
        event.value = digest;
        recorder_->record(event);
    }
    event.kind = EventKind::kReferenceOutcome;
    event.value = 0;
    event.result = reference.result;
    if (reference.text.has_value()) {
        recorder_->record(event, {{TextRole::kExpectedString, *reference.text}});
    } else {
        recorder_->record(event);
    }
}

void Client::note_unstable_reference(std::uint32_t call) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kReferenceUnstable);
    event.call = call;
    recorder_->record(event);
}

std::uint32_t Client::note_nested_outcome(Method asynchronous, const Reference& inside) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kNestedOutcome);
    event.call = probe::last_call_of_this_thread();
    event.result = inside.result;
    event.value = digest_of(inside);
    // The synchronous form has the slot before that of the asynchronous one.
    event.value2 = static_cast<std::int64_t>(asynchronous) - 1;
    recorder_->record(event);
    return event.call;
}

void Client::note_expected_outcome(std::uint32_t call, const Reference& elsewhere) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kExpectedOutcome);
    event.call = call;
    event.result = elsewhere.result;
    event.value = digest_of(elsewhere);
    recorder_->record(event);
}

void Client::release() {
    if (!services_) return;
    Event event;
    event.kind = EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(Method::kServicesRelease);
    event.object = services_->id();
    event.call = recorder_->next_call();
    recorder_->record(event);
    services_.reset();
    event.kind = EventKind::kCallReturned;
    recorder_->record(event);
}

}  // namespace wbemcheck::stage
