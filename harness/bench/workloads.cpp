#include "harness/bench/workloads.h"

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "harness/bench/measuring_sink.h"
#include "harness/bench/memory_use.h"
#include "harness/bench/namespace_workloads.h"
#include "harness/bench/provider_workloads.h"
#include "harness/bench/workload.h"
#include "harness/com/hresult.h"
#include "reports/benchmark/measurement.h"

namespace wbemcheck::bench {
namespace {

using com::com_ptr;
using com::make_com;
using benchmark::State;

void require_many(const Bench& bench) {
    require(bench.query || bench.class_name,
            bench.provider ? "no class of instances is known" : "no query with many objects is known");
}

void require_room(const Bench& bench, std::size_t operations) {
    require(operations == 1 || !bench.must_be_cancelled, "the service takes one call at a time");
}

void require_waiting(const Bench& bench) {
    require(bench.event_query.get() != nullptr, bench.provider
                                                    ? "a provider has no operation that waits until it is cancelled"
                                                    : "no notification query is known, and only such an operation waits");
}

// Starts what delivers many objects: a query, or of a provider, which WMI asks for no more than that, an enumeration.
void start_many(Bench& bench, IWbemObjectSink* sink) {
    if (bench.class_name) {
        require_accepted(bench.services->CreateInstanceEnumAsync(bench.class_name.get(), 0, bench.context.get(), sink),
                         "CreateInstanceEnumAsync");
    } else {
        require_accepted(bench.services->ExecQueryAsync(bench.language.get(), bench.query.get(), 0, nullptr, sink),
                         "ExecQueryAsync");
    }
}

HRESULT start_get(Bench& bench, IWbemObjectSink* sink) {
    return bench.services->GetObjectAsync(bench.path.get(), 0, bench.context.get(), sink);
}

// The floor: the calls that a delivery must make, and nothing else; without an owner, for the pair of AddRef and Release is
// among what is measured.
void add_floor() {
    add(reports::kFloorName, [](State& state) {
        com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
        IWbemObjectSink* target = sink.get();
        benchmark::DoNotOptimize(target);
        sink->begin();
        constexpr int kCalls = 1000;
        for (auto _ : state) {
            for (int call = 0; call < kCalls; ++call) {
                target->AddRef();
                target->Indicate(1, nullptr);
                target->Release();
            }
        }
        state.SetItemsProcessed(state.iterations() * kCalls);
    })->UseRealTime();
}

// `operations` queries at once, each into a sink of its own, until the last final has come.
// `expected` objects each, where that is known: a real namespace changes under the query.
void deliver(State& state, Bench& bench, std::size_t operations, std::optional<std::size_t> expected) {
    require_many(bench);
    require_room(bench, operations);
    std::vector<com_ptr<MeasuringSink>> sinks;
    for (std::size_t place = 0; place < operations; ++place) sinks.push_back(make_com<MeasuringSink>());
    std::uint64_t all = 0;
    for (auto _ : state) {
        for (const auto& sink : sinks) {
            sink->begin();
            start_many(bench, sink.get());
        }
        for (const auto& sink : sinks) {
            finish(bench, *sink);
            require(expected ? sink->objects() == *expected : sink->objects() != 0,
                    fmt::format("{} objects came instead of {}", sink->objects(), expected ? std::to_string(*expected) : "some"));
            all += sink->objects();
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(all));
}

// What a query of the mock delivers, unless a person has given a query of their own.
std::optional<std::size_t> expected_of(const Workshop& workshop, std::size_t objects) {
    return workshop.address().parameters.contains("query") ? std::nullopt : std::optional(objects);
}

void add_deliveries(const std::shared_ptr<Workshop>& workshop) {
    if (!workshop->can_have(Shape{.objects = 1})) {
        for (const std::size_t operations : {1, 2, 4}) {
            add(fmt::format("deliver/operations:{}", operations),
                [=](State& state) { deliver(state, workshop->get({}), operations, std::nullopt); })
                ->UseRealTime();
        }
        return;
    }
    for (const std::size_t batch : {1, 10, 100, 1000}) {
        for (const std::size_t operations : {1, 2, 4}) {
            add(fmt::format("deliver/batch:{}/operations:{}", batch, operations),
                [=](State& state) {
                    deliver(state, workshop->get({.objects = 10'000, .batch = batch}), operations, expected_of(*workshop, 10'000));
                })
                ->UseRealTime();
        }
    }
}

enum class Moment { kReturn, kFirstObject, kFinal };

void add_latency(const std::shared_ptr<Workshop>& workshop, const char* name, Moment moment) {
    add(name, [=](State& state) {
        Bench& bench = workshop->get({});
        require_many(bench);
        com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
        for (auto _ : state) {
            sink->begin();
            const auto begin = Clock::now();
            start_many(bench, sink.get());
            const auto returned = Clock::now();
            finish(bench, *sink);
            require(sink->objects() != 0, "no object came");
            state.SetIterationTime(seconds_between(begin, moment == Moment::kReturn        ? returned
                                                          : moment == Moment::kFirstObject ? sink->first_object()
                                                                                           : sink->last_final()));
        }
    })->UseManualTime();
}

// Starts an operation that nothing ends but its cancel. The sink is owed no final.
void start_waiting(Bench& bench, MeasuringSink& sink) {
    require_waiting(bench);
    sink.begin(0);
    require_accepted(
        bench.services->ExecNotificationQueryAsync(bench.language.get(), bench.event_query.get(), 0, nullptr, &sink),
        "ExecNotificationQueryAsync");
}

// A cancel of an operation that delivers nothing just then, and that nothing else ends, while `others` wait as well.
void cancel_idle(State& state, Bench& bench, std::size_t others) {
    require_room(bench, others + 1);
    std::vector<com_ptr<MeasuringSink>> waiting;
    for (std::size_t place = 0; place < others; ++place) {
        waiting.push_back(make_com<MeasuringSink>());
        start_waiting(bench, *waiting.back());
    }
    com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
    for (auto _ : state) {
        start_waiting(bench, *sink);
        const auto begin = Clock::now();
        const HRESULT result = bench.services->CancelAsyncCall(sink.get());
        state.SetIterationTime(seconds_between(begin, Clock::now()));
        require_accepted(result, "CancelAsyncCall");
    }
    for (const auto& each : waiting) require_accepted(bench.services->CancelAsyncCall(each.get()), "CancelAsyncCall");
}

void add_idle_cancel(const std::shared_ptr<Workshop>& workshop) {
    add("cancel/idle", [=](State& state) { cancel_idle(state, workshop->get({}), 0); })->UseManualTime();
}

// A cancel while objects come: the answer may also be that the operation has just ended.
void add_busy_cancel(const std::shared_ptr<Workshop>& workshop) {
    const Shape shape = workshop->can_have(Shape{.objects = 1}) ? Shape{.objects = 100'000, .batch = 1} : Shape{};
    add("cancel/delivering", [=](State& state) {
        Bench& bench = workshop->get(shape);
        require_many(bench);
        std::uint64_t met = 0;
        for (auto _ : state) {
            com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
            sink->begin();
            start_many(bench, sink.get());
            require(sink->wait_for_object(), "no object has come within a minute");
            require(sink->objects() != 0, "no object came");
            const auto begin = Clock::now();
            const HRESULT result = bench.services->CancelAsyncCall(sink.get());
            state.SetIterationTime(seconds_between(begin, Clock::now()));
            require(SUCCEEDED(result) || result == WBEM_E_NOT_FOUND,
                    fmt::format("CancelAsyncCall returned {}", com::describe_hresult(result)));
            met += SUCCEEDED(result) ? 1 : 0;
        }
        state.counters["met_delivery"] = benchmark::Counter(static_cast<double>(met), benchmark::Counter::kAvgIterations);
    })->UseManualTime();
}

// Calls that are accepted one after the other, without waiting for what they bring. The finals are waited for outside of the
// time, so that no more than these are ever in flight.
void add_accepted_calls(const std::shared_ptr<Workshop>& workshop) {
    add("calls/accepted", [=](State& state) {
        Bench& bench = workshop->get({});
        require(bench.path.get() != nullptr, "the path of no object is known");
        constexpr std::uint64_t kCalls = 100;
        require_room(bench, kCalls);
        com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
        for (auto _ : state) {
            sink->begin(kCalls);
            const auto begin = Clock::now();
            for (std::uint64_t call = 0; call < kCalls; ++call) require_accepted(start_get(bench, sink.get()), "GetObjectAsync");
            state.SetIterationTime(seconds_between(begin, Clock::now()));
            finish(bench, *sink);
        }
        state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCalls));
    })->UseManualTime();
}

void many_at_once(State& state, Bench& bench, std::size_t operations) {
    require(bench.path.get() != nullptr, "the path of no object is known");
    require_room(bench, operations);
    std::vector<com_ptr<MeasuringSink>> sinks;
    for (std::size_t place = 0; place < operations; ++place) sinks.push_back(make_com<MeasuringSink>());
    for (auto _ : state) {
        for (const auto& sink : sinks) {
            sink->begin();
            require_accepted(start_get(bench, sink.get()), "GetObjectAsync");
        }
        for (const auto& sink : sinks) {
            finish(bench, *sink);
            require(sink->objects() == 1, fmt::format("{} objects came instead of 1", sink->objects()));
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(operations));
}

void add_many_at_once(const std::shared_ptr<Workshop>& workshop, std::size_t operations) {
    add(fmt::format("at-once/operations:{}", operations),
        [=](State& state) { many_at_once(state, workshop->get({}), operations); })
        ->UseRealTime();
}

// What an operation holds while it is in flight: notification queries, for they wait until they are cancelled.
void memory_in_flight(State& state, Bench& bench, std::size_t operations) {
    require_waiting(bench);
    require_room(bench, operations);
    require(resident_bytes() != 0, "the system does not say how much memory a process holds");
    double bytes = 0;
    std::vector<com_ptr<MeasuringSink>> sinks;
    for (auto _ : state) {
        state.PauseTiming();
        sinks.clear();
        for (std::size_t place = 0; place < operations; ++place) sinks.push_back(make_com<MeasuringSink>());
        const std::uint64_t before = resident_bytes();
        state.ResumeTiming();
        for (const auto& sink : sinks) start_waiting(bench, *sink);
        state.PauseTiming();
        const std::uint64_t after = resident_bytes();
        bytes = after > before ? static_cast<double>(after - before) / static_cast<double>(operations) : 0;
        for (const auto& sink : sinks) require_accepted(bench.services->CancelAsyncCall(sink.get()), "CancelAsyncCall");
        state.ResumeTiming();
    }
    state.counters["bytes_per_operation"] = bytes;
}

void add_memory(const std::shared_ptr<Workshop>& workshop, const std::string& name, std::size_t operations) {
    // A new subject for each repetition, and one iteration: memory that was freed before would be taken again unseen.
    add(name, [=](State& state) {
        Workshop fresh(workshop->address());
        Bench& bench = fresh.get({});
        release_spare_memory();
        memory_in_flight(state, bench, operations);
    })
        ->Iterations(1)
        ->UseRealTime();
}

void add_scale(const std::shared_ptr<Workshop>& workshop) {
    for (const std::size_t operations : {10, 100, 10'000}) add_many_at_once(workshop, operations);
    if (workshop->provider() != nullptr) return;
    // Of fewer the pages of the system show too little.
    for (const std::size_t operations : {1'000, 3'000, 10'000, 30'000}) {
        add_memory(workshop, fmt::format("memory/operations:{}", operations), operations);
    }
    for (const std::size_t others : {10, 100, 1'000, 10'000}) {
        add(fmt::format("cancel/pending:{}", others), [=](State& state) { cancel_idle(state, workshop->get({}), others); })
            ->UseManualTime();
    }
    if (!workshop->can_have(Shape{.objects = 1})) return;
    for (const std::size_t objects : {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000}) {
        add(fmt::format("size/objects:{}", objects),
            [=](State& state) {
                deliver(state, workshop->get({.objects = objects, .batch = 100}), 1, expected_of(*workshop, objects));
            })
            ->UseRealTime();
    }
    for (const std::size_t threads : {1, 2}) {
        add(fmt::format("workers/threads:{}", threads),
            [=](State& state) {
                deliver(state, workshop->get({.objects = 10'000, .batch = 100, .threads = threads}), 4,
                        expected_of(*workshop, 10'000));
            })
            ->UseRealTime();
    }
    add_sizes_of_namespaces(workshop);
}

}  // namespace

void register_workloads(const std::shared_ptr<Workshop>& workshop, Extent extent) {
    add_floor();
    if (const ReadyProvider* const provider = workshop->provider(); provider != nullptr) {
        add_provider_workloads(workshop, *provider);
        if (!provider->services) return;
    }
    add_deliveries(workshop);
    add_latency(workshop, "latency/return", Moment::kReturn);
    add_latency(workshop, "latency/first-object", Moment::kFirstObject);
    add_latency(workshop, "latency/final", Moment::kFinal);
    add_idle_cancel(workshop);
    add_busy_cancel(workshop);
    add_references("references/services-pair", [=]() -> IUnknown* { return workshop->get({}).services.get(); });
    add_accepted_calls(workshop);
    add_many_at_once(workshop, 1000);
    if (workshop->provider() != nullptr) {
        add_provider_memory(workshop);
    } else {
        add_memory(workshop, "memory/operations-in-flight", 10'000);
        add_namespace_workloads(workshop);
    }
    if (extent == Extent::kScale) add_scale(workshop);
}

}  // namespace wbemcheck::bench
