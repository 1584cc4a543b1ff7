// Progress: only where it was asked for, and never after the final status.
#include <fmt/format.h>

#include "scenarios/play.h"

namespace wbemcheck::scenarios {

void add_status_scenarios(std::vector<Scenario>& scenarios) {
    for (const trace::Method method : finite_methods()) {
        scenarios.push_back(make_scenario(
            "status", method, "send-status",
            fmt::format("Runs {} with WBEM_FLAG_SEND_STATUS.", trace::name_of(method)), richest_outcome(method),
            [](stage::Stage& stage, const subject::Vocabulary& vocabulary, trace::Method called, Outcome outcome) {
                play_measured(stage, vocabulary, called, outcome, {}, WBEM_FLAG_SEND_STATUS);
            }));
    }
}

}  // namespace wbemcheck::scenarios
