// Several operations at a time. On different sinks they do not disturb each other; on one sink nobody orders them, so
// only completeness is looked at (ORD-5, ORD-8).
#include <fmt/format.h>

#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

void distinct_sinks(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments first_arguments = make_arguments(stage, vocabulary, method, outcome);
    const CallArguments second_arguments =
        is_repeatable(method) ? first_arguments : make_arguments(stage, vocabulary, method, outcome);
    StagedSink& first = stage.make_sink(stage::holding(stage::at_any_callback()));
    StagedSink& second = stage.make_sink();
    const std::uint32_t first_call = stage.start_or_stop(first_arguments, first);
    stage.await_held(first);
    // The first operation stands still in its callback; the second one must run past it.
    const std::uint32_t second_call = stage.start_or_stop(second_arguments, second);
    const bool second_ended = stage.await_final(second);
    first.open_gate();
    if (second_ended) measure(stage, vocabulary, second_arguments, outcome, second_call);
    if (stage.await_final(first)) measure(stage, vocabulary, first_arguments, outcome, first_call);
}

void one_sink(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_any_callback()));
    const std::uint32_t first = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    const std::uint32_t second = stage.start_or_stop(arguments, sink);
    sink.open_gate();
    if (!stage.await_final(sink)) return;
    measure(stage, vocabulary, arguments, outcome, first);
    measure(stage, vocabulary, arguments, outcome, second);
}

void serialised(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    for (int round = 0; round < 3; ++round) {
        const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
        StagedSink& sink = stage.make_sink();
        const std::uint32_t call = stage.start_or_stop(arguments, sink);
        if (!stage.await_final(sink)) return;
        (void)stage.await_release(sink);
        measure(stage, vocabulary, arguments, outcome, call);
    }
}

// The same sink again, once its first operation is over.
void sink_used_again(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink();
    for (int round = 0; round < 2; ++round) {
        const std::uint32_t call = stage.start_or_stop(arguments, sink);
        if (!stage.await_final(sink)) return;
        (void)stage.await_release(sink);
        measure(stage, vocabulary, arguments, outcome, call);
    }
}

void cancel_one_of_two(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& kept = stage.make_sink(stage::holding(stage::at_any_callback()));
    StagedSink& cancelled = stage.make_sink(stage::holding(stage::at_any_callback()));
    const std::uint32_t call = stage.start_or_stop(arguments, kept);
    (void)stage.start_or_stop(arguments, cancelled);
    stage.await_held(kept);
    stage.await_held(cancelled);
    (void)stage.cancel_while_held(stage.client(), cancelled);
    kept.open_gate();
    if (stage.await_final(kept)) measure(stage, vocabulary, arguments, outcome, call);
}

void cancel_shared_sink(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    // Every Indicate is held, so that no operation is over before the cancel; the finals that the cancel itself sends get
    // through.
    stage::SinkPlan plan;
    plan.hold = [](const probe::Callback& callback) { return callback.method == Method::kIndicate; };
    StagedSink& sink = stage.make_sink(std::move(plan));
    // Enough of them that a service which waits a moment for each, one after the other, shows in the end (CAN-8).
    constexpr int kOperations = 8;
    for (int i = 0; i < kOperations; ++i) (void)stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_while_held(stage.client(), sink);
}

void many(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome, bool held) {
    constexpr int kOperations = 32;
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    std::vector<std::pair<StagedSink*, std::uint32_t>> started;
    for (int i = 0; i < kOperations; ++i) {
        StagedSink& sink = held ? stage.make_sink(stage::holding(stage::at_any_callback())) : stage.make_sink();
        started.emplace_back(&sink, stage.start_or_stop(arguments, sink));
    }
    if (held) {
        for (const auto& [sink, call] : started) stage.await_held(*sink);
        for (const auto& [sink, call] : started) sink->open_gate();
    }
    bool all_ended = true;
    for (const auto& [sink, call] : started) all_ended = stage.await_final(*sink) && all_ended;
    if (!all_ended || !is_repeatable(method)) return;
    // One measure serves all: they were the same call.
    const stage::Reference first = stage.client().call_synchronously(arguments);
    const stage::Reference second = stage.client().call_synchronously(arguments);
    for (const auto& [sink, call] : started) {
        stage.client().note_reference(call, first);
        if (first != second) stage.client().note_unstable_reference(call);
    }
}

void many_at_once(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    many(stage, vocabulary, method, outcome, false);
}

void many_held_at_once(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    many(stage, vocabulary, method, outcome, true);
}

// As many results as there are calls: every operation puts something else, and must hear of that.
void many_different_at_once(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    constexpr int kOperations = 32;
    struct Started {
        CallArguments arguments;
        StagedSink* sink;
        std::uint32_t call;
    };
    std::vector<Started> started;
    for (int i = 0; i < kOperations; ++i) {
        started.push_back({make_arguments(stage, vocabulary, method, outcome), &stage.make_sink(), 0});
    }
    for (Started& one : started) one.call = stage.start_or_stop(one.arguments, *one.sink);
    bool all_ended = true;
    for (const Started& one : started) all_ended = stage.await_final(*one.sink) && all_ended;
    if (!all_ended) return;
    for (const Started& one : started) measure(stage, vocabulary, one.arguments, outcome, one.call);
}

void two_clients(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    stage::Client& other = stage.connect();
    StagedSink& first = stage.make_sink(stage::holding(stage::at_any_callback()));
    StagedSink& second = stage.make_sink();
    const std::uint32_t first_call = stage.start_or_stop(arguments, first);
    stage.await_held(first);
    const std::uint32_t second_call = stage.start_or_stop(other, arguments, second);
    const bool second_ended = stage.await_final(second);
    first.open_gate();
    if (second_ended) measure(stage, vocabulary, arguments, outcome, second_call);
    if (stage.await_final(first)) measure(stage, vocabulary, arguments, outcome, first_call);
}

struct Situation {
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&, Method, Outcome);
};

// For every method.
constexpr Situation kEverywhere[] = {
    {"distinct-sinks", "Runs two {} calls at once on two sinks, the first one held in its first callback.",
     distinct_sinks},
    {"serialised", "Runs three {} calls one after the other, each on a sink of its own.", serialised},
};

// For the methods that deliver objects and may be called again with the same arguments.
constexpr Situation kWithObjects[] = {
    {"one-sink", "Runs two {} calls at once on one sink.", one_sink},
    {"sink-used-again", "Runs a second {} on the sink of the first one, when that is over.", sink_used_again},
    {"cancel-one-of-two", "Cancels one of two {} calls on two sinks, both held in their first callback.",
     cancel_one_of_two},
    {"cancel-shared-sink", "Cancels one sink that carries eight {} calls.", cancel_shared_sink},
    {"two-clients", "Runs two {} calls at once through two services pointers.", two_clients},
};

constexpr Situation kCrowds[] = {
    {"many-at-once", "Runs 32 {} calls at once.", many_at_once},
    {"many-held-at-once", "Runs 32 {} calls at once and holds every one of them in its first callback.",
     many_held_at_once},
};

constexpr Situation kDifferent[] = {
    {"many-different-at-once", "Runs 32 {} calls at once, each with something of its own.", many_different_at_once},
};

}  // namespace

void add_overlap_scenarios(std::vector<Scenario>& scenarios) {
    const auto add = [&](const Situation& situation, Method method) {
        scenarios.push_back(make_scenario("overlap", method, situation.rest,
                                          fmt::format(fmt::runtime(situation.description), trace::name_of(method)),
                                          richest_outcome(method), situation.play));
    };
    for (const Method method : finite_methods()) {
        for (const Situation& situation : kEverywhere) add(situation, method);
    }
    for (const Method method : delivering_methods()) {
        for (const Situation& situation : kWithObjects) add(situation, method);
    }
    for (const Method method : {Method::kExecQueryAsync, Method::kGetObjectAsync}) {
        for (const Situation& situation : kCrowds) add(situation, method);
    }
    for (const Situation& situation : kDifferent) add(situation, Method::kPutInstanceAsync);
}

}  // namespace wbemcheck::scenarios
