#include "scenarios/play.h"

#include <utility>

#include <fmt/format.h>

namespace wbemcheck::scenarios {

using stage::CallArguments;
using stage::Reference;
using stage::Stage;
using subject::Vocabulary;
using trace::Method;

bool is_repeatable(Method method) noexcept {
    return method != Method::kDeleteClassAsync && method != Method::kDeleteInstanceAsync;
}

void measure(Stage& stage, const Vocabulary& vocabulary, const CallArguments& arguments, Outcome outcome,
             std::uint32_t call) {
    stage::Client& client = stage.client();
    if (!is_repeatable(arguments.method)) {
        const CallArguments again = make_arguments(stage, vocabulary, arguments.method, outcome);
        client.note_reference(call, client.call_synchronously(again));
        return;
    }
    const Reference first = client.call_synchronously(arguments);
    const Reference second = client.call_synchronously(arguments);
    client.note_reference(call, first);
    if (first != second) client.note_unstable_reference(call);
}

void play_measured(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome, stage::SinkPlan plan,
                   LONG flags) {
    CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    arguments.flags |= flags;
    stage::StagedSink& sink = stage.make_sink(std::move(plan));
    const stage::Started started = stage.start(arguments, sink);
    if (!started.accepted()) {
        if (outcome == Outcome::kFails) return;  // reported at once: as good a place as the final status
        Stage::stop(fmt::format("{} was refused", trace::name_of(method)));
    }
    if (!stage.await_final(sink)) return;
    // Before anything else is asked: a reference that goes with the next call is gone too late (REF-3).
    (void)stage.await_release(sink);
    measure(stage, vocabulary, arguments, outcome, started.call);
}

std::string scenario_id(std::string_view family, Method method, std::string_view rest) {
    return fmt::format("{}/{}/{}", family, trace::name_of(method), rest);
}

Scenario make_scenario(std::string_view family, Method method, std::string_view rest, std::string description,
                       Outcome outcome,
                       std::function<void(Stage&, const Vocabulary&, Method, Outcome)> play) {
    Scenario scenario;
    scenario.id = scenario_id(family, method, rest);
    scenario.description = std::move(description);
    scenario.needs = {method};
    scenario.lacks = [method, outcome](const Vocabulary& vocabulary) { return lacks(vocabulary, method, outcome); };
    scenario.play = [method, outcome, body = std::move(play)](Stage& stage, const Vocabulary& vocabulary) {
        body(stage, vocabulary, method, outcome);
    };
    return scenario;
}

}  // namespace wbemcheck::scenarios
