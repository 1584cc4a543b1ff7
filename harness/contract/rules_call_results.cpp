// SEMI-1 to SEMI-4: what an IWbemCallResult says of its operation.
#include <fmt/format.h>

#include <map>
#include <string>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kTimedOut = 0x00040004;
constexpr std::int32_t kPending = 0x00040007;
constexpr std::int32_t kInvalidOperation = static_cast<std::int32_t>(0x80041016);
constexpr std::uint32_t kInfinite = 0xFFFFFFFF;

// The getter that belongs to a call (SEMI-5); kNone: GetCallStatus says everything.
Method getter_of(Method maker) noexcept {
    switch (maker) {
        case Method::kGetObject:
        case Method::kExecMethod: return Method::kGetResultObject;
        case Method::kPutInstance: return Method::kGetResultString;
        case Method::kOpenNamespace: return Method::kGetResultServices;
        default: return Method::kNone;
    }
}

bool is_call_result_method(Method method) noexcept {
    return method == Method::kGetCallStatus || method == Method::kGetResultObject ||
           method == Method::kGetResultString || method == Method::kGetResultServices;
}

class CallResultRule final : public Rule {
public:
    bool after(const trace::Record& record, History&, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kMark: mark(event, record.index); break;
            case EventKind::kPulled: judge(record, verdicts); break;
            default: return false;
        }
        return true;
    }

private:
    void mark(const trace::Event& event, Index index) {
        const auto mark = static_cast<MarkKind>(event.method);
        if (mark == MarkKind::kSemisynchronousMade) {
            made_[event.object].maker = static_cast<Method>(event.result);
            made_[event.object].made = index;
        } else if (mark == MarkKind::kSynchronousOutcome) {
            CallResult& result = made_[event.object];
            result.is_measured = true;
            result.expected = event.result;
            result.expected_digest = event.value;
        }
    }

    void judge(const trace::Record& record, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto method = static_cast<Method>(event.method);
        if (!is_call_result_method(method)) return;
        const auto entry = made_.find(event.object);
        if (entry == made_.end()) return;
        const Answer answer{method, event.result, event.value, static_cast<std::uint32_t>(event.value2), record.index};
        judge_timeout(entry->second, answer, verdicts);
        if (method == Method::kGetCallStatus) {
            judge_status(entry->second, answer, verdicts);
        } else if (method == getter_of(entry->second.maker)) {
            judge_getter(entry->second, answer, verdicts);
        } else if (method == Method::kGetResultString) {
            judge_string_of_nothing(entry->second, answer, verdicts);
        }
    }

    struct CallResult {
        Method maker = Method::kNone;
        Index made = kNowhere;
        bool is_measured = false;  // the synchronous form has been called
        std::int32_t expected = 0;
        std::int64_t expected_digest = 0;  // 0: not comparable
        bool is_finished = false;
    };

    struct Answer {
        Method method;
        std::int32_t result;
        std::int64_t value;
        std::uint32_t timeout;
        Index index;
    };

    // SEMI-3, the half that needs no clock; what lTimeout 0 means is judged for enumerators, which can be kept waiting.
    static void judge_timeout(const CallResult& result, const Answer& answer, Verdicts& verdicts) {
        if (answer.timeout != kInfinite) return;
        verdicts.opportunity("SEMI-3");
        if (answer.result != kTimedOut && answer.result != kPending) return;
        verdicts.breach("SEMI-3", nullptr, "a call with WBEM_INFINITE waits for the end of the operation",
                        fmt::format("{} returned {}", trace::name_of(answer.method), verdicts.result_text(answer.result)),
                        {result.made, answer.index});
    }

    static void judge_status(CallResult& result, const Answer& answer, Verdicts& verdicts) {
        verdicts.opportunity("SEMI-1");
        const std::string expected = "GetCallStatus returns WBEM_S_NO_ERROR or WBEM_S_TIMEDOUT";
        const std::string actual = fmt::format("it returned {}", verdicts.result_text(answer.result));
        if (answer.result == kTimedOut || answer.result == kPending) {
            const bool is_pending = answer.result == kPending;
            verdicts.reading("X-17", "SEMI-1", nullptr, fmt::format("{}: {}", is_pending ? "pending" : "timed-out", actual),
                             {result.made, answer.index});
            if (result.is_finished) {
                verdicts.breach("SEMI-1", nullptr, "an operation that has finished stays finished", actual,
                                {result.made, answer.index});
            } else if (is_pending) {
                verdicts.report("SEMI-1", Grade::kWarning, nullptr, expected, actual, {result.made, answer.index});
            }
            return;
        }
        if (answer.result != 0) {
            verdicts.breach("SEMI-1", nullptr, expected, actual, {result.made, answer.index});
            return;
        }
        result.is_finished = true;
        const auto status = static_cast<std::int32_t>(answer.value);
        if (!result.is_measured || status == result.expected) return;
        verdicts.breach("SEMI-1", nullptr,
                        fmt::format("*plStatus is the result of {}, which called synchronously returns {}",
                                    trace::name_of(result.maker), verdicts.result_text(result.expected)),
                        fmt::format("it was {}", verdicts.result_text(status)), {result.made, answer.index});
    }

    static void judge_getter(const CallResult& result, const Answer& answer, Verdicts& verdicts) {
        verdicts.opportunity("SEMI-2");
        const auto name = trace::name_of(answer.method);
        if (answer.result != 0 && answer.value != 0) {
            verdicts.breach("SEMI-2", nullptr, fmt::format("{} without a result sets its out pointer to NULL", name),
                            fmt::format("it returned {} and something", verdicts.result_text(answer.result)),
                            {result.made, answer.index});
        }
        if (answer.result == kTimedOut || answer.result == kPending || !result.is_measured) return;
        const std::string expected = fmt::format("{} returns what {} returns when called synchronously, {}", name,
                                                 trace::name_of(result.maker), verdicts.result_text(result.expected));
        if (answer.result != result.expected) {
            verdicts.breach("SEMI-2", nullptr, expected,
                            fmt::format("it returned {}", verdicts.result_text(answer.result)), {result.made, answer.index});
        } else if (answer.result == 0 && answer.value == 0) {
            verdicts.breach("SEMI-2", nullptr, fmt::format("{} gives the result of an operation that has succeeded", name),
                            "it returned success and NULL", {result.made, answer.index});
        } else if (answer.result == 0 && result.expected_digest != 0 && answer.value != result.expected_digest) {
            verdicts.breach("SEMI-2", nullptr, fmt::format("{} gives the object that the synchronous call gives", name),
                            "it gave one with another content", {result.made, answer.index});
        }
    }

    static void judge_string_of_nothing(const CallResult& result, const Answer& answer, Verdicts& verdicts) {
        verdicts.opportunity("SEMI-4");
        if (answer.result == kInvalidOperation) return;
        verdicts.breach("SEMI-4", nullptr,
                        fmt::format("GetResultString after {} returns {}", trace::name_of(result.maker),
                                    verdicts.result_text(kInvalidOperation)),
                        fmt::format("it returned {}", verdicts.result_text(answer.result)), {result.made, answer.index});
    }

    std::map<std::uint32_t, CallResult> made_;  // by object
};

}  // namespace

std::unique_ptr<Rule> make_call_result_rule() { return std::make_unique<CallResultRule>(); }

}  // namespace wbemcheck::contract
