// PRV-1: what a method answers that a provider does not implement (reading X-10). The harness asks with
// arguments that name nothing, so that a success has nothing to show for itself.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t code(std::uint32_t value) noexcept { return static_cast<std::int32_t>(value); }

constexpr std::int32_t kNotCapable = code(0x80041024);  // WBEM_E_PROVIDER_NOT_CAPABLE

// Errors that only a method gives which is there and has looked at its arguments.
constexpr std::array kOfImplemented = {
    code(0x80041002),  // WBEM_E_NOT_FOUND
    code(0x80041003),  // WBEM_E_ACCESS_DENIED
    code(0x80041008),  // WBEM_E_INVALID_PARAMETER
    code(0x8004100E),  // WBEM_E_INVALID_NAMESPACE
    code(0x8004100F),  // WBEM_E_INVALID_OBJECT
    code(0x80041010),  // WBEM_E_INVALID_CLASS
    code(0x80041016),  // WBEM_E_INVALID_OPERATION
    code(0x80041017),  // WBEM_E_INVALID_QUERY
    code(0x80041018),  // WBEM_E_INVALID_QUERY_TYPE
    code(0x80041028),  // WBEM_E_ILLEGAL_NULL
    code(0x8004102E),  // WBEM_E_INVALID_METHOD
    code(0x8004102F),  // WBEM_E_INVALID_METHOD_PARAMETERS
    code(0x8004103A),  // WBEM_E_INVALID_OBJECT_PATH
    code(0x80041055),  // WBEM_E_METHOD_NOT_IMPLEMENTED: of a class that has none of that name
    code(0x80041058),  // WBEM_E_UNPARSABLE_QUERY
    code(0x80041089),  // WBEM_E_NO_KEY
};

class StubRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kCallEntered:
                if (const auto open = history.open_calls().find(event.call);
                    open != history.open_calls().end()) {
                    if (open->second.asks_for_stub && open->second.is_provider)
                        asked_[event.call] = record.index;
                }
                break;
            case EventKind::kCallReturned:
                if (const auto asked = asked_.find(event.call); asked != asked_.end()) {
                    check_return(record, asked->second, history, verdicts);
                }
                break;
            case EventKind::kCallbackEntered:
                if (static_cast<Method>(event.method) == Method::kSetStatus && event.value == 0) {
                    check_final(record, history, verdicts);
                }
                break;
            case EventKind::kMark: {
                const auto mark = static_cast<MarkKind>(event.method);
                const bool is_expiry = mark == MarkKind::kArrivalExpired &&
                                       static_cast<trace::Awaited>(event.value) == trace::Awaited::kFinal;
                if (is_expiry || mark == MarkKind::kRestPoint) check_silence(record, history, verdicts);
                break;
            }
            default: return false;
        }
        return true;
    }

private:
    void check_return(const trace::Record& record, Index entered, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto method = static_cast<Method>(event.method);
        verdicts.opportunity("PRV-1");
        if (event.result < 0) {
            check_error(method, event.result, history.operation(event.call), entered, record.index, verdicts);
            return;
        }
        if (const Operation* operation = history.operation(event.call);
            operation != nullptr && operation->sink != 0) {
            return;  // its sink will tell
        }
        const auto given = static_cast<std::uint32_t>(event.value);
        if (method == Method::kQueryObjectSink) {  // no handler may be a success
            verdicts.reading("X-30", "PRV-1", nullptr,
                             fmt::format("success: QueryObjectSink returned {}", verdicts.result_text(event.result)),
                             {entered, record.index});
            return;
        }
        if (method == Method::kCancelAsyncCall) {  // of nothing that is pending
            verdicts.report("PRV-1", Grade::kWarning, nullptr, kExpected,
                            fmt::format("CancelAsyncCall returned {} for a sink that nothing is pending on",
                                        verdicts.result_text(event.result)),
                            {entered, record.index});
            return;
        }
        const bool has_effect = !changes_data(method) && given != 0 && (event.value >> 32) != 0;
        if (has_effect) return;
        verdicts.breach(
            "PRV-1", nullptr, kExpected,
            fmt::format("{} returned {} for what does not exist{}", trace::name_of(method),
                        verdicts.result_text(event.result), changes_data(method) ? "" : ", and gave nothing"),
            {entered, record.index});
    }

    // A success that nothing has followed by now is all that there was.
    void check_silence(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->in_progress.empty()) return;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (!asked_.contains(id) || !operation.accepted || operation.finals != 0) continue;
            if (!silent_.insert(id).second) continue;
            verdicts.breach("PRV-1", &operation, kExpected,
                            fmt::format("it returned {}, and {}", verdicts.result_text(operation.result),
                                        operation.first_callback == kNowhere ? "the sink was not called"
                                                                             : "no final status came"),
                            {operation.entered, operation.returned, record.index});
        }
    }

    void check_final(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        if (operation == nullptr || !asked_.contains(operation->id) || operation->finals != 1) return;
        if (record.event.result < 0) {
            check_error(operation->method, record.event.result, operation, operation->entered, record.index,
                        verdicts);
        } else if (changes_data(operation->method)) {
            verdicts.breach("PRV-1", operation, kExpected,
                            fmt::format("its final status was {} for what does not exist",
                                        verdicts.result_text(record.event.result)),
                            {operation->entered, record.index});
        }
    }

    static void check_error(Method method, std::int32_t error, const Operation* operation, Index entered,
                            Index told, Verdicts& verdicts) {
        if (error == kNotCapable) {
            verdicts.reading("X-10", "PRV-1", operation,
                             fmt::format("provider-not-capable: {} answered WBEM_E_PROVIDER_NOT_CAPABLE",
                                         trace::name_of(method)),
                             {entered, told});
            return;
        }
        if (std::ranges::find(kOfImplemented, error) != kOfImplemented.end()) return;
        if (method ==
            Method::kCancelAsyncCall) {  // CAN-18: it is not supported by providers, and no code is named
            verdicts.reading(
                "X-10", "PRV-1", operation,
                fmt::format("other-error: CancelAsyncCall answered {}", verdicts.result_text(error)),
                {entered, told});
            return;
        }
        verdicts.reading(
            "X-10", "PRV-1", operation,
            fmt::format("other-error: {} answered {}", trace::name_of(method), verdicts.result_text(error)),
            {entered, told});
        verdicts.report("PRV-1", Grade::kWarning, operation, kExpected,
                        fmt::format("{} answered {}", trace::name_of(method), verdicts.result_text(error)),
                        {entered, told});
    }

    static constexpr auto kExpected =
        "a method that does nothing does not succeed; one that is not implemented returns WBEM_E_PROVIDER_NOT_CAPABLE";

    std::map<std::uint32_t, Index> asked_;  // calls that were made to see this: where they were entered
    std::set<std::uint32_t> silent_;        // of which it was said that nothing came
};

}  // namespace

std::unique_ptr<Rule> make_stub_rule() { return std::make_unique<StubRule>(); }

}  // namespace wbemcheck::contract
