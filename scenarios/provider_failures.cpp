// What a provider does when WMI refuses: its sink, or one upcall after the other.
#include <fmt/format.h>

#include "scenarios/provider_play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::FeatureMissing;
using stage::Stage;
using stage::StagedSink;
using trace::Method;

// More upcalls than a provider makes for one request until it gives up; a harness must come to an end.
constexpr std::uint64_t kMostUpcalls = 300;

void refuse_objects(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    const CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    stage::SinkPlan plan;
    plan.answer = [](const probe::Callback& callback) -> HRESULT {
        return callback.method == Method::kIndicate ? WBEM_E_CALL_CANCELLED : WBEM_S_NO_ERROR;
    };
    StagedSink& sink = stage.make_sink(std::move(plan));
    (void)serve(stage, hosted.client, arguments, sink);
    if (sink->counts().indicates == 0) {
        throw FeatureMissing("the provider delivers nothing that could be refused", sink->counts().final_result);
    }
}

void refuse_status(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    const CallArguments arguments = make_request(stage, hosted, things, method, outcome);
    stage::SinkPlan plan;
    plan.answer = [](const probe::Callback& callback) -> HRESULT {
        return callback.method == Method::kSetStatus ? WBEM_E_FAILED : WBEM_S_NO_ERROR;
    };
    (void)serve(stage, hosted.client, arguments, stage.make_sink(std::move(plan)));
}

// The n-th upcall of the request fails, for every n. Indicate and SetStatus are upcalls too.
void fail_each_upcall(Stage& stage, const ProvidedThings& things, Method method, Outcome outcome) {
    const Hosted hosted = host(stage, things);
    (void)serve(stage, hosted.client, make_request(stage, hosted, things, method, outcome), stage.make_sink());
    for (std::uint64_t n = 1; n <= kMostUpcalls; ++n) {
        const CallArguments arguments = make_request(stage, hosted, things, method, outcome);
        StagedSink& sink = stage.make_sink();
        stage.ledger().fail_upcall(n, WBEM_E_OUT_OF_MEMORY);
        const stage::Started started = stage.start(hosted.client, arguments, sink);
        const bool has_ended = !started.accepted() || stage.await_final(sink);
        if (started.accepted() && has_ended) (void)stage.await_release(sink);
        const bool has_failed = stage.ledger().has_failed();
        stage.ledger().fail_upcall(0, S_OK);
        if (!has_failed || !has_ended) return;  // what never ends (PRV-9) needs no second look
    }
}

void add(std::vector<Scenario>& scenarios, Method method, std::string_view rest, const std::string& what, Outcome outcome,
         void (*play)(Stage&, const ProvidedThings&, Method, Outcome)) {
    scenarios.push_back(
        make_request_scenario(method, rest, fmt::format("Asks the provider for {}, {}.", trace::name_of(method), what),
                              outcome, play));
}

}  // namespace

void add_provider_failure_scenarios(std::vector<Scenario>& scenarios) {
    for (const Method method : provided_methods()) {
        const Outcome richest = richest_request(method);
        if (richest != Outcome::kNone) {
            add(scenarios, method, "objects-refused", "and the sink answers every Indicate with WBEM_E_CALL_CANCELLED", richest,
                refuse_objects);
        }
        add(scenarios, method, "status-refused", "and the sink answers SetStatus with WBEM_E_FAILED", richest, refuse_status);
        add(scenarios, method, "failing-upcalls", "and lets its first upcall fail, then the second, and so on", richest,
            fail_each_upcall);
    }
}

}  // namespace wbemcheck::scenarios
