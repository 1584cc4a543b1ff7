// A provider of single properties.
#include <array>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "harness/com/watched_bstr.h"
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

// The mappings of one property, as they are lent.
struct Lent {
    explicit Lent(const Property& property)
        : of_class(optional(property.class_context)),
          of_instance(optional(property.instance_context)),
          of_property(optional(property.property_context)) {}

    static com::unique_bstr optional(const std::string& text) {
        return text.empty() ? com::unique_bstr() : com::make_bstr(text);
    }
    void note(Stage& stage, std::uint32_t call) {
        const std::array texts = {Stage::LentText{"strClassMapping", &of_class},
                                  Stage::LentText{"strInstMapping", &of_instance},
                                  Stage::LentText{"strPropMapping", &of_property}};
        stage.note_lent(call, texts);
    }

    com::WatchedBstr of_class;
    com::WatchedBstr of_instance;
    com::WatchedBstr of_property;
};

HRESULT get(Stage& stage, HostedProvider& provider, IWbemPropertyProvider& properties, const Property& property,
            VARIANT* value) {
    Lent lent(property);
    std::uint32_t call = 0;
    const HRESULT result = provider.call(Method::kGetProperty, 0, property.name, [&](std::uint32_t id) {
        call = id;
        return properties.GetProperty(0, nullptr, lent.of_class.get(), lent.of_instance.get(), lent.of_property.get(), value);
    });
    lent.note(stage, call);
    return result;
}

HRESULT put(Stage& stage, HostedProvider& provider, IWbemPropertyProvider& properties, const Property& property,
            const VARIANT* value) {
    Lent lent(property);
    std::uint32_t call = 0;
    const HRESULT result = provider.call(Method::kPutProperty, 0, property.name, [&](std::uint32_t id) {
        call = id;
        return properties.PutProperty(0, nullptr, lent.of_class.get(), lent.of_instance.get(), lent.of_property.get(), value);
    });
    lent.note(stage, call);
    return result;
}

void read(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto properties = properties_of(provider);
    for (const Property& property : things.properties) {
        com::variant value;
        (void)get(stage, provider, *properties, property, value.put());
    }
}

// What was read is written back, so that nothing changes.
void write(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto properties = properties_of(provider);
    for (const Property& property : things.properties) {
        com::variant value;
        if (get(stage, provider, *properties, property, value.put()) != WBEM_S_NO_ERROR) continue;
        (void)put(stage, provider, *properties, property, value.get());
    }
}

void read_unknown(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto properties = properties_of(provider);
    Property unknown = things.properties.front();
    unknown.property_context = "wbemcheck-no-such-property";
    com::variant value;
    (void)get(stage, provider, *properties, unknown, value.put());
    unknown = {};
    (void)get(stage, provider, *properties, unknown, value.put());
}

void read_nowhere(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto properties = properties_of(provider);
    (void)get(stage, provider, *properties, things.properties.front(), nullptr);
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
    add(scenarios, "written", "Writes what it has read back to every property.", write);
    scenarios.back().lacks = [lacks = scenarios.back().lacks](const subject::Vocabulary& vocabulary) {
        const std::string lacking = lacks(vocabulary);
        return !lacking.empty() || vocabulary.provided->may_write
                   ? lacking
                   : std::string("properties are written with writes=yes only: they may be real");
    };
    add(scenarios, "unknown", "Reads a property that is not there, and one without mappings.", read_unknown);
    add(scenarios, "value-null", "Reads a property without a place for its value.", read_nowhere);
}

}  // namespace wbemcheck::scenarios
