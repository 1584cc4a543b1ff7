// REF: who holds a reference on the sink, from when until when. Of a provider, which may do its work with the reference of
// its host until the call returns, REF-15 says it.
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class ReferenceRule final : public Rule {
public:
    bool before(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallEntered: note_call(record, history); break;
            case EventKind::kRelease: check_release(record, history, verdicts); break;
            default: return false;
        }
        return true;
    }

    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kAddRef:
            case EventKind::kQueryInterface: check_touch(record, history, verdicts); break;
            case EventKind::kRelease: check_balance(record, history, verdicts); break;
            case EventKind::kCallReturned: check_return(record, history, verdicts); break;
            case EventKind::kCallbackEntered: check_callback(record, history, verdicts); break;
            case EventKind::kCallbackLeft: verdicts.opportunity("REF-6"); break;
            case EventKind::kMark:
                switch (static_cast<MarkKind>(record.event.method)) {
                    case MarkKind::kRestPoint: check_rest(record, history, verdicts); break;
                    case MarkKind::kArrivalExpired: check_expiry(record, history, verdicts); break;
                    default: break;
                }
                break;
            default: return false;
        }
        return true;
    }

private:
    // What the sink looked like when a call that carries it was entered.
    struct Before {
        std::int64_t held;
        std::int64_t taken;
        bool destroyed;
        bool is_alone;  // no other operation pending and no other call in progress: what happens is this call's doing
    };

    void note_call(const trace::Record& record, History& history) {
        const auto method = static_cast<Method>(record.event.method);
        const auto id = static_cast<std::uint32_t>(record.event.value);
        if (id == 0 || !trace::is_asynchronous(method)) return;
        const Sink* sink = history.sink(id);
        if (sink == nullptr) return;
        before_[record.event.call] = {sink->held, sink->references_taken, sink->destroyed,
                                      sink->pending.empty() && sink->calls_in_progress == 0};
    }

    void check_return(const trace::Record& record, History& history, Verdicts& verdicts) {
        check_out_pointers(record, history, verdicts);
        check_cancel(record, history, verdicts);
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr || operation->sink == 0 || operation->is_provider) return;
        const Sink& sink = *history.sink(operation->sink);
        const auto entry = before_.find(operation->id);
        if (entry == before_.end()) return;
        const Before was = entry->second;
        before_.erase(entry);
        if (operation->accepted) {
            verdicts.opportunity("REF-1");
            // A reference that another thread has given away already belongs to an operation that is over; what is missing
            // then is its final status, which is another clause's business.
            const bool is_over = sink.references_taken != was.taken && sink.last_release_thread != record.thread;
            if (sink.held < 1 && !is_over && operation->finals == 0 && !operation->was_ambiguous) {
                verdicts.breach("REF-1", operation,
                                "the service holds a reference of its own on the sink when the call returns "
                                "WBEM_S_NO_ERROR",
                                "it holds none at the return, and no final status has come yet",
                                {operation->entered, record.index});
            }
            return;
        }
        if (operation->escaped || !was.is_alone || !sink.pending.empty()) return;
        verdicts.opportunity("REF-2");
        if (sink.held != was.held) {
            verdicts.breach("REF-2", operation,
                            fmt::format("a call that fails with {} leaves the count of the sink as it was",
                                        verdicts.result_text(operation->result)),
                            fmt::format("the service held {} before the call and {} after it", references(was.held),
                                        references(sink.held)),
                            {operation->entered, sink.last_add_ref, record.index});
            return;
        }
        verdicts.opportunity("REF-2b");
        if (sink.destroyed && !was.destroyed) {  // the sink of the official sample would be freed twice
            verdicts.report("REF-2b", Grade::kViolation, operation,
                            "a call that fails does not touch the sink, so that one whose count starts at 0 survives",
                            "the count of the sink came to 0 inside the failing call, which destroys it",
                            {operation->entered, sink.destroyed_at, record.index});
        } else if (sink.references_taken != was.taken) {  // a balanced pair
            verdicts.report("REF-2b", Grade::kWarning, operation, "a call that fails does not touch the sink at all",
                            fmt::format("it took and released {} of the sink before it failed with {}",
                                        references(sink.references_taken - was.taken),
                                        verdicts.result_text(operation->result)),
                            {operation->entered, sink.last_add_ref, record.index});
        }
    }

    static void check_out_pointers(const trace::Record& record, const History& history, Verdicts& verdicts) {
        const std::int64_t given = record.event.value & 0xffffffff;
        const std::int64_t set = record.event.value >> 32;
        if (given == 0) return;
        const auto name = trace::name_of(static_cast<Method>(record.event.method));
        verdicts.opportunity("REF-17");
        if (record.event.result < 0) {
            if (set == 0) return;
            verdicts.breach("REF-17", nullptr, "out interface pointers are NULL when the call fails",
                            fmt::format("{} failed with {} and set {} of {} out pointers", name,
                                        verdicts.result_text(record.event.result), set, given),
                            {record.index});
        } else if (set == 0) {
            // A method without outputs has no out-parameter object to return.
            if (static_cast<Method>(record.event.method) == Method::kExecMethod) return;
            if (history.hosted().request(record.event.call) != nullptr) return;  // PRV-1 speaks of it
            verdicts.breach("REF-17", nullptr, "a call that succeeds returns the interface pointer that it was asked for",
                            fmt::format("{} returned {} and left every out pointer NULL", name,
                                        verdicts.result_text(record.event.result)),
                            {record.index});
        } else if (record.event.value2 < 1) {
            verdicts.breach("REF-17", nullptr, "an out interface pointer carries a reference for the caller to release",
                            fmt::format("the object that {} returned reported a count of {} after an AddRef and a "
                                        "Release of the caller",
                                        name, record.event.value2),
                            {record.index});
        }
    }

    void check_cancel(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Cancel* cancel = history.cancel(record.event.call);
        if (cancel == nullptr || cancel->result < 0 || !cancel->disputed.empty() || cancel->is_provider) return;
        const Sink* sink = history.sink(cancel->sink);
        if (sink == nullptr || !sink->is_ours || cancel->operations_so_far == 0) return;
        // Of a call that is on its way, or that has begun meanwhile.
        if (cancel->call_was_open || sink->calls_in_progress != 0) return;
        if (!sink->operations.empty() && history.operation(sink->operations.back())->entered > cancel->entered) return;
        if (cancel->is_second || sink->is_behind_stub) return;  // the stub holds the sink, whatever the service does
        if (cancel->callback_overlapped) {  // the documents clash, so what happened is recorded
            verdicts.reading("X-1", "REF-10", nullptr,
                             sink->held <= 0 ? "released-before-return: the reference was gone when CancelAsyncCall "
                                               "returned, although a callback had been in progress"
                                             : "released-after-callback: CancelAsyncCall returned while a callback was in "
                                               "progress, and the reference was still held",
                             {cancel->entered, record.index});
            return;
        }
        verdicts.opportunity("REF-10");
        if (sink->held > 0) {
            verdicts.breach("REF-10", nullptr,
                            "CancelAsyncCall releases the sink before it returns, when no callback is in progress",
                            fmt::format("the service still held {} when CancelAsyncCall returned",
                                        references(sink->held)),
                            {cancel->entered, record.index});
        }
    }

    void check_callback(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        const Operation* operation = history.operation_of_callback(sink);
        if (sink.belongs_to_provider) {
            check_provider_callback(record, sink, operation, verdicts);
            return;
        }
        const bool is_within_call = operation != nullptr && operation->returned == kNowhere &&
                                    operation->thread == record.thread;  // the caller's own reference serves
        const bool is_final = sink.in_progress.back().is_final;
        // Before the call has returned nobody has accepted anything, but what was taken and given back is gone all the same.
        const bool has_promised = sink.accepted > 0 || sink.references_taken > 0;
        if (is_final) {
            verdicts.opportunity("REF-4");
            if (sink.held < 1 && !is_within_call && sink.last_release != kNowhere && has_promised) {
                verdicts.breach("REF-4", operation, "the service releases the sink after the final status, not before",
                                "the final status came when the service had already released its last reference",
                                {sink.last_release, record.index});
                return;
            }
        }
        if (sink.held < 1 && !is_within_call && has_promised && sink.last_final_left == kNowhere) {
            verdicts.breach("REF-6", operation, "the service holds a reference for as long as a callback runs",
                            "a callback began while the service held no reference on the sink",
                            {sink.last_release, record.index});
        }
    }

    // REF-15: the reference of the host serves until the call returns, on whatever thread; then one of its own must.
    void check_provider_callback(const trace::Record& record, const Sink& sink, const Operation* operation,
                                 Verdicts& verdicts) {
        if (sink.events_of != 0) return;  // EVT-10 speaks of it
        if (sink.in_progress.back().is_final) verdicts.opportunity("REF-4");
        const bool is_within_call = operation != nullptr ? operation->returned == kNowhere : sink.calls_in_progress != 0;
        if (is_within_call || sink.held > 0 || released_early_.contains(sink.id)) return;
        verdicts.breach("REF-15", operation, "a provider that uses the sink after its method has returned holds a reference on it",
                        fmt::format("{} came after the return, and the provider held no reference{}",
                                    trace::name_of(static_cast<Method>(record.event.method)),
                                    sink.references_taken == 0 ? ": it had never taken one" : " any more"),
                        {operation == nullptr ? kNowhere : operation->returned, sink.last_release, record.index});
    }

    void check_release(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || sink->held != 1) return;  // this release gives the last reference away
        if (sink->in_progress.empty()) {
            if (sink->pending.size() != 1) return;
            const Operation& operation = *history.operation(sink->pending.front());
            if (!operation.accepted || operation.returned == kNowhere || operation.was_cancelled()) return;
            released_early_.insert(sink->id);
            const std::string_view who = party(operation.is_provider);
            verdicts.breach("REF-4", &operation, fmt::format("{} releases the sink after the final status, not before", who),
                            fmt::format("{} released its last reference while the final status was still to come", who),
                            {operation.entered, operation.returned, record.index});
            return;
        }
        const CallbackInProgress& callback = sink->in_progress.front();
        const Operation* operation = history.operation(callback.operation);
        if (operation != nullptr && operation->returned == kNowhere &&
            (operation->is_provider || operation->thread == callback.thread)) {
            return;
        }
        // The reference of the host serves a provider for as long as ProvideEvents runs.
        if (sink->provide_events != 0 && history.open_calls().contains(sink->provide_events)) return;
        const std::string_view who = party(sink->belongs_to_provider);
        verdicts.breach("REF-6", operation, fmt::format("{} holds a reference for as long as a callback runs", who),
                        fmt::format("{} released its last reference while {} was in progress", who,
                                    trace::name_of(callback.method)),
                        {callback.index, record.index});
    }

    static void check_touch(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        const bool is_over = sink.last_final_left != kNowhere && sink.pending.empty() && sink.in_progress.empty();
        if (!is_over || sink.calls_in_progress != 0 || sink.events_of != 0) return;
        verdicts.breach("REF-7", sink.operations.empty() ? nullptr : history.operation(sink.operations.back()),
                        "after the final status no method of the sink is called but Release",
                        fmt::format("{} was called after the final status", trace::name_of(record.event.kind)),
                        {sink.last_final_left, record.index});
    }

    static void check_balance(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        if (sink.held >= 0) return;
        Index carrier = kNowhere;  // the call that carries this sink right now is the likely culprit
        for (const auto& [id, open] : history.open_calls()) {
            if (open.sink == sink.id) carrier = open.entered;
        }
        const bool is_provider = sink.belongs_to_provider;
        verdicts.breach("REF-5", nullptr,
                        fmt::format("every Release of {} matches an AddRef or QueryInterface of its own", party(is_provider)),
                        fmt::format("{} released a reference that it never took: it is {} below the count "
                                    "that the {} gave it",
                                    party(is_provider), -sink.held, is_provider ? "host" : "client"),
                        {sink.created, carrier, record.index});
    }

    // A release that was waited for in vain. The reference may go later, with a call that has nothing to do with it, and be
    // gone at the rest point.
    void check_expiry(const trace::Record& record, History& history, Verdicts& verdicts) {
        if (static_cast<trace::Awaited>(record.event.value) != trace::Awaited::kRelease) return;
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr) return;
        if (!sink->pending.empty() || !sink->in_progress.empty() || sink->calls_in_progress != 0) return;
        if (sink->belongs_to_provider) {
            report_kept_by_provider(record, record.event.value2, *sink, history, verdicts);
            return;
        }
        if (sink->accepted == 0 || sink->last_final_left == kNowhere) return;
        report_kept(record, record.event.value2, *sink, history, verdicts);
    }

    void report_kept(const trace::Record& record, std::int64_t nanoseconds, const Sink& sink, History& history,
                     Verdicts& verdicts) {
        if (sink.held <= 0 || sink.is_behind_stub || !kept_.insert(sink.id).second) return;
        verdicts.breach("REF-3", sink.operations.size() == 1 ? history.operation(sink.operations.back()) : nullptr,
                        "the service releases its reference after the final status",
                        fmt::format("{:.0f} ms after the final status it still held {}",
                                    static_cast<double>(nanoseconds) / 1e6, references(sink.held)),
                        {sink.last_add_ref, sink.last_final_left, record.index});
    }

    // REF-15: every operation of the sink has ended, by its final status or by its return value.
    void report_kept_by_provider(const trace::Record& record, std::int64_t nanoseconds, const Sink& sink, History& history,
                                 Verdicts& verdicts) {
        if (sink.held <= 0 || sink.events_of != 0 || sink.operations.empty() || !kept_.insert(sink.id).second) return;
        const Operation& last = *history.operation(sink.operations.back());
        const bool has_final = sink.last_final_left != kNowhere;
        verdicts.breach("REF-15", &last, "a provider releases its references on the sink; the operation is not complete before",
                        fmt::format("{:.0f} ms after the {} it still held {}", static_cast<double>(nanoseconds) / 1e6,
                                    has_final ? "final status" : "call had failed", references(sink.held)),
                        {last.entered, sink.last_add_ref, has_final ? sink.last_final_left : last.returned, record.index});
    }

    void check_provider_rest(const trace::Record& record, const Sink& sink, History& history, Verdicts& verdicts) {
        if (sink.operations.empty() || sink.events_of != 0) return;
        if (sink.references_taken > 0) verdicts.opportunity("REF-15");
        if (!sink.pending.empty() || !sink.in_progress.empty()) return;  // PRV-9 speaks of it
        if (sink.last_final_left != kNowhere) verdicts.opportunity("REF-7");
        report_kept_by_provider(record, record.event.value, sink, history, verdicts);
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        Sink* found = history.sink(record.event.object);
        if (found == nullptr || !found->is_ours) return;
        const Sink& sink = *found;
        if (sink.was_touched || !sink.operations.empty()) verdicts.opportunity("REF-5");
        if (sink.belongs_to_provider) {
            check_provider_rest(record, sink, history, verdicts);
            return;
        }
        if (sink.operations.empty()) return;
        const Operation& last = *history.operation(sink.operations.back());
        const bool all_done = sink.pending.empty() && sink.accepted > 0;
        if (all_done && sink.last_final_left != kNowhere) {
            verdicts.opportunity("REF-3");
            verdicts.opportunity("REF-7");
            verdicts.opportunity("REF-8");
            report_kept(record, record.event.value, sink, history, verdicts);
            if (sink.destroyed && sink.initial_count == 0 && sink.destroyed_at < sink.last_final_left) {
                verdicts.report("REF-8", Grade::kViolation, &last,
                                "a sink whose count starts at 0 lives until the service releases it after the final",
                                "its count came to 0, which destroys it, before the final status had returned",
                                {last.entered, sink.destroyed_at, sink.last_final_left});
            }
            return;
        }
        // No final came, though the operation was cancelled: the reference must be gone all the same.
        if (sink.held > 0 && !sink.is_behind_stub && sink.in_progress.empty() && !last.cancels.empty()) {
            const Cancel& cancel = *history.cancel(last.cancels.front());
            if (cancel.result < 0) return;
            verdicts.breach("REF-5", &last, "after a cancel the service holds no reference on the sink",
                            fmt::format("{:.0f} ms after the cancel it still held {}",
                                        static_cast<double>(record.event.value) / 1e6, references(sink.held)),
                            {last.entered, cancel.entered, cancel.returned, record.index});
        }
    }

    std::map<std::uint32_t, Before> before_;  // by call
    std::set<std::uint32_t> kept_;            // sinks whose reference was reported as kept
    std::set<std::uint32_t> released_early_;  // sinks whose last reference went before the final status
};

}  // namespace

std::unique_ptr<Rule> make_reference_rule() { return std::make_unique<ReferenceRule>(); }

}  // namespace wbemcheck::contract
