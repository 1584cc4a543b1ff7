// Cancels about which the documents are silent: with another pointer, through another services pointer, of a sink that is
// gone, of a method; and the release of the services pointer while a call is pending. What the subject does is recorded.
#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Client;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

constexpr Method kMethod = Method::kExecQueryAsync;

void with_another_pointer(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_pointer_while_held(stage.client(), stage.make_alias(sink), sink);
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
}

void through_another_client(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    (void)stage.client();  // the one that starts the call
    Client& other = stage.connect();
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_pointer_while_held(other, sink.get(), sink);
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, call);
}

void services_released(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    (void)stage.client();  // stays
    Client& other = stage.connect();
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_first_indicate()));
    (void)stage.start_or_stop(other, arguments, sink);
    stage.await_held(sink);
    stage.release_client_while_held(other, sink);
    (void)stage.await_release(sink);
}

// The count of the sink comes to 0 with the service's release, and then the client cancels it all the same.
void sink_gone(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    stage::SinkPlan plan;
    plan.initial_count = 0;
    StagedSink& sink = stage.make_sink(std::move(plan));
    (void)stage.start_or_stop(arguments, sink);
    if (!stage.await_final(sink) || !stage.await_release(sink)) Stage::stop("the sink is not gone");
    (void)stage.cancel(sink);
}

// The out parameters are being held, so the method has begun; its effects come although the call is cancelled.
void method_with_effects(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome) {
    constexpr std::uint32_t kEffects = 3;
    CallArguments subscription;
    subscription.method = Method::kExecNotificationQueryAsync;
    subscription.query = vocabulary.event_query;
    StagedSink& subscriber = stage.make_sink();
    (void)stage.start_or_stop(subscription, subscriber);
    CallArguments arguments;
    arguments.method = method;
    arguments.path = vocabulary.event_trigger_path;
    arguments.method_name = vocabulary.event_trigger_method;
    arguments.object = make_in_parameters(*stage.client().services(), arguments.path, arguments.method_name, kEffects);
    StagedSink& sink = stage.make_sink(stage::holding(stage::at_any_callback()));
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    stage.await_held(sink);
    (void)stage.cancel_while_held(stage.client(), sink);
    (void)subscriber->wait_until(stage.budgets().arrival_deadline(), [](const probe::SinkCounts& counts) {
        return counts.objects >= kEffects || counts.finals_entered != 0;
    });
    stage.note_observation(call, trace::Observation::kMethodEffects,
                           static_cast<std::int64_t>(subscriber->counts().objects));
    (void)stage.cancel(subscriber);
}

// What the ReturnValue of a method says is no result of the call (STA-16).
void with_return_value(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome) {
    CallArguments arguments;
    arguments.method = method;
    arguments.path = vocabulary.method_path;
    arguments.method_name = vocabulary.method_with_return_value;
    arguments.object = make_in_parameters(*stage.client().services(), arguments.path, arguments.method_name, 3);
    com::com_ptr<IWbemClassObject> outputs;
    com::variant value;
    const HRESULT result = stage.client().services()->ExecMethod(
        com::make_bstr(arguments.path).get(), com::make_bstr(arguments.method_name).get(), 0, nullptr,
        arguments.object.get(), outputs.put(), nullptr);
    if (FAILED(result) || !outputs ||
        FAILED(outputs->Get(com::make_bstr("ReturnValue").get(), 0, value.put(), nullptr, nullptr)) ||
        value->vt != VT_I4 || value->lVal == 0) {
        Stage::stop("the synchronous call gave no ReturnValue other than 0");
    }
    StagedSink& sink = stage.make_sink();
    const std::uint32_t call = stage.start_or_stop(arguments, sink);
    if (!stage.await_final(sink)) return;
    measure(stage, vocabulary, arguments, Outcome::kOne, call);
    stage.note_observation(call, trace::Observation::kReturnValue, value->lVal);
}

std::string lacks_effects(const Vocabulary& vocabulary) {
    if (vocabulary.event_query.empty()) return "no notification query is known for this subject";
    return vocabulary.event_trigger_path.empty() ? "no way to raise an event is known for this subject" : "";
}

std::string lacks_return_value(const Vocabulary& vocabulary) {
    return vocabulary.method_with_return_value.empty() ? "no method with a ReturnValue other than 0 is known" : "";
}

}  // namespace

void add_disputed_scenarios(std::vector<Scenario>& scenarios) {
    const auto add = [&](const char* rest, const char* description, auto play) {
        scenarios.push_back(make_scenario("cancel", kMethod, rest, description, Outcome::kMany, play));
    };
    add("other-pointer", "Cancels with another interface pointer of the sink, whose identity is the same.",
        with_another_pointer);
    add("other-services", "Cancels through another services pointer than the one that started the call.",
        through_another_client);
    add("services-released", "Releases the services pointer while its call is pending.", services_released);
    add("sink-gone", "Cancels a sink that is gone: the service's release took its count to 0.", sink_gone);
    Scenario method = make_scenario("cancel", Method::kExecMethodAsync, "effects",
                                    "Cancels a method whose effects can be seen.", Outcome::kOne, method_with_effects);
    method.lacks = lacks_effects;
    method.needs.push_back(Method::kExecNotificationQueryAsync);
    scenarios.push_back(std::move(method));
    Scenario value = make_scenario("status", Method::kExecMethodAsync, "return-value",
                                   "Calls a method whose ReturnValue is not 0: the call has worked all the same.",
                                   Outcome::kOne, with_return_value);
    value.lacks = lacks_return_value;
    scenarios.push_back(std::move(value));
}

}  // namespace wbemcheck::scenarios
