#include "harness/runner/walk_plan.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "harness/runner/plan.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::runner {
namespace {

using probe::Crossing;
using probe::CrossingKind;
using trace::EventKind;
using trace::Method;

std::optional<CrossingKind> kind_of(const trace::Event& event) noexcept {
    const bool is_indicate = static_cast<Method>(event.method) == Method::kIndicate;
    switch (event.kind) {
        case EventKind::kQueryInterface: return CrossingKind::kQueryInterface;
        case EventKind::kAddRef: return CrossingKind::kAddRef;
        case EventKind::kRelease: return CrossingKind::kRelease;
        case EventKind::kCallbackEntered:
            return is_indicate ? CrossingKind::kIndicateEntered : CrossingKind::kSetStatusEntered;
        case EventKind::kCallbackLeft: return is_indicate ? CrossingKind::kIndicateLeft : CrossingKind::kSetStatusLeft;
        default: return std::nullopt;
    }
}

std::string operation_name(const scenarios::Placement& operation) {
    return fmt::format("{}/{}", trace::name_of(operation.method), scenarios::name_of(operation.outcome));
}

}  // namespace

std::vector<Crossing> read_points(const std::filesystem::path& trace) {
    trace::TraceReader reader(trace);
    std::vector<Crossing> points;
    std::array<std::uint64_t, probe::kCrossingKinds> passed{};
    const auto add = [&](CrossingKind kind) { points.push_back({kind, ++passed[static_cast<std::size_t>(kind)]}); };
    std::uint32_t sink = 0;
    std::uint32_t call = 0;
    trace::Record record;
    while (reader.next(record)) {
        const trace::Event& event = record.event;
        // What comes when the client lets go of its services pointer is no place for a call through it.
        if (event.kind == EventKind::kCallEntered && static_cast<Method>(event.method) == Method::kServicesRelease) break;
        if (event.kind == EventKind::kCallEntered && trace::is_asynchronous(static_cast<Method>(event.method)) && call == 0) {
            call = event.call;
            sink = static_cast<std::uint32_t>(event.value);
            add(CrossingKind::kCallEntered);
        } else if (event.kind == EventKind::kCallReturned && event.call == call && call != 0) {
            add(CrossingKind::kCallReturned);
        } else if (event.object == sink && sink != 0) {
            if (const auto kind = kind_of(event)) add(*kind);
        }
    }
    return points;
}

std::vector<scenarios::Placement> placements_of(const Surveyed& surveyed) {
    std::vector<scenarios::Placement> placements;
    for (const scenarios::Placement& action : scenarios::walk_actions()) {
        for (const Crossing& point : surveyed.points) {
            scenarios::Placement placement = action;
            placement.method = surveyed.operation.method;
            placement.outcome = surveyed.operation.outcome;
            placement.point = point;
            if (scenarios::is_possible(placement)) placements.push_back(placement);
        }
    }
    return placements;
}

std::vector<reports::Walk> map_walks(std::span<const Surveyed> surveyed,
                                     std::span<const reports::ScenarioOutcome> outcomes) {
    std::vector<reports::Walk> walks;
    for (const Surveyed& operation : surveyed) {
        reports::Walk& walk = walks.emplace_back();
        walk.operation = operation_name(operation.operation);
        for (const Crossing& point : operation.points) {
            walk.points.push_back({scenarios::name_of(point), reports::Verdict::kNotReached, 0, 0});
        }
    }
    for (const reports::ScenarioOutcome& outcome : outcomes) {
        const auto placement = scenarios::parse_placement(base_id(outcome.id));
        if (!placement || placement->action == scenarios::WalkAction::kNone) continue;
        const auto walk = std::find_if(walks.begin(), walks.end(), [&](const reports::Walk& known) {
            return known.operation == operation_name(*placement);
        });
        if (walk == walks.end()) continue;
        const std::string name = scenarios::name_of(placement->point);
        const auto point = std::find_if(walk->points.begin(), walk->points.end(),
                                        [&](const reports::WalkPoint& known) { return known.point == name; });
        if (point == walk->points.end()) continue;
        ++point->placements;
        if (outcome.verdict == reports::Verdict::kInconclusive || outcome.verdict == reports::Verdict::kNotReached) {
            ++point->open;
        }
        point->verdict = std::max(point->verdict, outcome.verdict);
    }
    // What was filtered away was not walked.
    std::erase_if(walks, [](const reports::Walk& walk) {
        return std::all_of(walk.points.begin(), walk.points.end(),
                           [](const reports::WalkPoint& point) { return point.placements == 0; });
    });
    return walks;
}

}  // namespace wbemcheck::runner
