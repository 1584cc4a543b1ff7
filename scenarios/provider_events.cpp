// A provider of events: asked for them once, told of queries, refused, and let go of.
#include <fmt/format.h>

#include "harness/com/text.h"
#include "scenarios/provider_play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::FeatureMissing;
using stage::HostedProvider;
using stage::Stage;
using stage::StagedSink;
using trace::Interface;
using trace::Method;

constexpr ULONG kQuery = 1;
constexpr std::uint64_t kEvents = 3;  // enough to see that they go on

template <class T>
com::com_ptr<T> interface_of(HostedProvider& provider, Interface kind) {
    HRESULT result = S_OK;
    com::com_ptr<T> found = provider.ask<T>(kind, result);
    if (!found) throw FeatureMissing(fmt::format("the provider is no {}", trace::name_of(kind)), result);
    return found;
}

std::string query_of(const ProvidedThings& things) { return "SELECT * FROM " + things.class_name; }

// IWbemEventProviderQuerySink is for those who want to know: most do not have it.
HRESULT tell_of_query(HostedProvider& provider, const std::string& text) {
    HRESULT result = S_OK;
    const auto queries = provider.ask<IWbemEventProviderQuerySink>(Interface::kEventProviderQuerySink, result);
    if (!queries) return result;
    com::OleString language = com::to_utf16("WQL");
    com::OleString query = com::to_utf16(text);
    return provider.call(Method::kNewQuery, kQuery, text,
                         [&](std::uint32_t) { return queries->NewQuery(kQuery, language.data(), query.data()); });
}

HRESULT cancel_query(HostedProvider& provider) {
    HRESULT result = S_OK;
    const auto queries = provider.ask<IWbemEventProviderQuerySink>(Interface::kEventProviderQuerySink, result);
    if (!queries) return result;
    return provider.call(Method::kCancelQuery, kQuery, {}, [&](std::uint32_t) { return queries->CancelQuery(kQuery); });
}

// Asks for events as WMI does: the queries first, then the sink.
void ask_for_events(Stage& stage, const ProvidedThings& things, HostedProvider& provider, StagedSink& sink) {
    const auto events = interface_of<IWbemEventProvider>(provider, Interface::kEventProvider);
    (void)tell_of_query(provider, query_of(things));
    const HRESULT result = stage.provide_events(provider, *events, sink);
    if (FAILED(result)) Stage::stop_without("the provider provides no events", result);
}

void await_events(Stage& stage, StagedSink& sink, std::uint64_t events) {
    if (!stage.await_objects(sink, events)) {
        throw FeatureMissing("the provider raised no events while it was listened to", S_FALSE);
    }
}

void deliver(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    StagedSink& sink = stage.make_sink();  // keeps none: an event object may be used again (IND-8)
    ask_for_events(stage, things, provider, sink);
    await_events(stage, sink, kEvents);
    (void)cancel_query(provider);
    stage.release_provider(provider);
}

void release_while_held(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    auto events = interface_of<IWbemEventProvider>(provider, Interface::kEventProvider);
    (void)tell_of_query(provider, query_of(things));
    StagedSink& sink = stage.make_sink(stage::holding([](const probe::Callback& callback) {
        return callback.method == Method::kIndicate && callback.ordinal == 1;
    }));
    // Short whatever the scale: a ProvideEvents that is held here must not look like one that blocks (IMM-6).
    const auto patience = std::chrono::duration_cast<stage::Clock::duration>(stage::kPatience);
    // A provider may raise its first event before it returns.
    HRESULT result = S_OK;
    stage::Aside call([&] { result = stage.provide_events(provider, *events, sink); });
    if (!call.wait(patience)) {
        sink.open_gate();
        call.join();
        throw FeatureMissing("the provider delivers on the thread that asks it, so it is not released meanwhile", S_FALSE);
    }
    if (FAILED(result)) Stage::stop_without("the provider provides no events", result);
    try {
        stage.await_held(sink);
    } catch (const stage::SituationMissing&) {
        throw FeatureMissing("the provider raised no events while it was listened to", S_FALSE);
    }
    events.reset();
    // The last reference may wait for the callback to return.
    stage::Aside release([&] { stage.release_provider(provider); });
    (void)release.wait(patience);
    sink.open_gate();
    release.join();
}

void refuse(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    stage::SinkPlan plan;
    plan.answer = [](const probe::Callback& callback) -> HRESULT {
        return callback.ordinal % 2 == 1 ? WBEM_E_SERVER_TOO_BUSY : WBEM_S_NO_ERROR;
    };
    StagedSink& sink = stage.make_sink(std::move(plan));
    ask_for_events(stage, things, provider, sink);
    await_events(stage, sink, kEvents);
    stage.release_provider(provider);
}

void ask_twice(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    StagedSink& sink = stage.make_sink();
    ask_for_events(stage, things, provider, sink);
    StagedSink& second = stage.make_sink();
    (void)stage.provide_events(provider, *interface_of<IWbemEventProvider>(provider, Interface::kEventProvider), second);
    stage.release_provider(provider);
}

void without_sink(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    const auto events = interface_of<IWbemEventProvider>(provider, Interface::kEventProvider);
    (void)provider.call(Method::kProvideEvents, 0, {}, [&](std::uint32_t) { return events->ProvideEvents(nullptr, 0); });
}

void wrong_queries(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.start_provider(ordinary_start(things));
    (void)interface_of<IWbemEventProviderQuerySink>(provider, Interface::kEventProviderQuerySink);
    (void)tell_of_query(provider, "SELECT FROM");
    (void)tell_of_query(provider, "SELECT * FROM " + things.missing_class);
    (void)cancel_query(provider);
    (void)cancel_query(provider);  // of nothing any more
}

void add(std::vector<Scenario>& scenarios, std::string_view rest, std::string description, PlayProvider play) {
    scenarios.push_back(make_provider_scenario(fmt::format("events/{}", rest), std::move(description), true, std::move(play)));
    scenarios.back().lacks = [](const subject::Vocabulary& vocabulary) {
        return vocabulary.provided->is_event_class
                   ? std::string()
                   : fmt::format("{} is no class of events", vocabulary.provided->class_name);
    };
}

}  // namespace

void add_provider_event_scenarios(std::vector<Scenario>& scenarios) {
    add(scenarios, "delivered", "Asks the provider for events, waits for some, cancels the query and lets go of it.", deliver);
    add(scenarios, "released-in-progress", "Lets go of the provider while it delivers an event.", release_while_held);
    add(scenarios, "refused", "Answers every other event with WBEM_E_SERVER_TOO_BUSY.", refuse);
    add(scenarios, "asked-twice", "Asks the provider for events twice, with two sinks.", ask_twice);
    add(scenarios, "sink-null", "Asks the provider for events without a sink.", without_sink);
    add(scenarios, "wrong-queries", "Tells the provider of queries that are none, and cancels what is not there.", wrong_queries);
}

}  // namespace wbemcheck::scenarios
