// A provider of single properties.
#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "scenarios/provider_play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::FeatureMissing;
using stage::HostedProvider;
using stage::Stage;
using trace::Interface;
using trace::Method;
using Property = ProvidedThings::Property;

com::com_ptr<IWbemPropertyProvider> properties_of(HostedProvider& provider) {
    HRESULT result = S_OK;
    auto found = provider.ask<IWbemPropertyProvider>(Interface::kPropertyProvider, result);
    if (!found) throw FeatureMissing("the provider is no IWbemPropertyProvider", result);
    return found;
}

com::unique_bstr optional(const std::string& text) { return text.empty() ? com::unique_bstr() : com::make_bstr(text); }

HRESULT get(HostedProvider& provider, IWbemPropertyProvider& properties, const Property& property) {
    const com::unique_bstr of_class = optional(property.class_context);
    const com::unique_bstr of_instance = optional(property.instance_context);
    const com::unique_bstr of_property = optional(property.property_context);
    com::variant value;
    return provider.call(Method::kGetProperty, 0, property.name, [&](std::uint32_t) {
        return properties.GetProperty(0, nullptr, of_class.get(), of_instance.get(), of_property.get(), value.put());
    });
}

void read(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto properties = properties_of(provider);
    for (const Property& property : things.properties) (void)get(provider, *properties, property);
}

void read_unknown(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto properties = properties_of(provider);
    Property unknown = things.properties.front();
    unknown.property_context = "wbemcheck-no-such-property";
    (void)get(provider, *properties, unknown);
    unknown.class_context.clear();
    unknown.instance_context.clear();
    unknown.property_context.clear();
    (void)get(provider, *properties, unknown);
}

void read_nowhere(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto properties = properties_of(provider);
    const com::unique_bstr mapping = com::make_bstr(things.properties.front().property_context);
    (void)provider.call(Method::kGetProperty, 0, things.properties.front().name, [&](std::uint32_t) {
        return properties->GetProperty(0, nullptr, nullptr, nullptr, mapping.get(), nullptr);
    });
}

void add(std::vector<Scenario>& scenarios, std::string_view rest, std::string description, PlayProvider play) {
    scenarios.push_back(
        make_provider_scenario(fmt::format("properties/{}", rest), std::move(description), true, std::move(play)));
    scenarios.back().lacks = [](const subject::Vocabulary& vocabulary) {
        return vocabulary.provided->properties.empty()
                   ? fmt::format("no property of {} has a PropertyContext", vocabulary.provided->class_name)
                   : std::string();
    };
}

}  // namespace

void add_provider_property_scenarios(std::vector<Scenario>& scenarios) {
    add(scenarios, "read", "Reads every property that the provider's class maps to it.", read);
    add(scenarios, "unknown", "Reads a property that is not there, and one without mappings.", read_unknown);
    add(scenarios, "value-null", "Reads a property without a place for its value.", read_nowhere);
}

}  // namespace wbemcheck::scenarios
