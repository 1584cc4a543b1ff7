#include "scenarios/explore.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "scenarios/id_part.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Schedule;
using stage::Stage;
using stage::StagedSink;
using stage::Turn;
using stage::TurnKind;
using subject::Vocabulary;
using trace::Method;

constexpr std::string_view kFamily = "explore/";

constexpr Turn start(std::uint8_t sink, std::uint8_t nth = 1) { return {TurnKind::kStart, sink, nth}; }
constexpr Turn cancel(std::uint8_t sink) { return {TurnKind::kCancel, sink, 1}; }

struct SpaceName {
    std::string_view name;
    std::vector<Turn> actions;
    std::string_view what;
};

const std::vector<SpaceName>& space_names() {
    static const std::vector<SpaceName> names = {
        {"one", {start(1)}, "one operation"},
        {"one-and-cancel", {start(1), cancel(1)}, "one operation and a cancel of it"},
        {"two-sinks", {start(1), start(2)}, "two operations on two sinks"},
        {"two-sinks-and-cancel", {start(1), start(2), cancel(1)},
         "two operations on two sinks, and a cancel of the first"},
        {"shared-sink", {start(1), start(1, 2)}, "two operations on one sink"},
        {"shared-sink-and-cancel", {start(1), start(1, 2), cancel(1)},
         "two operations on one sink, and a cancel of it"},
    };
    return names;
}

std::string prefix_of(const ExploredCall& call) {
    return fmt::format("{}{}/{}/", kFamily, trace::name_of(call.method), name_of(call.outcome));
}

// Takes the call off the front of an id; the rest is left.
std::optional<ExploredCall> take_call(std::string_view& id) {
    if (!id.starts_with(kFamily)) return std::nullopt;
    id.remove_prefix(kFamily.size());
    const std::string_view method = take_part(id);
    const std::optional<Outcome> outcome = find_outcome(take_part(id));
    for (const Method known : finite_methods()) {
        if (trace::name_of(known) != method || !outcome || !can_have(known, *outcome)) continue;
        return ExploredCall{known, *outcome};
    }
    return std::nullopt;
}

Scenario begin_scenario(const ExploredCall& call) {
    Scenario scenario;
    scenario.needs = {call.method};
    scenario.lacks = [call](const Vocabulary& vocabulary) { return lacks(vocabulary, call.method, call.outcome); };
    return scenario;
}

// An object that is passed to two calls at once could not be counted for either of them (IND-11).
CallArguments copy_of(const CallArguments& arguments) {
    CallArguments copy = arguments;
    if (arguments.object) {
        copy.object.reset();
        const HRESULT result = arguments.object->Clone(copy.object.put());
        if (FAILED(result) || !copy.object) Stage::stop("an object that is to be passed cannot be cloned");
    }
    return copy;
}

void play_alone(Stage& stage, const Vocabulary& vocabulary, const ExploredCall& call, const std::vector<Turn>& actions,
                stage::TurnChooser& chooser) {
    // The sinks may come to the director for as long as the stage lives.
    const auto director = std::make_shared<stage::Director>(stage.access().activity, stage.budgets());
    stage.keep(director);
    const auto order = [&](bool is_ordered) {
        if (stage.access().set_ordered) stage.access().set_ordered(is_ordered);
    };
    order(true);
    try {
        play_schedule(stage, vocabulary, call, actions, chooser, *director, nullptr);
    } catch (...) {
        order(false);
        throw;
    }
    order(false);
}

}  // namespace

std::vector<Space> all_spaces() {
    std::vector<Space> spaces;
    for (const Method method : finite_methods()) {
        for (const SpaceName& known : space_names()) {
            const bool is_shared = std::any_of(known.actions.begin(), known.actions.end(),
                                               [](const Turn& action) { return action.nth > 1; });
            // What can be done once is not done twice at once on one sink: the two would not be alike.
            if (is_shared && !is_repeatable(method)) continue;
            spaces.push_back({{method, richest_outcome(method)}, known.name, known.actions});
        }
    }
    return spaces;
}

std::string id_of(const Space& space) { return fmt::format("{}{}", prefix_of(space.call), space.name); }

std::optional<Space> parse_space(std::string_view id) {
    const std::optional<ExploredCall> call = take_call(id);
    if (!call) return std::nullopt;
    for (const SpaceName& known : space_names()) {
        if (known.name == id) return Space{*call, known.name, known.actions};
    }
    return std::nullopt;
}

std::string id_of(const ExploredSchedule& schedule) {
    return fmt::format("{}{}", prefix_of(schedule.call), stage::text_of(schedule.schedule));
}

std::optional<ExploredSchedule> parse_explored(std::string_view id) {
    const std::optional<ExploredCall> call = take_call(id);
    if (!call) return std::nullopt;
    std::optional<Schedule> schedule = stage::parse_schedule(id);
    if (!schedule) return std::nullopt;
    return ExploredSchedule{*call, std::move(*schedule)};
}

std::vector<Turn> actions_of(const Schedule& schedule) {
    std::vector<Turn> actions;
    for (const Turn& turn : schedule) {
        const bool is_action = turn.kind == TurnKind::kStart || turn.kind == TurnKind::kCancel;
        if (is_action && std::find(actions.begin(), actions.end(), turn) == actions.end()) actions.push_back(turn);
    }
    std::sort(actions.begin(), actions.end());
    return actions;
}

void play_schedule(Stage& stage, const Vocabulary& vocabulary, const ExploredCall& call,
                   const std::vector<Turn>& actions, stage::TurnChooser& chooser, stage::Director& director,
                   const ExploredMaterial* material) {
    struct Operation {
        CallArguments arguments;
        StagedSink* sink = nullptr;
        stage::Started started;
    };
    stage::Client& client = stage.client();
    std::map<std::uint8_t, StagedSink*> sinks;
    // An action that does not return may outlast this function; it writes down what it started.
    const auto kept = std::make_shared<std::map<Turn, Operation>>();
    stage.keep(kept);
    std::map<Turn, Operation>& operations = *kept;
    for (const Turn& action : actions) {
        if (!sinks.contains(action.sink)) {
            stage::SinkPlan plan;
            plan.crossing = [&director, number = action.sink](const probe::Crossing& crossing) {
                director.pass(number, crossing.kind);
            };
            sinks[action.sink] = &stage.make_sink(std::move(plan));
        }
        if (action.kind != TurnKind::kStart) continue;
        Operation& operation = operations[action];
        operation.sink = sinks[action.sink];
        operation.arguments = material != nullptr
                                  ? copy_of(material->arguments)
                                  : make_arguments(stage, vocabulary, call.method, call.outcome);
    }
    std::vector<stage::ClientAction> acts;
    for (const Turn& action : actions) {
        if (action.kind == TurnKind::kStart) {
            Operation& operation = operations[action];
            acts.push_back({action, [&stage, &client, &operation] {
                                operation.started = stage.start(client, operation.arguments, *operation.sink);
                            }});
        } else {
            acts.push_back({action, [&stage, &client, sink = sinks[action.sink]] { (void)stage.cancel(client, *sink); }});
        }
    }
    director.begin();
    director.direct(acts, chooser, [&stage] { return stage.owed_callbacks(); },
                    [&stage](const Turn& turn) { stage.note_turn(stage::name_of(turn)); });
    for (auto& [turn, operation] : operations) {
        if (!operation.started.accepted() || operation.started.call == 0) continue;
        if (!stage.await_final(*operation.sink)) continue;
        if (material == nullptr) {
            measure(stage, vocabulary, operation.arguments, call.outcome, operation.started.call);
        } else if (material->reference) {
            client.note_reference(operation.started.call, *material->reference);
        }
    }
}

Scenario make_space_scenario(const Space& space) {
    Scenario scenario = begin_scenario(space.call);
    scenario.id = id_of(space);
    const auto known = std::find_if(space_names().begin(), space_names().end(),
                                    [&](const SpaceName& name) { return name.name == space.name; });
    scenario.description = fmt::format("Puts the turns of {} with {} into every order.", known->what,
                                       trace::name_of(space.call.method));
    scenario.play = [space](Stage& stage, const Vocabulary& vocabulary) {
        stage::FirstOrder order;
        play_alone(stage, vocabulary, space.call, space.actions, order);
    };
    return scenario;
}

Scenario make_schedule_scenario(const ExploredSchedule& schedule) {
    Scenario scenario = begin_scenario(schedule.call);
    scenario.id = id_of(schedule);
    scenario.survey = id_of(Space{schedule.call, space_names().front().name, {}});
    scenario.description = fmt::format("Runs {} with its turns in this order: {}.",
                                       trace::name_of(schedule.call.method), stage::text_of(schedule.schedule));
    scenario.play = [schedule](Stage& stage, const Vocabulary& vocabulary) {
        stage::FixedSchedule order(schedule.schedule);
        play_alone(stage, vocabulary, schedule.call, actions_of(schedule.schedule), order);
    };
    return scenario;
}

}  // namespace wbemcheck::scenarios
