// Clients that WMI cannot call back, and clients behind the unsecured apartment (SEC).
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

// Accepted calls on a sink that nobody can call: it is released, and that is all (SEC-1).
void unsecured_client(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    (void)stage.client();
    stage::Client& client = stage.connect_unsecured();
    StagedSink& sink = stage.make_sink();
    if (!client.start(arguments, sink.get()).accepted()) Stage::stop("the call was refused");
    (void)stage.await_release(sink);
}

template <stage::Stub (Stage::*MakeStub)(StagedSink& sink)>
void completes(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink();
    stage::Stub stub = (stage.*MakeStub)(sink);
    const std::uint32_t call = stage.start_with_stub(arguments, sink, stub);
    const bool has_ended = stage.await_final(sink);
    stub.release();
    if (has_ended) measure(stage, vocabulary, arguments, outcome, call);
}

void cancelled(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    stage::Stub stub = stage.make_stub(sink);
    (void)stage.start_with_stub(arguments, sink, stub);
    stage.await_held(sink);
    (void)stage.cancel_pointer_while_held(stage.client(), stub.get(), sink);
    (void)stage.await_final(sink);
    stub.release();
}

// The usual mistake: the service knows the stub alone (CAN-9).
void cancelled_by_its_sink(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    stage::Stub stub = stage.make_stub(sink);
    const std::uint32_t call = stage.start_with_stub(arguments, sink, stub);
    stage.await_held(sink);
    (void)stage.cancel_pointer_while_held(stage.client(), sink.get(), sink);
    const bool has_ended = stage.await_final(sink);
    stub.release();
    if (has_ended) measure(stage, vocabulary, arguments, outcome, call);
}

// The client's own reference goes as soon as the stub is made (SEC-5), long before the cancel (REF-11).
void client_released_first(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    stage::SinkPlan plan = stage::holding(stage::at_first_indicate());
    plan.initial_count = 0;
    StagedSink& sink = stage.make_sink(std::move(plan));
    sink->client_add_ref();
    stage::Stub stub = stage.make_stub(sink);
    sink->client_release();
    (void)stage.start_with_stub(arguments, sink, stub);
    stage.await_held(sink);
    (void)stage.cancel_pointer_while_held(stage.client(), stub.get(), sink);
    (void)stage.await_final(sink);
    stub.release();
}

void released_in_final(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    auto stub = std::make_shared<std::optional<stage::Stub>>();
    stage::SinkPlan plan = stage::holding(stage::at_first_indicate());
    plan.answer = [stub](const probe::Callback& callback) -> HRESULT {
        if (callback.is_final && stub->has_value()) (*stub)->release();
        return WBEM_S_NO_ERROR;
    };
    StagedSink& sink = stage.make_sink(std::move(plan));
    stub->emplace(stage.make_stub(sink));
    const std::uint32_t call = stage.start_with_stub(arguments, sink, **stub);
    stage.await_held(sink);  // so that the call has returned before the final status comes
    sink.open_gate();
    const bool has_ended = stage.await_final(sink);
    (*stub)->release();
    if (has_ended) measure(stage, vocabulary, arguments, outcome, call);
}

// The service alone keeps the stub, and the stub the sink.
void released_while_pending(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    stage::Stub stub = stage.make_stub(sink);
    const std::uint32_t call = stage.start_with_stub(arguments, sink, stub);
    stage.await_held(sink);
    stub.release();
    sink.open_gate();
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
}

void made_of_no_sink(Stage& stage, const Vocabulary&, Method, Outcome) {
    StagedSink& sink = stage.make_sink();
    stage.make_stub(sink).release();
    stage.make_stub_of_no_sink();
}

struct Situation {
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&, Method, Outcome);
};

constexpr Situation kWithStub[] = {
    {"stub-completes", "Runs {} to its end on a stub of the sink.", completes<&Stage::make_stub>},
    {"stub-cancelled", "Cancels {} with the stub that it was given.", cancelled},
    {"stub-cancelled-by-sink", "Cancels {} with the sink, though it was given a stub.", cancelled_by_its_sink},
    {"stub-client-released-first", "Releases the client's own reference on the sink as soon as the stub is made.",
     client_released_first},
    {"stub-released-in-final", "Releases the stub inside the final status of {}.", released_in_final},
    {"stub-released-while-pending", "Releases the stub while {} is pending.", released_while_pending},
    {"sink-stub-completes", "Runs {} to its end on a stub that CreateSinkStub has made.", completes<&Stage::make_sink_stub>},
    {"stub-of-no-sink", "Asks for stubs of a sink and of an object that is none.", made_of_no_sink},
};

}  // namespace

void add_security_scenarios(std::vector<Scenario>& scenarios) {
    const auto add = [&](const Situation& situation, Method method, bool Vocabulary::*has, const char* missing) {
        Scenario scenario = make_scenario("security", method, situation.rest,
                                          fmt::format(fmt::runtime(situation.description), trace::name_of(method)),
                                          richest_outcome(method), situation.play);
        scenario.lacks = [has, missing, lacks = std::move(scenario.lacks)](const Vocabulary& vocabulary) {
            return vocabulary.*has ? lacks(vocabulary) : std::string(missing);
        };
        scenarios.push_back(std::move(scenario));
    };
    for (const Method method : {Method::kGetObjectAsync, Method::kCreateClassEnumAsync, Method::kExecQueryAsync}) {
        add({"unsecured-client", "Calls {} as a client that has not set up its security.", unsecured_client}, method,
            &Vocabulary::has_unsecured_clients, "this subject has no clients without security settings");
    }
    for (const Situation& situation : kWithStub) {
        add(situation, Method::kExecQueryAsync, &Vocabulary::has_apartment, "this subject has no unsecured apartment");
    }
}

}  // namespace wbemcheck::scenarios
