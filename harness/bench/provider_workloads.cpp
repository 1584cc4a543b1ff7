#include "harness/bench/provider_workloads.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/bench/holding_sink.h"
#include "harness/bench/memory_use.h"
#include "harness/bench/workload.h"
#include "harness/com/bstr.h"
#include "harness/com/in_parameters.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"

namespace wbemcheck::bench {
namespace {

using benchmark::State;
using com::com_ptr;
using com::make_com;

ReadyProvider start_one(Bench& bench) {
    return make_ready(*bench.subject->provider(), bench.subject->vocabulary().provided.value().namespace_path,
                      bench.context.get());
}

// From the creation to the report of the init sink, and the last reference.
void add_start(const std::shared_ptr<Workshop>& workshop) {
    add("provider/start-and-release", [=](State& state) {
        Bench& bench = workshop->get({});
        for (auto _ : state) benchmark::DoNotOptimize(start_one(bench));
    })->UseRealTime();
}

// As WMI does before it asks for events: most providers have no use for it, others raise nothing without a query.
class ToldOfQuery {
public:
    ToldOfQuery(const ReadyProvider& provider, const std::string& class_name) : queries_(provider.queries) {
        if (!queries_) return;
        com::OleString language = com::to_utf16("WQL");
        com::OleString query = com::to_utf16("SELECT * FROM " + class_name);
        require_accepted(queries_->NewQuery(kQuery, language.data(), query.data()), "NewQuery");
    }
    ToldOfQuery(const ToldOfQuery&) = delete;
    ToldOfQuery& operator=(const ToldOfQuery&) = delete;
    ~ToldOfQuery() {
        if (queries_) (void)queries_->CancelQuery(kQuery);
    }

private:
    static constexpr ULONG kQuery = 1;
    const com_ptr<IWbemEventProviderQuerySink> queries_;
};

// A new provider each time: ProvideEvents is called once, and it goes on until the provider is released.
void measure_events(State& state, Bench& bench, std::uint64_t events) {
    for (auto _ : state) {
        com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
        sink->begin(1, events);  // the final is one that never comes
        const ReadyProvider provider = start_one(bench);
        require(static_cast<bool>(provider.events), "a second provider of the class is no IWbemEventProvider");
        const ToldOfQuery told(provider, bench.subject->vocabulary().provided.value().class_name);
        const auto begin = Clock::now();
        require_accepted(provider.events->ProvideEvents(sink.get(), 0), "ProvideEvents");
        require(sink->wait_for_last_object(), "no events have come within a minute");
        state.SetIterationTime(events == 1 ? seconds_between(begin, sink->first_object())
                                           : seconds_between(sink->first_object(), sink->last_object()));
    }
    if (events > 1) state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events - 1));
}

void add_events(const std::shared_ptr<Workshop>& workshop) {
    add("events/first", [=](State& state) { measure_events(state, workshop->get({}), 1); })->UseManualTime();
    // From the first to the last of them: what the provider waits for before, is not its rate.
    add("events/rate", [=](State& state) { measure_events(state, workshop->get({}), 11); })->UseManualTime();
}

void add_properties(const std::shared_ptr<Workshop>& workshop) {
    add("property/get", [=](State& state) {
        Bench& bench = workshop->get({});
        const auto& properties = bench.subject->vocabulary().provided->properties;
        require(!properties.empty(), "no property of the class is provided");
        const auto text = [](const std::string& words) { return words.empty() ? com::unique_bstr() : com::make_bstr(words); };
        const com::unique_bstr of_class = text(properties.front().class_context);
        const com::unique_bstr of_instance = text(properties.front().instance_context);
        const com::unique_bstr of_property = text(properties.front().property_context);
        IWbemPropertyProvider& provider = *bench.provider->properties.get();
        for (auto _ : state) {
            com::variant value;
            require_accepted(provider.GetProperty(0, nullptr, of_class.get(), of_instance.get(), of_property.get(), value.put()),
                             "GetProperty");
        }
        state.SetItemsProcessed(state.iterations());
    })->UseRealTime();
}

// The method that the address names: calling any other could do harm.
void call_method(State& state, Bench& bench) {
    const subject::ProvidedThings& things = bench.subject->vocabulary().provided.value();
    const auto name_space = bench.subject->provider()->open_namespace(things.namespace_path);
    com_ptr<IWbemClassObject> definition;
    require_accepted(name_space->GetObject(com::make_bstr(things.class_name).get(), 0, nullptr, definition.put(), nullptr),
                     "GetObject of the namespace");
    const com_ptr<IWbemClassObject> parameters = com::make_in_parameters(*definition, things.method, 3);
    const com::unique_bstr path = com::make_bstr(things.is_static_method ? things.class_name : things.object_path);
    const com::unique_bstr method = com::make_bstr(things.method);
    com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
    for (auto _ : state) {
        sink->begin();
        require_accepted(bench.services->ExecMethodAsync(path.get(), method.get(), 0, bench.context.get(), parameters.get(),
                                                         sink.get()),
                         "ExecMethodAsync");
        finish(bench, *sink);
    }
    state.SetItemsProcessed(state.iterations());
}

void add_method(const std::shared_ptr<Workshop>& workshop) {
    add("calls/method", [=](State& state) { call_method(state, workshop->get({})); })->UseRealTime();
}

// What operations hold that were accepted and have not come to their end, because the sinks keep who delivers to them.
void hold_in_flight(State& state, Bench& bench, std::size_t operations) {
    require(bench.path.get() != nullptr, "the path of no object is known");
    require(resident_bytes() != 0, "the system does not say how much memory a process holds");
    double bytes = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto gate = std::make_shared<Gate>();
        std::vector<com_ptr<HoldingSink>> sinks;
        for (std::size_t place = 0; place < operations; ++place) sinks.push_back(make_com<HoldingSink>(gate));
        release_spare_memory();
        const std::uint64_t before = resident_bytes();
        state.ResumeTiming();
        HRESULT result = S_OK;
        std::uint64_t accepted = 0;
        for (const auto& sink : sinks) {
            result = bench.services->GetObjectAsync(bench.path.get(), 0, bench.context.get(), sink.get());
            if (FAILED(result) || gate->was_met_by_maker()) break;
            ++accepted;
        }
        state.PauseTiming();
        const std::uint64_t after = resident_bytes();
        gate->open();  // whatever there is to complain about, nobody is left waiting
        require(!gate->was_met_by_maker(),
                "the provider answers on the thread that asks: no operation is in flight after its call");
        require_accepted(result, "GetObjectAsync");
        require(!gate->gave_up(), "the provider takes no more calls while its deliveries wait");
        require(gate->wait_for_finals(accepted), "a final status has not come within a minute");
        require_accepted(gate->failure(), "an operation");
        require(after > before, "the operations took no memory that the system shows");
        bytes = static_cast<double>(after - before) / static_cast<double>(operations);
        state.ResumeTiming();
    }
    state.counters["bytes_per_operation"] = bytes;
}

}  // namespace

void add_provider_memory(const std::shared_ptr<Workshop>& workshop) {
    // So many that what the process had kept of memory that was freed before is a small part of it; not more, because a provider
    // may have a thread for each.
    add("memory/operations-in-flight", [=](State& state) { hold_in_flight(state, workshop->get({}), 5'000); })
        ->Iterations(1)
        ->UseRealTime();
}

void add_provider_workloads(const std::shared_ptr<Workshop>& workshop, const ReadyProvider& provider) {
    add_start(workshop);
    if (!provider.services) {
        add_references("references/provider-pair", [=]() -> IUnknown* { return workshop->get({}).provider->object.get(); });
    }
    const subject::ProvidedThings& things = workshop->get({}).subject->vocabulary().provided.value();
    if (provider.services && !things.method.empty()) add_method(workshop);
    if (provider.events) add_events(workshop);
    if (provider.properties) add_properties(workshop);
}

}  // namespace wbemcheck::bench
