// From an undisturbed run of an operation to the placements of its walk, and from their outcomes to the map of its points.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "harness/probe/crossing.h"
#include "reports/result.h"
#include "scenarios/scenario.h"
#include "scenarios/walk.h"

namespace wbemcheck::runner {

// The points that the walked operation passed, in the order in which it did. Throws trace::TraceError for a trace that is
// cut or damaged.
[[nodiscard]] std::vector<probe::Crossing> read_points(const std::filesystem::path& trace);

// One operation, and what an undisturbed run has shown of it.
struct Surveyed {
    scenarios::Placement operation;
    std::vector<probe::Crossing> points;
};

// Every action at every point where it is possible.
[[nodiscard]] std::vector<scenarios::Placement> placements_of(const Surveyed& surveyed);

// How the points fared, by operation. `outcomes` are those of the placements, with their repetitions.
[[nodiscard]] std::vector<reports::Walk> map_walks(std::span<const Surveyed> surveyed,
                                                   std::span<const reports::ScenarioOutcome> outcomes);

}  // namespace wbemcheck::runner
