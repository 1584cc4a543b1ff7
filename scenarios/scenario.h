// A scenario: one situation at the boundary, what is done in it, and nothing about who is under test or how it is judged.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/stage/stage.h"
#include "harness/subject/subject.h"
#include "harness/trace/event.h"

namespace wbemcheck::scenarios {

// The role in which the subject is under test.
enum class Role {
    kService,   // the harness is its client
    kProvider,  // the harness is its host
};

struct Scenario {
    std::string id;           // "cancel/ExecQueryAsync/inside-indicate"
    std::string description;  // what is done, in one sentence
    std::string survey;       // the scenario that shows whether this one can be played; empty: itself
    std::vector<trace::Method> needs;  // methods of IWbemServices that the subject must have
    // Why the scenario cannot be played with these names, or an empty text.
    std::function<std::string(const subject::Vocabulary&)> lacks;
    std::function<void(stage::Stage&, const subject::Vocabulary&)> play;
    Role role = Role::kService;
    bool needs_initialised = false;  // a provider whose initialisation fails cannot play it
};

// All scenarios, in a fixed order, ids unique; those of one role stand together. Made once.
[[nodiscard]] std::span<const Scenario> all_scenarios();
[[nodiscard]] std::span<const Scenario> scenarios_of(Role role);

// The scenario with this id, also one of a walk or an exploration, which no table lists. Empty when there is none.
[[nodiscard]] std::optional<Scenario> find_scenario(std::string_view id);

// One function per family, in the file that has its name; `all_scenarios` is the table.
void add_lifecycle_scenarios(std::vector<Scenario>& scenarios);
void add_status_scenarios(std::vector<Scenario>& scenarios);
void add_cancel_scenarios(std::vector<Scenario>& scenarios);
void add_overlap_scenarios(std::vector<Scenario>& scenarios);
void add_argument_scenarios(std::vector<Scenario>& scenarios);
void add_sink_scenarios(std::vector<Scenario>& scenarios);
void add_event_scenarios(std::vector<Scenario>& scenarios);
void add_intrinsic_event_scenarios(std::vector<Scenario>& scenarios);
void add_security_scenarios(std::vector<Scenario>& scenarios);
void add_disputed_scenarios(std::vector<Scenario>& scenarios);
void add_nested_scenarios(std::vector<Scenario>& scenarios);
void add_identity_scenarios(std::vector<Scenario>& scenarios);
void add_semisynchronous_scenarios(std::vector<Scenario>& scenarios);
void add_provider_start_scenarios(std::vector<Scenario>& scenarios);
void add_provider_request_scenarios(std::vector<Scenario>& scenarios);
void add_provider_failure_scenarios(std::vector<Scenario>& scenarios);
void add_provider_method_scenarios(std::vector<Scenario>& scenarios);
void add_provider_event_scenarios(std::vector<Scenario>& scenarios);
void add_provider_property_scenarios(std::vector<Scenario>& scenarios);

}  // namespace wbemcheck::scenarios
