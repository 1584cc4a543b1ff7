// Requests that WMI passes on to a provider: with every outcome, with arguments that are missing or wrong, one after the
// other, side by side, and while the provider goes.
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "harness/com/variant.h"
#include "harness/probe/heap_count.h"
#include "scenarios/provider_play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using trace::Interface;
using trace::Method;

constexpr unsigned kFirstRounds = 3;
constexpr unsigned kRepetitions = 10;
constexpr unsigned kThreads = 4;

void complete(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    const CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    stage::SinkPlan plan;
    plan.retains_objects = true;
    (void)serve(stage, hosted.client, arguments, stage.make_sink(std::move(plan)));
}

// Whether the provider serves the request at all: where it does not, wrong arguments say nothing.
void require_served(Stage& stage, const Hosted& hosted, const ProvidedThings& things, Method method) {
    (void)serve(stage, hosted.client, make_request(stage, hosted, things, method, Outcome::kFails), stage.make_sink());
}

void without_sink(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    require_served(stage, hosted, things, method);
    CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    arguments.fault = trace::Fault::kNoSink;
    (void)hosted.client.start(arguments, nullptr);
}

void without_argument(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    require_served(stage, hosted, things, method);
    CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    arguments.expects_failure = false;
    switch (method) {
        case Method::kPutInstanceAsync:
            arguments.object.reset();
            arguments.fault = trace::Fault::kNoObject;
            break;
        case Method::kExecQueryAsync:
            arguments.query.clear();
            arguments.fault = trace::Fault::kNoQuery;
            break;
        default:
            arguments.path.clear();
            arguments.fault = trace::Fault::kNoPath;
            break;
    }
    (void)serve(stage, hosted.client, arguments, stage.make_sink());
}

void without_context(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    arguments.context.reset();
    (void)serve(stage, hosted.client, arguments, stage.make_sink());
}

void with_values_in_context(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    com::variant value = com::make_variant("nobody's");
    if (FAILED(arguments.context->SetValue(OLESTR("__wbemcheck_unknown"), 0, value.get()))) {
        Stage::stop("no value could be put into a context");
    }
    (void)serve(stage, hosted.client, arguments, stage.make_sink());
}

void send_status(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    arguments.flags |= WBEM_FLAG_SEND_STATUS;
    (void)serve(stage, hosted.client, arguments, stage.make_sink());
}

// The first rounds make what is made once and kept; what the others leave behind, every call leaves behind (COM-8).
void repeat(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    std::uint64_t calls = 0;
    const auto play = [&](unsigned rounds) {
        for (unsigned i = 0; i < rounds; ++i) {
            (void)serve(stage, hosted.client, make_request(stage, hosted, things, method, outcome), stage.make_sink());
            ++calls;
            if (method == Method::kPutInstanceAsync) continue;  // what it has put exists from now on
            (void)serve(stage, hosted.client, make_request(stage, hosted, things, method, Outcome::kFails),
                        stage.make_sink());
            ++calls;
        }
    };
    play(kFirstRounds);
    const auto before = probe::live_blocks();
    calls = 0;
    play(kRepetitions);
    const auto after = probe::live_blocks();
    if (before && after) stage.note_memory(after->blocks - before->blocks, calls);
}

void on_several_threads(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    require_served(stage, hosted, things, method);
    struct Request {
        CallArguments arguments;
        StagedSink& sink;
        stage::Started started;
    };
    std::vector<std::unique_ptr<Request>> requests;
    for (unsigned i = 0; i < kThreads; ++i) {
        requests.push_back(std::make_unique<Request>(
            Request{make_request(stage, hosted, things, method, outcome), stage.make_sink(), {}}));
    }
    std::vector<std::unique_ptr<stage::Aside>> threads;
    for (const auto& request : requests) {
        threads.push_back(std::make_unique<stage::Aside>([&request, &stage, &hosted] {
            request->started = stage.start(hosted.client, request->arguments, request->sink);
        }));
    }
    for (const auto& thread : threads) thread->join();
    for (const auto& request : requests) {
        if (request->started.accepted()) (void)stage.await_final(request->sink);
    }
}

// The host lets go of the provider while a request is in progress: one that works on its own threads holds itself.
void release_in_progress(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    const CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding([](const probe::Callback&) { return true; }));
    stage::Started started;
    stage::Aside call([&] { started = stage.start(hosted.client, arguments, sink); });
    const auto patience =
        std::chrono::duration_cast<stage::Clock::duration>(stage::kPatience * stage.budgets().scale);
    if (!call.wait(patience)) {
        sink.open_gate();
        call.join();
        throw stage::FeatureMissing("the provider works on the thread that calls it, so it is not released meanwhile", S_FALSE);
    }
    // The last reference may wait for the request to end.
    stage::Aside release([&] { stage.release_provider(hosted.provider); });
    (void)release.wait(patience);
    sink.open_gate();
    release.join();
    if (started.accepted()) (void)stage.await_final(sink);
}

void identity(Stage& stage, const ProvidedThings& things) {
    const Hosted hosted = host(stage, things);
    {
        probe::InspectedObject object = stage.inspect(Interface::kUnknown, hosted.provider.object());
        object.ask_for_interfaces();
        object.count([&] {
            probe::ObjectAnswer answer;
            HRESULT asked = S_OK;
            answer.digest = hosted.provider.ask<IWbemServices>(Interface::kServices, asked) ? 1 : 0;
            answer.result = asked;
            return answer;
        });
        object.ask_for_interfaces();
    }
    (void)serve(stage, hosted.client,
                make_request(stage, hosted, things, Method::kCreateInstanceEnumAsync, Outcome::kMany), stage.make_sink());
}

void add(std::vector<Scenario>& scenarios, Method method, std::string_view rest, const std::string& what, Outcome outcome,
         void (*play)(Stage&, const ProvidedThings&, Method, Outcome)) {
    scenarios.push_back(
        make_request_scenario(method, rest, fmt::format("Asks the provider for {} {}.", trace::name_of(method), what),
                              outcome, play));
}

}  // namespace

void add_provider_request_scenarios(std::vector<Scenario>& scenarios) {
    for (const Method method : provided_methods()) {
        const Outcome richest = richest_request(method);
        add(scenarios, method, "completes", "and waits for the end", richest, complete);
        add(scenarios, method, "fails", "of what does not exist", Outcome::kFails, complete);
        add(scenarios, method, "sink-null", "without a sink", Outcome::kFails, without_sink);
        if (method != Method::kCreateClassEnumAsync) {
            add(scenarios, method, "argument-null", "without the argument that says of what", Outcome::kFails, without_argument);
        }
        add(scenarios, method, "context-null", "with pCtx NULL", richest, without_context);
        add(scenarios, method, "context-with-values", "with a context that has values for somebody else", richest,
            with_values_in_context);
        add(scenarios, method, "send-status", "with WBEM_FLAG_SEND_STATUS", richest, send_status);
        add(scenarios, method, "repeated", fmt::format("{} times, and as often of what does not exist", kRepetitions), richest,
            repeat);
        if (method != Method::kPutInstanceAsync && method != Method::kDeleteInstanceAsync) {
            add(scenarios, method, "on-several-threads", fmt::format("on {} threads at once", kThreads), richest,
                on_several_threads);
            add(scenarios, method, "released-in-progress", "and lets go of the provider while a callback is held", richest,
                release_in_progress);
        }
    }
    scenarios.push_back(make_provider_scenario("identity", "Looks at the provider as a COM object, and counts its references "
                                                           "on several threads at once.",
                                               true, identity));
}

}  // namespace wbemcheck::scenarios
