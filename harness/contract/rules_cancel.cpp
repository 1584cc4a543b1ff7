// CAN: what CancelAsyncCall does, answers and stops.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

// The reading of X-4 that an answer follows, for this kind of sink.
std::string outcome_text(std::int32_t result, std::string_view kind, std::string_view answer) {
    return fmt::format("{} ({}): {}", result < 0 ? "returns-error" : "returns-success", kind, answer);
}

class CancelRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallReturned:
                if (const Cancel* cancel = history.cancel(record.event.call); cancel != nullptr) {
                    check_answer(*cancel, history, verdicts);
                }
                break;
            case EventKind::kCallbackEntered: check_late_callback(record, history, verdicts); break;
            case EventKind::kRelease: check_release(record, history, verdicts); break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(record.event.method) == MarkKind::kRestPoint) {
                    check_rest(record, history, verdicts);
                }
                break;
            default: return false;
        }
        return true;
    }

    void at_end(History& history, Verdicts& verdicts) override {
        for (auto& [id, cancel] : history.cancels()) {
            for (const std::uint32_t other : cancel.pending_elsewhere) check_bystander(cancel, other, history, verdicts);
        }
    }

private:
    void check_answer(const Cancel& cancel, History& history, Verdicts& verdicts) {
        if (cancel.is_provider) return;  // it need not have the method
        const std::string answer = verdicts.result_text(cancel.result);
        if (cancel.gate_was_shut) {
            verdicts.opportunity("CAN-8");
            if (cancel.waited_for_gate) {
                verdicts.breach("CAN-8", nullptr, "CancelAsyncCall does not wait for an answer of the client",
                                "CancelAsyncCall returned only after the client had let go of the callback that it held",
                                {cancel.entered, cancel.busy_mark, cancel.returned});
            }
            if (cancel.waited_for_gate) {
                verdicts.reading("X-1", "CAN-8", nullptr,
                                 "waited-for-callback: CancelAsyncCall returned after the callback in progress",
                                 {cancel.entered, cancel.returned});
            }
        }
        if (cancel.sink == 0) {
            verdicts.opportunity("CAN-6");
            verdicts.reading("X-4", "CAN-6", nullptr, outcome_text(cancel.result, "null-sink", answer), {cancel.returned});
            if (cancel.result >= 0) {
                verdicts.breach("CAN-6", nullptr, "CancelAsyncCall(NULL) fails", fmt::format("it returned {}", answer),
                                {cancel.entered, cancel.returned});
            }
            return;
        }
        if (!cancel.disputed.empty()) return;  // CAN-9, CAN-15: of another pointer, whose effect nobody states
        if (cancel.pending.empty()) {
            if (!cancel.call_was_open) check_unknown(cancel, history, verdicts);
            return;
        }
        const Operation& operation = *history.operation(cancel.pending.front());
        if (is_repeated(cancel, operation, history)) {
            check_repeated(cancel, operation, verdicts);
            return;
        }
        if (cancel.from_callback) {  // a service may refuse this or do it
            verdicts.reading("X-22", "CAN-5", &operation, fmt::format("{}: {}", cancel.result < 0 ? "refuses" : "works", answer),
                             {cancel.entered, cancel.returned});
            if (cancel.result < 0) return;
        }
        verdicts.opportunity("CAN-5");
        if (cancel.result > 0) {
            report_answer(cancel, operation, fmt::format("it returned {}", answer), cancel.returned, verdicts);
        } else if (cancel.result < 0 && operation.finals == 0) {
            // Its final status may be on its way (CAN-10). A callback that is being held says that it is not; otherwise
            // what comes next will tell.
            const auto& callbacks = history.sink(cancel.sink)->in_progress;
            if (std::any_of(callbacks.begin(), callbacks.end(),
                            [](const CallbackInProgress& callback) { return callback.is_held && !callback.is_final; })) {
                report_answer(cancel, operation, fmt::format("it returned {}", answer), cancel.returned, verdicts);
            } else {
                refused_[cancel.sink] = cancel.id;
            }
        }
    }

    // Another cancel of the operation has succeeded, or is on its way and may: no document says what this one returns.
    static bool is_repeated(const Cancel& cancel, const Operation& operation, History& history) {
        return std::any_of(operation.cancels.begin(), operation.cancels.end(), [&](std::uint32_t id) {
            if (id == cancel.id) return false;
            const Cancel& other = *history.cancel(id);
            return other.returned == kNowhere || (other.result >= 0 && other.entered < cancel.returned);
        });
    }

    // one after the other is a cancel that was made twice, and a warning when it succeeds; of two at once nobody says
    // which is the second.
    static void check_repeated(const Cancel& cancel, const Operation& operation, Verdicts& verdicts) {
        const std::string answer = verdicts.result_text(cancel.result);
        verdicts.reading("X-4", "CAN-7", &operation, outcome_text(cancel.result, "second-cancel", answer),
                         {cancel.entered, cancel.returned});
        if (!cancel.is_second) return;
        verdicts.opportunity("CAN-7");
        if (cancel.result < 0) return;
        verdicts.breach("CAN-7", &operation, "CancelAsyncCall fails for an operation that is cancelled already",
                        fmt::format("it returned {} (second-cancel)", answer), {cancel.entered, cancel.returned});
    }

    static void report_answer(const Cancel& cancel, const Operation& operation, std::string actual, Index breach,
                              Verdicts& verdicts) {
        verdicts.breach("CAN-5", &operation, "cancelling a pending operation returns WBEM_S_NO_ERROR", std::move(actual),
                        {operation.entered, cancel.entered, cancel.returned, breach});
    }

    // What follows a cancel that was refused: anything but the final status shows that it did not come too late.
    void check_refused(const trace::Record& record, const Sink& sink, std::string_view what, History& history,
                       Verdicts& verdicts) {
        const auto entry = refused_.find(sink.id);
        if (entry == refused_.end()) return;
        const Cancel& cancel = *history.cancel(entry->second);
        refused_.erase(entry);
        if (history.operation(sink.operations.back())->entered > cancel.returned) return;  // of a later operation
        report_answer(cancel, *history.operation(cancel.pending.front()),
                      fmt::format("it returned {}, and {}", verdicts.result_text(cancel.result), what), record.index,
                      verdicts);
    }

    static void check_unknown(const Cancel& cancel, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(cancel.sink);
        if (sink != nullptr && sink->requests != 0) return;  // no document says (CAN-17)
        // A final that is on its way when the cancel comes: too late, but not unknown (CAN-10).
        if (sink != nullptr && (!sink->in_progress.empty() || cancel.callback_overlapped)) return;
        if (sink != nullptr && std::any_of(sink->operations.begin(), sink->operations.end(), [&](std::uint32_t id) {
                return history.operation(id)->finals == 0 && history.operation(id)->accepted;
            })) {
            return;
        }
        const char* kind = cancel.operations_so_far == 0 ? "unknown-sink"
                           : cancel.is_second            ? "second-cancel"
                                                         : "completed-operation";
        verdicts.opportunity("CAN-7");
        verdicts.reading("X-4", "CAN-7", nullptr, outcome_text(cancel.result, kind, verdicts.result_text(cancel.result)),
                         {cancel.returned});
        if (cancel.result >= 0) {  // a warning, since only the wire protocol states it
            verdicts.breach("CAN-7", nullptr, "CancelAsyncCall fails for a sink that no pending operation uses",
                            fmt::format("it returned {} ({})", verdicts.result_text(cancel.result), kind),
                            {sink == nullptr ? kNowhere : sink->last_final_left, cancel.entered, cancel.returned});
        }
    }

    // A cancel that lets go of a sink other than the one that it was given.
    static void check_release(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        if (!sink.is_ours || sink.accepted == 0 || sink.calls_in_progress != 0 || !sink.in_progress.empty()) return;
        for (const auto& [id, open] : history.open_calls()) {
            if (open.method != Method::kCancelAsyncCall || open.thread != record.thread || open.is_provider) continue;
            if (open.sink == sink.id || history.cancel(id)->from_callback) continue;
            const Operation& operation = *history.operation(sink.operations.back());
            if (operation.was_cancelled()) continue;
            verdicts.breach("CAN-2", &operation, "a cancel leaves operations on other sinks alone",
                            fmt::format("CancelAsyncCall of sink {} released the service's reference on sink {}", open.sink,
                                        sink.id),
                            {operation.entered, open.entered, record.index});
        }
    }

    void check_late_callback(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        if (sink.belongs_to_provider) return;  // it may never hear of a cancel
        if (!sink.in_progress.back().is_final) {
            const auto name = trace::name_of(static_cast<Method>(record.event.method));
            check_refused(record, sink, fmt::format("{} came afterwards", name), history, verdicts);
        }
        if (sink.is_ours && sink.operations.empty() && sink.requests == 0) {  // a callback on a sink that no call ever carried
            verdicts.report("CAN-7", Grade::kViolation, nullptr,
                            "a sink that was only named in CancelAsyncCall is never called",
                            fmt::format("{} came on it", trace::name_of(static_cast<Method>(record.event.method))),
                            {sink.created, record.index});
            return;
        }
        if (sink.last_cancel == 0 || sink.in_progress.back().is_final) return;
        const Cancel& cancel = *history.cancel(sink.last_cancel);
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        // Begun after the cancel, or while it was under way: nobody says whether the cancel found it.
        if (operation != nullptr && operation->entered > cancel.entered) return;
        if (!sink.operations.empty() && history.operation(sink.operations.back())->entered > cancel.entered) return;
        // in process, an Indicate that starts after the return is a breach under every reading.
        verdicts.report("CAN-4", Grade::kViolation, operation, "nothing new starts once CancelAsyncCall has returned",
                        fmt::format("{} began after CancelAsyncCall had returned {}",
                                    trace::name_of(static_cast<Method>(record.event.method)),
                                    verdicts.result_text(cancel.result)),
                        {cancel.entered, cancel.returned, record.index});
        if (cancel.pending.size() > 1) {
            verdicts.breach("CAN-1", operation, "a cancel ends every pending operation of the sink",
                            fmt::format("{} operations were pending on the sink, and one went on after the cancel",
                                        cancel.pending.size()),
                            {cancel.entered, cancel.returned, record.index});
        }
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours) return;
        if (!sink->pending.empty()) check_refused(record, *sink, "the operation did not end", history, verdicts);
        for (auto& [id, cancel] : history.cancels()) {
            if (cancel.sink != sink->id || cancel.result < 0 || cancel.returned == kNowhere) continue;
            if (cancel.pending.empty() || cancel.is_provider) continue;
            verdicts.opportunity("CAN-1");
            verdicts.opportunity("CAN-4");
            if (cancel.pending.size() > 1) {
                check_many(record, cancel, *sink, history, verdicts);
            } else {
                check_outcome(record, cancel, *history.operation(cancel.pending.front()), *sink, verdicts);
            }
        }
    }

    static void check_many(const trace::Record& record, const Cancel& cancel, const Sink& sink, History& history,
                           Verdicts& verdicts) {
        std::uint64_t unfinished = 0;
        for (const std::uint32_t id : cancel.pending) {
            const auto& pending = sink.pending;
            if (std::find(pending.begin(), pending.end(), id) != pending.end()) ++unfinished;
        }
        if (unfinished != 0 && sink.held > 0) {
            verdicts.breach("CAN-1", history.operation(cancel.pending.back()),
                            "a cancel ends every pending operation of the sink",
                            fmt::format("{} operations were pending, {} final statuses came, and the service still holds "
                                        "the sink",
                                        cancel.pending.size(), sink.finals),
                            {cancel.entered, cancel.returned, record.index});
        }
    }

    static void check_outcome(const trace::Record& record, const Cancel& cancel, const Operation& operation,
                              const Sink& sink, Verdicts& verdicts) {
        if (operation.cancels.front() != cancel.id) return;  // a second cancel of the same operation
        verdicts.opportunity("CAN-3");
        if (operation.finals == 0) {
            if (operation.is_notification()) {
                verdicts.reading("X-3", "CAN-3", &operation, "no-final: a cancelled notification query ends in silence",
                                 {cancel.entered, cancel.returned, record.index});
            } else {
                verdicts.report("CAN-3", Grade::kWarning, &operation,
                                "a cancelled operation that had no final status yet gets one, with "
                                "WBEM_E_CALL_CANCELLED",
                                "no final status came", {operation.entered, cancel.entered, cancel.returned, record.index});
            }
            return;
        }
        const Index final = operation.final_entered;
        const char* when = final < cancel.returned ? "before-return" : "after-return";
        if (operation.final_result == kCallCancelled) {
            verdicts.reading(operation.is_notification() ? "X-3" : "X-2", "CAN-3", &operation,
                             "final-call-cancelled: the cancelled operation ends with WBEM_E_CALL_CANCELLED",
                             {cancel.entered, final});
            verdicts.reading("X-20", "CAN-3", &operation, fmt::format("{}: the cancel's final status", when),
                             {cancel.entered, final, cancel.returned});
            return;
        }
        if (operation.is_notification()) return;  // EVT-2 judges it
        const bool is_true_outcome =
            operation.has_reference ? operation.final_result == operation.reference().result : operation.final_result >= 0;
        if (is_true_outcome) {
            if (final > cancel.entered) {
                verdicts.reading("X-2", "CAN-3", &operation,
                                 fmt::format("final-true-outcome: the cancelled operation ran on and ended with {} ({})",
                                             verdicts.result_text(operation.final_result), when),
                                 {cancel.entered, final, cancel.returned});
            }
        } else if (operation.refused_at == kNowhere) {
            verdicts.breach("CAN-3", &operation,
                            "the final status of a cancelled operation is WBEM_E_CALL_CANCELLED or its true outcome",
                            fmt::format("it was {}", verdicts.result_text(operation.final_result)),
                            {operation.entered, cancel.entered, final});
        }
        // The outcome of a whole operation needs the whole result: a success after a cut delivery is a false one.
        if (operation.final_result >= 0 && operation.has_reference && !operation.reference_unstable &&
            operation.objects < operation.reference().objects && !sink.destroyed) {
            verdicts.breach("CAN-3", &operation,
                            "a cancelled operation that did not deliver everything ends with WBEM_E_CALL_CANCELLED",
                            fmt::format("it ended with {} after {} of {} objects",
                                        verdicts.result_text(operation.final_result), operation.objects,
                                        operation.reference().objects),
                            {operation.entered, cancel.entered, final});
        }
    }

    static void check_bystander(const Cancel& cancel, std::uint32_t id, History& history, Verdicts& verdicts) {
        const Operation& operation = *history.operation(id);
        if (operation.was_cancelled() || operation.refused_at != kNowhere || operation.was_ambiguous) return;
        if (operation.is_provider) return;
        if (cancel.returned == kNowhere) return;  // the worker died: nothing can be said
        verdicts.opportunity("CAN-2");
        if (operation.finals != 0 && operation.final_result == kCallCancelled) {
            verdicts.breach("CAN-2", &operation, "a cancel leaves operations on other sinks alone",
                            "the cancel of another sink ended this operation with WBEM_E_CALL_CANCELLED",
                            {operation.entered, cancel.entered, operation.final_entered});
        }
    }

    std::map<std::uint32_t, std::uint32_t> refused_;  // by sink: a cancel that was refused, maybe because it came too late
};

}  // namespace

std::unique_ptr<Rule> make_cancel_rule() { return std::make_unique<CancelRule>(); }

}  // namespace wbemcheck::contract
