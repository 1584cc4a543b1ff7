// ARG: calls that are wrong, or only unusual, on purpose. What must become of each is the table in faulty_calls.cpp. A provider
// reports an error at either place (PRV-8), and what the documents leave open or only WMI can meet is not asked of it.
#include <fmt/format.h>

#include <map>
#include <set>

#include "harness/contract/faulty_calls.h"
#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::Fault;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kInvalidContext = static_cast<std::int32_t>(0x80041007);

bool always_delivers(Method method) noexcept {
    return method == Method::kGetObjectAsync || method == Method::kCreateClassEnumAsync ||
           method == Method::kCreateInstanceEnumAsync || method == Method::kExecQueryAsync ||
           method == Method::kExecMethodAsync;
}

class ArgumentRule final : public Rule {
public:
    // Calls without a sink, while they are open.
    bool before(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != EventKind::kCallReturned) return false;
        const auto open = history.open_calls().find(record.event.call);
        if (open != history.open_calls().end()) judge_plain(open->second, record, verdicts);
        return true;
    }

    bool after(const trace::Record& record, History&, Verdicts&) override {
        const trace::Event& event = record.event;
        if (event.kind != EventKind::kMark) return false;
        const auto mark = static_cast<MarkKind>(event.method);
        const bool has_expired = mark == MarkKind::kArrivalExpired &&
                                 static_cast<trace::Awaited>(event.value) == trace::Awaited::kFinal;
        if (has_expired) expired_[event.object] = record.index;
        return true;
    }

    // Only the end of the trace knows what became of the operations.
    void at_end(History& history, Verdicts& verdicts) override {
        for (const auto& [id, operation] : history.operations()) {
            if (operation.returned == kNowhere || operation.escaped) continue;
            if (operation.fault != Fault::kNone) {
                judge(operation, verdicts);
            } else if (operation.is_provider) {  // its host passes a context
                if (operation.expects_failure && !operation.asks_for_stub) judge_missing(operation, verdicts);
            } else if (!operation.has_invalid_argument) {
                judge_context(operation, verdicts);
            }
        }
    }

private:
    // Calls without a sink: everything is in the return value.
    static void judge_plain(const OpenCall& call, const trace::Record& record, Verdicts& verdicts) {
        if (call.is_provider) return;  // PRV-1 speaks of methods without a sink
        if (call.method != Method::kOpenNamespace && call.method != Method::kQueryObjectSink &&
            call.method != Method::kExecNotificationQuery) {
            return;
        }
        const trace::Event& event = record.event;
        if (call.method == Method::kQueryObjectSink && call.fault == Fault::kNone) {
            const bool has_handler = (event.value >> 32) != 0;
            verdicts.opportunity("ARG-21");
            verdicts.reading("X-30", "ARG-21", nullptr,
                             fmt::format("{}: QueryObjectSink returned {}",
                                         has_handler         ? "handler-returned"
                                         : event.result >= 0 ? "null-with-success"
                                                             : "null-with-error",
                                         verdicts.result_text(event.result)),
                             {call.entered, record.index});
            return;
        }
        const FaultyCall* row = find_faulty_call(call.method, call.fault);
        if (row == nullptr) return;
        verdicts.opportunity(row->clause);
        if (call.fault == Fault::kResultWithoutFlag) {
            const bool has_result = (event.value >> 32) != 0;
            verdicts.reading("X-36", row->clause, nullptr,
                             fmt::format("{}: OpenNamespace returned {}",
                                         has_result          ? "delivered-by-result"
                                         : event.result >= 0 ? "result-null"
                                                             : "refused",
                                         verdicts.result_text(event.result)),
                             {call.entered, record.index});
            return;
        }
        if (event.result < 0) return;
        const Grade grade = row->fate == Fate::kOpen ? Grade::kWarning : Grade::kViolation;
        verdicts.report(row->clause, grade, nullptr,
                        fmt::format("{} with {} is refused{}", trace::name_of(call.method), trace::name_of(call.fault),
                                    preferably(*row, verdicts)),
                        fmt::format("it returned {}", verdicts.result_text(event.result)), {call.entered, record.index});
    }

    // ARG-24: where nothing else is said, the harness passes no context.
    static void judge_context(const Operation& operation, Verdicts& verdicts) {
        if (operation.fault == Fault::kForeignContext) return;
        verdicts.opportunity("ARG-24");
        const bool in_final = operation.accepted && operation.finals > 0 && operation.final_result == kInvalidContext;
        if (operation.result != kInvalidContext && !in_final) return;
        verdicts.breach("ARG-24", &operation, "a NULL context is ignored",
                        fmt::format("the call {} {}", in_final ? "ended with" : "returned",
                                    verdicts.result_text(kInvalidContext)),
                        {operation.entered, in_final ? operation.final_entered : operation.returned});
    }

    void judge(const Operation& operation, Verdicts& verdicts) const {
        const FaultyCall* row = find_faulty_call(operation.method, operation.fault);
        if (row == nullptr || (operation.is_provider && !is_asked_of_provider(operation, *row))) return;
        verdicts.opportunity(row->clause);
        const Outcome outcome = outcome_of(operation);
        if (operation.is_provider) {
            judge_provider(operation, *row, outcome, verdicts);
            return;
        }
        switch (row->fate) {
            case Fate::kRefused: return judge_refused(operation, *row, outcome, verdicts);
            case Fate::kFails:
            case Fate::kFailsInFinal: return judge_fails(operation, *row, outcome, verdicts);
            case Fate::kRuns: return judge_runs(operation, *row, outcome, verdicts);
            case Fate::kOpen: return record_open(operation, *row, outcome, verdicts);
        }
    }

    static bool is_asked_of_provider(const Operation& operation, const FaultyCall& row) noexcept {
        const bool must_fail = row.fate == Fate::kRefused || row.fate == Fate::kFails || row.fate == Fate::kFailsInFinal;
        const bool is_of_inputs = operation.method == Method::kExecMethodAsync && row.fault == Fault::kNoInputs;
        return must_fail && !is_of_inputs && row.fault != Fault::kUnknownFlag;  // PRV-16 speaks of inputs
    }

    struct Outcome {
        bool refused;
        bool failed;  // in its final status
        bool ended;
        Index expired;  // where the harness stopped waiting for a final status
    };

    [[nodiscard]] Outcome outcome_of(const Operation& operation) const {
        const auto expired = expired_.find(operation.sink);
        return {.refused = !operation.accepted,
                .failed = operation.accepted && operation.finals > 0 && operation.final_result < 0 && !operation.was_cancelled(),
                .ended = operation.finals > 0 && !operation.was_cancelled(),
                .expired = expired == expired_.end() ? kNowhere : expired->second};
    }

    // A provider that is asked for what it has not.
    void judge_missing(const Operation& operation, Verdicts& verdicts) const {
        const FaultyCall* row = find_missing_call(operation.method);
        if (row == nullptr || operation.sink == 0) return;
        verdicts.opportunity(row->clause);
        judge_provider(operation, *row, outcome_of(operation), verdicts);
    }

    // The documents name a code, and bind nobody to it.
    static std::string preferably(const FaultyCall& row, const Verdicts& verdicts) {
        return row.preferred == 0 ? std::string() : fmt::format(", preferably with {}", verdicts.result_text(row.preferred));
    }

    static std::string what_happened(const Operation& operation, const Outcome& outcome, const Verdicts& verdicts) {
        if (outcome.refused) return fmt::format("it was refused with {}", verdicts.result_text(operation.result));
        if (operation.sink == 0) return fmt::format("it returned {}", verdicts.result_text(operation.result));
        if (!outcome.ended) return "it was accepted, and no error came";
        return fmt::format("it was accepted and ended with {}", verdicts.result_text(operation.final_result));
    }

    // Accepted, and without any error: a breach, once it is certain that none comes any more.
    static bool is_silent(const Operation& operation, const Outcome& outcome) {
        if (outcome.refused || outcome.failed) return false;
        return operation.sink == 0 || outcome.ended || outcome.expired != kNowhere;
    }

    static void judge_refused(const Operation& operation, const FaultyCall& row, const Outcome& outcome,
                              Verdicts& verdicts) {
        const Proof proof = {operation.entered, operation.returned, operation.final_entered};
        const std::string expected =
            operation.sink == 0 ? "a call without a sink fails"
                                : fmt::format("a call with {} is refused by its return value{}", trace::name_of(row.fault),
                                              preferably(row, verdicts));
        const std::string actual = what_happened(operation, outcome, verdicts);
        const bool is_flag = row.fault == Fault::kUnknownFlag;
        if (outcome.refused) {
            if (is_flag) verdicts.reading("X-9", row.clause, &operation, "unlisted-refused: " + actual, proof);
        } else if (outcome.failed) {
            verdicts.report(row.clause, Grade::kWarning, &operation, expected, actual, proof);
        } else if (is_flag && (outcome.ended || operation.is_notification())) {
            // only MS-WMI wants the bit refused, but then the call must at least do its work.
            if (always_delivers(operation.method) && operation.objects == 0) {
                verdicts.report(row.clause, Grade::kViolation, &operation,
                                "a call with an unknown flag either fails or runs", actual + " without any object", proof);
            } else if (is_silent(operation, outcome)) {
                verdicts.breach(row.clause, &operation, expected, actual, proof);
                verdicts.reading("X-9", row.clause, &operation, "unlisted-ignored: " + actual, proof);
            }
        } else if (is_silent(operation, outcome)) {
            verdicts.report(row.clause, Grade::kViolation, &operation, expected, actual, proof);
        }
    }

    static void judge_provider(const Operation& operation, const FaultyCall& row, const Outcome& outcome,
                               Verdicts& verdicts) {
        const bool told = operation.finals > 0 && operation.final_result < 0;
        const bool is_open = operation.sink != 0 && operation.finals == 0;  // PRV-9 speaks of it
        if (told || is_open || !is_silent(operation, outcome)) return;
        const std::string expected =
            operation.sink == 0 ? std::string("a call without a sink fails")
                                : fmt::format("a call with {} fails, by its return value or its final status{}",
                                              trace::name_of(row.fault), preferably(row, verdicts));
        verdicts.report(row.clause, Grade::kViolation, &operation, expected, what_happened(operation, outcome, verdicts),
                        {operation.entered, operation.returned, operation.final_entered});
    }

    static void judge_fails(const Operation& operation, const FaultyCall& row, const Outcome& outcome,
                            Verdicts& verdicts) {
        const Proof proof = {operation.entered, operation.returned, operation.final_entered};
        const std::string actual = what_happened(operation, outcome, verdicts);
        if (outcome.refused && row.fate == Fate::kFailsInFinal) {
            verdicts.report(row.clause, Grade::kWarning, &operation,
                            fmt::format("{} is reported in the final status", trace::name_of(row.fault)), actual, proof);
        }
        if (outcome.refused || outcome.failed) {
            const bool is_query = row.clause == "ARG-7";
            verdicts.reading(is_query ? "X-23" : "X-11", row.clause, &operation,
                             fmt::format("{}: {}", outcome.refused ? "reported-by-return" : "reported-by-final", actual),
                             proof);
        } else if (is_silent(operation, outcome)) {
            const std::string expected = fmt::format("a call with {} fails{}", trace::name_of(row.fault), preferably(row, verdicts));
            // It came up with a key of its own, as Windows is known to do for a string key that is NULL.
            const bool has_own_key = row.fault == Fault::kNoKey && operation.final_text != nullptr;
            const bool is_for_others = row.is_wire_alone && verdicts.profile() != Profile::kWire;
            if (has_own_key || is_for_others) {
                verdicts.report(row.clause, Grade::kWarning, &operation, expected, actual, proof);
            } else {
                verdicts.breach(row.clause, &operation, expected, actual, proof);
            }
        }
    }

    static void judge_runs(const Operation& operation, const FaultyCall& row, const Outcome& outcome,
                           Verdicts& verdicts) {
        const Proof proof = {operation.entered, operation.returned, operation.final_entered};
        const std::string expected = fmt::format("a call with {} is legal and delivers {}", trace::name_of(row.fault),
                                                 operation.method == Method::kGetObjectAsync ? "one empty object" : "classes");
        if (outcome.refused || outcome.failed) {
            verdicts.breach(row.clause, &operation, expected, what_happened(operation, outcome, verdicts), proof);
        } else if (outcome.ended && operation.objects == 0) {
            verdicts.breach(row.clause, &operation, expected, "it succeeded without any object", proof);
        }
    }

    static void record_open(const Operation& operation, const FaultyCall& row, const Outcome& outcome,
                            Verdicts& verdicts) {
        const Proof proof = {operation.entered, operation.returned, operation.final_entered};
        const std::string actual = what_happened(operation, outcome, verdicts);
        if (row.fault == Fault::kIgnoredFlag) {
            verdicts.reading("X-9", row.clause, &operation,
                             (outcome.refused ? "disputed-refused: " : "disputed-accepted: ") + actual, proof);
        } else if (outcome.refused || outcome.failed) {
            verdicts.reading("X-23", row.clause, &operation,
                             (outcome.refused ? "reported-by-return: " : "reported-by-final: ") + actual, proof);
        }
    }

    std::map<std::uint32_t, Index> expired_;     // by sink
};

}  // namespace

std::unique_ptr<Rule> make_argument_rule() { return std::make_unique<ArgumentRule>(); }

}  // namespace wbemcheck::contract
