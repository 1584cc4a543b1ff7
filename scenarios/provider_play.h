// Steps that the families about providers have in common: the harness plays WMI.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "scenarios/material.h"
#include "scenarios/scenario.h"

namespace wbemcheck::scenarios {

using subject::ProvidedThings;

// As WMI initialises a provider that is not registered for anything special.
[[nodiscard]] stage::Initialization ordinary_start(const ProvidedThings& things);

// An initialised provider and the client of its IWbemServices.
struct Hosted {
    stage::HostedProvider& provider;
    stage::Client& client;
};
// Throws FeatureMissing for a provider without IWbemServices, SituationMissing for one that does not initialise.
[[nodiscard]] Hosted host(stage::Stage& stage, const ProvidedThings& things);

// The requests that a provider may serve, in slot order, and the richest outcome that each of them can have.
[[nodiscard]] std::span<const trace::Method> provided_methods() noexcept;
[[nodiscard]] Outcome richest_request(trace::Method method) noexcept;
// Why there is no such request to this provider, or an empty text. kFails names what does not exist.
[[nodiscard]] std::string lacks_request(const ProvidedThings& things, trace::Method method, Outcome outcome);

// The arguments of a request, with a context of its own, as WMI passes them on. Asks the provider for an existing instance
// where the request needs one and none is named: throws FeatureMissing when it gives none.
[[nodiscard]] stage::CallArguments make_request(stage::Stage& stage, const Hosted& hosted, const ProvidedThings& things,
                                                trace::Method method, Outcome outcome);

// Starts the request and waits for its end. Throws FeatureMissing when the provider says that it does not serve it.
stage::Started serve(stage::Stage& stage, stage::Client& client, const stage::CallArguments& arguments,
                     stage::StagedSink& sink);

// An instance whose key nobody uses, made from the class in the namespace.
[[nodiscard]] com::com_ptr<IWbemClassObject> make_instance_of_nobody(stage::Stage& stage, const ProvidedThings& things);

// A context as clients make it.
[[nodiscard]] com::com_ptr<IWbemContext> make_context();

using PlayProvider = std::function<void(stage::Stage&, const ProvidedThings&)>;

// "provider/<rest>", for an initialised provider or for one in any state.
[[nodiscard]] Scenario make_provider_scenario(std::string_view rest, std::string description, bool needs_initialised,
                                              PlayProvider play);

// "provider/<method>/<rest>": one request with one outcome.
[[nodiscard]] Scenario make_request_scenario(
    trace::Method method, std::string_view rest, std::string description, Outcome outcome,
    std::function<void(stage::Stage&, const ProvidedThings&, trace::Method, Outcome)> play);

}  // namespace wbemcheck::scenarios
