#include "harness/contract/rule.h"

#include <array>

#include <fmt/format.h>

namespace wbemcheck::contract {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kReferences = {"REF-1"sv, "REF-2"sv, "REF-2b"sv, "REF-3"sv, "REF-4"sv,
                                    "REF-5"sv, "REF-6"sv, "REF-7"sv,  "REF-8"sv, "REF-10"sv, "REF-17"sv};
constexpr std::array kStatus = {"STA-1"sv, "STA-2"sv, "STA-3"sv,  "STA-4"sv,  "STA-5"sv,  "STA-6"sv,  "STA-7"sv, "STA-8"sv,
                                "STA-9"sv, "STA-10"sv, "STA-11"sv, "STA-13"sv, "STA-14"sv, "STA-15"sv, "STA-19"sv};
constexpr std::array kCancel = {"CAN-1"sv, "CAN-2"sv, "CAN-3"sv, "CAN-4"sv,
                                "CAN-5"sv, "CAN-6"sv, "CAN-7"sv, "CAN-8"sv};
constexpr std::array kOrder = {"ORD-1"sv, "ORD-2"sv, "ORD-3"sv, "ORD-4"sv, "ORD-5"sv, "ORD-8"sv, "ORD-13"sv};
constexpr std::array kImmediate = {"IMM-1"sv, "IMM-2"sv, "IMM-3"sv, "IMM-4"sv};
constexpr std::array kIndicate = {"IND-1"sv, "IND-2"sv, "IND-3"sv, "IND-4"sv, "IND-6"sv, "IND-7"sv, "IND-12"sv};
constexpr std::array kEvents = {"EVT-1"sv, "EVT-2"sv, "EVT-3"sv, "EVT-4"sv, "EVT-5"sv, "EVT-6"sv, "REF-14"sv};
constexpr std::array kArguments = {"ARG-1"sv,  "ARG-2"sv,  "ARG-3"sv,  "ARG-4"sv,  "ARG-5"sv,  "ARG-6"sv,  "ARG-7"sv,
                                   "ARG-8"sv,  "ARG-9"sv,  "ARG-10"sv, "ARG-11"sv, "ARG-12"sv, "ARG-13"sv,
                                   "ARG-14"sv, "ARG-15"sv, "ARG-16"sv, "ARG-17"sv, "ARG-18"sv, "ARG-20"sv,
                                   "ARG-21"sv, "ARG-22"sv, "ARG-24"sv, "SEMI-12"sv};
constexpr std::array kLent = {"IND-11"sv};
constexpr std::array kLiveness = {"LIV-1"sv, "LIV-2"sv, "LIV-3"sv, "LIV-4"sv, "LIV-5"sv, "LIV-6"sv};
constexpr std::array kDisputed = {"CAN-9"sv, "CAN-10"sv, "CAN-15"sv, "CAN-16"sv, "REF-11"sv};
constexpr std::array kMethods = {"STA-16"sv, "CAN-11"sv};
constexpr std::array kObserved = {"STA-18"sv};
constexpr std::array kSharing = {"REF-9"sv};
constexpr std::array kSecurity = {"SEC-1"sv, "SEC-4"sv, "SEC-5"sv, "SEC-6"sv, "SEC-8"sv, "STA-21"sv};
constexpr std::array kCom = {"COM-1"sv, "COM-2"sv, "COM-3"sv, "COM-4"sv, "COM-5"sv};
constexpr std::array kCallResults = {"SEMI-1"sv, "SEMI-2"sv, "SEMI-4"sv};
constexpr std::array kEnumerators = {"SEMI-3"sv, "SEMI-6"sv, "SEMI-8"sv, "SEMI-9"sv, "SEMI-10"sv};
constexpr std::array kRequests = {"SEMI-11"sv, "ORD-9"sv, "ORD-10"sv, "ORD-11"sv, "REF-13"sv, "REF-16"sv, "ARG-25"sv, "IMM-5"sv, "CAN-17"sv};
constexpr std::array kEventProviders = {"EVT-7"sv};
constexpr std::array kThreads = {"THR-3"sv, "THR-6"sv, "STA-17"sv, "STA-20"sv};

// What of them binds a provider too, which is called as a service is, and answers to WMI alone.
constexpr std::array kReferencesOfProviders = {"REF-4"sv, "REF-5"sv, "REF-6"sv, "REF-7"sv, "REF-15"sv, "REF-17"sv};
constexpr std::array kStatusOfProviders = {"STA-1"sv, "STA-2"sv, "STA-3"sv, "STA-4"sv, "STA-5"sv,  "STA-6"sv,  "STA-7"sv,
                                           "STA-9"sv, "STA-10"sv, "STA-11"sv, "STA-13"sv, "STA-14"sv};
constexpr std::array kOrderOfProviders = {"ORD-1"sv, "ORD-2"sv, "ORD-3"sv, "ORD-4"sv, "ORD-12"sv};
constexpr std::array kArgumentsOfProviders = {"ARG-1"sv,  "ARG-4"sv,  "ARG-5"sv,  "ARG-7"sv,  "ARG-10"sv, "ARG-11"sv, "ARG-12"sv,
                                              "ARG-13"sv, "ARG-17"sv, "ARG-18"sv};
constexpr std::array kLivenessOfProviders = {"LIV-1"sv, "LIV-2"sv, "LIV-3"sv, "LIV-4"sv, "LIV-6"sv};

// What a provider alone owes.
constexpr std::array kProviderStart = {"PRV-2"sv, "PRV-4"sv, "PRV-5"sv, "IMM-7"sv};
constexpr std::array kProviderReadiness = {"PRV-3"sv};
constexpr std::array kProviderOutcome = {"PRV-8"sv, "PRV-9"sv, "PRV-10"sv, "PRV-16"sv};
constexpr std::array kStubs = {"PRV-1"sv};
constexpr std::array kUpcalls = {"PRV-7"sv, "PRV-12"sv};
constexpr std::array kHostObjects = {"COM-6"sv, "COM-7"sv, "COM-8"sv, "PRV-13"sv};
constexpr std::array kProvidedEvents = {"EVT-10"sv, "IMM-6"sv, "IND-10"sv};
constexpr std::array kImpersonation = {"SEC-10"sv};
constexpr std::span<const std::string_view> kNone;

const std::array kFamilies = {
    RuleFamily{make_reference_rule, kReferences, kReferencesOfProviders},
    RuleFamily{make_status_rule, kStatus, kStatusOfProviders},
    RuleFamily{make_cancel_rule, kCancel},
    RuleFamily{make_order_rule, kOrder, kOrderOfProviders},
    RuleFamily{make_immediate_rule, kImmediate},
    RuleFamily{make_indicate_rule, kIndicate, kIndicate},
    RuleFamily{make_event_rule, kEvents},
    RuleFamily{make_argument_rule, kArguments, kArgumentsOfProviders},
    RuleFamily{make_liveness_rule, kLiveness, kLivenessOfProviders},
    RuleFamily{make_lent_argument_rule, kLent, kLent},
    RuleFamily{make_disputed_rule, kDisputed},
    RuleFamily{make_method_rule, kMethods, kNone},
    RuleFamily{make_observed_rule, kObserved},
    RuleFamily{make_sharing_rule, kSharing},
    RuleFamily{make_security_rule, kSecurity},
    RuleFamily{make_com_rule, kCom, kCom},
    RuleFamily{make_thread_rule, kThreads},
    RuleFamily{make_call_result_rule, kCallResults},
    RuleFamily{make_enumerator_rule, kEnumerators},
    RuleFamily{make_request_rule, kRequests},
    RuleFamily{make_event_provider_rule, kEventProviders},
    RuleFamily{make_provider_start_rule, kNone, kProviderStart},
    RuleFamily{make_provider_readiness_rule, kNone, kProviderReadiness},
    RuleFamily{make_provider_outcome_rule, kNone, kProviderOutcome},
    RuleFamily{make_stub_rule, kNone, kStubs},
    RuleFamily{make_upcall_rule, kNone, kUpcalls},
    RuleFamily{make_host_object_rule, kNone, kHostObjects},
    RuleFamily{make_provided_event_rule, kNone, kProvidedEvents},
    RuleFamily{make_impersonation_rule, kNone, kImpersonation},
};

}  // namespace

bool Rule::before(const trace::Record&, History&, Verdicts&) { return false; }
bool Rule::after(const trace::Record&, History&, Verdicts&) { return false; }
void Rule::at_end(History&, Verdicts&) {}

std::span<const RuleFamily> rule_families() noexcept { return kFamilies; }

std::string references(std::int64_t count) {
    return count == 1 ? "1 reference" : fmt::format("{} references", count);
}

}  // namespace wbemcheck::contract
