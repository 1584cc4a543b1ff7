#include "harness/probe/sink.h"

#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/iid.h"
#include "harness/probe/host_touch.h"
#include "harness/probe/object_digest.h"

namespace wbemcheck::probe {
namespace {

using trace::Event;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

// Pointers and count as they stand, so that a change of the array during the callback shows (IND-1).
std::int64_t digest_of_array(LONG count, IWbemClassObject** objects) noexcept {
    std::uint64_t digest = 0xcbf29ce484222325ULL;
    for (LONG i = 0; objects != nullptr && i < count; ++i) {
        digest ^= reinterpret_cast<std::uintptr_t>(objects[i]);
        digest *= 0x100000001b3ULL;
    }
    return static_cast<std::int64_t>(digest);
}

}  // namespace

RecordingSink::RecordingSink(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, SinkOptions options)
    : recorder_(std::move(recorder)),
      options_(std::move(options)),
      id_(registry.id_of(static_cast<IWbemObjectSink*>(this))),
      count_(options_.initial_count),
      client_references_(options_.initial_count) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kSinkCreated);
    event.object = id_;
    event.value = options_.initial_count;
    event.value2 = options_.initial_count;
    event.result = options_.retains_objects ? 0 : 1;
    recorder_->record(event);
}

RecordingSink::~RecordingSink() {
    const HarnessTouch touch;
    retained_.clear();
}

void RecordingSink::note_reference(EventKind kind, LONG count) noexcept {
    Event event;
    event.kind = kind;
    event.object = id_;
    event.value = count;
    recorder_->record(event);
}

void RecordingSink::cross(CrossingKind kind) noexcept {
    if (!options_.crossing) return;
    const std::uint64_t ordinal = crossings_[static_cast<std::size_t>(kind)].fetch_add(1, std::memory_order_relaxed) + 1;
    options_.crossing({kind, ordinal});
}

HRESULT RecordingSink::QueryInterface(REFIID iid, void** object) noexcept {
    Event event;
    event.kind = EventKind::kQueryInterface;
    event.object = id_;
    if (object == nullptr) {
        event.result = E_POINTER;
        event.value = count_.load(std::memory_order_relaxed);
        recorder_->record(event);
        return E_POINTER;
    }
    *object = nullptr;
    if (iid == com::iid_of<IUnknown>() || iid == com::iid_of<IWbemObjectSink>()) {
        event.value = count_.fetch_add(1, std::memory_order_relaxed) + 1;
        recorder_->record(event);
        cross(CrossingKind::kQueryInterface);
        *object = static_cast<IWbemObjectSink*>(this);
        return S_OK;
    }
    event.result = E_NOINTERFACE;
    event.value = count_.load(std::memory_order_relaxed);
    recorder_->record(event);
    cross(CrossingKind::kQueryInterface);
    return E_NOINTERFACE;
}

ULONG RecordingSink::AddRef() noexcept {
    const LONG count = count_.fetch_add(1, std::memory_order_relaxed) + 1;
    note_reference(EventKind::kAddRef, count);
    cross(CrossingKind::kAddRef);
    return static_cast<ULONG>(count);
}

ULONG RecordingSink::Release() noexcept {
    const LONG count = count_.fetch_sub(1) - 1;
    note_reference(EventKind::kRelease, count);
    if (count == 0) note_reference(EventKind::kDestroyed, 0);
    cross(CrossingKind::kRelease);
    if (waiting_.load() != 0) {
        {
            const std::lock_guard lock(mutex_);  // a waiter that has just looked at the count must not miss the change
        }
        changed_.notify_all();
    }
    return count < 0 ? 0 : static_cast<ULONG>(count);
}

void RecordingSink::client_add_ref() {
    client_references_.fetch_add(1, std::memory_order_relaxed);
    const LONG count = count_.fetch_add(1, std::memory_order_relaxed) + 1;
    Event event;
    event.kind = EventKind::kClientReference;
    event.object = id_;
    event.value = 1;
    event.value2 = count;
    recorder_->record(event);
}

void RecordingSink::client_release() {
    client_references_.fetch_sub(1, std::memory_order_relaxed);
    const LONG count = count_.fetch_sub(1, std::memory_order_acq_rel) - 1;
    Event event;
    event.kind = EventKind::kClientReference;
    event.object = id_;
    event.value = -1;
    event.value2 = count;
    recorder_->record(event);
    if (count == 0) note_reference(EventKind::kDestroyed, 0);
}

HRESULT RecordingSink::Indicate(LONG count, IWbemClassObject** objects) noexcept {
    try {
        return indicate(count, objects);
    } catch (...) {
        return WBEM_E_OUT_OF_MEMORY;
    }
}

HRESULT RecordingSink::SetStatus(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) noexcept {
    try {
        return set_status(flags, result, text, object);
    } catch (...) {
        return WBEM_E_OUT_OF_MEMORY;
    }
}

HRESULT RecordingSink::answer(const Callback& callback) noexcept {
    if (!options_.handler) return WBEM_S_NO_ERROR;
    try {
        return options_.handler(callback);
    } catch (...) {
        Event event;
        event.kind = EventKind::kMark;
        event.method = static_cast<std::uint16_t>(MarkKind::kHarnessFault);
        event.object = id_;
        recorder_->record(event, {{trace::TextRole::kNote, "a callback handler of the harness threw"}});
        return WBEM_E_FAILED;
    }
}

HRESULT RecordingSink::indicate(LONG count, IWbemClassObject** objects) {
    Callback callback;
    callback.method = Method::kIndicate;
    callback.count = count;
    Event entered;
    entered.kind = EventKind::kCallbackEntered;
    entered.method = static_cast<std::uint16_t>(Method::kIndicate);
    entered.object = id_;
    entered.value = count;
    entered.value2 = digest_of_array(count, objects);
    std::uint64_t first_ordinal = 0;
    {
        const std::lock_guard lock(mutex_);
        callback.ordinal = ++counts_.indicates;
        first_ordinal = counts_.objects;
        if (count > 0) counts_.objects += static_cast<std::uint64_t>(count);
        entered.call = static_cast<std::uint32_t>(++counts_.in_progress);
        recorder_->record(entered);
    }
    changed_.notify_all();

    for (LONG i = 0; objects != nullptr && i < count; ++i) {
        Event delivered;
        delivered.kind = EventKind::kObjectDelivered;
        delivered.object = id_;
        delivered.value = static_cast<std::int64_t>(digest_of(objects[i]));
        delivered.value2 = static_cast<std::int64_t>(first_ordinal) + i;
        delivered.result = objects[i] == nullptr ? -1 : 0;
        recorder_->record(delivered);
        if (options_.retains_objects && objects[i] != nullptr) {
            const HarnessTouch touch;
            const std::lock_guard lock(mutex_);
            retained_.push_back({com::retain_ptr(objects[i]), first_ordinal + static_cast<std::uint64_t>(i)});
        }
    }

    cross(CrossingKind::kIndicateEntered);
    const HRESULT result = answer(callback);

    for (LONG i = 0; objects != nullptr && i < count; ++i) {
        if (objects[i] == nullptr) continue;
        // The service must keep its own reference for as long as the callback runs (IND-2): what Release reports after
        // an AddRef of ours is what others hold.
        const HarnessTouch touch;
        com::com_ptr<IWbemClassObject> element = com::retain_ptr(objects[i]);
        Event checked;
        checked.kind = EventKind::kObjectChecked;
        checked.object = id_;
        checked.value = static_cast<std::int64_t>(digest_of(element.get()));
        checked.value2 = static_cast<std::int64_t>(first_ordinal) + i;
        IWbemClassObject* raw = element.detach();
        checked.result = static_cast<std::int32_t>(raw->Release());
        if (options_.retains_objects) checked.result -= 1;
        recorder_->record(checked);
    }

    Event left;
    left.kind = EventKind::kCallbackLeft;
    left.method = static_cast<std::uint16_t>(Method::kIndicate);
    left.object = id_;
    left.result = result;
    left.value2 = digest_of_array(count, objects);
    {
        const std::lock_guard lock(mutex_);
        --counts_.in_progress;
        recorder_->record(left);
    }
    changed_.notify_all();
    cross(CrossingKind::kIndicateLeft);
    return result;
}

HRESULT RecordingSink::set_status(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) {
    Callback callback;
    callback.method = Method::kSetStatus;
    callback.is_final = flags == WBEM_STATUS_COMPLETE;
    callback.result = result;
    Event entered;
    entered.kind = EventKind::kCallbackEntered;
    entered.method = static_cast<std::uint16_t>(Method::kSetStatus);
    entered.object = id_;
    entered.result = result;
    entered.value = flags;
    entered.value2 = object != nullptr ? 1 : 0;
    const std::string param = com::to_utf8(text);
    {
        const std::lock_guard lock(mutex_);
        callback.ordinal = ++counts_.statuses;
        if (callback.is_final) {
            ++counts_.finals_entered;
            counts_.final_result = result;
        }
        entered.call = static_cast<std::uint32_t>(++counts_.in_progress);
        if (text != nullptr) {
            recorder_->record(entered, {{trace::TextRole::kStringParam, param}});
        } else {
            recorder_->record(entered);
        }
    }
    changed_.notify_all();

    cross(CrossingKind::kSetStatusEntered);
    const HRESULT answered = answer(callback);

    Event left;
    left.kind = EventKind::kCallbackLeft;
    left.method = static_cast<std::uint16_t>(Method::kSetStatus);
    left.object = id_;
    left.result = answered;
    left.value = flags;
    {
        const std::lock_guard lock(mutex_);
        --counts_.in_progress;
        if (callback.is_final) ++counts_.finals_left;
        recorder_->record(left);
    }
    changed_.notify_all();
    cross(CrossingKind::kSetStatusLeft);
    return answered;
}

SinkCounts RecordingSink::counts() const {
    const std::lock_guard lock(mutex_);
    SinkCounts counts = counts_;
    counts.count = count_.load(std::memory_order_acquire);
    return counts;
}

LONG RecordingSink::held_by_subject() const {
    return count_.load(std::memory_order_acquire) - client_references_.load(std::memory_order_relaxed);
}

bool RecordingSink::wait_until(std::chrono::steady_clock::time_point deadline,
                               const std::function<bool(const SinkCounts&)>& condition) const {
    std::unique_lock lock(mutex_);
    waiting_.fetch_add(1);
    const bool holds = changed_.wait_until(lock, deadline, [&] {
        SinkCounts counts = counts_;
        counts.count = count_.load();
        return condition(counts);
    });
    waiting_.fetch_sub(1);
    return holds;
}

void RecordingSink::check_retained_objects() {
    const HarnessTouch touch;
    std::vector<Retained> retained;
    {
        const std::lock_guard lock(mutex_);
        retained.swap(retained_);
    }
    for (const Retained& kept : retained) {
        Event checked;
        checked.kind = EventKind::kObjectChecked;
        checked.object = id_;
        checked.value = static_cast<std::int64_t>(digest_of(kept.object.get()));
        checked.value2 = static_cast<std::int64_t>(kept.ordinal);
        checked.result = -1;
        recorder_->record(checked);
    }
}

std::vector<com::com_ptr<IWbemClassObject>> RecordingSink::retained_objects() const {
    const HarnessTouch touch;
    std::vector<com::com_ptr<IWbemClassObject>> objects;
    const std::lock_guard lock(mutex_);
    for (const Retained& kept : retained_) objects.push_back(kept.object);
    return objects;
}

}  // namespace wbemcheck::probe
