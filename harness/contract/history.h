// What a trace says happened, put in order: sinks with their counts, operations with their callbacks, cancels. The
// rules look at this instead of each keeping its own books.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/contract/event_index.h"
#include "harness/contract/hosted.h"
#include "harness/contract/id_map.h"
#include "harness/trace/event.h"
#include "harness/trace/fault.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::contract {

struct CallbackInProgress {
    Index index;
    std::uint32_t thread;
    trace::Method method;
    bool is_final;
    bool is_held = false;  // waits in the gate of the harness
    std::uint32_t operation;
};

// What the matching synchronous call gave.
struct Reference {
    std::int32_t result = 0;
    Index index = kNowhere;
    std::uint64_t objects = 0;
    std::uint64_t digest_sum = 0;
    std::optional<std::string> text;
};

// One asynchronous call, from its entry to the last event caused by it. A trace may hold hundreds of thousands, and all are kept
// to its end: texts are those of the history, which keeps each once.
struct Operation {
    std::uint32_t id = 0;
    trace::Method method = trace::Method::kNone;
    trace::Method held_method = trace::Method::kNone;  // of the first callback that the gate held
    std::uint32_t services = 0;
    std::uint32_t sink = 0;
    std::uint32_t pointer = 0;         // what stood for the sink in the call: the sink itself, or a stub of it
    std::uint32_t thread = 0;
    std::int64_t flags = 0;
    std::string_view arguments;        // the texts of the call, joined: identical calls have identical ones
    Index entered = kNowhere;
    Index returned = kNowhere;
    std::int32_t result = 0;
    bool accepted = false;             // returned with a success code
    bool expects_failure = false;
    bool has_invalid_argument = false;
    bool escaped = false;              // an exception left the call
    bool is_provider = false;          // a provider is behind the services pointer, and the harness is its host
    bool asks_for_stub = false;        // made to see whether the method is there at all (PRV-1)
    trace::Fault fault = trace::Fault::kNone;  // what was invalid
    Index busy_mark = kNowhere;        // the call had not returned while a callback was held in the gate

    // Callbacks that belong to this operation for certain. On a shared sink with several operations pending none does.
    std::uint64_t indicates = 0;
    std::uint64_t objects = 0;
    std::uint64_t digest_sum = 0;      // order does not matter to a sum
    std::uint32_t progress = 0;
    std::uint32_t finals = 0;
    Index first_callback = kNowhere;
    Index first_indicate = kNowhere;
    Index final_entered = kNowhere;    // the first
    Index final_left = kNowhere;
    std::uint32_t first_callback_thread = 0;
    std::int32_t final_result = 0;
    const std::string* final_text = nullptr;  // null when there was none
    Index odd_status = kNowhere;       // a SetStatus whose lFlags is neither final nor progress, nor a provider's request
    Index refused_at = kNowhere;       // where the sink first answered a callback with an error
    std::int32_t sink_answer = 0;
    trace::Method refused_method = trace::Method::kNone;
    bool final_has_object = false;

    std::vector<std::uint32_t> cancels;   // cancels of its sink that were entered while it was pending
    Index services_released = kNowhere;   // the last reference on its services pointer was given away while it was pending
    // Nothing says how it ends: its client has no security settings (SEC-1), its services pointer was released (CAN-16), or
    // a cancel succeeded of which nobody knows whether it reaches this operation (CAN-9, CAN-15).
    bool may_end_otherwise = false;
    bool is_unsecured = false;
    bool was_ambiguous = false;           // was pending together with another operation on the same sink

    bool has_reference = false;           // the matching synchronous call has come to its end
    bool reference_unstable = false;
    std::unique_ptr<Reference> noted_reference;  // null until something is known of it

    [[nodiscard]] const Reference& reference() const noexcept {
        static const Reference kNone;
        return noted_reference == nullptr ? kNone : *noted_reference;
    }
    [[nodiscard]] bool is_notification() const noexcept {
        return method == trace::Method::kExecNotificationQueryAsync;
    }
    [[nodiscard]] bool was_cancelled() const noexcept { return !cancels.empty() || may_end_otherwise; }
};

struct Cancel {
    std::uint32_t id = 0;
    std::uint32_t services = 0;
    std::uint32_t sink = 0;
    std::uint32_t pointer = 0;                // what was passed: the sink, another pointer of it, or a stub
    std::uint32_t thread = 0;
    Index entered = kNowhere;
    Index returned = kNowhere;
    std::int32_t result = 0;
    std::vector<std::uint32_t> disputed;      // operations of the sink that were started with another pointer of it, or
                                              // through another services pointer, and had no final then
    std::vector<std::uint32_t> pending;       // operations of the sink that had no final when the cancel was entered
    std::vector<std::uint32_t> pending_elsewhere;
    std::uint64_t operations_so_far = 0;      // accepted on this sink before the cancel
    bool final_was_out = false;               // a final of this sink had been entered before
    bool callback_overlapped = false;         // a callback of the sink was in progress at some time during the cancel
    bool from_callback = false;               // called by a thread that was inside a callback
    bool is_second = false;                   // an earlier cancel of this sink had succeeded
    bool call_was_open = false;               // a call with this sink had not returned: accepted already, or not yet
    bool waited_for_gate = false;             // had not returned while a callback was held by the harness
    Index busy_mark = kNowhere;
    bool gate_was_shut = false;               // a callback of any sink was held in the gate when the cancel was entered
    bool is_provider = false;                 // it was a provider that was called
};

struct Sink {
    std::uint32_t id = 0;
    std::uint32_t last_release_thread = 0;
    std::int64_t initial_count = 0;
    Index created = kNowhere;
    bool is_ours = false;                     // a recording sink; other ids are foreign pointers
    bool forgets_objects = false;             // none is looked at again once its callback has returned
    bool is_behind_stub = false;              // an apartment has made a stub of it, which holds it as well
    bool was_touched = false;
    bool destroyed = false;
    bool belongs_to_provider = false;         // it went to a provider; the references are the provider's
    std::int64_t held = 0;                    // references of the subject
    std::int64_t references_taken = 0;        // AddRef and successful QueryInterface, in all
    Index destroyed_at = kNowhere;
    Index last_release = kNowhere;
    Index last_add_ref = kNowhere;
    std::vector<std::uint32_t> operations;    // given to these calls, in order
    std::vector<std::uint32_t> pending;       // of which these have no final yet
    std::vector<CallbackInProgress> in_progress;
    std::uint64_t indicates = 0;
    std::uint64_t objects = 0;
    std::uint64_t digest_sum = 0;
    std::uint64_t finals = 0;
    std::uint32_t accepted = 0;
    std::uint32_t requests = 0;               // calls of NextAsync that carried it
    Index last_final_left = kNowhere;
    Index last_object = kNowhere;
    std::uint32_t last_cancel = 0;            // the newest cancel of this sink that returned with success
    std::uint32_t calls_in_progress = 0;      // calls that carry this sink and have not returned
    std::uint32_t events_of = 0;              // it went to ProvideEvents of this provider
    std::uint32_t provide_events = 0;         // in this call, once that was entered
};

struct OpenCall {
    trace::Method method;
    std::uint32_t call;
    std::uint32_t sink;
    std::uint32_t thread;
    Index entered;
    std::int64_t flags = 0;
    trace::Fault fault = trace::Fault::kNone;  // that the harness has announced
    bool is_provider = false;    // the host calls a provider
    bool asks_for_stub = false;  // to see whether the method is there at all
    // The callback of an operation that ends by itself from inside of which the call is made; kNowhere when there is none.
    Index callback = kNowhere;
    trace::Method callback_method = trace::Method::kNone;

    // A call that the sink of such an operation may make (THR-3), which a cancel is not.
    [[nodiscard]] bool is_nested() const noexcept {
        return callback != kNowhere && method != trace::Method::kCancelAsyncCall &&
               method != trace::Method::kServicesRelease;
    }
};

// Follows the trace, event by event. Rules are called after the history has taken the event in, except where they ask
// for the state before (`Rule::before`). Errors: trace::TraceError for an event that no recorder can have written behind the
// ones before it.
class History {
public:
    // The path of the trace, for what is said about it, and the unit of its times.
    explicit History(std::string trace) : trace_(std::move(trace)) {}  // its path, for what is said about it

    void take(const trace::Record& record);

    [[nodiscard]] Sink* sink(std::uint32_t id);
    [[nodiscard]] Operation* operation(std::uint32_t id);
    [[nodiscard]] Cancel* cancel(std::uint32_t id);
    [[nodiscard]] IdMap<Sink>& sinks() noexcept { return sinks_; }
    [[nodiscard]] IdMap<Operation>& operations() noexcept { return operations_; }
    [[nodiscard]] IdMap<Cancel>& cancels() noexcept { return cancels_; }
    // Those that an operation without a final status has been given to. A trace may name a million sinks, and few of them
    // at a time.
    [[nodiscard]] const std::set<std::uint32_t>& pending_sinks() const noexcept { return pending_sinks_; }
    [[nodiscard]] const std::map<std::uint32_t, OpenCall>& open_calls() const noexcept { return open_calls_; }

    // Providers under test; empty where a service is.
    [[nodiscard]] const Hosted& hosted() const noexcept { return hosted_; }

    // The operation that the newest callback belongs to, or nullptr when that cannot be told.
    [[nodiscard]] Operation* operation_of_callback(const Sink& sink);

    // The entry of the callback that the newest kCallbackLeft ended.
    [[nodiscard]] const CallbackInProgress& ended_callback() const noexcept { return ended_; }

    // Where the harness began to ask for an interface without an out pointer; kNowhere once it has its answer.
    [[nodiscard]] Index asking_without_pointer() const noexcept { return asking_without_pointer_; }

    // True while the thread is inside a callback of any sink.
    [[nodiscard]] bool is_in_callback(std::uint32_t thread);

    // True for a stub or another interface pointer of a sink.
    [[nodiscard]] bool stands_for_sink(std::uint32_t pointer) const { return stands_for_.contains(pointer); }

private:
    void require_new_call(const trace::Record& record) const;
    void call_entered(const trace::Record& record);
    void call_returned(const trace::Record& record);
    void callback_entered(const trace::Record& record);
    void callback_left(const trace::Record& record);
    void reference_changed(const trace::Record& record);
    void mark(const trace::Record& record);
    void cancel_entered(const trace::Record& record, std::uint32_t pointer);
    void services_released(const trace::Record& record);
    void note_pending(const Sink& sink);
    [[nodiscard]] std::uint32_t sink_behind(std::uint32_t pointer) const;

    // The one copy of a text.
    [[nodiscard]] const std::string& kept_text(std::string text) { return *texts_.insert(std::move(text)).first; }

    std::string trace_;
    std::set<std::string> texts_;
    Hosted hosted_;
    IdMap<Sink> sinks_;
    IdMap<Operation> operations_;
    IdMap<Cancel> cancels_;
    std::set<std::uint32_t> pending_sinks_;  // with something in `pending`
    std::set<std::uint32_t> busy_sinks_;     // with something in `in_progress`
    std::set<std::uint32_t> open_cancels_;   // that have not returned
    std::map<std::uint32_t, OpenCall> open_calls_;
    std::map<std::uint32_t, std::uint32_t> stands_for_;  // the sink of which something is another pointer or a stub
    std::map<std::uint32_t, bool> unsecured_;            // services pointers
    struct Announced {
        bool expects_failure = false;
        bool asks_for_stub = false;
        bool has_invalid_argument = false;
        trace::Fault fault = trace::Fault::kNone;
    };

    Index asking_without_pointer_ = kNowhere;
    CallbackInProgress ended_{};
    std::map<std::uint32_t, Announced> announced_;  // by thread: marks that speak of its next call
};

}  // namespace wbemcheck::contract
