// SEC-10: what a provider does in the name of the client, and what it says when the client may not.
#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kAccessDenied = static_cast<std::int32_t>(0x80041003);     // WBEM_E_ACCESS_DENIED
constexpr std::int32_t kComAccessDenied = static_cast<std::int32_t>(0x80070005);  // E_ACCESSDENIED
constexpr std::int32_t kPartlyDenied = 0x00040009;                                // WBEM_S_ACCESS_DENIED

bool is_enumeration(Method method) noexcept {
    return method == Method::kCreateInstanceEnumAsync || method == Method::kExecQueryAsync;
}

class ImpersonationRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != EventKind::kMark) return false;
        switch (static_cast<MarkKind>(record.event.method)) {
            case MarkKind::kThreadToken:
                check_token(record, history, verdicts);
                break;
            case MarkKind::kRestPoint:
                check_rest(record, history, verdicts);
                break;
            default: break;
        }
        return true;
    }

private:
    static void check_token(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const Request* request = history.hosted().request(event.call);
        if (event.value > 0 || event.result == 1) verdicts.opportunity("SEC-10");
        const bool keeps_token = event.result == 1;
        // How often it reverted says little: it may have done that behind the back of the context, or not need it twice.
        if (!keeps_token) return;
        verdicts.breach(
            "SEC-10", history.operation(event.call),
            "a provider that impersonates its client reverts before it returns",
            fmt::format("the thread of WMI kept the token of the client: it impersonated {} and reverted {}",
                        times(event.value), times(event.value2)),
            {request == nullptr ? kNowhere : request->entered,
             request == nullptr ? kNowhere : request->returned, record.index});
    }

    static std::string times(std::int64_t count) {
        return count == 1 ? std::string("once") : fmt::format("{} times", count);
    }

    // All and success, none and the error, or a part and WBEM_S_ACCESS_DENIED.
    static void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->belongs_to_provider) return;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (!operation.is_provider || operation.was_ambiguous || !is_enumeration(operation.method))
                continue;
            const std::int32_t outcome = operation.finals != 0 ? operation.final_result : operation.result;
            const bool is_denied = outcome == kAccessDenied || outcome == kComAccessDenied;
            if (is_denied || (operation.finals != 0 && outcome == kPartlyDenied))
                verdicts.opportunity("SEC-10");
            if (!is_denied || operation.objects == 0) continue;
            verdicts.breach(
                "SEC-10", &operation,
                "an enumeration that is denied delivers nothing, or a part with WBEM_S_ACCESS_DENIED",
                fmt::format("{} objects came, and it ended with {}", operation.objects,
                            verdicts.result_text(outcome)),
                {operation.entered, operation.first_indicate, operation.final_entered});
        }
    }
};

}  // namespace

std::unique_ptr<Rule> make_impersonation_rule() { return std::make_unique<ImpersonationRule>(); }

}  // namespace wbemcheck::contract
