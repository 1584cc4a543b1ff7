// A provider from its creation to its last reference, without a request: initialised as WMI does it and in every other way
// that the documents allow, or not at all.
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include <fmt/format.h>

#include "harness/com/hresult.h"
#include "harness/com/single_threaded_apartment.h"
#include "scenarios/provider_play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::FeatureMissing;
using stage::HostedProvider;
using stage::Initialization;
using stage::Stage;
using trace::Method;

constexpr unsigned kThreads = 4;
// More upcalls than a provider makes until it gives up; a harness must come to an end.
constexpr std::uint64_t kMostUpcalls = 200;

void add(std::vector<Scenario>& scenarios, std::string_view rest, std::string description, PlayProvider play) {
    scenarios.push_back(make_provider_scenario(fmt::format("start/{}", rest), std::move(description), false, std::move(play)));
}

// Initialises the provider so, and lets it go.
void start(Stage& stage, const Initialization& how) {
    HostedProvider& provider = stage.create_provider();
    const HRESULT result = provider.initialize(how);
    if (!provider.is_ready() && FAILED(result)) {
        Stage::stop("the provider reports that it cannot be initialised: " + com::describe_hresult(result));
    }
    stage.release_provider(provider);
}

void start_twice(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.create_provider();
    (void)provider.initialize(ordinary_start(things));
    (void)provider.initialize(ordinary_start(things));
    stage.release_provider(provider);
}

void start_side_by_side(Stage& stage, const ProvidedThings& things) {
    HostedProvider& first = stage.start_provider(ordinary_start(things));
    HostedProvider& second = stage.start_provider(ordinary_start(things));
    stage.release_provider(first);
    stage.release_provider(second);
}

void start_in_two_namespaces(Stage& stage, const ProvidedThings& things) {
    Initialization other = ordinary_start(things);
    other.namespace_path = things.second_namespace_path;
    HostedProvider& first = stage.start_provider(ordinary_start(things));
    HostedProvider& second = stage.start_provider(other);
    stage.release_provider(second);
    stage.release_provider(first);
}

void start_on_several_threads(Stage& stage, const ProvidedThings& things) {
    std::vector<HostedProvider*> providers;
    for (unsigned i = 0; i < kThreads; ++i) providers.push_back(&stage.create_provider());
    std::mutex mutex;
    std::exception_ptr stopped;  // guarded by mutex while the threads run
    std::vector<std::unique_ptr<stage::Aside>> threads;
    for (HostedProvider* const provider : providers) {
        threads.push_back(std::make_unique<stage::Aside>([provider, how = ordinary_start(things), &stopped, &mutex] {
            try {
                (void)provider->initialize(how);
                provider->release();
            } catch (...) {
                const std::lock_guard lock(mutex);
                stopped = std::current_exception();
            }
        }));
    }
    for (const auto& thread : threads) thread->join();
    if (stopped) std::rethrow_exception(stopped);
}

// Whatever a provider marshals to the thread that called it comes by its messages.
void await_final_in(const com::SingleThreadedApartment& apartment, Stage& stage, stage::StagedSink& sink) {
    const auto deadline = stage.budgets().arrival_deadline();
    while (stage::Clock::now() < deadline) {
        apartment.dispatch_messages();
        const auto round = stage::Clock::now() + stage::Patience::kRound;
        if (sink->wait_until(round, [](const probe::SinkCounts& counts) { return counts.finals_left != 0; })) return;
    }
}

// The threads of WMI are multithreaded; a program that hosts providers itself may call them from any apartment.
void serve_in_single_threaded_apartment(Stage& stage, const ProvidedThings& things) {
    std::exception_ptr stopped;
    stage::Aside thread([&] {
        const com::SingleThreadedApartment apartment;
        try {
            if (FAILED(apartment.result())) {
                throw FeatureMissing("there is no single-threaded apartment here", apartment.result());
            }
            HostedProvider& provider = stage.start_provider(ordinary_start(things));
            try {
                stage::Client& client = stage.services_of(provider);
                stage::CallArguments arguments;
                arguments.method = Method::kCreateInstanceEnumAsync;
                arguments.path = things.class_name;
                arguments.context = make_context();
                stage::StagedSink& sink = stage.make_sink();
                if (stage.start(client, arguments, sink).accepted()) await_final_in(apartment, stage, sink);
            } catch (...) {
                stopped = std::current_exception();
            }
            stage.release_provider(provider);
        } catch (...) {
            stopped = std::current_exception();
        }
    });
    thread.join();
    if (stopped) std::rethrow_exception(stopped);
}

// What a provider does when it is called although it could not be initialised.
void call_after_failure(Stage& stage, const ProvidedThings& things) {
    HostedProvider& provider = stage.create_provider();
    stage.ledger().fail_upcall(1, WBEM_E_ACCESS_DENIED);
    (void)provider.initialize(ordinary_start(things));
    const bool has_failed = stage.ledger().has_failed();
    stage.ledger().fail_upcall(0, S_OK);
    if (provider.is_ready()) {
        throw FeatureMissing(has_failed ? "the provider initialises although an upcall fails"
                                        : "the provider makes no upcalls while it is initialised, so nothing makes that fail",
                             S_FALSE);
    }
    stage::Client& client = stage.services_of(provider);
    stage::CallArguments arguments;
    arguments.method = Method::kCreateInstanceEnumAsync;
    arguments.path = things.class_name;
    arguments.context = make_context();
    stage::StagedSink& sink = stage.make_sink();
    if (stage.start(client, arguments, sink).accepted()) (void)stage.await_final(sink);
    stage.release_provider(provider);
}

void fail_each_upcall(Stage& stage, const ProvidedThings& things) {
    for (std::uint64_t n = 1; n <= kMostUpcalls; ++n) {
        HostedProvider& provider = stage.create_provider();
        stage.ledger().fail_upcall(n, WBEM_E_OUT_OF_MEMORY);
        (void)provider.initialize(ordinary_start(things));
        const bool has_failed = stage.ledger().has_failed();
        stage.ledger().fail_upcall(0, S_OK);
        stage.release_provider(provider);
        if (has_failed) continue;
        if (n == 1) throw FeatureMissing("the provider makes no upcalls while it is initialised", S_FALSE);
        return;
    }
}

}  // namespace

void add_provider_start_scenarios(std::vector<Scenario>& scenarios) {
    add(scenarios, "ordinary", "Creates a provider, initialises it and lets it go.",
        [](Stage& stage, const ProvidedThings& things) { start(stage, ordinary_start(things)); });
    add(scenarios, "without-context", "Initialises a provider with pCtx NULL.",
        [](Stage& stage, const ProvidedThings& things) {
            Initialization how = ordinary_start(things);
            how.has_context = false;
            start(stage, how);
        });
    add(scenarios, "with-locale", "Initialises a provider for a locale.", [](Stage& stage, const ProvidedThings& things) {
        Initialization how = ordinary_start(things);
        how.locale = "MS_409";
        start(stage, how);
    });
    add(scenarios, "for-a-user", "Initialises a provider as one that is initialised per user.",
        [](Stage& stage, const ProvidedThings& things) {
            Initialization how = ordinary_start(things);
            how.user = "WBEMCHECK\\user";
            start(stage, how);
        });
    add(scenarios, "twice", "Initialises one provider object a second time.", start_twice);
    add(scenarios, "side-by-side", "Initialises a second provider object while the first one lives.", start_side_by_side);
    add(scenarios, "second-namespace", "Initialises a second provider object for another namespace.",
        start_in_two_namespaces);
    add(scenarios, "on-several-threads", "Initialises and releases four provider objects on four threads at once.",
        start_on_several_threads);
    scenarios.push_back(make_provider_scenario("start/in-a-single-threaded-apartment",
                                               "Creates a provider in a single-threaded apartment and asks it for instances there.",
                                               true, serve_in_single_threaded_apartment));
    add(scenarios, "released-uninitialised", "Releases a provider that was never initialised.",
        [](Stage& stage, const ProvidedThings&) { stage.release_provider(stage.create_provider()); });
    add(scenarios, "called-after-failure", "Calls a provider although its initialisation has failed.", call_after_failure);
    add(scenarios, "failing-upcalls", "Lets the first upcall of Initialize fail, then the second, and so on.",
        fail_each_upcall);
}

}  // namespace wbemcheck::scenarios
