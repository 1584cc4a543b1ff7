#include "harness/contract/history.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int64_t kFinal = 0;     // WBEM_STATUS_COMPLETE
constexpr std::int64_t kRequirements = 1;  // WBEM_STATUS_REQUIREMENTS, of a provider (PRV-10)
constexpr std::int64_t kProgress = 2;  // WBEM_STATUS_PROGRESS

// A digest of 0 or 1 must still count when digests are added.
std::uint64_t mix(std::int64_t digest) noexcept {
    auto value = static_cast<std::uint64_t>(digest) + 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

Reference& reference_of(Operation& operation) {
    if (operation.noted_reference == nullptr) operation.noted_reference = std::make_unique<Reference>();
    return *operation.noted_reference;
}

}  // namespace

Sink* History::sink(std::uint32_t id) { return sinks_.find(id); }
Operation* History::operation(std::uint32_t id) { return operations_.find(id); }
Cancel* History::cancel(std::uint32_t id) { return cancels_.find(id); }

void History::note_pending(const Sink& sink) {
    if (sink.pending.empty()) {
        pending_sinks_.erase(sink.id);
    } else {
        pending_sinks_.insert(sink.id);
    }
}

bool History::is_in_callback(std::uint32_t thread) {
    for (const std::uint32_t id : busy_sinks_) {
        for (const CallbackInProgress& callback : sinks_[id].in_progress) {
            if (callback.thread == thread) return true;
        }
    }
    return false;
}

Operation* History::operation_of_callback(const Sink& sink) {
    if (sink.pending.size() == 1) return operation(sink.pending.front());
    if (!sink.pending.empty() || sink.operations.empty()) return nullptr;
    return operation(sink.operations.back());  // late: after the final of the newest operation
}

void History::take(const trace::Record& record) {
    switch (record.event.kind) {
        case EventKind::kCallEntered: call_entered(record); break;
        case EventKind::kCallReturned: call_returned(record); break;
        case EventKind::kCallbackEntered: callback_entered(record); break;
        case EventKind::kCallbackLeft: callback_left(record); break;
        case EventKind::kAddRef:
        case EventKind::kRelease:
        case EventKind::kQueryInterface:
        case EventKind::kDestroyed: reference_changed(record); break;
        case EventKind::kObjectDelivered: {
            Sink& sink = sinks_[record.event.object];
            ++sink.objects;
            sink.digest_sum += mix(record.event.value);
            sink.last_object = record.index;
            for (const CallbackInProgress& callback : sink.in_progress) {
                if (callback.thread != record.thread) continue;
                if (Operation* owner = operation(callback.operation); owner != nullptr) {
                    ++owner->objects;
                    owner->digest_sum += mix(record.event.value);
                }
            }
            break;
        }
        case EventKind::kReferenceObject:
            if (Operation* owner = operation(record.event.call); owner != nullptr) {
                Reference& reference = reference_of(*owner);
                ++reference.objects;
                reference.digest_sum += mix(record.event.value);
            }
            break;
        case EventKind::kReferenceOutcome:
            if (Operation* owner = operation(record.event.call); owner != nullptr) {
                owner->has_reference = true;
                Reference& reference = reference_of(*owner);
                reference.result = record.event.result;
                reference.index = record.index;
                for (const trace::RecordedText& text : record.texts) {
                    if (text.role == trace::TextRole::kExpectedString) reference.text = std::string(text.text);
                }
            }
            break;
        case EventKind::kMark: mark(record); break;
        case EventKind::kNone:
        case EventKind::kClientReference:
        case EventKind::kObjectChecked:
        case EventKind::kCountStepped:
        case EventKind::kCountCompared:
        case EventKind::kStateSeen:
        case EventKind::kOutPointerSeen:
        case EventKind::kObjectPulled:
        case EventKind::kPulled:
        case EventKind::kProviderTold:
        case EventKind::kText: break;
        case EventKind::kHostObject:
        case EventKind::kHostReference:
        case EventKind::kUpcallEntered:
        case EventKind::kUpcallReturned:
        case EventKind::kInitStatus: hosted_.take(record); break;
        case EventKind::kInterfaceAsked: asking_without_pointer_ = kNowhere; break;
    }
}

std::uint32_t History::sink_behind(std::uint32_t pointer) const {
    const auto entry = stands_for_.find(pointer);
    return entry == stands_for_.end() ? pointer : entry->second;
}

void History::cancel_entered(const trace::Record& record, std::uint32_t pointer) {
    const trace::Event& event = record.event;
    const std::uint32_t sink_id = sink_behind(pointer);
    Cancel cancel;
    cancel.id = event.call;
    cancel.services = event.object;
    cancel.sink = sink_id;
    cancel.pointer = pointer;
    cancel.thread = record.thread;
    cancel.entered = record.index;
    cancel.from_callback = is_in_callback(record.thread);
    cancel.is_provider = hosted_.is_provider_services(event.object);
    if (sink_id != 0) {
        Sink& target = sinks_[sink_id];
        target.id = sink_id;
        target.belongs_to_provider = target.belongs_to_provider || cancel.is_provider;
        ++target.calls_in_progress;
        cancel.operations_so_far = target.accepted;
        cancel.final_was_out = target.finals > 0;
        cancel.callback_overlapped = !target.in_progress.empty();
        cancel.is_second = target.last_cancel != 0;
        for (const std::uint32_t id : target.pending) {
            Operation& pending = operations_[id];
            cancel.call_was_open = cancel.call_was_open || pending.returned == kNowhere;
            if (!pending.accepted) continue;
            if (pending.pointer != pointer || pending.services != event.object) {
                cancel.disputed.push_back(id);
            } else {
                cancel.pending.push_back(id);
                pending.cancels.push_back(cancel.id);
            }
        }
    }
    for (const std::uint32_t id : busy_sinks_) {
        for (const CallbackInProgress& callback : sinks_[id].in_progress) {
            if (callback.is_held) cancel.gate_was_shut = true;
        }
    }
    for (const std::uint32_t id : pending_sinks_) {
        if (id == sink_id) continue;
        for (const std::uint32_t pending : sinks_[id].pending) {
            if (operations_[pending].accepted) cancel.pending_elsewhere.push_back(pending);
        }
    }
    open_cancels_.insert(cancel.id);
    cancels_[cancel.id] = std::move(cancel);
}

void History::services_released(const trace::Record& record) {
    for (auto& [id, operation] : operations_) {
        if (operation.services != record.event.object || !operation.accepted || operation.finals != 0) continue;
        operation.services_released = record.index;
        operation.may_end_otherwise = true;
    }
}

// The recorder hands out each id once, and all that is kept of a call hangs on its id.
void History::require_new_call(const trace::Record& record) const {
    const std::uint32_t call = record.event.call;
    if (!open_calls_.contains(call) && !operations_.contains(call) && !cancels_.contains(call)) return;
    throw trace::TraceError(
        fmt::format("The trace {} is damaged: event {} enters call {}, which had been entered before.", trace_, record.index, call));
}

void History::call_entered(const trace::Record& record) {
    require_new_call(record);
    const trace::Event& event = record.event;
    const auto method = static_cast<Method>(event.method);
    // Of the other calls of a host the number is that of an interface, or of a query.
    const bool carries_number = method == Method::kQueryPrimary || method == Method::kNewQuery || method == Method::kCancelQuery;
    const auto pointer = carries_number ? 0 : static_cast<std::uint32_t>(event.value);
    const std::uint32_t sink_id = sink_behind(pointer);
    // Whatever call it is: what was announced speaks of the next one.
    const Announced announced = std::exchange(announced_[record.thread], {});
    OpenCall& open = open_calls_[event.call] = {method, event.call, sink_id, record.thread, record.index};
    open.flags = event.value2;
    open.fault = announced.fault;
    open.is_provider = hosted_.call_entered(record);
    open.asks_for_stub = announced.asks_for_stub;
    for (const std::uint32_t id : busy_sinks_) {
        for (const CallbackInProgress& callback : sinks_[id].in_progress) {
            const Operation* owner = operation(callback.operation);
            if (callback.thread != record.thread || owner == nullptr || owner->is_notification()) continue;
            if (owner->is_provider) continue;  // THR-3 binds services
            open.callback = callback.index;
            open.callback_method = callback.method;
        }
    }
    if (method == Method::kCancelAsyncCall) cancel_entered(record, pointer);
    if (method == Method::kServicesRelease) services_released(record);
    if (method == Method::kEnumNextAsync && sink_id != 0) ++sinks_[sink_id].requests;
    if (method == Method::kProvideEvents) {
        if (Sink* events = sink(sink_id); events != nullptr) events->provide_events = event.call;
    }
    if (!trace::is_asynchronous(method)) return;
    Operation operation;
    operation.id = event.call;
    operation.method = method;
    operation.services = event.object;
    operation.sink = sink_id;
    operation.pointer = pointer;
    operation.is_unsecured = unsecured_.contains(event.object);
    operation.may_end_otherwise = operation.is_unsecured;
    operation.flags = event.value2;
    operation.thread = record.thread;
    operation.entered = record.index;
    operation.is_provider = open.is_provider;
    operation.asks_for_stub = open.asks_for_stub;
    operation.expects_failure = announced.expects_failure;
    operation.fault = announced.fault;
    operation.has_invalid_argument = announced.has_invalid_argument;
    std::string arguments;
    for (const trace::RecordedText& text : record.texts) arguments.append(text.text).push_back('\n');
    operation.arguments = kept_text(std::move(arguments));
    if (sink_id != 0) {
        Sink& target = sinks_[sink_id];
        target.id = sink_id;
        target.belongs_to_provider = target.belongs_to_provider || operation.is_provider;
        ++target.calls_in_progress;
        target.operations.push_back(operation.id);
        target.pending.push_back(operation.id);
        note_pending(target);
        if (target.pending.size() > 1) {
            operation.was_ambiguous = true;
            for (const std::uint32_t other : target.pending) {
                if (other != operation.id) operations_[other].was_ambiguous = true;
            }
        }
    }
    operations_[operation.id] = std::move(operation);
}

void History::call_returned(const trace::Record& record) {
    const trace::Event& event = record.event;
    open_calls_.erase(event.call);
    hosted_.call_returned(record);
    if (Cancel* cancel = this->cancel(event.call); cancel != nullptr) {
        open_cancels_.erase(cancel->id);
        cancel->returned = record.index;
        cancel->result = event.result;
        if (Sink* target = sink(cancel->sink); target != nullptr) {
            if (target->calls_in_progress != 0) --target->calls_in_progress;
            if (!target->in_progress.empty()) cancel->callback_overlapped = true;
            if (event.result >= 0 && cancel->disputed.empty()) target->last_cancel = cancel->id;
            // A call that was on its way during the cancel: nobody says whether the cancel found it.
            for (const std::uint32_t id : target->pending) {
                Operation& pending = operations_[id];
                const bool was_pending = pending.returned != kNowhere && pending.returned < cancel->entered;
                if (event.result >= 0 && !was_pending) pending.may_end_otherwise = true;
            }
        }
        for (const std::uint32_t id : cancel->disputed) {
            if (event.result >= 0) operations_[id].may_end_otherwise = true;
        }
        return;
    }
    Operation* operation = this->operation(event.call);
    if (operation == nullptr) return;
    operation->returned = record.index;
    operation->result = event.result;
    operation->accepted = event.result >= 0;
    Sink* target = sink(operation->sink);
    if (target == nullptr) return;
    if (target->calls_in_progress != 0) --target->calls_in_progress;
    if (operation->accepted) {
        ++target->accepted;
    } else if (operation->finals == 0) {
        std::erase(target->pending, operation->id);
        note_pending(*target);
    }
}

void History::callback_entered(const trace::Record& record) {
    const trace::Event& event = record.event;
    Sink& target = sinks_[event.object];
    target.id = event.object;
    const auto method = static_cast<Method>(event.method);
    const bool is_final = method == Method::kSetStatus && event.value == kFinal;
    Operation* owner = operation_of_callback(target);
    target.in_progress.push_back(
        {record.index, record.thread, method, is_final, false, owner == nullptr ? 0 : owner->id});
    busy_sinks_.insert(target.id);
    // The final status that a cancel sends belongs to the cancel; any other callback runs beside it.
    for (const std::uint32_t id : open_cancels_) {
        Cancel& cancel = cancels_[id];
        if (!is_final && cancel.sink == target.id) cancel.callback_overlapped = true;
    }
    if (method == Method::kIndicate) ++target.indicates;
    if (is_final) ++target.finals;
    if (owner == nullptr) return;
    if (owner->first_callback == kNowhere) {
        owner->first_callback = record.index;
        owner->first_callback_thread = record.thread;
    }
    if (method == Method::kIndicate) {
        ++owner->indicates;
        if (owner->first_indicate == kNowhere) owner->first_indicate = record.index;
    } else if (is_final) {
        if (++owner->finals == 1) {
            owner->final_entered = record.index;
            owner->final_result = event.result;
            owner->final_has_object = event.value2 != 0;
            for (const trace::RecordedText& text : record.texts) {
                if (text.role == trace::TextRole::kStringParam) owner->final_text = &kept_text(std::string(text.text));
            }
        }
    } else if (event.value == kProgress) {
        ++owner->progress;
    } else if (owner->odd_status == kNowhere && !(owner->is_provider && event.value == kRequirements)) {
        owner->odd_status = record.index;
    }
}

void History::callback_left(const trace::Record& record) {
    const trace::Event& event = record.event;
    Sink& target = sinks_[event.object];
    // The innermost callback of this thread on this sink: callbacks of one thread are nested.
    const auto entry = std::find_if(target.in_progress.rbegin(), target.in_progress.rend(),
                                    [&](const CallbackInProgress& c) { return c.thread == record.thread; });
    if (entry == target.in_progress.rend()) return;
    ended_ = *entry;
    target.in_progress.erase(std::next(entry).base());
    if (target.in_progress.empty()) busy_sinks_.erase(target.id);
    Operation* owner = operation(ended_.operation);
    if (owner != nullptr && event.result < 0 && owner->refused_at == kNowhere) {
        owner->refused_at = record.index;
        owner->refused_method = ended_.method;
    }
    if (owner != nullptr && event.result > 0 && owner->sink_answer == 0) owner->sink_answer = event.result;
    if (!ended_.is_final) return;
    target.last_final_left = record.index;
    if (owner != nullptr) {
        if (owner->final_left == kNowhere) owner->final_left = record.index;
        std::erase(target.pending, owner->id);
        note_pending(target);
        hosted_.operation_ended(owner->id);
    } else if (target.finals >= target.operations.size()) {
        for (const std::uint32_t id : target.pending) hosted_.operation_ended(id);
        target.pending.clear();  // a shared sink: whose final was whose is not known, but all have come
        note_pending(target);
    }
}

void History::reference_changed(const trace::Record& record) {
    const trace::Event& event = record.event;
    Sink& target = sinks_[event.object];
    target.id = event.object;
    if (event.kind == EventKind::kDestroyed) {
        if (!target.destroyed) target.destroyed_at = record.index;  // a count that rises again gives no life back
        target.destroyed = true;
        target.pending.shrink_to_fit();
        target.in_progress.shrink_to_fit();
        return;
    }
    target.was_touched = true;
    if (event.kind == EventKind::kRelease) {
        --target.held;
        target.last_release = record.index;
        target.last_release_thread = record.thread;
    } else if (event.kind == EventKind::kAddRef || event.result >= 0) {
        ++target.held;
        ++target.references_taken;
        target.last_add_ref = record.index;
    }
}

void History::mark(const trace::Record& record) {
    const trace::Event& event = record.event;
    switch (static_cast<MarkKind>(event.method)) {
        case MarkKind::kSinkCreated: {
            Sink& created = sinks_[event.object];
            created.id = event.object;
            created.is_ours = true;
            created.forgets_objects = event.result == 1;
            created.initial_count = event.value;
            created.created = record.index;
            break;
        }
        case MarkKind::kCallbackHeld:
            for (CallbackInProgress& callback : sinks_[event.object].in_progress) {
                if (callback.thread != record.thread) continue;
                callback.is_held = true;
                Operation* owner = operation(callback.operation);
                if (owner != nullptr && owner->held_method == Method::kNone) owner->held_method = callback.method;
            }
            break;
        case MarkKind::kCallStillBusy:
            for (const auto& [id, open] : open_calls_) {
                if (open.sink != event.object || static_cast<std::int64_t>(open.method) != event.value2) continue;
                if (Cancel* busy = cancel(id); busy != nullptr) {
                    busy->waited_for_gate = true;
                    busy->busy_mark = record.index;
                }
                if (Operation* busy = operation(id); busy != nullptr) busy->busy_mark = record.index;
            }
            break;
        case MarkKind::kReferenceUnstable:
            if (Operation* owner = operation(event.call); owner != nullptr) owner->reference_unstable = true;
            break;
        case MarkKind::kInvalidArgument:
            announced_[record.thread].fault = static_cast<trace::Fault>(event.value);
            announced_[record.thread].has_invalid_argument = !record.text(trace::TextRole::kNote).empty();
            break;
        case MarkKind::kSinkAlias:
            stands_for_[event.object] = static_cast<std::uint32_t>(event.value);
            if (event.value2 != 0) sinks_[static_cast<std::uint32_t>(event.value)].is_behind_stub = true;
            break;
        case MarkKind::kUnsecuredClient: unsecured_[event.object] = true; break;
        case MarkKind::kEventsProvided: {
            Sink& provided = sinks_[event.object];
            provided.id = event.object;
            provided.belongs_to_provider = true;
            provided.events_of = static_cast<std::uint32_t>(event.value);
            hosted_.take(record);
            break;
        }
        case MarkKind::kStubAsked:
            announced_[record.thread].asks_for_stub = true;
            hosted_.take(record);
            break;
        case MarkKind::kProviderServices:
        case MarkKind::kProviderState:
        case MarkKind::kUpcallToFail:
        case MarkKind::kLoanEnded:
        case MarkKind::kHostRest:
        case MarkKind::kThreadToken: hosted_.take(record); break;
        case MarkKind::kExpectsFailure: announced_[record.thread].expects_failure = true; break;
        case MarkKind::kAsksWithoutPointer: asking_without_pointer_ = record.index; break;
        case MarkKind::kExceptionEscaped:
            if (Operation* owner = operation(event.call); owner != nullptr) owner->escaped = true;
            break;
        default: break;
    }
}

}  // namespace wbemcheck::contract
