#include "harness/runner/repertoire.h"

#include <algorithm>
#include <set>

#include "harness/runner/glob.h"
#include "scenarios/explore.h"
#include "scenarios/walk.h"

namespace wbemcheck::runner {
namespace {

// How many points there are of a kind depends on the subject: each kind is a family.
std::vector<std::string> families_of_placements() {
    std::vector<std::string> families;
    for (scenarios::Placement placement : scenarios::walked_operations()) {
        families.push_back(scenarios::id_of(placement));
        for (const scenarios::Placement& action : scenarios::walk_actions()) {
            placement.action = action.action;
            placement.answer = action.answer;
            for (std::size_t kind = 0; kind < probe::kCrossingKinds; ++kind) {
                placement.point = {static_cast<probe::CrossingKind>(kind), 1};
                if (!scenarios::is_possible(placement)) continue;
                std::string family = scenarios::id_of(placement);
                if (family.back() == '1') family.back() = '*';
                families.push_back(std::move(family));
            }
        }
    }
    return families;
}

std::vector<std::string> families_of_schedules() {
    std::vector<std::string> families;
    for (const scenarios::Space& space : scenarios::all_spaces()) {
        families.push_back(scenarios::id_of(space));
        std::string family = scenarios::id_of(scenarios::ExploredSchedule{space.call, {{stage::TurnKind::kStart, 1, 1}}});
        family.back() = '*';  // whatever follows the first start
        families.push_back(std::move(family));
    }
    return families;
}

}  // namespace

Repertoire repertoire_of(std::span<const scenarios::Scenario> scenarios, std::span<const PlannedScenario> plan) {
    std::set<std::string_view> planned;
    for (const PlannedScenario& chosen : plan) planned.insert(chosen.scenario->id);
    Repertoire repertoire;
    for (const scenarios::Scenario& scenario : scenarios) {
        repertoire.ids.push_back(scenario.id);
        if (!planned.contains(scenario.id)) repertoire.left_out.push_back(scenario.id);
    }
    return repertoire;
}

bool is_glob(std::string_view text) noexcept { return text.find_first_of("*?") != std::string_view::npos; }

bool can_be_played(std::string_view glob, const Repertoire& repertoire) {
    const auto matches = [&](std::string_view id) { return matches_glob(glob, id); };
    const auto meets = [&](std::string_view family) { return meets_family(glob, family); };
    if (std::any_of(repertoire.ids.begin(), repertoire.ids.end(), matches)) return true;
    if (!is_glob(glob)) {
        const bool is_placement = scenarios::parse_placement(glob).has_value();
        return is_placement ? !repertoire.has_walked : scenarios::find_scenario(glob).has_value();
    }
    const std::span<const scenarios::Scenario> listed = scenarios::all_scenarios();
    if (std::any_of(listed.begin(), listed.end(), [&](const auto& scenario) { return matches(scenario.id); })) return true;
    const std::vector<std::string> schedules = families_of_schedules();
    if (std::any_of(schedules.begin(), schedules.end(), meets)) return true;
    if (repertoire.has_walked) return false;
    const std::vector<std::string> placements = families_of_placements();
    return std::any_of(placements.begin(), placements.end(), meets);
}

}  // namespace wbemcheck::runner
