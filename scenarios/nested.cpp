// Calls into the subject from inside a callback, as sinks of object, enumeration and query calls may make (THR-3).
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Reference;
using stage::Stage;
using stage::StagedSink;
using stage::Started;
using subject::Vocabulary;
using trace::Method;

// What is called from inside the callbacks, and what came of it. Shared by the scenario and the callbacks.
struct NestedCalls {
    stage::Client* client = nullptr;
    std::vector<CallArguments> synchronous;  // their synchronous forms are called
    CallArguments asynchronous;              // started on a sink of its own
    IWbemObjectSink* sinks[2] = {};

    std::mutex mutex;
    std::vector<std::pair<std::size_t, std::uint32_t>> made;  // guarded by mutex: which of them, and its call
    std::vector<std::pair<std::size_t, Started>> started;     // guarded by mutex: on which sink
    std::size_t rounds = 0;                                   // guarded by mutex: callbacks that made their calls

    void make() {
        std::size_t round = 0;
        {
            const std::lock_guard lock(mutex);
            round = rounds++;
        }
        for (std::size_t i = 0; i < synchronous.size(); ++i) {
            const Reference inside = client->call_synchronously(synchronous[i]);
            const std::uint32_t call = client->note_nested_outcome(synchronous[i].method, inside);
            const std::lock_guard lock(mutex);
            made.emplace_back(i, call);
        }
        if (round >= std::size(sinks)) return;
        const Started one = client->start(asynchronous, sinks[round]);
        const std::lock_guard lock(mutex);
        started.emplace_back(round, one);
    }
};

// What the nested calls should have given: what they give now, if that is the same twice.
void compare(Stage& stage, NestedCalls& calls) {
    std::vector<std::pair<std::size_t, std::uint32_t>> made;
    {
        const std::lock_guard lock(calls.mutex);
        made = calls.made;
    }
    for (std::size_t i = 0; i < calls.synchronous.size(); ++i) {
        const Reference first = stage.client().call_synchronously(calls.synchronous[i]);
        if (first != stage.client().call_synchronously(calls.synchronous[i])) continue;
        for (const auto& [which, call] : made) {
            if (which == i) stage.client().note_expected_outcome(call, first);
        }
    }
}

void calls_back(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const auto calls = std::make_shared<NestedCalls>();
    calls->client = &stage.client();
    for (const Method nested : {Method::kGetObjectAsync, Method::kExecQueryAsync}) {
        const Outcome wanted = richest_outcome(nested);
        if (lacks(vocabulary, nested, wanted).empty()) {
            calls->synchronous.push_back(make_arguments(stage, vocabulary, nested, wanted));
        }
    }
    if (calls->synchronous.empty()) Stage::stop("nothing is known that could be called from inside a callback");
    calls->asynchronous = calls->synchronous.back();
    StagedSink* const others[] = {&stage.make_sink(), &stage.make_sink()};
    for (std::size_t i = 0; i < std::size(others); ++i) calls->sinks[i] = others[i]->get();

    stage::SinkPlan plan;
    plan.answer = [calls](const probe::Callback& callback) -> HRESULT {
        if (callback.is_final || (callback.method == Method::kIndicate && callback.ordinal == 1)) calls->make();
        return WBEM_S_NO_ERROR;
    };
    StagedSink& sink = stage.make_sink(std::move(plan));
    (void)stage.start_or_stop(make_arguments(stage, vocabulary, method, outcome), sink);
    const bool has_ended = stage.await_final(sink);
    {
        const std::lock_guard lock(calls->mutex);
        for (const auto& [which, one] : calls->started) {
            Stage::remember(stage.client(), calls->asynchronous, *others[which], one);
        }
    }
    if (!has_ended) return;
    compare(stage, *calls);
}

}  // namespace

void add_nested_scenarios(std::vector<Scenario>& scenarios) {
    for (const Method method : finite_methods()) {
        scenarios.push_back(make_scenario(
            "sinks", method, "calls-back",
            fmt::format("Calls into the subject from inside the first Indicate and the final status of {}.",
                        trace::name_of(method)),
            richest_outcome(method), calls_back));
    }
}

}  // namespace wbemcheck::scenarios
