// The stage of a scenario about a provider.
#include <fmt/format.h>

#include <utility>

#include "harness/com/hresult.h"
#include "harness/probe/call_record.h"
#include "harness/probe/lending_services.h"
#include "harness/stage/stage.h"

namespace wbemcheck::stage {

using trace::Event;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

probe::HostLedger& Stage::ledger() {
    if (!ledger_) ledger_ = std::make_shared<probe::HostLedger>(recorder_, registry_);
    return *ledger_;
}

HostedProvider& Stage::create_provider() {
    (void)ledger();
    providers_.push_back(std::make_unique<HostedProvider>(recorder_, registry_, ledger_, access_.host, budgets_));
    HostedProvider& provider = *providers_.back();
    if (const HRESULT result = provider.create(); FAILED(result)) {
        stop(fmt::format("the class object makes no provider: {}", com::describe_hresult(result)));
    }
    return provider;
}

HostedProvider& Stage::start_provider(const Initialization& how) {
    HostedProvider& provider = create_provider();
    const HRESULT result = provider.initialize(how);
    if (!provider.is_ready()) {
        stop(fmt::format("the provider is not initialised: {}",
                         result == WBEM_S_PENDING ? std::string("it reported nothing") : com::describe_hresult(result)));
    }
    return provider;
}

Client& Stage::services_of(HostedProvider& provider) {
    HRESULT result = S_OK;
    com::com_ptr<IWbemServices> primary = provider.ask<IWbemServices>(trace::Interface::kServices, result);
    if (!primary) throw FeatureMissing("the provider is no IWbemServices", result);
    com::com_ptr<IWbemServices> lending = com::make_com<probe::LendingServices>(std::move(primary), ledger_);
    (void)registry_.new_id_of(lending.get());  // whatever had its address before is gone
    Client& client = add_client(std::move(lending));
    provided_services_.push_back({&provider, &client});
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kProviderServices);
    event.object = client.id();
    event.value = provider.id();
    recorder_->record(event);
    return client;
}

void Stage::note_stub_asked(const Client& client) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kStubAsked);
    event.object = client.id();
    recorder_->record(event);
}

void Stage::note_lent(std::uint32_t call, std::span<const LentText> texts) {
    for (const LentText& lent : texts) probe::record_argument(*recorder_, call, lent.parameter, *lent.text);
}

void Stage::note_memory(std::int64_t blocks, std::uint64_t calls) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kMemoryCompared);
    event.value = blocks;
    event.value2 = static_cast<std::int64_t>(calls);
    recorder_->record(event);
}

HRESULT Stage::provide_events(HostedProvider& provider, IWbemEventProvider& events, StagedSink& sink) {
    sink.is_for_events_ = true;
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kEventsProvided);
    event.object = sink->id();
    event.value = provider.id();
    recorder_->record(event);
    return provider.call(Method::kProvideEvents, sink->id(), {},
                         [&](std::uint32_t) { return events.ProvideEvents(sink.get(), 0); });
}

void Stage::release_provider(HostedProvider& provider) {
    for (const ProvidedServices& each : provided_services_) {
        if (each.provider == &provider) each.client->release();
    }
    provider.release();
}

bool Stage::await_returned() {
    if (budgets_.unlimited) return ledger_->wait_until_returned(budgets_.arrival_deadline());
    Patience left(std::chrono::duration_cast<Clock::duration>(kPatience * budgets_.scale));
    for (;;) {
        const auto round = Clock::now();
        if (ledger_->wait_until_returned(round + Patience::kRound)) return true;
        if (left.is_over()) return false;
        left.count_round(Clock::now() - round);
    }
}

// An object may go on a thread of its own a moment after its last Release has returned. Nothing tells when.
HRESULT Stage::await_unloadable() {
    Patience left(std::chrono::duration_cast<Clock::duration>(kPatience * budgets_.scale));
    for (;;) {
        const HRESULT answer = access_.host.can_unload_now();
        if (answer != S_FALSE || left.is_over()) return answer;
        const auto round = Clock::now();
        std::this_thread::sleep_for(Patience::kRound);
        left.count_round(Clock::now() - round);
    }
}

// PRV-13: with the last reference of its host, a pure provider lets go of everything.
void Stage::rest_as_host() {
    for (const auto& provider : providers_) release_provider(*provider);
    const auto begin = Clock::now();
    const bool are_back = await_returned();
    bool has_event_sinks = false;
    for (const auto& sink : sinks_) {
        if (!sink->is_for_events_) continue;
        has_event_sinks = true;
        (void)await_release(*sink);
    }
    if (has_event_sinks) be_silent();  // nothing comes any more

    HRESULT answer = E_NOTIMPL;
    if (are_back) {
        Event entered;
        entered.kind = EventKind::kCallEntered;
        entered.method = static_cast<std::uint16_t>(Method::kCanUnloadNow);
        entered.call = recorder_->next_call();
        recorder_->record(entered);
        answer = probe::record_return(*recorder_, entered, [this] { return await_unloadable(); }, {});
    }
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kHostRest);
    event.result = answer;
    event.value = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count();
    event.value2 = are_back ? 1 : 0;
    recorder_->record(event);
}

}  // namespace wbemcheck::stage
