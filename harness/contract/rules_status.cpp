// STA: the final status and progress.
#include <fmt/format.h>

#include "harness/contract/faulty_calls.h"
#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int64_t kFinal = 0;
constexpr std::int64_t kRequirements = 1;  // of a provider: PRV-10
constexpr std::int64_t kProgress = 2;

class StatusRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallbackEntered:
                if (static_cast<Method>(record.event.method) == Method::kSetStatus) {
                    check_status(record, history, verdicts);
                }
                check_unwanted(record, history, verdicts);
                break;
            case EventKind::kCallReturned: check_return(record, history, verdicts); break;
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
    static void check_status(const trace::Record& record, History& history, Verdicts& verdicts) {
        Sink& sink = *history.sink(record.event.object);
        const std::int64_t flags = record.event.value;
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        verdicts.opportunity("STA-7");
        if (flags == kFinal) {
            verdicts.opportunity("STA-5");
            if (operation != nullptr) check_final(record, *operation, sink, history, verdicts);
            return;
        }
        if (flags == kProgress) {
            verdicts.opportunity("STA-6");
            if (operation == nullptr) return;
            check_progress(record, *operation, verdicts);
            return;
        }
        if (sink.belongs_to_provider && flags == kRequirements) return;
        if ((flags & kProgress) != 0) {
            verdicts.breach("STA-6", operation, "progress has lFlags WBEM_STATUS_PROGRESS (2) and nothing else",
                            fmt::format("SetStatus came with lFlags 0x{:x}", flags), {record.index});
        } else if (sink.belongs_to_provider) {
            verdicts.report("STA-7", Grade::kViolation, operation,
                            "toward WMI lFlags is WBEM_STATUS_COMPLETE (0), WBEM_STATUS_REQUIREMENTS (1) or "
                            "WBEM_STATUS_PROGRESS (2)",
                            fmt::format("SetStatus came with lFlags 0x{:x}", flags), {record.index});
        } else {  // toward a client, other values are a breach under every reading
            verdicts.report("STA-7", Grade::kViolation, operation,
                            "toward a client lFlags is WBEM_STATUS_COMPLETE (0) or WBEM_STATUS_PROGRESS (2)",
                            fmt::format("SetStatus came with lFlags 0x{:x}", flags), {record.index});
        }
    }

    static void check_final(const trace::Record& record, const Operation& operation, const Sink& sink,
                            History& history, Verdicts& verdicts) {
        if (operation.finals > 1) {
            const Index first = operation.final_entered;
            const Cancel* late = nullptr;
            for (auto& [id, cancel] : history.cancels()) {
                if (cancel.sink == sink.id && cancel.entered > first) late = &cancel;
            }
            if (late != nullptr && !operation.is_provider) {
                verdicts.breach("STA-19", &operation,
                                "a cancel that comes when the final status is out sends no second one",
                                fmt::format("a second final status ({}) came after the cancel",
                                            verdicts.result_text(record.event.result)),
                                {first, late->entered, record.index});
            }
            if (!operation.is_notification() || operation.is_provider) {
                verdicts.breach("STA-1", &operation, "an accepted operation ends with exactly one final status",
                                fmt::format("final status number {} came, with {}", operation.finals,
                                            verdicts.result_text(record.event.result)),
                                {first, record.index});
            }
            return;
        }
        if (record.event.result >= 0) {
            verdicts.opportunity("STA-9");
            if (record.event.value2 != 0) {
                verdicts.breach("STA-9", &operation, "pObjParam is NULL in a successful final status",
                                "pObjParam was an object", {record.index});
            }
            check_text(record, operation, verdicts);
        } else if (record.event.value2 != 0) {
            verdicts.opportunity("STA-10");
        }
    }

    static void check_text(const trace::Record& record, const Operation& operation, Verdicts& verdicts) {
        verdicts.opportunity("STA-11");
        const bool has_text = operation.final_text != nullptr;
        if (operation.method == Method::kPutInstanceAsync) {
            if (!has_text && !operation.is_provider) {  // WMI knows the path that it has put
                verdicts.breach("STA-11", &operation, "the final status of PutInstanceAsync carries the path of the instance",
                                "strParam was NULL", {operation.entered, record.index});
            }
        } else if (has_text && operation.method != Method::kPutClassAsync) {  // a class path is foreseen there
            verdicts.breach("STA-11", &operation,
                            fmt::format("strParam is NULL in the final status of {}", trace::name_of(operation.method)),
                            fmt::format("strParam was \"{}\"", *operation.final_text), {operation.entered, record.index});
        }
    }

    static void check_progress(const trace::Record& record, const Operation& operation, Verdicts& verdicts) {
        if ((operation.flags & kSendStatus) == 0) {
            if (!operation.is_notification()) {
                verdicts.breach("STA-2", &operation,
                                "without WBEM_FLAG_SEND_STATUS the sink gets one SetStatus, the final one",
                                "a progress SetStatus came", {operation.entered, record.index});
            }
        } else if (operation.final_entered != kNowhere) {
            verdicts.breach("STA-3", &operation, "progress comes before the final status",
                            "a progress SetStatus came after the final status",
                            {operation.final_entered, record.index});
        }
    }

    static void check_return(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr || operation->accepted || operation->sink == 0 || operation->was_ambiguous) return;
        if (operation->is_provider) return;  // PRV-8 speaks of it
        verdicts.opportunity("STA-15");
        verdicts.opportunity("STA-14");
        if (operation->first_callback == kNowhere) return;
        verdicts.breach("STA-15", operation, "an error is either returned or sent to the sink, never both",
                        fmt::format("the sink was called and the call returned {}",
                                    verdicts.result_text(operation->result)),
                        {operation->entered, operation->first_callback, record.index});
    }

    // A callback on a sink none of whose calls was accepted.
    static void check_unwanted(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        if (sink.accepted > 0 || sink.operations.empty() || sink.calls_in_progress > 0) return;
        if (sink.belongs_to_provider) return;
        const Operation& refused = *history.operation(sink.operations.back());
        verdicts.breach("STA-14", &refused, "the sink is not used when the call returned an error",
                        fmt::format("the call had returned {}, and later {} came",
                                    verdicts.result_text(refused.result),
                                    trace::name_of(static_cast<Method>(record.event.method))),
                        {refused.entered, refused.returned, record.index});
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours) return;
        if (sink->operations.size() > 1 && sink->accepted > 0) check_shared(record, *sink, history, verdicts);
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (!operation.accepted || operation.was_ambiguous) continue;
            if (operation.is_notification() && !operation.is_provider) continue;
            check_operation(record, operation, *sink, history, verdicts);
        }
    }

    // Whose final was whose cannot be told on a shared sink; how many there must be can.
    static void check_shared(const trace::Record& record, const Sink& sink, History& history, Verdicts& verdicts) {
        bool is_ambiguous = false;
        bool is_cancelled = false;
        std::uint64_t finite = 0;
        for (const std::uint32_t id : sink.operations) {
            const Operation& operation = *history.operation(id);
            is_ambiguous = is_ambiguous || operation.was_ambiguous;
            is_cancelled = is_cancelled || operation.was_cancelled();
            if (operation.accepted && !operation.is_notification()) ++finite;
        }
        if (!is_ambiguous) return;
        if (sink.belongs_to_provider && sink.finals < finite) return;  // PRV-9 speaks of it
        verdicts.opportunity("STA-1", finite);
        const bool too_few = sink.finals < finite;
        if (!too_few && sink.finals <= sink.accepted) return;
        if (too_few && is_cancelled) {  // fewer than n finals after a cancel of a shared sink is left open
            verdicts.reading("X-2", "CAN-3", nullptr,
                             fmt::format("no-final: {} final statuses for {} cancelled operations on one sink", sink.finals, finite),
                             {sink.last_final_left, record.index});
            return;
        }
        verdicts.breach("STA-1", nullptr, "each of several operations on one sink ends with exactly one final status",
                        fmt::format("{} operations were accepted and {} final statuses came", finite, sink.finals),
                        {sink.created, sink.last_final_left, record.index});
    }

    static void check_operation(const trace::Record& record, const Operation& operation, const Sink& sink,
                                History& history, Verdicts& verdicts) {
        bool is_cancelled = operation.may_end_otherwise;
        for (const std::uint32_t id : operation.cancels) {
            const Cancel& cancel = *history.cancel(id);
            if (cancel.returned == kNowhere) return;  // LIV-2 speaks of it; the operation may be stuck behind it
            is_cancelled = is_cancelled || cancel.result >= 0;
        }
        verdicts.opportunity("STA-1");
        verdicts.opportunity((operation.flags & kSendStatus) != 0 ? "STA-3" : "STA-2");
        if ((operation.flags & kSendStatus) != 0) verdicts.opportunity("STA-4");
        for (auto& [id, cancel] : history.cancels()) {
            if (operation.is_provider) continue;
            if (cancel.sink == sink.id && cancel.entered > operation.final_entered) verdicts.opportunity("STA-19");
        }
        if (operation.finals == 0) {
            if (operation.odd_status != kNowhere) {
                verdicts.breach("STA-5", &operation, "the final status has lFlags WBEM_STATUS_COMPLETE (0)",
                                "the only SetStatus that could be the final one has other lFlags",
                                {operation.entered, operation.odd_status});
            } else if (!is_cancelled && !sink.destroyed && !operation.is_provider) {  // PRV-9 speaks of a provider's
                verdicts.breach("STA-1", &operation, "an accepted operation ends with exactly one final status",
                                "no final status came within the arrival budget",
                                {operation.entered, operation.returned, record.index});
            }
            return;
        }
        // Of a provider an ARG clause says it, where there is one for the method.
        if (operation.expects_failure && !(operation.is_provider && find_missing_call(operation.method) != nullptr)) {
            verdicts.opportunity("STA-14");
            if (operation.final_result >= 0) {
                verdicts.breach("STA-14", &operation, "an error found after the call was accepted is reported to the sink",
                                fmt::format("the operation names something that does not exist, and ended with {}",
                                            verdicts.result_text(operation.final_result)),
                                {operation.entered, operation.final_entered});
            }
        }
        if (operation.has_reference) compare(operation, verdicts);
    }

    static void compare(const Operation& operation, Verdicts& verdicts) {
        if (operation.was_cancelled() || operation.refused_at != kNowhere || operation.reference_unstable) return;
        if (operation.final_result == kCallCancelled) return;  // the server may cancel on its own
        verdicts.opportunity("STA-8");
        if (operation.final_result != operation.reference().result) {
            verdicts.breach("STA-8", &operation,
                            fmt::format("the final status is what the synchronous method returns: {}",
                                        verdicts.result_text(operation.reference().result)),
                            fmt::format("the final status was {}", verdicts.result_text(operation.final_result)),
                            {operation.entered, operation.reference().index, operation.final_entered});
        }
        if (operation.reference().text.has_value() && operation.final_text != nullptr &&
            *operation.final_text != *operation.reference().text) {
            verdicts.breach("STA-11", &operation,
                            fmt::format("strParam is the string result of the call: \"{}\"", *operation.reference().text),
                            fmt::format("strParam was \"{}\"", *operation.final_text),
                            {operation.entered, operation.final_entered});
        }
        if (operation.reference().result < 0 || operation.reference().objects != 0) return;
        if (operation.method == Method::kExecMethodAsync || operation.method == Method::kGetObjectAsync) return;
        verdicts.opportunity("STA-13");
        if (operation.indicates != 0) {
            verdicts.breach("STA-13", &operation, "an operation without results makes no Indicate",
                            fmt::format("{} Indicate calls came with {} objects", operation.indicates, operation.objects),
                            {operation.entered, operation.first_indicate});
        }
    }
};

}  // namespace

std::unique_ptr<Rule> make_status_rule() { return std::make_unique<StatusRule>(); }

}  // namespace wbemcheck::contract
