// CancelAsyncCall at every place of an operation that a client can reach.
#include <atomic>
#include <memory>

#include <fmt/format.h>

#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Client;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

void at_once(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink();
    (void)stage.start_or_stop(arguments, sink);
    (void)stage.cancel(sink);
}

void inside_indicate(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_while_held(stage.client(), sink);
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
}

// Cancels inside the Indicate with this number, where there are as many.
template <std::uint64_t Ordinal>
void inside_later_indicate(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding([](const probe::Callback& callback) {
        return callback.is_final || (callback.method == Method::kIndicate && callback.ordinal == Ordinal);
    }));
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    if (sink->counts().finals_entered != 0) {
        Stage::stop(fmt::format("the result came in fewer than {} Indicate calls", Ordinal));
    }
    (void)stage.cancel_while_held(stage.client(), sink);
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
}

// As a client does that has seen enough: nothing is held, and where the cancel meets the operation is the subject's luck.
void between_indicates(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    for (const std::uint64_t enough : {1, 2, 3}) {
        StagedSink& sink = stage.make_sink();
        const std::uint32_t call = stage.start_or_stop(arguments, sink);
        (void)sink->wait_until(stage.budgets().arrival_deadline(), [&](const probe::SinkCounts& counts) {
            return counts.finals_entered != 0 || (counts.indicates >= enough && counts.in_progress == 0);
        });
        (void)stage.cancel(sink);
        if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
    }
}

// An operation of this sink is over already; the cancel is about the one that is not.
void with_sink_used_before(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    auto is_second = std::make_shared<std::atomic<bool>>(false);
    StagedSink& sink = stage.make_sink(stage::holding([is_second](const probe::Callback& callback) {
        return callback.method == Method::kIndicate && *is_second;
    }));
    (void)stage.start_or_stop(arguments, sink);
    if (!stage.await_final(sink)) Stage::stop("no final status came");
    (void)stage.await_release(sink);
    *is_second = true;
    (void)stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_while_held(stage.client(), sink);
}

void from_inside_indicate(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    Client& client = stage.client();
    // The sink cancels itself, so it must know its own pointer, which exists only once it was made.
    auto own = std::make_shared<StagedSink*>(nullptr);
    stage::SinkPlan plan;
    plan.hold = stage::at_first_indicate();
    plan.answer = [&stage, &client, own](const probe::Callback& callback) -> HRESULT {
        if (callback.method == Method::kIndicate && callback.ordinal == 1) (void)stage.cancel(client, **own);
        return WBEM_S_NO_ERROR;
    };
    StagedSink& sink = stage.make_sink(std::move(plan));
    *own = &sink;
    (void)stage.start_or_stop(arguments, sink);
    stage.await_held(sink);  // so that the call has returned before the callback goes on
    sink.open_gate();
    (void)stage.await_final(sink);
}

// Holds the Indicate that completes the result, lets it go and cancels at the same moment.
void after_last_object(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    const std::uint64_t all = stage.client().call_synchronously(arguments).digests.size();
    auto seen = std::make_shared<std::uint64_t>(0);  // touched by the callbacks of one operation, which do not overlap
    StagedSink& sink = stage.make_sink(stage::holding([seen, all](const probe::Callback& callback) {
        if (callback.method != Method::kIndicate) return false;
        *seen += static_cast<std::uint64_t>(callback.count);
        return *seen >= all;
    }));
    (void)stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    sink.open_gate();
    (void)stage.cancel(sink);
}

void inside_final(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_final()));
    (void)stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_while_held(stage.client(), sink);
}

void after_final(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink();
    (void)stage.start_or_stop(arguments, sink);
    if (!stage.await_final(sink)) Stage::stop("no final status came");
    (void)stage.await_release(sink);
    (void)stage.cancel(sink);
}

void twice(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    (void)stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_while_held(stage.client(), sink);
    (void)stage.await_final(sink);
    (void)stage.await_release(sink);
    (void)stage.cancel(sink);
}

// The client gives its own reference away first; the operation keeps the sink alive (REF-11).
void client_released_first(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    stage::SinkPlan plan = stage::holding(stage::at_first_indicate());
    plan.initial_count = 0;
    StagedSink& sink = stage.make_sink(std::move(plan));
    sink->client_add_ref();
    (void)stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    sink->client_release();
    (void)stage.cancel_while_held(stage.client(), sink);
}

void with_null(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    (void)stage.client().cancel(nullptr);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_any_callback()));
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.client().cancel(nullptr);
    sink.open_gate();
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
}

void with_unknown_sink(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& stranger = stage.make_sink();
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_any_callback()));
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    stage.cancel_other_while_held(stage.client(), stranger, sink);
    sink.open_gate();
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
}

void with_nothing_pending(Stage& stage, const Vocabulary&, Method, Outcome) {
    StagedSink& stranger = stage.make_sink();
    (void)stage.cancel(stranger);
}

struct Place {
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&, Method, Outcome);
};

// For every method.
constexpr Place kEverywhere[] = {
    {"at-once", "Cancels {} as soon as the call has returned.", at_once},
    {"inside-final", "Cancels {} while its final status is being held.", inside_final},
    {"after-final", "Cancels {} after its final status, when nothing is pending any more.", after_final},
};

// For the methods that deliver objects.
constexpr Place kWithObjects[] = {
    {"inside-indicate", "Cancels {} from another thread while its first Indicate is being held.", inside_indicate},
    {"after-last-object", "Cancels {} between its last object and its final status.", after_last_object},
    {"twice", "Cancels {} inside its first Indicate and once more when it is over.", twice},
    {"from-inside-indicate", "Cancels {} from inside its own first Indicate.", from_inside_indicate},
    {"client-released-first", "Releases the client's own reference on the sink before it cancels {}.",
     client_released_first},
};

// For the methods that deliver many objects.
constexpr Place kWithMany[] = {
    {"inside-second-indicate", "Cancels {} from another thread while its second Indicate is being held.",
     inside_later_indicate<2>},
    {"inside-third-indicate", "Cancels {} from another thread while its third Indicate is being held.",
     inside_later_indicate<3>},
    {"between-indicates", "Cancels {} after its first, its second and its third Indicate, holding nothing.",
     between_indicates},
    {"sink-used-before", "Cancels the second {} on one sink inside its first Indicate, when the first one is over.",
     with_sink_used_before},
};

// About CancelAsyncCall itself.
constexpr Place kAbout[] = {
    {"null", "Cancels NULL, before and while {} is pending.", with_null},
    {"unknown-sink", "Cancels a sink that no call ever carried, while {} is pending on another one.",
     with_unknown_sink},
    {"nothing-pending", "Cancels a sink that no call ever carried, with nothing pending.", with_nothing_pending},
};

}  // namespace

void add_cancel_scenarios(std::vector<Scenario>& scenarios) {
    const auto add = [&](const Place& place, Method method) {
        scenarios.push_back(make_scenario("cancel", method, place.rest,
                                          fmt::format(fmt::runtime(place.description), trace::name_of(method)),
                                          richest_outcome(method), place.play));
    };
    for (const Method method : finite_methods()) {
        for (const Place& place : kEverywhere) add(place, method);
    }
    for (const Method method : delivering_methods()) {
        for (const Place& place : kWithObjects) add(place, method);
    }
    for (const Method method : {Method::kCreateInstanceEnumAsync, Method::kExecQueryAsync}) {
        for (const Place& place : kWithMany) add(place, method);
    }
    for (const Place& place : kAbout) add(place, Method::kExecQueryAsync);
}

}  // namespace wbemcheck::scenarios
