#include "scenarios/scenario.h"

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
        return all;
    }();
    return scenarios;
}

}  // namespace wbemcheck::scenarios
