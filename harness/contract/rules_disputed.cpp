// CAN-9, CAN-10, CAN-15, CAN-16: what a cancel does that comes with another pointer, through another services pointer, or
// too late, and what becomes of calls whose services pointer is released. The documents are silent, so it is recorded.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class DisputedRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallEntered:
                if (static_cast<Method>(record.event.method) == Method::kCancelAsyncCall) {
                    note_cancel(record, history, verdicts);
                }
                break;
            case EventKind::kCallReturned:
                if (const Cancel* cancel = history.cancel(record.event.call); cancel != nullptr && !cancel->is_provider) {
                    check_late_cancel(*cancel, history, verdicts);
                    check_stranger(*cancel, history, verdicts);
                }
                break;
            case EventKind::kAddRef:
            case EventKind::kRelease:
            case EventKind::kQueryInterface:
            case EventKind::kCallbackEntered: note_touch(record, history); break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(record.event.method) == MarkKind::kRestPoint) {
                    check_rest(record, history, verdicts);
                }
                break;
            default: return false;
        }
        return true;
    }

private:
    // REF-11: the client may have given its own reference away before, so that only the service keeps the sink.
    void note_cancel(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Cancel& cancel = *history.cancel(record.event.call);
        const Sink* sink = history.sink(cancel.sink);
        if (sink == nullptr || !sink->is_ours || cancel.is_provider) return;
        if (!cancel.pending.empty()) verdicts.opportunity("REF-11");
        if (sink->destroyed && cancel.operations_so_far != 0 && sink->pending.empty()) gone_.insert(cancel.id);
    }

    void note_touch(const trace::Record& record, const History& history) {
        for (const auto& [id, open] : history.open_calls()) {
            if (open.sink != record.event.object || !gone_.contains(id) || open.thread != record.thread) continue;
            touched_.try_emplace(id, record.index);
        }
    }

    // CAN-10: all that a late cancel finds is a sink that is released, or about to be.
    void check_late_cancel(const Cancel& cancel, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(cancel.sink);
        if (cancel.operations_so_far == 0 || !cancel.pending.empty() || !cancel.disputed.empty()) return;
        verdicts.opportunity("CAN-10");
        if (!gone_.contains(cancel.id)) return;
        const auto touch = touched_.find(cancel.id);
        if (touch == touched_.end()) {
            verdicts.reading("X-21", "CAN-10", nullptr,
                             "compared-only: CancelAsyncCall did not touch the sink, which was gone",
                             {sink->destroyed_at, cancel.entered, cancel.returned});
            return;
        }
        verdicts.reading("X-21", "CAN-10", nullptr, "dereferenced: CancelAsyncCall touched the sink, which was gone",
                         {sink->destroyed_at, cancel.entered, touch->second});
        verdicts.report("CAN-10", Grade::kWarning, nullptr,
                        "CancelAsyncCall looks its pointer up before it touches the sink",
                        "it touched a sink that was gone already", {sink->destroyed_at, cancel.entered, touch->second});
    }

    // A stub is what the service was given; the sink behind it is a stranger to it.
    static void check_stranger(const Cancel& cancel, History& history, Verdicts& verdicts) {
        const auto is_strange = [&](std::uint32_t id) {
            const Operation& operation = *history.operation(id);
            return operation.pointer != cancel.pointer && operation.pointer != operation.sink;
        };
        if (cancel.disputed.empty() || !std::ranges::all_of(cancel.disputed, is_strange)) return;
        const Operation& operation = *history.operation(cancel.disputed.front());
        const std::string answer = verdicts.result_text(cancel.result);
        verdicts.opportunity("CAN-7");
        verdicts.reading("X-4", "CAN-7", &operation,
                         fmt::format("{} (sink-instead-of-stub): {}",
                                     cancel.result < 0 ? "returns-error" : "returns-success", answer),
                         {cancel.returned});
        if (cancel.result < 0) return;
        verdicts.breach("CAN-7", &operation, "CancelAsyncCall fails for a sink of which the service was given a stub",
                        fmt::format("it returned {}", answer), {operation.entered, cancel.entered, cancel.returned});
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours || sink->belongs_to_provider) return;
        for (const auto& [id, cancel] : history.cancels()) {
            if (cancel.sink != sink->id || cancel.returned == kNowhere) continue;
            for (const std::uint32_t disputed : cancel.disputed) {
                record_effect(cancel, *history.operation(disputed), verdicts);
            }
        }
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (operation.services_released != kNowhere) check_released(record, operation, *sink, verdicts);
        }
    }

    static void record_effect(const Cancel& cancel, const Operation& operation, Verdicts& verdicts) {
        const bool is_other_pointer = operation.pointer != cancel.pointer;
        if (is_other_pointer && operation.pointer != operation.sink) return;  // check_stranger has judged it
        const char* id = is_other_pointer ? "CAN-9" : "CAN-15";
        const char* what = is_other_pointer ? "another interface pointer of the sink" : "another services pointer";
        verdicts.opportunity(id);
        std::string seen;
        if (cancel.result < 0) {
            seen = fmt::format("refused: a cancel with {} returned {}", what, verdicts.result_text(cancel.result));
        } else if (operation.finals == 0 || operation.final_result == kCallCancelled) {
            seen = fmt::format("cancelled: a cancel with {} ended the operation", what);
        } else {
            seen = fmt::format("accepted-without-effect: a cancel with {} returned {}, and the operation ran on", what,
                               verdicts.result_text(cancel.result));
        }
        verdicts.reading(id, id, &operation, std::move(seen), {operation.entered, cancel.entered, cancel.returned});
    }

    // CAN-16: the sink must be let go, whatever else becomes of the operation.
    static void check_released(const trace::Record& record, const Operation& operation, const Sink& sink,
                               Verdicts& verdicts) {
        verdicts.opportunity("CAN-16");
        const Index released = operation.services_released;
        if (operation.finals != 0) {
            verdicts.reading("CAN-16", "CAN-16", &operation,
                             operation.final_result == kCallCancelled
                                 ? "cancelled: the pending operation ended with WBEM_E_CALL_CANCELLED"
                                 : "ran-on: the pending operation ran on to its own end",
                             {operation.entered, released, operation.final_entered});
        } else if (sink.held <= 0) {
            verdicts.reading("CAN-16", "CAN-16", &operation,
                             "ended-without-final: the sink was released and no final status came",
                             {operation.entered, released, sink.last_release});
        } else {
            verdicts.breach("REF-3", &operation,
                            "an operation whose services pointer was released lets go of its sink in the end",
                            "no final status came, and the service still holds the sink",
                            {operation.entered, released, record.index});
        }
    }

    std::set<std::uint32_t> gone_;               // cancels that were handed a sink whose count had come to 0
    std::map<std::uint32_t, Index> touched_;     // of these, those that touched it, and where
};

}  // namespace

std::unique_ptr<Rule> make_disputed_rule() { return std::make_unique<DisputedRule>(); }

}  // namespace wbemcheck::contract
