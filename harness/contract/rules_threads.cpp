// THR: calls from inside callbacks and slow sinks; STA-17 and STA-20: what the sink's answer to SetStatus means.
#include <map>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class ThreadRule final : public Rule {
public:
    bool before(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != EventKind::kCallReturned) return false;
        const auto open = history.open_calls().find(record.event.call);
        if (open != history.open_calls().end() && open->second.is_nested()) verdicts.opportunity("THR-3");
        return true;
    }

    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallbackEntered: check_callback(record, history, verdicts); break;
            case EventKind::kMark: mark(record, history, verdicts); break;
            default: return false;
        }
        return true;
    }

private:
    struct Outcome {
        Method method;
        std::int32_t result;
        std::int64_t digest;
        Index at;
    };
    struct Raised {
        std::int64_t events = 0;
        std::int64_t while_held = 0;
        Index at = kNowhere;  // of the newest while_held
    };

    static void check_callback(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        const CallbackInProgress& callback = sink.in_progress.back();
        const Operation* operation = history.operation(callback.operation);
        if (operation == nullptr || operation->refused_at == kNowhere || operation->refused_method != Method::kSetStatus) return;
        if (operation->is_provider) return;
        if (callback.is_final || operation->finals != 0) return;  // ORD-2 speaks of what comes after the final
        verdicts.breach("STA-17", operation, "after the sink refused a progress SetStatus nothing but the final status comes",
                        fmt::format("{} came", trace::name_of(callback.method)),
                        {operation->entered, operation->refused_at, record.index});
    }

    void mark(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        switch (static_cast<MarkKind>(event.method)) {
            case MarkKind::kNestedOutcome:
                outcomes_[event.call] = {static_cast<Method>(event.value2), event.result, event.value, record.index};
                break;
            case MarkKind::kExpectedOutcome: check_outcome(record, verdicts); break;
            case MarkKind::kScenarioEnd: check_unreturned(record, "when the scenario ended", history, verdicts); break;
            case MarkKind::kWorkerEnded:
                if (static_cast<trace::Ending>(event.value) == trace::Ending::kHang) {
                    check_unreturned(record, "when the process had to be ended", history, verdicts);
                }
                break;
            case MarkKind::kEventRaised: note_events(record, history); break;
            case MarkKind::kRestPoint: check_rest(record, history, verdicts); break;
            default: break;
        }
    }

    void check_outcome(const trace::Record& record, Verdicts& verdicts) {
        const auto entry = outcomes_.find(record.event.call);
        if (entry == outcomes_.end()) return;
        const Outcome inside = entry->second;
        outcomes_.erase(entry);
        verdicts.opportunity("THR-3");
        if (inside.result != record.event.result) {
            verdicts.breach("THR-3", nullptr,
                            fmt::format("{} returns from inside a callback what it returns elsewhere: {}",
                                        trace::name_of(inside.method), verdicts.result_text(record.event.result)),
                            fmt::format("it returned {}", verdicts.result_text(inside.result)), {inside.at, record.index});
        } else if (inside.digest != record.event.value) {
            verdicts.breach("THR-3", nullptr,
                            fmt::format("{} gives from inside a callback the objects that it gives elsewhere",
                                        trace::name_of(inside.method)),
                            "it gave other objects", {inside.at, record.index});
        }
    }

    static void check_unreturned(const trace::Record& record, std::string_view when, const History& history,
                                 Verdicts& verdicts) {
        for (const auto& [id, open] : history.open_calls()) {
            if (!open.is_nested()) continue;
            verdicts.breach("THR-3", nullptr, "a call from inside a callback returns",
                            fmt::format("{} (call {}) from inside {} had not returned {}", trace::name_of(open.method), id,
                                        trace::name_of(open.callback_method), when),
                            {open.callback, open.entered, record.index});
        }
    }

    void note_events(const trace::Record& record, History& history) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || record.event.result < 0) return;
        Raised& raised = raised_[sink->id];
        raised.events += summand(record.event.value);
        for (const CallbackInProgress& callback : sink->in_progress) {
            if (!callback.is_held) continue;
            raised.while_held += summand(record.event.value);
            raised.at = record.index;
            break;
        }
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || sink->belongs_to_provider) return;
        if (const auto raised = raised_.find(sink->id); raised != raised_.end() && raised->second.while_held != 0) {
            verdicts.opportunity("THR-6");
            if (sink->objects < static_cast<std::uint64_t>(raised->second.events)) {
                verdicts.report("THR-6", Grade::kObserved, nullptr,
                                "how a service treats a slow client of events is its own matter",
                                fmt::format("{} events were raised, {} of them while the sink was busy, and {} came",
                                            raised->second.events, raised->second.while_held, sink->objects),
                                {raised->second.at, record.index});
            }
        }
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (!operation.accepted || operation.was_ambiguous || operation.is_notification()) continue;
            if (operation.refused_at == kNowhere || operation.refused_method != Method::kSetStatus) continue;
            if (operation.refused_at == operation.final_left) {
                check_final_answer(record, operation, *sink, verdicts);
            } else {
                check_progress_answer(record, operation, verdicts);
            }
        }
    }

    static void check_final_answer(const trace::Record& record, const Operation& operation, const Sink& sink,
                                   Verdicts& verdicts) {
        verdicts.opportunity("STA-20");
        if (operation.finals != 1 || sink.held > 0) return;  // STA-1 and REF-3 speak of it
        verdicts.reading("STA-20", "STA-20", &operation,
                         "ignored: the sink answered the final status with an error, was released and not called again",
                         {operation.final_entered, operation.refused_at, record.index});
    }

    static void check_progress_answer(const trace::Record& record, const Operation& operation, Verdicts& verdicts) {
        if (operation.was_cancelled()) return;
        verdicts.opportunity("STA-17");
        if (operation.finals != 0 && operation.final_result == kCallCancelled) return;
        verdicts.breach("STA-17", &operation,
                        "after the sink refused a progress SetStatus the final status comes, with WBEM_E_CALL_CANCELLED",
                        operation.finals == 0
                            ? std::string("no final status came")
                            : fmt::format("the final status was {}", verdicts.result_text(operation.final_result)),
                        {operation.entered, operation.refused_at, operation.final_entered, record.index});
    }

    std::map<std::uint32_t, Outcome> outcomes_;   // of nested calls, not compared yet
    std::map<std::uint32_t, Raised> raised_;  // by sink
};

}  // namespace

std::unique_ptr<Rule> make_thread_rule() { return std::make_unique<ThreadRule>(); }

}  // namespace wbemcheck::contract
