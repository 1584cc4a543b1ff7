// A rule judges one or a few clauses of a family while the trace goes by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/contract/history.h"
#include "harness/contract/verdicts.h"

namespace wbemcheck::contract {

class Rule {
public:
    virtual ~Rule() = default;

    // Called before the history takes the event in. False: the rule never looks at events of this kind then, and the judge shows
    // it no more of them.
    virtual bool before(const trace::Record& record, History& history, Verdicts& verdicts);
    // Called after it, with the same meaning of false.
    virtual bool after(const trace::Record& record, History& history, Verdicts& verdicts);
    // Called once, behind the last event.
    virtual void at_end(History& history, Verdicts& verdicts);
};

// One maker per family, in the file that has its name. `judged_by_...` lists the clauses that the family judges.
[[nodiscard]] std::unique_ptr<Rule> make_reference_rule();
[[nodiscard]] std::unique_ptr<Rule> make_status_rule();
[[nodiscard]] std::unique_ptr<Rule> make_cancel_rule();
[[nodiscard]] std::unique_ptr<Rule> make_order_rule();
[[nodiscard]] std::unique_ptr<Rule> make_immediate_rule();
[[nodiscard]] std::unique_ptr<Rule> make_indicate_rule();
[[nodiscard]] std::unique_ptr<Rule> make_event_rule();
[[nodiscard]] std::unique_ptr<Rule> make_argument_rule();
[[nodiscard]] std::unique_ptr<Rule> make_lent_argument_rule();
[[nodiscard]] std::unique_ptr<Rule> make_liveness_rule();
[[nodiscard]] std::unique_ptr<Rule> make_disputed_rule();
[[nodiscard]] std::unique_ptr<Rule> make_method_rule();
[[nodiscard]] std::unique_ptr<Rule> make_observed_rule();
[[nodiscard]] std::unique_ptr<Rule> make_sharing_rule();
[[nodiscard]] std::unique_ptr<Rule> make_security_rule();
[[nodiscard]] std::unique_ptr<Rule> make_com_rule();
[[nodiscard]] std::unique_ptr<Rule> make_thread_rule();
[[nodiscard]] std::unique_ptr<Rule> make_call_result_rule();
[[nodiscard]] std::unique_ptr<Rule> make_enumerator_rule();
[[nodiscard]] std::unique_ptr<Rule> make_request_rule();
[[nodiscard]] std::unique_ptr<Rule> make_event_provider_rule();
// What providers alone owe to their host.
[[nodiscard]] std::unique_ptr<Rule> make_provider_start_rule();
[[nodiscard]] std::unique_ptr<Rule> make_provider_readiness_rule();
[[nodiscard]] std::unique_ptr<Rule> make_provider_outcome_rule();
[[nodiscard]] std::unique_ptr<Rule> make_stub_rule();
[[nodiscard]] std::unique_ptr<Rule> make_upcall_rule();
[[nodiscard]] std::unique_ptr<Rule> make_host_object_rule();
[[nodiscard]] std::unique_ptr<Rule> make_provided_event_rule();
[[nodiscard]] std::unique_ptr<Rule> make_impersonation_rule();

struct RuleFamily {
    std::unique_ptr<Rule> (*make)();
    std::span<const std::string_view> clauses;          // judged where the subject is a service
    std::span<const std::string_view> of_providers{};   // judged where it is a provider

    // Such a rule sleeps until the trace shows a provider.
    [[nodiscard]] bool is_for_providers_alone() const noexcept { return clauses.empty(); }
};

// The one table of rules: what is not here does not judge, and what is here is listed as judged.
[[nodiscard]] std::span<const RuleFamily> rule_families() noexcept;

// A count that somebody else has told, for a sum: none is below zero, nor so great that a few of them could overflow it.
[[nodiscard]] constexpr std::int64_t summand(std::int64_t count) noexcept {
    return std::clamp(count, std::int64_t{0}, std::int64_t{0x7FFFFFFF});
}

// Who is spoken of in a message.
[[nodiscard]] constexpr std::string_view party(bool is_provider) noexcept {
    return is_provider ? "the provider" : "the service";
}

// "1 reference", "2 references".
[[nodiscard]] std::string references(std::int64_t count);

// Results as the contract uses them; `contract` knows no COM header.
inline constexpr std::int32_t kNoError = 0;
inline constexpr std::int32_t kCallCancelled = static_cast<std::int32_t>(0x80041032);
inline constexpr std::int64_t kSendStatus = 0x80;  // WBEM_FLAG_SEND_STATUS

}  // namespace wbemcheck::contract
