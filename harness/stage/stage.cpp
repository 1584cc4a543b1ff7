#include "harness/stage/stage.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "harness/com/hresult.h"
#include "harness/com/iid.h"

namespace wbemcheck::stage {
namespace {

using trace::Awaited;
using trace::Event;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

std::int64_t nanoseconds(Clock::duration duration) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
}

}  // namespace

bool says_not_capable(HRESULT result) noexcept {
    constexpr std::array kCodes = {static_cast<HRESULT>(WBEM_E_PROVIDER_NOT_CAPABLE),
                                   static_cast<HRESULT>(WBEM_E_NOT_SUPPORTED),
                                   static_cast<HRESULT>(WBEM_E_NOT_AVAILABLE), static_cast<HRESULT>(E_NOTIMPL)};
    return std::find(kCodes.begin(), kCodes.end(), result) != kCodes.end();
}

Stage::Stage(std::shared_ptr<trace::Recorder> recorder, Access access, const TimeBudgets& budgets)
    : recorder_(std::move(recorder)), access_(std::move(access)), budgets_(budgets), registry_(*recorder_) {}

Stage::~Stage() = default;

void Stage::stop_without(std::string_view what, HRESULT result) {
    const std::string reason = fmt::format("{}: {}", what, com::describe_hresult(result));
    if (says_not_capable(result)) throw FeatureMissing(reason, result);
    stop(reason);
}

void Stage::note(MarkKind mark, std::string_view text, HRESULT result) {
    Event event;
    event.result = result;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(mark);
    if (text.empty()) {
        recorder_->record(event);
    } else {
        recorder_->record(event, {{trace::TextRole::kNote, text}});
    }
}

void Stage::note_busy(const StagedSink& sink, Method method, Clock::duration waited) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kCallStillBusy);
    event.object = sink.sink_->id();
    event.value = nanoseconds(waited);
    event.value2 = static_cast<std::int64_t>(method);
    recorder_->record(event);
}

void Stage::note_gate(MarkKind mark, const StagedSink& sink) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(mark);
    event.object = sink.sink_->id();
    recorder_->record(event);
}

void Stage::note_expired(Awaited awaited, const StagedSink& sink, Clock::time_point begin) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kArrivalExpired);
    event.object = sink.sink_->id();
    event.value = static_cast<std::int64_t>(awaited);
    event.value2 = nanoseconds(Clock::now() - begin);
    recorder_->record(event);
}

void Stage::play(std::string_view id, const std::function<void(Stage&)>& scenario) {
    note(MarkKind::kScenarioBegin, id);
    try {
        scenario(*this);
    } catch (const SituationMissing& missing) {
        note(MarkKind::kSituationMissing, missing.what());
    } catch (const FeatureMissing& missing) {
        note(MarkKind::kNotApplicable, missing.what(), missing.result());
    } catch (const std::exception& fault) {
        note(MarkKind::kHarnessFault, fault.what());
    }
    try {
        finish();
    } catch (const std::exception& fault) {
        note(MarkKind::kHarnessFault, fault.what());
    }
    note(MarkKind::kScenarioEnd);
}

Client& Stage::add_client(com::com_ptr<IWbemServices> services) {
    auto proxy = com::make_com<probe::RecordingServices>(std::move(services), recorder_, registry_);
    clients_.push_back(std::make_unique<Client>(std::move(proxy), recorder_));
    return *clients_.back();
}

Client& Stage::connect_unsecured() {
    Client& client = add_client(access_.connect_unsecured());
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kUnsecuredClient);
    event.object = client.id();
    recorder_->record(event);
    return client;
}

Stub Stage::make_stub(StagedSink& sink) {
    const com::com_ptr<IUnsecuredApartment> apartment = access_.make_apartment();
    return note_stub(sink, create_stub(*apartment, sink.get(), sink.sink_->id(), *recorder_));
}

Stub Stage::make_sink_stub(StagedSink& sink) {
    const com::com_ptr<IUnsecuredApartment> apartment = access_.make_apartment();
    com::com_ptr<IWbemUnsecuredApartment> newer;
    const HRESULT result = apartment->QueryInterface(com::iid_of<IWbemUnsecuredApartment>(), newer.put_void());
    if (FAILED(result)) throw FeatureMissing("the apartment is no IWbemUnsecuredApartment", result);
    return note_stub(sink, create_sink_stub(*newer, sink.get(), sink.sink_->id(), *recorder_));
}

Stub Stage::note_stub(StagedSink& sink, com::com_ptr<IWbemObjectSink> pointer) {
    if (!pointer) stop("the apartment made no stub");
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kSinkAlias);
    event.object = registry_.new_id_of(pointer.get());
    event.value = sink.sink_->id();
    event.value2 = 1;
    recorder_->record(event);
    return Stub(std::move(pointer), event.object, sink.sink_->id(), recorder_);
}

void Stage::make_stub_of_no_sink() {
    const com::com_ptr<IUnsecuredApartment> apartment = access_.make_apartment();
    (void)create_stub(*apartment, apartment.get(), 0, *recorder_);  // an apartment is no sink
}

com::com_ptr<probe::RecordingEventProvider> Stage::register_event_provider() {
    auto provider = com::make_com<probe::RecordingEventProvider>(recorder_);
    com::com_ptr<IUnknown> unknown;
    (void)provider->QueryInterface(IID_IUnknown, reinterpret_cast<void**>(unknown.put()));
    const HRESULT result = access_.register_event_provider(std::move(unknown));
    if (FAILED(result)) stop_without("no event provider could be registered", result);
    event_providers_.push_back(provider);
    return provider;
}

std::uint32_t Stage::start_with_stub(const CallArguments& arguments, StagedSink& sink, const Stub& stub) {
    const Started started = client().start(arguments, stub.get());
    if (!started.accepted()) {
        stop(fmt::format("{} was refused with {}", trace::name_of(arguments.method),
                         com::describe_hresult(started.result)));
    }
    ++sink.accepted_;
    return started.call;
}

Client& Stage::client() { return clients_.empty() ? connect() : *clients_.front(); }

StagedSink& Stage::make_sink(SinkPlan plan) {
    std::shared_ptr<Gate> gate;
    if (plan.hold) gate = std::make_shared<Gate>(*recorder_, std::move(plan.hold));
    probe::SinkOptions options;
    options.initial_count = plan.initial_count;
    options.retains_objects = plan.retains_objects;
    options.crossing = std::move(plan.crossing);
    const auto number = static_cast<std::uint32_t>(sinks_.size() + 1);
    if (delays_) {
        options.crossing = [delays = *delays_, number, inner = std::move(options.crossing)](const probe::Crossing& crossing) {
            delays.pass(number, crossing);
            if (inner) inner(crossing);
        };
    }
    // The handler runs while the sink exists, and the stage keeps both; the id is known only once the sink is made.
    auto id = std::make_shared<std::uint32_t>(0);
    if (gate || plan.answer || ledger_) {
        options.handler = [gate, id, ledger = ledger_, answer = std::move(plan.answer)](const probe::Callback& callback) {
            // A callback of a provider is one of its upcalls.
            if (const HRESULT ordered = ledger ? ledger->count_upcall() : S_OK; FAILED(ordered)) return ordered;
            if (gate) gate->pass(*id, callback);
            return answer ? answer(callback) : WBEM_S_NO_ERROR;
        };
    }
    auto sink = std::make_shared<probe::RecordingSink>(recorder_, registry_, std::move(options));
    *id = sink->id();
    sinks_.push_back(std::make_unique<StagedSink>(std::move(sink), std::move(gate)));
    sinks_.back()->number_ = number;
    return *sinks_.back();
}

Started Stage::start(Client& client, const CallArguments& arguments, StagedSink& sink,
                     std::string_view wrong_argument) {
    const auto delay = [&, call = sink.accepted_ + 1](probe::CrossingKind crossing) {
        if (delays_) delays_->pass(sink.number_, {crossing, call});
    };
    delay(probe::CrossingKind::kCallEntered);
    const Started started = client.start(arguments, sink.get(), wrong_argument);
    delay(probe::CrossingKind::kCallReturned);
    remember(client, arguments, sink, started);
    return started;
}

void Stage::remember(Client& client, const CallArguments& arguments, StagedSink& sink, const Started& started) {
    if (!started.accepted()) return;
    if (arguments.method == Method::kExecNotificationQueryAsync) {
        sink.has_notification_ = true;
        sink.notified_by_ = &client;
    } else {
        ++sink.accepted_;
    }
}

std::uint32_t Stage::start_or_stop(Client& client, const CallArguments& arguments, StagedSink& sink) {
    const Started started = start(client, arguments, sink);
    if (!started.accepted()) {
        stop(fmt::format("{} was refused with {}", trace::name_of(arguments.method),
                         com::describe_hresult(started.result)));
    }
    return started.call;
}

Started Stage::start_while_held(Client& client, const CallArguments& arguments, StagedSink& sink) {
    Started started;
    Aside call([&] { started = start(client, arguments, sink); });
    const auto patience = std::chrono::duration_cast<Clock::duration>(kCallPatience * budgets_.scale);
    const bool was_held = sink.gate_->await_held(budgets_.arrival_deadline());
    if (!call.wait(patience) && was_held) note_busy(sink, arguments.method, patience);
    sink.open_gate();
    call.join();
    if (!started.accepted()) {
        stop(fmt::format("{} was refused with {}", trace::name_of(arguments.method),
                         com::describe_hresult(started.result)));
    }
    if (!was_held) stop("no callback came that could have been held");
    return started;
}

HRESULT Stage::cancel(Client& client, StagedSink& sink) {
    const HRESULT result = client.cancel(sink.get());
    if (SUCCEEDED(result)) sink.is_cancelled_ = true;
    return result;
}

HRESULT Stage::cancel_other_while_held(Client& client, StagedSink& target, StagedSink& held) {
    HRESULT result = S_OK;
    Aside call([&] { result = client.cancel(target.get()); });
    const auto patience = std::chrono::duration_cast<Clock::duration>(kCallPatience * budgets_.scale);
    if (!call.wait(patience)) note_busy(target, Method::kCancelAsyncCall, patience);
    held.open_gate();
    call.join();
    if (SUCCEEDED(result)) target.is_cancelled_ = true;
    return result;
}

HRESULT Stage::cancel_pointer_while_held(Client& client, IWbemObjectSink* pointer, StagedSink& held) {
    HRESULT result = S_OK;
    Aside call([&] { result = client.cancel(pointer); });
    const auto patience = std::chrono::duration_cast<Clock::duration>(kCallPatience * budgets_.scale);
    if (!call.wait(patience)) note_busy(held, Method::kCancelAsyncCall, patience);
    held.open_gate();
    call.join();
    return result;
}

void Stage::act_while_held(StagedSink& sink, probe::CrossingKind crossing, StagedSink& target, Method method,
                           std::function<void()> action) {
    const bool is_callback = probe::is_inside_callback(crossing);
    if (is_callback) note_gate(MarkKind::kCallbackHeld, sink);
    const std::shared_ptr<Aside> act = begin_action(std::move(action));
    const auto patience = std::chrono::duration_cast<Clock::duration>(kCallPatience * budgets_.scale);
    const bool is_held = is_callback || (target.gate_ && target.gate_->is_holding());
    if (!act->wait(patience) && is_held) note_busy(target, method, patience);
    target.open_gate();
    if (is_callback) note_gate(MarkKind::kGateOpened, sink);
}

void Stage::act_meanwhile(std::function<void()> action) { (void)begin_action(std::move(action)); }

std::shared_ptr<Aside> Stage::begin_action(std::function<void()> action) {
    auto act = std::make_shared<Aside>(std::move(action));
    const std::lock_guard lock(actions_mutex_);
    actions_.push_back(act);
    return act;
}

void Stage::join_actions() {
    std::vector<std::shared_ptr<Aside>> actions;
    {
        const std::lock_guard lock(actions_mutex_);
        actions.swap(actions_);
    }
    for (const auto& action : actions) action->join();
}

IWbemObjectSink* Stage::make_alias(StagedSink& sink) {
    aliases_.push_back(std::make_unique<probe::SinkAlias>(sink.sink_));
    IWbemObjectSink* const alias = aliases_.back().get();
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kSinkAlias);
    event.object = registry_.id_of(alias);
    event.value = sink.sink_->id();
    recorder_->record(event);
    return alias;
}

void Stage::release_client_while_held(Client& client, StagedSink& held) {
    Aside call([&] { client.release(); });
    const auto patience = std::chrono::duration_cast<Clock::duration>(kCallPatience * budgets_.scale);
    if (!call.wait(patience)) note_busy(held, Method::kServicesRelease, patience);
    held.open_gate();
    call.join();
}

bool Stage::await_final(StagedSink& sink) {
    const auto begin = Clock::now();
    const auto deadline = arrival_expired_ && !budgets_.unlimited
                              ? begin + std::chrono::duration_cast<Clock::duration>(kPatience * budgets_.scale)
                              : budgets_.arrival_deadline();
    const bool has_come = sink->wait_until(
        deadline, [&](const probe::SinkCounts& counts) { return counts.finals_left >= sink.accepted_; });
    if (!has_come) {
        arrival_expired_ = true;
        note_expired(Awaited::kFinal, sink, begin);
    }
    return has_come;
}

bool Stage::await_release(StagedSink& sink) {
    const auto length = std::chrono::duration_cast<Clock::duration>(kPatience * budgets_.scale);
    // One reference that stays has used up the patience of this scenario; the next one gets a window of silence.
    Patience left(release_expired_ ? std::min(length, budgets_.silence_window()) : length);
    for (;;) {
        const auto round = Clock::now();
        if (sink->wait_until(round + std::min<Clock::duration>(Patience::kRound, length),
                             [&](const probe::SinkCounts&) { return sink->held_by_subject() <= 0; })) {
            return true;
        }
        left.count_round(Clock::now() - round);
        if (left.is_over() && !budgets_.unlimited) break;
    }
    release_expired_ = true;
    note_expired(Awaited::kRelease, sink, left.begin());
    return false;
}

void Stage::await_held(StagedSink& sink) {
    if (!sink.gate_->await_held(budgets_.arrival_deadline())) stop("no callback came that could have been held");
}

bool Stage::await_objects(StagedSink& sink, std::uint64_t objects) {
    const auto begin = Clock::now();
    const bool have_come = sink->wait_until(budgets_.arrival_deadline(), [&](const probe::SinkCounts& counts) {
        return counts.objects >= objects || counts.finals_entered != 0;
    });
    if (!have_come) note_expired(Awaited::kEvent, sink, begin);
    return have_come && sink->counts().objects >= objects;
}

void Stage::note_events(StagedSink& sink, HRESULT result, std::uint64_t events) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kEventRaised);
    event.object = sink.sink_->id();
    event.result = result;
    event.value = static_cast<std::int64_t>(events);
    recorder_->record(event);
}

void Stage::note_broken_query(StagedSink& sink, HRESULT result, std::string_view what) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kQueryBroken);
    event.object = sink.sink_->id();
    event.result = result;
    recorder_->record(event, {{trace::TextRole::kNote, what}});
}

bool Stage::await_failure(StagedSink& sink) {
    const auto begin = Clock::now();
    const bool has_come = sink->wait_until(budgets_.arrival_deadline(), [](const probe::SinkCounts& counts) {
        return counts.finals_left != 0;
    });
    if (!has_come) note_expired(Awaited::kFinal, sink, begin);
    return has_come;
}

void Stage::note_observation(std::uint32_t call, trace::Observation observation, std::int64_t seen) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kObservation);
    event.call = call;
    event.value = static_cast<std::int64_t>(observation);
    event.value2 = seen;
    recorder_->record(event);
}

std::size_t Stage::owed_callbacks() const {
    std::size_t owed = 0;
    for (const auto& sink : sinks_) {
        const std::uint64_t left = sink->sink_->counts().finals_left;
        if (sink->accepted_ > left) owed += static_cast<std::size_t>(sink->accepted_ - left);
    }
    return owed;
}

bool Stage::is_clear() const {
    return std::all_of(sinks_.begin(), sinks_.end(), [](const auto& sink) {
        const probe::SinkCounts counts = sink->sink_->counts();
        return sink->sink_->held_by_subject() == 0 && counts.in_progress == 0;
    });
}

void Stage::note_turn(std::string_view turn) { note(MarkKind::kTurnTaken, turn); }

void Stage::be_silent() {
    // Nothing is expected, so there is nothing to be notified of: time itself is what is waited for.
    std::this_thread::sleep_for(budgets_.silence_window());
}

void Stage::rest() {
    for (const auto& sink : sinks_) {
        if (sink->accepted_ != 0) (void)await_final(*sink);
    }
    for (const auto& sink : sinks_) {
        // A subscription is the client's to end (EVT-8).
        if (sink->has_notification_ && !sink->is_cancelled_ && sink->sink_->counts().finals_entered == 0) {
            const bool can_itself = sink->notified_by_->services() != nullptr;  // it may have let go of its pointer
            (void)cancel(can_itself ? *sink->notified_by_ : connect(), *sink);
        }
    }
    for (const auto& sink : sinks_) {
        if (sink->accepted_ != 0 || sink->has_notification_) (void)await_release(*sink);
    }
    be_silent();
    for (const auto& sink : sinks_) {
        sink->sink_->check_retained_objects();
        Event event;
        event.kind = EventKind::kMark;
        event.method = static_cast<std::uint16_t>(MarkKind::kRestPoint);
        event.object = sink->sink_->id();
        event.value = nanoseconds(budgets_.silence_window());
        recorder_->record(event);
    }
}

void Stage::finish() {
    for (const auto& sink : sinks_) sink->open_gate();
    join_actions();
    rest();
    for (auto body = at_end_.rbegin(); body != at_end_.rend(); ++body) (*body)();
    for (const auto& provider : event_providers_) provider->retire();
    for (const auto& client : clients_) client->release();
    if (!providers_.empty()) rest_as_host();
    for (const auto& sink : sinks_) {
        if (sink->sink_->initial_count() > 0) sink->sink_->client_release();
    }
}

}  // namespace wbemcheck::stage
