// The walk: one operation, run once for every place at the boundary, with one action done exactly there. A placement is
// named by its id, and the id is all that is needed to play it again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/wbem.h"
#include "harness/probe/crossing.h"
#include "harness/trace/event.h"
#include "scenarios/material.h"
#include "scenarios/scenario.h"

namespace wbemcheck::scenarios {

enum class WalkAction {
    kNone,                  // the operation is left alone: this run shows which points there are
    kCancel,                // on another thread, while the thread at the point goes on
    kCancelWhileHeld,       // on another thread, while the thread at the point waits until the cancel has returned
    kCancelOnOwnThread,     // on the thread that is at the point
    kCancelTwice,           // on another thread, one after the other
    kCancelFromTwoThreads,  // at once
    kCancelOther,           // of another sink, whose operation is held in its first callback
    kReleaseSink,           // the client gives its last reference on the sink away
    kReleaseServices,       // the client lets go of the services pointer
    kNestedCall,            // a synchronous call from inside the callback
    kAnswer,                // the callback answers with an HRESULT
};

struct Placement {
    trace::Method method = trace::Method::kNone;
    Outcome outcome = Outcome::kNone;
    WalkAction action = WalkAction::kNone;
    HRESULT answer = S_OK;  // of kAnswer
    probe::Crossing point;
};

// "walk/ExecQueryAsync/many/cancel-twice/in-indicate-2"; "walk/ExecQueryAsync/many/undisturbed".
[[nodiscard]] std::string id_of(const Placement& placement);
[[nodiscard]] std::optional<Placement> parse_placement(std::string_view id);

[[nodiscard]] std::string name_of(const probe::Crossing& point);  // "in-indicate-2", "after-the-call"
[[nodiscard]] std::string name_of_action(const Placement& placement);

// Every action, in a fixed order, as a placement without a point.
[[nodiscard]] std::span<const Placement> walk_actions();

// Whether the thread at the point can be held there while the action is done; where it cannot, the two race.
[[nodiscard]] bool is_held_at(probe::CrossingKind kind) noexcept;

// Whether the action can be done there: a client may not release a sink that it is about to pass, and only a callback
// has an answer.
[[nodiscard]] bool is_possible(const Placement& placement);

// The operations that are walked: every asynchronous method with the outcome that shows most of it.
[[nodiscard]] std::vector<Placement> walked_operations();

[[nodiscard]] Scenario make_walk_scenario(const Placement& placement);

// The walked operations, left alone.
[[nodiscard]] std::vector<Scenario> walk_surveys();

}  // namespace wbemcheck::scenarios
