// What could be played of a subject, whether or not a selection left it out. Waivers are held against it: one whose scenario
// is merely not in this run is none the worse for it, one whose scenario does not exist is.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/plan.h"
#include "scenarios/scenario.h"

namespace wbemcheck::runner {

struct Repertoire {
    std::vector<std::string> ids;       // of the scenarios that this kind of run chooses from
    std::vector<std::string> left_out;  // of these, what this run does not have
    bool has_walked = false;            // `ids` are all placements that there are
    bool is_excerpt = false;            // more may have been left out than is known here
};

[[nodiscard]] Repertoire repertoire_of(std::span<const scenarios::Scenario> scenarios,
                                       std::span<const PlannedScenario> plan);

[[nodiscard]] bool is_glob(std::string_view text) noexcept;  // as opposed to one id

// Whether the glob matches an id of the repertoire or of any other kind of run: a listed scenario, a space, a schedule, or,
// where no walk has shown which there are, a placement.
[[nodiscard]] bool can_be_played(std::string_view glob, const Repertoire& repertoire);

}  // namespace wbemcheck::runner
