// The exploration: some operations and cancels whose turns are put into every order. A space says which actions there are;
// a schedule of it, in which order they are taken, and its id is all that is needed to play it again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/stage/schedule_search.h"
#include "harness/stage/turn.h"
#include "scenarios/material.h"
#include "scenarios/scenario.h"

namespace wbemcheck::scenarios {

// What is called, and with what outcome.
struct ExploredCall {
    trace::Method method = trace::Method::kNone;
    Outcome outcome = Outcome::kNone;
};

struct Space {
    ExploredCall call;
    std::string_view name;              // "two-sinks-and-cancel"
    std::vector<stage::Turn> actions;   // of the client
};

struct ExploredSchedule {
    ExploredCall call;
    stage::Schedule schedule;
};

// Every method with every space that makes sense for it, in a fixed order.
[[nodiscard]] std::vector<Space> all_spaces();

// "explore/ExecQueryAsync/many/two-sinks-and-cancel".
[[nodiscard]] std::string id_of(const Space& space);
[[nodiscard]] std::optional<Space> parse_space(std::string_view id);

// "explore/ExecQueryAsync/many/start-1.callback-1.cancel-1".
[[nodiscard]] std::string id_of(const ExploredSchedule& schedule);
[[nodiscard]] std::optional<ExploredSchedule> parse_explored(std::string_view id);

// Where a play takes what it does not make itself. The reference is what the synchronous call gives; computed once when it
// is asked for, since a thousand schedules compare with the same.
struct ExploredMaterial {
    stage::CallArguments arguments;
    std::optional<stage::Reference> reference;
};

// Plays one schedule on a stage of its own. `material` may be null: then everything is made for this play.
void play_schedule(stage::Stage& stage, const subject::Vocabulary& vocabulary, const ExploredCall& call,
                   const std::vector<stage::Turn>& actions, stage::TurnChooser& chooser, stage::Director& director,
                   const ExploredMaterial* material);

// The client's actions that a schedule names.
[[nodiscard]] std::vector<stage::Turn> actions_of(const stage::Schedule& schedule);

// Playing the space as a scenario takes its turns in their first order; the runner explores the rest.
[[nodiscard]] Scenario make_space_scenario(const Space& space);
[[nodiscard]] Scenario make_schedule_scenario(const ExploredSchedule& schedule);

}  // namespace wbemcheck::scenarios
