// How placements are written, and which of them there are.
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "scenarios/id_part.h"
#include "scenarios/walk.h"

namespace wbemcheck::scenarios {
namespace {

using probe::Crossing;
using probe::CrossingKind;
using trace::Method;

struct PointName {
    CrossingKind kind;
    std::string_view name;
};

constexpr std::array kPoints = {
    PointName{CrossingKind::kCallEntered, "before-the-call"},
    PointName{CrossingKind::kCallReturned, "after-the-call"},
    PointName{CrossingKind::kQueryInterface, "in-query-interface"},
    PointName{CrossingKind::kAddRef, "in-add-ref"},
    PointName{CrossingKind::kIndicateEntered, "in-indicate"},
    PointName{CrossingKind::kIndicateLeft, "after-indicate"},
    PointName{CrossingKind::kSetStatusEntered, "in-set-status"},
    PointName{CrossingKind::kSetStatusLeft, "after-set-status"},
    PointName{CrossingKind::kRelease, "in-release"},
};

bool is_numbered(CrossingKind kind) noexcept {
    return kind != CrossingKind::kCallEntered && kind != CrossingKind::kCallReturned;
}

struct ActionName {
    WalkAction action;
    HRESULT answer;
    std::string_view name;
};

// The answers: what a sink gives when it has no more memory, when it wants no more, when it fails in two ways, when the
// connection to it is gone, and a success that is not the usual one.
constexpr std::array kActions = {
    ActionName{WalkAction::kCancel, S_OK, "cancel"},
    ActionName{WalkAction::kCancelWhileHeld, S_OK, "cancel-while-held"},
    ActionName{WalkAction::kCancelOnOwnThread, S_OK, "cancel-on-own-thread"},
    ActionName{WalkAction::kCancelTwice, S_OK, "cancel-twice"},
    ActionName{WalkAction::kCancelFromTwoThreads, S_OK, "cancel-from-two-threads"},
    ActionName{WalkAction::kCancelOther, S_OK, "cancel-other"},
    ActionName{WalkAction::kReleaseSink, S_OK, "release-sink"},
    ActionName{WalkAction::kReleaseServices, S_OK, "release-services"},
    ActionName{WalkAction::kNestedCall, S_OK, "nested-call"},
    ActionName{WalkAction::kAnswer, static_cast<HRESULT>(WBEM_E_FAILED), "answer-failed"},
    ActionName{WalkAction::kAnswer, static_cast<HRESULT>(WBEM_E_OUT_OF_MEMORY), "answer-out-of-memory"},
    ActionName{WalkAction::kAnswer, static_cast<HRESULT>(WBEM_E_CALL_CANCELLED), "answer-call-cancelled"},
    ActionName{WalkAction::kAnswer, static_cast<HRESULT>(E_FAIL), "answer-e-fail"},
    ActionName{WalkAction::kAnswer, static_cast<HRESULT>(RPC_E_DISCONNECTED), "answer-disconnected"},
    ActionName{WalkAction::kAnswer, WBEM_S_FALSE, "answer-s-false"},
};
constexpr std::string_view kUndisturbed = "undisturbed";
constexpr std::string_view kFamily = "walk/";

std::optional<Crossing> parse_point(std::string_view text) {
    for (const PointName& point : kPoints) {
        if (!text.starts_with(point.name)) continue;
        std::string_view rest = text.substr(point.name.size());
        if (!is_numbered(point.kind)) {
            if (rest.empty()) return Crossing{point.kind, 1};
            continue;
        }
        if (!rest.starts_with('-')) continue;
        rest.remove_prefix(1);
        Crossing crossing{point.kind, 0};
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), crossing.ordinal);
        if (error == std::errc() && end == rest.data() + rest.size() && crossing.ordinal != 0 && rest.front() != '0') {
            return crossing;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string name_of(const Crossing& point) {
    const auto entry =
        std::find_if(kPoints.begin(), kPoints.end(), [&](const PointName& known) { return known.kind == point.kind; });
    return is_numbered(point.kind) ? fmt::format("{}-{}", entry->name, point.ordinal) : std::string(entry->name);
}

std::string name_of_action(const Placement& placement) {
    for (const ActionName& known : kActions) {
        if (known.action == placement.action && known.answer == placement.answer) return std::string(known.name);
    }
    return std::string(kUndisturbed);
}

std::string id_of(const Placement& placement) {
    const std::string id = fmt::format("{}{}/{}/{}", kFamily, trace::name_of(placement.method),
                                       name_of(placement.outcome), name_of_action(placement));
    return placement.action == WalkAction::kNone ? id : fmt::format("{}/{}", id, name_of(placement.point));
}

std::optional<Placement> parse_placement(std::string_view id) {
    if (!id.starts_with(kFamily)) return std::nullopt;
    id.remove_prefix(kFamily.size());
    const std::string_view method = take_part(id);
    const std::string_view outcome = take_part(id);
    const std::string_view action = take_part(id);
    Placement placement;
    for (const Placement& walked : walked_operations()) {
        if (trace::name_of(walked.method) == method) placement.method = walked.method;
    }
    if (placement.method == Method::kNone) return std::nullopt;
    const std::optional<Outcome> wanted = find_outcome(outcome);
    if (!wanted || !can_have(placement.method, *wanted)) return std::nullopt;
    placement.outcome = *wanted;
    if (action == kUndisturbed) return id.empty() ? std::optional(placement) : std::nullopt;
    for (const ActionName& known : kActions) {
        if (known.name != action) continue;
        placement.action = known.action;
        placement.answer = known.answer;
    }
    const std::optional<Crossing> point = parse_point(id);
    if (placement.action == WalkAction::kNone || !point) return std::nullopt;
    placement.point = *point;
    return is_possible(placement) ? std::optional(placement) : std::nullopt;
}

std::span<const Placement> walk_actions() {
    static const std::vector<Placement> actions = [] {
        std::vector<Placement> all;
        for (const ActionName& known : kActions) {
            all.push_back({Method::kNone, Outcome::kNone, known.action, known.answer, {}});
        }
        return all;
    }();
    return actions;
}

bool is_held_at(CrossingKind kind) noexcept {
    return kind == CrossingKind::kQueryInterface || kind == CrossingKind::kAddRef || kind == CrossingKind::kRelease ||
           probe::is_inside_callback(kind);
}

bool is_possible(const Placement& placement) {
    const CrossingKind kind = placement.point.kind;
    const bool holds_subject = is_held_at(kind);
    switch (placement.action) {
        case WalkAction::kNone: return true;
        case WalkAction::kCancel:
        case WalkAction::kCancelTwice:
        case WalkAction::kCancelFromTwoThreads:
        case WalkAction::kCancelOther: return true;
        case WalkAction::kCancelWhileHeld:
        case WalkAction::kCancelOnOwnThread: return holds_subject;
        case WalkAction::kReleaseSink: return kind != CrossingKind::kCallEntered;
        // A call is being made through it until then.
        case WalkAction::kReleaseServices:
            return kind != CrossingKind::kCallEntered && kind != CrossingKind::kAddRef &&
                   kind != CrossingKind::kQueryInterface;
        case WalkAction::kNestedCall:
        case WalkAction::kAnswer: return probe::is_inside_callback(kind);
    }
    return false;
}

std::vector<Placement> walked_operations() {
    std::vector<Placement> walked;
    for (const Method method : finite_methods()) {
        walked.push_back({method, richest_outcome(method), WalkAction::kNone, S_OK, {}});
    }
    // It delivers nothing by itself; the walk raises events.
    walked.push_back({Method::kExecNotificationQueryAsync, Outcome::kNone, WalkAction::kNone, S_OK, {}});
    return walked;
}

}  // namespace wbemcheck::scenarios
