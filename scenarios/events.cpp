// Notification queries: they run until they are cancelled (EVT).
#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

constexpr Method kMethod = Method::kExecNotificationQueryAsync;
constexpr std::uint32_t kEvents = 5;

CallArguments subscription(const Vocabulary& vocabulary) {
    CallArguments arguments;
    arguments.method = kMethod;
    arguments.query = vocabulary.event_query;
    return arguments;
}

bool has_trigger(const Vocabulary& vocabulary) { return !vocabulary.event_trigger_path.empty(); }

// Makes the subject raise events, and notes for every sink how many must come.
void raise_events(Stage& stage, const Vocabulary& vocabulary, std::initializer_list<StagedSink*> sinks) {
    const HRESULT result = scenarios::raise_events(stage.client(), vocabulary, kEvents);
    for (StagedSink* sink : sinks) stage.note_events(*sink, result, kEvents);
}

// Nothing here makes events come, but a query that ends by itself is seen all the same.
void await_early_end(Stage& stage, StagedSink& sink) {
    (void)sink->wait_until(stage::Clock::now() + 10 * stage.budgets().silence_window(),
                           [](const probe::SinkCounts& counts) { return counts.finals_left != 0; });
}

void runs_until_cancelled(Stage& stage, const Vocabulary& vocabulary) {
    StagedSink& sink = stage.make_sink();
    (void)stage.start_or_stop(subscription(vocabulary), sink);
    if (has_trigger(vocabulary)) {
        raise_events(stage, vocabulary, {&sink});
        (void)stage.await_objects(sink, kEvents);
    } else {
        await_early_end(stage, sink);
    }
    (void)stage.cancel(sink);
}

void cancelled_at_once(Stage& stage, const Vocabulary& vocabulary) {
    StagedSink& sink = stage.make_sink();
    (void)stage.start_or_stop(subscription(vocabulary), sink);
    (void)stage.cancel(sink);
    if (has_trigger(vocabulary)) raise_events(stage, vocabulary, {});  // nothing of this may arrive
}

void cancelled_inside_indicate(Stage& stage, const Vocabulary& vocabulary) {
    stage::SinkPlan plan;
    plan.hold = stage::at_first_indicate();
    StagedSink& sink = stage.make_sink(std::move(plan));
    (void)stage.start_or_stop(subscription(vocabulary), sink);
    raise_events(stage, vocabulary, {});  // how many come before the cancel is open
    stage.await_held(sink);
    (void)stage.cancel_while_held(stage.client(), sink);
}

void two_subscriptions(Stage& stage, const Vocabulary& vocabulary) {
    StagedSink& first = stage.make_sink();
    StagedSink& second = stage.make_sink();
    (void)stage.start_or_stop(subscription(vocabulary), first);
    (void)stage.start_or_stop(subscription(vocabulary), second);
    raise_events(stage, vocabulary, {&first, &second});
    (void)stage.await_objects(first, kEvents);
    (void)stage.await_objects(second, kEvents);
    (void)stage.cancel(first);
    raise_events(stage, vocabulary, {&second});
    (void)stage.await_objects(second, 2 * kEvents);
    (void)stage.cancel(second);
}

void beside_a_query(Stage& stage, const Vocabulary& vocabulary) {
    StagedSink& subscriber = stage.make_sink();
    (void)stage.start_or_stop(subscription(vocabulary), subscriber);
    const CallArguments arguments = make_arguments(stage, vocabulary, Method::kExecQueryAsync, Outcome::kMany);
    StagedSink& sink = stage.make_sink();
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, Outcome::kMany, call);
    (void)stage.cancel(subscriber);
}

void blocks_indicate(Stage& stage, const Vocabulary& vocabulary) {
    stage::SinkPlan plan;
    plan.hold = stage::at_first_indicate();
    StagedSink& blocked = stage.make_sink(std::move(plan));
    StagedSink& other = stage.make_sink();
    (void)stage.start_or_stop(subscription(vocabulary), blocked);
    (void)stage.start_or_stop(subscription(vocabulary), other);
    raise_events(stage, vocabulary, {&blocked, &other});
    stage.await_held(blocked);
    (void)stage.await_objects(other, kEvents);
    blocked.open_gate();
    (void)stage.await_objects(blocked, kEvents);
    (void)stage.cancel(blocked);
    (void)stage.cancel(other);
}

// Raises more while the sink is busy with the first one (THR-6).
void busy_sink(Stage& stage, const Vocabulary& vocabulary) {
    stage::SinkPlan plan;
    plan.hold = stage::at_first_indicate();
    StagedSink& sink = stage.make_sink(std::move(plan));
    (void)stage.start_or_stop(subscription(vocabulary), sink);
    raise_events(stage, vocabulary, {&sink});
    stage.await_held(sink);
    raise_events(stage, vocabulary, {&sink});
    raise_events(stage, vocabulary, {&sink});
    sink.open_gate();
    (void)stage.await_objects(sink, 3 * kEvents);
    (void)stage.cancel(sink);
}

void with_send_status(Stage& stage, const Vocabulary& vocabulary) {
    CallArguments arguments = subscription(vocabulary);
    StagedSink& without = stage.make_sink();  // so that a refusal is known to be one of the flag
    (void)stage.start_or_stop(arguments, without);
    if (!has_trigger(vocabulary)) await_early_end(stage, without);
    (void)stage.cancel(without);
    (void)stage.await_release(without);
    arguments.flags = WBEM_FLAG_SEND_STATUS;
    StagedSink& sink = stage.make_sink();
    if (!stage.start(arguments, sink).accepted()) return;  // EVT-4 speaks of it
    if (has_trigger(vocabulary)) {
        raise_events(stage, vocabulary, {&sink});
        (void)stage.await_objects(sink, kEvents);
    }
    (void)stage.cancel(sink);
}

void unknown_class(Stage& stage, const Vocabulary& vocabulary) {
    const CallArguments arguments = make_arguments(stage, vocabulary, kMethod, Outcome::kFails);
    StagedSink& sink = stage.make_sink();
    if (!stage.start(arguments, sink).accepted()) return;  // reported at once
    (void)sink->wait_until(stage.budgets().arrival_deadline(),
                           [](const probe::SinkCounts& counts) { return counts.finals_left != 0; });
}

// An event provider of the harness hears of the end of a query (EVT-7).
void provider_is_told(Stage& stage, const Vocabulary& vocabulary) {
    const auto provider = stage.register_event_provider();
    StagedSink& first = stage.make_sink();
    StagedSink& second = stage.make_sink();
    (void)stage.start_or_stop(subscription(vocabulary), first);
    (void)stage.start_or_stop(subscription(vocabulary), second);
    const auto has_heard = [&](std::uint64_t begun, std::uint64_t cancelled) {
        return provider->wait_until(stage.budgets().arrival_deadline(), [&](const probe::QueryCounts& counts) {
            return counts.begun >= begun && counts.cancelled >= cancelled;
        });
    };
    if (!has_heard(2, 0)) Stage::stop("the event provider was not told of the queries");
    (void)stage.cancel(first);
    (void)has_heard(2, 1);
    (void)stage.cancel(second);
    (void)has_heard(2, 2);
}

void add(std::vector<Scenario>& scenarios, const char* rest, std::string description, bool needs_trigger,
         void (*play)(Stage&, const Vocabulary&), std::vector<Method> also_needs = {}) {
    Scenario scenario;
    scenario.id = scenario_id("events", kMethod, rest);
    scenario.description = std::move(description);
    scenario.needs = std::move(also_needs);
    scenario.needs.push_back(kMethod);
    scenario.lacks = [needs_trigger](const Vocabulary& vocabulary) -> std::string {
        if (vocabulary.event_query.empty()) return "no notification query is known for this subject";
        if (needs_trigger && !has_trigger(vocabulary)) return "no way to raise an event is known for this subject";
        return {};
    };
    scenario.play = play;
    scenarios.push_back(std::move(scenario));
}

}  // namespace

void add_event_scenarios(std::vector<Scenario>& scenarios) {
    add(scenarios, "runs-until-cancelled", "Subscribes, has events raised, and cancels when all have come.", false,
        runs_until_cancelled);
    add(scenarios, "cancelled-at-once", "Cancels a subscription as soon as the call has returned.", false,
        cancelled_at_once);
    add(scenarios, "cancelled-inside-indicate", "Cancels a subscription while one of its events is being held.", true,
        cancelled_inside_indicate);
    add(scenarios, "two-subscriptions", "Runs two subscriptions and cancels one: the other one goes on.", true,
        two_subscriptions);
    add(scenarios, "beside-a-query", "Runs a query beside a subscription.", false, beside_a_query,
        {Method::kExecQueryAsync});
    add(scenarios, "blocks-indicate", "Holds an event of one subscription: the other one goes on.", true,
        blocks_indicate);
    add(scenarios, "busy-sink", "Raises more events while the sink is busy with the first one.", true, busy_sink);
    add(scenarios, "send-status", "Subscribes with WBEM_FLAG_SEND_STATUS: no progress comes.", false, with_send_status);
    add(scenarios, "provider-is-told", "Cancels two subscriptions, one after the other, before an event provider's eyes.",
        false, provider_is_told);
    scenarios.back().lacks = [](const Vocabulary& vocabulary) -> std::string {
        return vocabulary.takes_event_providers ? "" : "no event provider can be registered with this subject";
    };
    add(scenarios, "unknown-class", "Subscribes to events of a class that does not exist.", false, unknown_class);
}

}  // namespace wbemcheck::scenarios
