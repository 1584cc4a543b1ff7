// EVT: notification queries run until they are cancelled.
#include <map>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class EventRule final : public Rule {
public:
    void after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind == EventKind::kCallbackEntered &&
            static_cast<Method>(record.event.method) == Method::kSetStatus) {
            check_status(record, history, verdicts);
        }
        if (record.event.kind != EventKind::kMark) return;
        const auto mark = static_cast<MarkKind>(record.event.method);
        if (mark == MarkKind::kEventRaised && record.event.result >= 0) {
            raised_[record.event.object] += record.event.value;
            raised_at_[record.event.object] = record.index;
        }
        if (mark == MarkKind::kRestPoint) check_rest(record, history, verdicts);
    }

private:
    static void check_status(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        if (operation == nullptr || !operation->is_notification()) return;
        if (record.event.value == 0 && record.event.result < 0) {
            // An error ends the query (EVT-3); after a cancel WBEM_E_CALL_CANCELLED does.
            if (operation->was_cancelled() && record.event.result != kCallCancelled) {
                verdicts.report("EVT-2", Grade::kViolation, operation,
                                "after a cancel a notification query ends with WBEM_E_CALL_CANCELLED or in silence",
                                fmt::format("it ended with {}", verdicts.result_text(record.event.result)),
                                {operation->entered, record.index});
            }
            return;
        }
        const bool is_progress = record.event.value != 0;
        verdicts.breach("EVT-2", operation, "a notification query sends no status for success or progress",
                        fmt::format("{} came, with {}", is_progress ? "a progress SetStatus" : "a final SetStatus",
                                    verdicts.result_text(record.event.result)),
                        {operation->entered, operation->returned, record.index});
        if (!is_progress && !operation->was_cancelled()) {
            verdicts.breach("EVT-1", operation, "a notification query runs until it is cancelled",
                            fmt::format("it ended by itself, with {}", verdicts.result_text(record.event.result)),
                            {operation->entered, operation->returned, record.index});
        }
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours) return;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (!operation.is_notification() || !operation.accepted) continue;
            verdicts.opportunity("EVT-1");
            verdicts.opportunity("EVT-2");
            if (operation.was_cancelled()) verdicts.opportunity("EVT-5");
            const auto raised = raised_.find(sink->id);
            if (raised == raised_.end() || operation.was_ambiguous || operation.refused_at != kNowhere) continue;
            if (static_cast<std::int64_t>(operation.objects) >= raised->second) continue;
            verdicts.breach("EVT-1", &operation,
                            fmt::format("every event that matches the query is delivered: {} were raised", raised->second),
                            fmt::format("{} came", operation.objects),
                            {operation.entered, raised_at_[sink->id], record.index});
        }
    }

    std::map<std::uint32_t, std::int64_t> raised_;  // by sink: events that its query matches
    std::map<std::uint32_t, Index> raised_at_;
};

}  // namespace

std::unique_ptr<Rule> make_event_rule() { return std::make_unique<EventRule>(); }

}  // namespace wbemcheck::contract
