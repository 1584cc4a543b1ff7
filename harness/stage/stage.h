// The stage on which one scenario plays: clients, sinks with their gates, helper threads, and the waiting.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "harness/com/watched_bstr.h"
#include "harness/probe/event_provider.h"
#include "harness/probe/identity.h"
#include "harness/probe/registry.h"
#include "harness/probe/semisynchronous.h"
#include "harness/probe/sink.h"
#include "harness/probe/sink_alias.h"
#include "harness/stage/client.h"
#include "harness/stage/delays.h"
#include "harness/stage/director.h"
#include "harness/stage/gate.h"
#include "harness/stage/host.h"
#include "harness/stage/missing.h"
#include "harness/stage/stub.h"
#include "harness/stage/time_budget.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::stage {

// What a subject answers that does not have a method at all.
[[nodiscard]] bool says_not_capable(HRESULT result) noexcept;

// What the subject gives to its clients. All throw SituationMissing when it does not.
struct Access {
    std::function<com::com_ptr<IWbemServices>()> connect;            // a new services pointer
    std::function<com::com_ptr<IWbemServices>()> connect_unsecured;  // for a client without security settings
    std::function<com::com_ptr<IUnsecuredApartment>()> make_apartment;
    std::function<HRESULT(com::com_ptr<IUnknown>)> register_event_provider;
    ActivityQuestion activity;                  // empty, or answers nothing: the subject cannot tell
    std::function<void(bool)> set_ordered;      // may be empty
    HostAccess host;                            // of a subject in the role of a provider, which has no clients
};

// How a sink behaves. Everything else about it is decided by the scenario while it runs.
struct SinkPlan {
    LONG initial_count = 1;
    bool retains_objects = false;
    Gate::Condition hold;                                     // empty: nothing is held
    std::function<HRESULT(const probe::Callback&)> answer;    // empty: WBEM_S_NO_ERROR; runs after the gate
    probe::CrossingHandler crossing;                          // runs before the gate
};

// A sink that is ordinary but for the callback that its gate holds.
[[nodiscard]] inline SinkPlan holding(Gate::Condition condition) {
    SinkPlan plan;
    plan.hold = std::move(condition);
    return plan;
}

class StagedSink {
public:
    StagedSink(std::shared_ptr<probe::RecordingSink> sink, std::shared_ptr<Gate> gate)
        : sink_(std::move(sink)), gate_(std::move(gate)) {}

    [[nodiscard]] probe::RecordingSink* operator->() const noexcept { return sink_.get(); }
    // The pointer to hand to the subject. Borrowed: the stage keeps the sink.
    [[nodiscard]] IWbemObjectSink* get() const noexcept { return sink_.get(); }
    void open_gate() const {
        if (gate_) gate_->open(sink_->id());
    }

private:
    friend class Stage;
    std::shared_ptr<probe::RecordingSink> sink_;
    std::shared_ptr<Gate> gate_;
    std::uint32_t number_ = 0;         // of the sinks of its stage, from 1
    std::uint64_t accepted_ = 0;       // finite operations
    bool has_notification_ = false;
    bool is_for_events_ = false;       // of a provider
    std::atomic<bool> is_cancelled_{false};  // a callback may cancel its own sink
    Client* notified_by_ = nullptr;
};

// Something that runs on a thread of its own and may not come back.
class Aside {
public:
    explicit Aside(std::function<void()> body);
    // Waits until it is done; false when patience ran out.
    [[nodiscard]] bool wait(Clock::duration patience) const;
    void join();

private:
    struct State;
    std::shared_ptr<State> state_;
    std::jthread thread_;
};

// Requires: used by one thread, the scenario's; helper threads only run what the scenario gave them.
// Guarantees: `finish` leaves no gate shut and no thread of ours running; sinks live as long as the stage, and the stage
// is kept until the worker ends, since a subject may call a sink at any time.
class Stage {
public:
    Stage(std::shared_ptr<trace::Recorder> recorder, Access access, const TimeBudgets& budgets);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    // Delays everything that crosses the boundary from now on, as the seed says.
    void delay_crossings(std::uint64_t seed) { delays_.emplace(seed); }

    // Runs a scenario from its first mark to its last, whatever it throws.
    void play(std::string_view id, const std::function<void(Stage&)>& scenario);

    // The first client; made when first asked for. More by `connect`.
    [[nodiscard]] Client& client();
    [[nodiscard]] Client& connect() { return add_client(access_.connect()); }
    // One that has not set up its security. What it starts must be started through it: no final status is waited for.
    [[nodiscard]] Client& connect_unsecured();

    [[nodiscard]] StagedSink& make_sink(SinkPlan plan = {});

    // Starts an operation and remembers what must come of it.
    Started start(const CallArguments& arguments, StagedSink& sink) { return start(client(), arguments, sink); }
    Started start(Client& client, const CallArguments& arguments, StagedSink& sink,
                  std::string_view wrong_argument = {});
    Started start(const CallArguments& arguments, StagedSink& sink, std::string_view wrong_argument) {
        return start(client(), arguments, sink, wrong_argument);
    }

    // The same, but without an accepted call the scenario has nothing to look at.
    std::uint32_t start_or_stop(const CallArguments& arguments, StagedSink& sink) {
        return start_or_stop(client(), arguments, sink);
    }
    std::uint32_t start_or_stop(Client& client, const CallArguments& arguments, StagedSink& sink);

    // Remembers what must come of an operation that was started elsewhere, such as from inside a callback.
    static void remember(Client& client, const CallArguments& arguments, StagedSink& sink, const Started& started);

    // Starts an operation whose sink holds its first callback, on a thread of its own, and notes when the call does not
    // return while the callback is held.
    Started start_while_held(Client& client, const CallArguments& arguments, StagedSink& sink);

    HRESULT cancel(StagedSink& sink) { return cancel(client(), sink); }
    HRESULT cancel(Client& client, StagedSink& sink);

    // Cancels on a thread of its own while the gate of the sink holds a callback; opens the gate when the cancel does not
    // return by itself, and notes that.
    HRESULT cancel_while_held(Client& client, StagedSink& sink) {
        return cancel_other_while_held(client, sink, sink);
    }
    // The same with two sinks: cancels `target` while the gate of `held` holds a callback.
    HRESULT cancel_other_while_held(Client& client, StagedSink& target, StagedSink& held);
    // The same with a pointer of which nobody can say what it stands for.
    HRESULT cancel_pointer_while_held(Client& client, IWbemObjectSink* pointer, StagedSink& held);

    // From inside a crossing of the sink, on the thread that crosses: does `action` on a thread of its own. Holds the
    // crossing until it is done, or until patience has run out; that is noted when a callback was held, since a call need
    // not wait for the client (CAN-8, IMM-2). `method` is the call that the action makes, with `target`, whose gate is
    // opened in any case: a call that waits for what it holds would never return.
    void act_while_held(StagedSink& sink, probe::CrossingKind crossing, StagedSink& target, trace::Method method,
                        std::function<void()> action);
    // The same, but the crossing goes on at once.
    void act_meanwhile(std::function<void()> action);
    // Waits for what `act_while_held` and `act_meanwhile` have started.
    void join_actions();

    // A provider object of its own, not initialised; stops the scenario when the class object makes none. It is released
    // when the stage ends, if it has not been before.
    [[nodiscard]] HostedProvider& create_provider();
    // The same, initialised; stops the scenario when that fails.
    [[nodiscard]] HostedProvider& start_provider(const Initialization& how);
    // A client of the provider's IWbemServices. Throws FeatureMissing when it has none.
    [[nodiscard]] Client& services_of(HostedProvider& provider);
    // Notes that the next call of this thread finds out whether its method is there.
    void note_stub_asked(const Client& client);
    // Notes that so many blocks of COM's memory are in use more than before these calls.
    void note_memory(std::int64_t blocks, std::uint64_t calls);
    // Notes what became of the texts that were lent to a call; NULL ones are left out.
    struct LentText {
        std::string_view parameter;
        com::WatchedBstr* text;
    };
    void note_lent(std::uint32_t call, std::span<const LentText> texts);
    // For a call that was made on the services pointer itself: the sink is owed one more final status.
    void expect_final(StagedSink& sink) { ++sink.accepted_; }
    // Makes the sink one of the provider's events, and hands it over.
    HRESULT provide_events(HostedProvider& provider, IWbemEventProvider& events, StagedSink& sink);
    // Lets go of the clients that came of `services_of`, and of the provider.
    void release_provider(HostedProvider& provider);
    // What the provider was given: made with the first provider.
    [[nodiscard]] probe::HostLedger& ledger();

    // Keeps what the callbacks of a scenario use for as long as its sinks live.
    void keep(std::shared_ptr<void> state) { kept_.push_back(std::move(state)); }

    // Another interface pointer of the sink, of equal identity. Borrowed: the stage keeps it.
    [[nodiscard]] IWbemObjectSink* make_alias(StagedSink& sink);

    // A stub of the sink, made by the subject's apartment; stops the scenario when there is none.
    [[nodiscard]] Stub make_stub(StagedSink& sink);
    // The same by IWbemUnsecuredApartment::CreateSinkStub; not applicable where the apartment has no such interface.
    [[nodiscard]] Stub make_sink_stub(StagedSink& sink);
    // Asks for a stub of an object that is no sink.
    void make_stub_of_no_sink();
    // An event provider of the harness that the subject tells of its queries from now on; stops the scenario when it does
    // not take one.
    [[nodiscard]] com::com_ptr<probe::RecordingEventProvider> register_event_provider();
    // As `start_or_stop`, with the stub in the place of the sink.
    std::uint32_t start_with_stub(const CallArguments& arguments, StagedSink& sink, const Stub& stub);

    // Lets the client go on a thread of its own while the gate of the sink holds a callback; opens the gate in any case.
    void release_client_while_held(Client& client, StagedSink& held);

    [[nodiscard]] bool await_final(StagedSink& sink);
    [[nodiscard]] bool await_release(StagedSink& sink);
    // Stops the scenario when nothing is held within the arrival budget.
    void await_held(StagedSink& sink);
    // True when that many objects have come.
    [[nodiscard]] bool await_objects(StagedSink& sink, std::uint64_t objects);

    // Notes that the trigger returned `result` and that the sink must now see `events` more events.
    void note_events(StagedSink& sink, HRESULT result, std::uint64_t events);

    // Notes that the notification query of the sink has lost what it lives on; `result` is that of the removal.
    void note_broken_query(StagedSink& sink, HRESULT result, std::string_view what);
    // True when a final status has come although nobody waits for the end of a notification query otherwise.
    [[nodiscard]] bool await_failure(StagedSink& sink);

    // Notes what was seen of an asynchronous call beside its callbacks.
    void note_observation(std::uint32_t call, trace::Observation observation, std::int64_t seen);
    // An object of the subject, to be looked at as a COM object.
    [[nodiscard]] probe::InspectedObject inspect(trace::Interface kind, com::com_ptr<IUnknown> object) {
        return {recorder_, registry_, kind, std::move(object)};
    }
    // What the newest call of this thread has handed out, to be used as a client does.
    [[nodiscard]] std::unique_ptr<probe::PulledEnumerator> pull(trace::Method method, LONG flags,
                                                                com::com_ptr<IEnumWbemClassObject> enumerator) {
        return std::make_unique<probe::PulledEnumerator>(
            recorder_, registry_, probe::Maker{probe::last_call_of_this_thread(), method, flags}, std::move(enumerator));
    }
    [[nodiscard]] std::unique_ptr<probe::PulledCallResult> pull(trace::Method method, LONG flags,
                                                                com::com_ptr<IWbemCallResult> result) {
        return std::make_unique<probe::PulledCallResult>(
            recorder_, registry_, probe::Maker{probe::last_call_of_this_thread(), method, flags}, std::move(result));
    }
    // An object that is about to be passed to `method`; `name` is what the method calls it.
    [[nodiscard]] probe::PassedObject pass(trace::Method method, std::string_view name,
                                           com::com_ptr<IWbemClassObject> object) {
        return {recorder_, method, name, std::move(object)};
    }

    [[noreturn]] static void stop(std::string reason) { throw SituationMissing(std::move(reason)); }

    // For a call that has given nothing: the scenario cannot be played when the subject says that it lacks the feature,
    // and is stopped otherwise.
    [[noreturn]] static void stop_without(std::string_view what, HRESULT result);

    // Runs `body` when everything has come to rest, before the services pointers go: to remove what the scenario made.
    void at_end(std::function<void()> body) { at_end_.push_back(std::move(body)); }

    // Finite operations whose final status has not gone: each of them owes a callback.
    [[nodiscard]] std::size_t owed_callbacks() const;

    // True when the subject holds none of its sinks any more, so that nobody can call them.
    [[nodiscard]] bool is_clear() const;

    // Notes in the trace which turn the schedule takes.
    void note_turn(std::string_view turn);

    // A moment of silence: what must not come would have come by now.
    void be_silent();

    [[nodiscard]] const TimeBudgets& budgets() const noexcept { return budgets_; }
    [[nodiscard]] const Access& access() const noexcept { return access_; }

private:
    // A client through which a provider is called.
    struct ProvidedServices {
        HostedProvider* provider;
        Client* client;
    };

    Client& add_client(com::com_ptr<IWbemServices> services);
    // What it returns is joined by `join_actions`, also while somebody waits for it.
    [[nodiscard]] std::shared_ptr<Aside> begin_action(std::function<void()> action);
    [[nodiscard]] Stub note_stub(StagedSink& sink, com::com_ptr<IWbemObjectSink> pointer);
    void finish();
    void rest();
    void rest_as_host();
    [[nodiscard]] bool await_returned();
    HRESULT await_unloadable();
    void note(trace::MarkKind mark, std::string_view text = {}, HRESULT result = S_OK);
    void note_gate(trace::MarkKind mark, const StagedSink& sink);
    void note_busy(const StagedSink& sink, trace::Method method, Clock::duration waited);
    void note_expired(trace::Awaited awaited, const StagedSink& sink, Clock::time_point begin);

    const std::shared_ptr<trace::Recorder> recorder_;
    const Access access_;
    const TimeBudgets budgets_;
    probe::ObjectRegistry registry_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::vector<com::com_ptr<probe::RecordingEventProvider>> event_providers_;
    std::vector<std::shared_ptr<void>> kept_;
    std::shared_ptr<probe::HostLedger> ledger_;  // outlives the sinks, which keep objects of it
    std::vector<std::unique_ptr<HostedProvider>> providers_;
    std::vector<ProvidedServices> provided_services_;
    std::vector<std::unique_ptr<StagedSink>> sinks_;
    std::vector<std::unique_ptr<probe::SinkAlias>> aliases_;
    std::vector<std::function<void()>> at_end_;
    std::mutex actions_mutex_;
    std::vector<std::shared_ptr<Aside>> actions_;  // guarded by actions_mutex_: callbacks start them
    std::optional<Delays> delays_;
    bool release_expired_ = false;
    bool arrival_expired_ = false;  // a final status was waited for in vain: the next one gets patience, not the budget
};

}  // namespace wbemcheck::stage
