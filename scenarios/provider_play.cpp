#include "scenarios/provider_play.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/variant.h"
#include "harness/probe/call_context.h"
#include "harness/probe/host_touch.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::FeatureMissing;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

constexpr std::array kProvided = {
    Method::kGetObjectAsync,          Method::kCreateClassEnumAsync, Method::kPutInstanceAsync, Method::kDeleteInstanceAsync,
    Method::kCreateInstanceEnumAsync, Method::kExecQueryAsync,       Method::kExecMethodAsync,
};

// Of an instance that the provider has enumerated.
std::string first_path(StagedSink& sink) {
    const probe::HarnessTouch touch;
    for (const com::com_ptr<IWbemClassObject>& object : sink->retained_objects()) {
        com::variant path;
        if (SUCCEEDED(object->Get(OLESTR("__RELPATH"), 0, path.put(), nullptr, nullptr)) && path.type() == VT_BSTR) {
            return com::to_utf8(path->bstrVal);
        }
    }
    return {};
}

std::string existing_path(Stage& stage, const Hosted& hosted, const ProvidedThings& things) {
    if (!things.object_path.empty()) return things.object_path;
    stage::SinkPlan plan;
    plan.retains_objects = true;
    StagedSink& sink = stage.make_sink(std::move(plan));
    CallArguments arguments;
    arguments.method = Method::kCreateInstanceEnumAsync;
    arguments.path = things.class_name;
    arguments.context = make_context();
    (void)serve(stage, hosted.client, arguments, sink);
    std::string path = first_path(sink);
    if (path.empty()) {
        throw FeatureMissing(fmt::format("the provider enumerates no instance of {}; name one with object=PATH",
                                         things.class_name),
                             sink->counts().final_result);
    }
    return path;
}

void put_instance(Stage& stage, const Hosted& hosted, const ProvidedThings& things) {
    CallArguments arguments;
    arguments.method = Method::kPutInstanceAsync;
    arguments.object = make_instance_of_nobody(stage, things);
    arguments.context = make_context();
    StagedSink& sink = stage.make_sink();
    (void)serve(stage, hosted.client, arguments, sink);
    if (FAILED(sink->counts().final_result)) {
        Stage::stop("the provider did not put an instance: " + com::describe_hresult(sink->counts().final_result));
    }
}

void delete_at_end(Stage& stage, const Hosted& hosted, const ProvidedThings& things) {
    stage.at_end([&stage, &client = hosted.client, path = things.missing_object_path] {
        if (client.services() == nullptr) return;
        CallArguments arguments;
        arguments.method = Method::kDeleteInstanceAsync;
        arguments.path = path;
        StagedSink& sink = stage.make_sink();
        if (stage.start(client, arguments, sink).accepted()) (void)stage.await_final(sink);
    });
}

CallArguments method_request(Stage& stage, const Hosted& hosted, const ProvidedThings& things, bool fails) {
    CallArguments arguments;
    arguments.method_name = things.method;
    if (fails) {
        arguments.method_name = "WbemcheckNoSuchMethod";
        arguments.path = things.missing_object_path.empty() ? things.missing_class : things.missing_object_path;
        return arguments;
    }
    arguments.path = things.is_static_method ? things.class_name : existing_path(stage, hosted, things);
    const auto services = stage.access().host.open_namespace(things.namespace_path);
    arguments.object = make_in_parameters(*services, things.class_name, things.method, 3);
    return arguments;
}

std::string no_key(const ProvidedThings& things) {
    return fmt::format("{} has no key, or one whose values may all be in use", things.class_name);
}

void require_capable(Method method, HRESULT result) {
    if (!stage::says_not_capable(result)) return;
    throw FeatureMissing(fmt::format("the provider does not serve {}: {}", trace::name_of(method),
                                     com::describe_hresult(result)),
                         result);
}

}  // namespace

com::com_ptr<IWbemClassObject> make_instance_of_nobody(Stage& stage, const ProvidedThings& things) {
    const auto services = stage.access().host.open_namespace(things.namespace_path);
    com::com_ptr<IWbemClassObject> instance;
    const HRESULT made = read_object(*services, things.class_name)->SpawnInstance(0, instance.put());
    if (FAILED(made) || !instance) Stage::stop("an instance could not be made: " + com::describe_hresult(made));
    if (things.missing_object_path.empty()) return instance;  // the class has no key
    // The keys of the path of nobody: "Class.Key=value,Key=value".
    std::string_view rest = std::string_view(things.missing_object_path).substr(things.class_name.size() + 1);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        const std::string_view pair = rest.substr(0, end);
        const std::size_t equals = pair.find('=');
        std::string_view value = pair.substr(equals + 1);
        if (value.starts_with('"')) value = value.substr(1, value.size() - 2);
        com::variant text = com::make_variant(value);
        const HRESULT put = instance->Put(com::make_bstr(pair.substr(0, equals)).get(), 0, text.get(), 0);
        if (FAILED(put)) Stage::stop(fmt::format("the key {} could not be set: {}", pair, com::describe_hresult(put)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return instance;
}

com::com_ptr<IWbemContext> make_context() { return probe::make_call_context(); }

stage::Initialization ordinary_start(const ProvidedThings& things) {
    stage::Initialization how;
    how.namespace_path = things.namespace_path;
    return how;
}

Hosted host(Stage& stage, const ProvidedThings& things) {
    stage::HostedProvider& provider = stage.start_provider(ordinary_start(things));
    return {provider, stage.services_of(provider)};
}

std::span<const Method> provided_methods() noexcept { return kProvided; }

Outcome richest_request(Method method) noexcept {
    switch (method) {
        case Method::kGetObjectAsync:
        case Method::kExecMethodAsync: return Outcome::kOne;
        case Method::kPutInstanceAsync:
        case Method::kDeleteInstanceAsync: return Outcome::kNone;
        default: return Outcome::kMany;
    }
}

std::string lacks_request(const ProvidedThings& things, Method method, Outcome outcome) {
    const bool is_write = method == Method::kPutInstanceAsync || method == Method::kDeleteInstanceAsync;
    if (things.is_event_class && method != Method::kCreateClassEnumAsync) {
        return fmt::format("{} is a class of events, which have no instances", things.class_name);
    }
    if (outcome == Outcome::kFails) {
        const bool needs_key = is_write || method == Method::kGetObjectAsync;
        return needs_key && things.missing_object_path.empty() ? no_key(things) : std::string();
    }
    if (is_write && !things.may_write) return "instances are put and deleted with writes=yes only: they may be real";
    if (is_write && things.missing_object_path.empty()) return no_key(things);
    if (method == Method::kExecMethodAsync && things.method.empty()) {
        return "no method is called unless method=NAME says which: it may have effects";
    }
    return {};
}

CallArguments make_request(Stage& stage, const Hosted& hosted, const ProvidedThings& things, Method method,
                           Outcome outcome) {
    const bool fails = outcome == Outcome::kFails;
    CallArguments arguments;
    switch (method) {
        case Method::kGetObjectAsync:
            arguments.path = fails ? things.missing_object_path : existing_path(stage, hosted, things);
            break;
        case Method::kCreateInstanceEnumAsync: arguments.path = fails ? things.missing_class : things.class_name; break;
        case Method::kCreateClassEnumAsync: arguments.path = fails ? things.missing_class : std::string(); break;
        case Method::kExecQueryAsync:
            arguments.query = "SELECT * FROM " + (fails ? things.missing_class : things.class_name);
            break;
        case Method::kPutInstanceAsync:
            arguments.object = make_instance_of_nobody(stage, things);
            if (fails) arguments.flags = WBEM_FLAG_UPDATE_ONLY;
            if (!fails) delete_at_end(stage, hosted, things);
            break;
        case Method::kDeleteInstanceAsync:
            arguments.path = things.missing_object_path;
            if (!fails) put_instance(stage, hosted, things);
            break;
        case Method::kExecMethodAsync: arguments = method_request(stage, hosted, things, fails); break;
        default: break;
    }
    arguments.method = method;
    arguments.context = make_context();
    arguments.expects_failure = fails;
    return arguments;
}

stage::Started serve(Stage& stage, stage::Client& client, const CallArguments& arguments, StagedSink& sink) {
    const stage::Started started = stage.start(client, arguments, sink);
    if (!started.accepted()) {
        require_capable(arguments.method, started.result);
        return started;
    }
    if (!stage.await_final(sink)) return started;
    (void)stage.await_release(sink);
    require_capable(arguments.method, sink->counts().final_result);
    return started;
}

Scenario make_provider_scenario(std::string_view rest, std::string description, bool needs_initialised,
                                PlayProvider play) {
    Scenario scenario;
    scenario.id = fmt::format("provider/{}", rest);
    scenario.description = std::move(description);
    scenario.role = Role::kProvider;
    scenario.needs_initialised = needs_initialised;
    scenario.lacks = [](const Vocabulary&) { return std::string(); };
    scenario.play = [body = std::move(play)](Stage& stage, const Vocabulary& vocabulary) {
        body(stage, *vocabulary.provided);
    };
    return scenario;
}

Scenario make_request_scenario(Method method, std::string_view rest, std::string description, Outcome outcome,
                               std::function<void(Stage&, const ProvidedThings&, Method, Outcome)> play) {
    Scenario scenario = make_provider_scenario(
        fmt::format("{}/{}", trace::name_of(method), rest), std::move(description), true,
        [method, outcome, body = std::move(play)](Stage& stage, const ProvidedThings& things) {
            body(stage, things, method, outcome);
        });
    scenario.lacks = [method, outcome](const Vocabulary& vocabulary) {
        return lacks_request(*vocabulary.provided, method, outcome);
    };
    return scenario;
}

}  // namespace wbemcheck::scenarios
