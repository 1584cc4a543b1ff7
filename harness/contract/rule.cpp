#include "harness/contract/rule.h"

#include <array>

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
constexpr std::array kImmediate = {"IMM-1"sv, "IMM-2"sv, "IMM-3"sv};
constexpr std::array kIndicate = {"IND-1"sv, "IND-2"sv, "IND-3"sv, "IND-4"sv, "IND-6"sv, "IND-7"sv, "IND-12"sv};
constexpr std::array kEvents = {"EVT-1"sv, "EVT-2"sv, "EVT-5"sv};
constexpr std::array kArguments = {"ARG-1"sv,  "ARG-2"sv,  "ARG-3"sv,  "ARG-4"sv,  "ARG-5"sv,  "ARG-6"sv,  "ARG-7"sv,
                                   "ARG-8"sv,  "ARG-9"sv,  "ARG-10"sv, "ARG-11"sv, "ARG-12"sv, "ARG-13"sv,
                                   "ARG-16"sv, "ARG-17"sv, "ARG-18"sv, "ARG-20"sv, "ARG-21"sv, "ARG-24"sv};
constexpr std::array kLent = {"IND-11"sv};
constexpr std::array kLiveness = {"LIV-1"sv, "LIV-2"sv, "LIV-3"sv, "LIV-4"sv, "LIV-5"sv};

const std::array kFamilies = {
    RuleFamily{make_reference_rule, kReferences}, RuleFamily{make_status_rule, kStatus},
    RuleFamily{make_cancel_rule, kCancel},        RuleFamily{make_order_rule, kOrder},
    RuleFamily{make_immediate_rule, kImmediate},  RuleFamily{make_indicate_rule, kIndicate},
    RuleFamily{make_event_rule, kEvents},         RuleFamily{make_argument_rule, kArguments},
    RuleFamily{make_liveness_rule, kLiveness},    RuleFamily{make_lent_argument_rule, kLent},
};

}  // namespace

void Rule::before(const trace::Record&, History&, Verdicts&) {}
void Rule::after(const trace::Record&, History&, Verdicts&) {}
void Rule::at_end(History&, Verdicts&) {}

std::span<const RuleFamily> rule_families() noexcept { return kFamilies; }

}  // namespace wbemcheck::contract
