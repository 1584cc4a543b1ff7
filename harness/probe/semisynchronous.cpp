#include "harness/probe/semisynchronous.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string_view>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/probe/call_record.h"
#include "harness/probe/object_digest.h"

namespace wbemcheck::probe {
namespace {

using trace::Event;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;
using trace::TextRole;

// What a successful GetCallStatus must overwrite: no operation ends with this code.
constexpr LONG kNoStatus = 0x5A5A5A5A;

Event mark(MarkKind kind, std::uint32_t object) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(kind);
    event.object = object;
    return event;
}

}  // namespace

PulledObject::PulledObject(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, const Maker& maker,
                           std::uint32_t cloned_from)
    : recorder_(std::move(recorder)), registry_(registry), maker_(maker), id_(recorder_->next_object()) {
    Event made = mark(MarkKind::kSemisynchronousMade, id_);
    made.call = maker.call;
    made.result = static_cast<std::int32_t>(maker.method);
    made.value = maker.flags;
    made.value2 = cloned_from;
    recorder_->record(made);
}

HRESULT PulledObject::call(Method method, LONG timeout, IWbemObjectSink* sink,
                           const std::function<HRESULT(Outcome& outcome)>& body, ULONG count) {
    Event entered;
    entered.kind = EventKind::kCallEntered;
    entered.method = static_cast<std::uint16_t>(method);
    entered.object = id_;
    entered.call = current_call_ = recorder_->next_call();
    entered.value = registry_.id_of(sink);
    entered.value2 = count;
    recorder_->record(entered);
    Outcome outcome;
    std::chrono::microseconds taken{0};
    const HRESULT result = record_return(*recorder_, entered, [&] {
        const auto begin = std::chrono::steady_clock::now();
        const HRESULT given = body(outcome);
        taken = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
        return given;
    }, {});

    Event pulled;
    pulled.kind = EventKind::kPulled;
    pulled.method = entered.method;
    pulled.object = id_;
    pulled.call = entered.call;
    pulled.result = result;
    pulled.value = outcome.value;
    const std::int64_t microseconds = std::min<std::int64_t>(taken.count(), std::numeric_limits<std::int32_t>::max());
    pulled.value2 = static_cast<std::int64_t>(static_cast<std::uint32_t>(timeout)) | (microseconds << 32);
    if (outcome.text.empty()) {
        recorder_->record(pulled);
    } else {
        recorder_->record(pulled, {{TextRole::kStringParam, outcome.text}});
    }
    return result;
}

void PulledObject::note_object(std::size_t place, IWbemClassObject* object, std::int32_t result) {
    Event event;
    event.kind = EventKind::kObjectPulled;
    event.object = id_;
    event.call = current_call_;
    event.value = object == nullptr ? 0 : static_cast<std::int64_t>(digest_of(object));
    event.value2 = static_cast<std::int64_t>(place);
    event.result = result;
    recorder_->record(event);
}

HRESULT PulledEnumerator::next(LONG timeout, ULONG count) {
    return call(Method::kEnumNext, timeout, nullptr, [&](Outcome& outcome) {
        std::vector<IWbemClassObject*> array(count);
        ULONG returned = 0;
        const HRESULT result = enumerator_->Next(timeout, count, array.data(), &returned);
        std::vector<com::com_ptr<IWbemClassObject>> objects;  // owned from here on, counted or not
        for (IWbemClassObject* object : array) objects.push_back(com::adopt_ptr(object));
        for (std::size_t i = 0; i < objects.size(); ++i) {
            if (i < returned) {
                note_object(i, objects[i].get(), objects[i] ? 0 : -1);
            } else if (objects[i]) {
                note_object(i, objects[i].get(), 1);
            }
        }
        outcome.value = static_cast<std::int64_t>(count) | (static_cast<std::int64_t>(returned) << 32);
        return result;
    });
}

HRESULT PulledEnumerator::next_async(ULONG count, IWbemObjectSink* sink) {
    return call(Method::kEnumNextAsync, 0, sink, [&](Outcome& outcome) {
        outcome.value = count;
        return enumerator_->NextAsync(count, sink);
    }, count);
}

HRESULT PulledEnumerator::reset() {
    return call(Method::kEnumReset, 0, nullptr, [&](Outcome&) { return enumerator_->Reset(); });
}

HRESULT PulledEnumerator::skip(LONG timeout, ULONG count) {
    return call(Method::kEnumSkip, timeout, nullptr, [&](Outcome& outcome) {
        outcome.value = count;
        return enumerator_->Skip(timeout, count);
    });
}

std::unique_ptr<PulledEnumerator> PulledEnumerator::clone() {
    com::com_ptr<IEnumWbemClassObject> made;
    (void)call(Method::kEnumClone, 0, nullptr, [&](Outcome& outcome) {
        const HRESULT result = enumerator_->Clone(made.put());
        outcome.value = made ? 1 : 0;
        return result;
    });
    if (!made) return nullptr;
    return std::make_unique<PulledEnumerator>(shared_recorder(), registry(), maker(), std::move(made), id());
}

void PulledEnumerator::release() {
    (void)call(Method::kEnumRelease, 0, nullptr, [&](Outcome&) -> HRESULT {
        enumerator_.reset();
        return S_OK;
    });
}

void PulledEnumerator::note_events(std::uint64_t events) {
    Event event = mark(MarkKind::kEventsRaised, id());
    event.value = static_cast<std::int64_t>(events);
    recorder().record(event);
}

HRESULT PulledCallResult::get_status(LONG timeout) {
    return call(Method::kGetCallStatus, timeout, nullptr, [&](Outcome& outcome) {
        LONG status = kNoStatus;
        const HRESULT result = result_->GetCallStatus(timeout, &status);
        outcome.value = status;
        return result;
    });
}

HRESULT PulledCallResult::get_object(LONG timeout) {
    return call(Method::kGetResultObject, timeout, nullptr, [&](Outcome& outcome) {
        com::com_ptr<IWbemClassObject> object;
        const HRESULT result = result_->GetResultObject(timeout, object.put());
        outcome.value = object ? static_cast<std::int64_t>(digest_of(object.get())) : 0;
        return result;
    });
}

HRESULT PulledCallResult::get_string(LONG timeout) {
    return call(Method::kGetResultString, timeout, nullptr, [&](Outcome& outcome) {
        com::unique_bstr text;
        const HRESULT result = result_->GetResultString(timeout, text.put());
        outcome.value = text ? 1 : 0;
        outcome.text = com::to_utf8(text.get());
        return result;
    });
}

HRESULT PulledCallResult::get_services(LONG timeout) {
    return call(Method::kGetResultServices, timeout, nullptr, [&](Outcome& outcome) {
        com::com_ptr<IWbemServices> services;
        const HRESULT result = result_->GetResultServices(timeout, services.put());
        outcome.value = services ? 1 : 0;
        return result;
    });
}

void PulledCallResult::note_synchronous(HRESULT result, IWbemClassObject* object) {
    Event event = mark(MarkKind::kSynchronousOutcome, id());
    event.result = result;
    event.value = object == nullptr ? 0 : static_cast<std::int64_t>(digest_of(object));
    recorder().record(event);
}

}  // namespace wbemcheck::probe
