// PRV-8, PRV-9, PRV-10, PRV-16: how a provider tells WMI what became of a request.
#include <fmt/format.h>

#include <set>

#include "harness/contract/faulty_calls.h"
#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::Awaited;
using trace::EventKind;
using trace::Fault;
using trace::MarkKind;
using trace::Method;

constexpr std::int64_t kRequirements = 1;     // WBEM_STATUS_REQUIREMENTS
constexpr std::int32_t kLastRequirement = 2;  // WBEM_REQUIREMENTS_RECHECK_SUBSCRIPTIONS

class ProviderOutcomeRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kCallReturned:
                if (const Operation* operation = history.operation(event.call);
                    operation != nullptr && operation->is_provider && operation->sink != 0) {
                    verdicts.opportunity("PRV-8");
                    check_agreement(*operation, record.index, verdicts);
                }
                break;
            case EventKind::kCallbackEntered:
                if (static_cast<Method>(event.method) == Method::kSetStatus)
                    check_status(record, history, verdicts);
                break;
            case EventKind::kMark:
                switch (static_cast<MarkKind>(event.method)) {
                    case MarkKind::kArrivalExpired:
                        check_expiry(record, history, verdicts);
                        break;
                    case MarkKind::kRestPoint:
                        check_rest(record, history, verdicts);
                        break;
                    default:
                        break;
                }
                break;
            default: return false;
        }
        return true;
    }

    // Only the end of the trace knows what became of the operations.
    void at_end(History& history, Verdicts& verdicts) override {
        for (const auto& [id, operation] : history.operations()) {
            if (operation.is_provider && operation.returned != kNowhere) check_inputs(operation, verdicts);
        }
    }

private:
    static void check_status(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const Sink& sink = *history.sink(event.object);
        if (!sink.belongs_to_provider) return;
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        if (event.value == kRequirements) {
            verdicts.opportunity("PRV-10");
            if (event.result >= 0 && event.result <= kLastRequirement) return;
            verdicts.report("PRV-10", Grade::kViolation, operation,
                            "SetStatus with WBEM_STATUS_REQUIREMENTS carries a value of "
                            "WBEM_REQUIREMENTS_TYPE: 0, 1 or 2",
                            fmt::format("hResult was {}", verdicts.result_text(event.result)),
                            {record.index});
        }
        // Later than the return, which the call that returned did not know.
        if (event.value == 0 && operation != nullptr && operation->is_provider && operation->finals == 1 &&
            operation->returned != kNowhere) {
            check_agreement(*operation, record.index, verdicts);
        }
    }

    // both is recorded, and a breach when they say different things. Success returned and an error sent
    // is the usual way of an operation that fails.
    static void check_agreement(const Operation& operation, Index now, Verdicts& verdicts) {
        if (operation.accepted || operation.finals == 0 || operation.was_ambiguous) return;
        if (operation.final_result >= 0) {
            verdicts.report(
                "PRV-8", Grade::kViolation, &operation,
                "what a provider returns and what it sends to the sink agree",
                fmt::format("it sent {} and returned {}", verdicts.result_text(operation.final_result),
                            verdicts.result_text(operation.result)),
                {operation.entered, operation.final_entered, operation.returned, now});
            return;
        }
        verdicts.reading(
            "X-5", "PRV-8", &operation,
            fmt::format("returned-and-sent: it sent {} and returned {}",
                        verdicts.result_text(operation.final_result), verdicts.result_text(operation.result)),
            {operation.entered, operation.final_entered, operation.returned});
    }

    // Of a method that is only a stub PRV-1 speaks.
    static bool owes_status(const Operation& operation) noexcept {
        return operation.is_provider && operation.accepted && operation.sink != 0 &&
               !operation.asks_for_stub && !operation.was_ambiguous;
    }

    void check_expiry(const trace::Record& record, History& history, Verdicts& verdicts) {
        if (static_cast<Awaited>(record.event.value) != Awaited::kFinal) return;
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || sink->pending.empty() || !sink->in_progress.empty()) return;
        const Operation& operation = *history.operation(sink->pending.front());
        if (!owes_status(operation) || operation.finals != 0 || operation.is_notification()) return;
        report_missing(operation, record, record.event.value2, history, verdicts);
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->belongs_to_provider) return;
        std::uint64_t finite = 0;
        bool is_ambiguous = false;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            is_ambiguous = is_ambiguous || operation.was_ambiguous;
            if (operation.accepted && !operation.is_notification()) ++finite;
            if (!owes_status(operation) || operation.is_notification()) continue;
            verdicts.opportunity("PRV-9");
            const bool has_odd_status = operation.odd_status != kNowhere;  // STA-5 speaks of it
            if (operation.finals == 0 && !has_odd_status) {
                report_missing(operation, record, record.event.value, history, verdicts);
            }
        }
        if (!is_ambiguous || sink->finals >= finite) return;
        verdicts.breach("PRV-9", nullptr, kExpected,
                        fmt::format("{} requests with one sink returned success, and {} final statuses came",
                                    finite, sink->finals),
                        {sink->created, sink->last_final_left, record.index});
    }

    void report_missing(const Operation& operation, const trace::Record& record, std::int64_t nanoseconds,
                        History& history, Verdicts& verdicts) {
        for (const std::uint32_t id : operation.cancels) {
            if (history.cancel(id)->result >= 0) return;  // what follows is open
        }
        if (!missing_.insert(operation.id).second) return;
        verdicts.breach(
            "PRV-9", &operation, kExpected,
            fmt::format("it returned {}, and no final status came for {:.0f} ms; WMI would wait for ever",
                        verdicts.result_text(operation.result), static_cast<double>(nanoseconds) / 1e6),
            {operation.entered, operation.returned, operation.first_callback, record.index});
    }

    // What is wrong with the inputs of a method may be found at once or later, but it must be found.
    static void check_inputs(const Operation& operation, Verdicts& verdicts) {
        if (operation.method != Method::kExecMethodAsync || operation.fault == Fault::kNone ||
            operation.sink == 0)
            return;
        const bool is_of_inputs = operation.fault == Fault::kNoInputs ||
                                  find_faulty_call(operation.method, operation.fault) == nullptr;
        if (!is_of_inputs) return;  // an ARG clause speaks of it
        verdicts.opportunity("PRV-16");
        const bool is_success = operation.accepted && operation.finals != 0 && operation.final_result >= 0;
        if (!is_success) return;
        verdicts.breach(
            "PRV-16", &operation,
            fmt::format("ExecMethodAsync with {} returns an error", trace::name_of(operation.fault)),
            fmt::format("it returned {}, and the final status was {}", verdicts.result_text(operation.result),
                        verdicts.result_text(operation.final_result)),
            {operation.entered, operation.returned, operation.final_entered});
    }

    static constexpr auto kExpected = "a provider that has returned success calls SetStatus";

    std::set<std::uint32_t> missing_;  // operations of which this was said
};

}  // namespace

std::unique_ptr<Rule> make_provider_outcome_rule() { return std::make_unique<ProviderOutcomeRule>(); }

}  // namespace wbemcheck::contract
