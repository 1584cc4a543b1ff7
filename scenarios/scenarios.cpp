#include <algorithm>

#include "scenarios/explore.h"
#include "scenarios/scenario.h"
#include "scenarios/walk.h"

namespace wbemcheck::scenarios {

std::span<const Scenario> all_scenarios() {
    static const std::vector<Scenario> scenarios = [] {
        std::vector<Scenario> all;
        add_lifecycle_scenarios(all);
        add_status_scenarios(all);
        add_cancel_scenarios(all);
        add_overlap_scenarios(all);
        add_sink_scenarios(all);
        add_event_scenarios(all);
        add_argument_scenarios(all);
        add_intrinsic_event_scenarios(all);
        add_disputed_scenarios(all);
        add_security_scenarios(all);
        add_nested_scenarios(all);
        add_identity_scenarios(all);
        add_semisynchronous_scenarios(all);
        add_provider_start_scenarios(all);
        add_provider_request_scenarios(all);
        add_provider_failure_scenarios(all);
        add_provider_method_scenarios(all);
        add_provider_event_scenarios(all);
        add_provider_property_scenarios(all);
        return all;
    }();
    return scenarios;
}

std::span<const Scenario> scenarios_of(Role role) {
    const std::span<const Scenario> all = all_scenarios();
    const auto is_service = [](const Scenario& scenario) { return scenario.role == Role::kService; };
    const auto services = static_cast<std::size_t>(std::ranges::partition_point(all, is_service) - all.begin());
    return role == Role::kService ? all.first(services) : all.subspan(services);
}

std::optional<Scenario> find_scenario(std::string_view id) {
    for (const Scenario& scenario : all_scenarios()) {
        if (scenario.id == id) return scenario;
    }
    if (const auto placement = parse_placement(id)) return make_walk_scenario(*placement);
    if (const auto space = parse_space(id)) return make_space_scenario(*space);
    if (const auto schedule = parse_explored(id)) return make_schedule_scenario(*schedule);
    return std::nullopt;
}

}  // namespace wbemcheck::scenarios
