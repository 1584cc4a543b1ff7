// EVT: notification queries run until they are cancelled.
#include <algorithm>
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
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallReturned: check_flag(record, history, verdicts); break;
            case EventKind::kCallbackEntered:
                if (static_cast<Method>(record.event.method) == Method::kSetStatus) check_status(record, history, verdicts);
                break;
            case EventKind::kMark: mark(record, history, verdicts); break;
            default: return false;
        }
        return true;
    }

private:
    void mark(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto mark = static_cast<MarkKind>(record.event.method);
        if (mark == MarkKind::kEventRaised && record.event.result >= 0) {
            raised_[record.event.object] += summand(record.event.value);
            raised_at_[record.event.object] = record.index;
        }
        if (mark == MarkKind::kQueryBroken && record.event.result >= 0) broken_[record.event.object] = record.index;
        if (mark == MarkKind::kRestPoint) check_rest(record, history, verdicts);
    }

    static void check_status(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        if (operation == nullptr || !operation->is_notification() || operation->is_provider) return;
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
        // the API page offers progress reports to those who ask for them, the specification forbids them.
        const bool is_offered =
            is_progress && (operation->flags & kSendStatus) != 0 && verdicts.profile() == Profile::kDocumented;
        verdicts.report("EVT-2", is_offered ? Grade::kWarning : Grade::kViolation, operation,
                        "a notification query sends no status for success or progress",
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
        if (sink == nullptr || !sink->is_ours || sink->belongs_to_provider) return;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (!operation.is_notification() || !operation.accepted) continue;
            verdicts.opportunity("EVT-1");
            verdicts.opportunity("EVT-2");
            if (operation.was_cancelled()) verdicts.opportunity("EVT-5");
            if (asks_for_progress(operation)) check_outcome_of_flag(operation, history, verdicts);
            if (const auto broken = broken_.find(sink->id); broken != broken_.end() && operation.entered < broken->second) {
                check_failure(record, operation, *sink, broken->second, history, verdicts);
            }
            const auto raised = raised_.find(sink->id);
            if (raised == raised_.end() || operation.was_ambiguous || operation.refused_at != kNowhere) continue;
            verdicts.opportunity("EVT-6");
            if (static_cast<std::int64_t>(operation.objects) > raised->second) {
                verdicts.breach("EVT-6", &operation,
                                fmt::format("each element of an Indicate array is one event: {} were raised", raised->second),
                                fmt::format("{} elements came", operation.objects),
                                {operation.entered, raised_at_[sink->id], record.index});
            }
            if (static_cast<std::int64_t>(operation.objects) >= raised->second) continue;
            verdicts.breach("EVT-1", &operation,
                            fmt::format("every event that matches the query is delivered: {} were raised", raised->second),
                            fmt::format("{} came", operation.objects),
                            {operation.entered, raised_at_[sink->id], record.index});
        }
    }

    static bool asks_for_progress(const Operation& operation) noexcept {
        return operation.is_notification() && (operation.flags & kSendStatus) != 0 && !operation.has_invalid_argument &&
               !operation.expects_failure;
    }

    // EVT-4: a refusal is one of the flag when the same query was accepted without it.
    static void check_flag(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr || operation->is_provider || !asks_for_progress(*operation)) return;
        if (operation->accepted) {
            verdicts.opportunity("EVT-4");
            return;
        }
        for (const auto& [id, other] : history.operations()) {
            if (!other.accepted || !other.is_notification() || (other.flags & kSendStatus) != 0) continue;
            if (other.arguments != operation->arguments) continue;
            verdicts.breach("EVT-4", operation, "a notification query accepts WBEM_FLAG_SEND_STATUS",
                            fmt::format("it returned {}, and without the flag the same query was accepted",
                                        verdicts.result_text(operation->result)),
                            {other.entered, operation->entered, record.index});
            return;
        }
    }

    // The query itself is at fault when it ends so without the flag too.
    static bool fails_without_flag(const Operation& operation, History& history) {
        return std::ranges::any_of(history.operations(), [&](const auto& entry) {
            const Operation& other = entry.second;
            return other.is_notification() && (other.flags & kSendStatus) == 0 && other.arguments == operation.arguments &&
                   other.finals != 0 && other.final_result == operation.final_result;
        });
    }

    void check_outcome_of_flag(const Operation& operation, History& history, Verdicts& verdicts) {
        if (operation.finals != 0 && operation.final_result < 0 && !operation.was_cancelled() &&
            !broken_.contains(operation.sink)) {
            if (fails_without_flag(operation, history)) return;
            verdicts.breach("EVT-4", &operation, "a notification query accepts WBEM_FLAG_SEND_STATUS",
                            fmt::format("the query with the flag ended with {}",
                                        verdicts.result_text(operation.final_result)),
                            {operation.entered, operation.final_entered});
            return;
        }
        verdicts.reading("X-18", "EVT-4", &operation,
                         operation.progress == 0 ? "ignored: the flag was accepted, and no progress came"
                                                 : "progress-sent: the flag was accepted, and progress reports came",
                         {operation.entered, operation.returned});
    }

    // EVT-3, REF-14: the error first, then the release.
    static void check_failure(const trace::Record& record, const Operation& operation, const Sink& sink, Index broken,
                              History& history, Verdicts& verdicts) {
        verdicts.opportunity("EVT-3");
        verdicts.opportunity("REF-14");
        const Index cancelled =
            operation.cancels.empty() ? kNowhere : history.cancel(operation.cancels.front())->entered;
        const bool ended_by_itself = operation.finals != 0 && operation.final_entered < cancelled;
        constexpr auto kError = "a notification query that fails while it runs ends with the error";
        constexpr auto kRelease = "a notification query that fails reports the error, and then releases the sink";
        if (!ended_by_itself) {
            verdicts.breach("EVT-3", &operation, kError, "no SetStatus came",
                            {operation.entered, broken, cancelled, record.index});
            if (sink.last_release != kNowhere && sink.last_release > operation.returned && sink.last_release < cancelled) {
                verdicts.breach("REF-14", &operation, kRelease, "it released the sink, and no SetStatus came",
                                {operation.entered, broken, sink.last_release});
            }
            return;
        }
        if (operation.final_result >= 0) {
            verdicts.breach("EVT-3", &operation, kError,
                            fmt::format("it ended with {}", verdicts.result_text(operation.final_result)),
                            {operation.entered, broken, operation.final_entered});
            return;
        }
        verdicts.reading("X-3", "EVT-3", &operation,
                         fmt::format("error-final: the running query failed and ended with {}",
                                     verdicts.result_text(operation.final_result)),
                         {operation.entered, broken, operation.final_entered});
        if (sink.held > 0) {
            verdicts.breach("REF-14", &operation, kRelease,
                            fmt::format("{:.0f} ms after the error it still held the sink",
                                        static_cast<double>(record.event.value) / 1e6),
                            {operation.entered, operation.final_entered, record.index});
        } else if (sink.last_release < operation.final_entered) {
            verdicts.breach("REF-14", &operation, kRelease, "it had released the sink before it reported the error",
                            {operation.entered, sink.last_release, operation.final_entered});
        }
    }

    std::map<std::uint32_t, Index> broken_;         // by sink: where its query lost what it lives on
    std::map<std::uint32_t, std::int64_t> raised_;  // by sink: events that its query matches
    std::map<std::uint32_t, Index> raised_at_;
};

}  // namespace

std::unique_ptr<Rule> make_event_rule() { return std::make_unique<EventRule>(); }

}  // namespace wbemcheck::contract
