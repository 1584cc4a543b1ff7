// What a trace says of providers under test: what their host gave them and what they hold of it, what they
// are asked for, and what they ask for themselves. A part of the history; empty for a service.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "harness/contract/event_index.h"
#include "harness/trace/event.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::contract {

// Puts or deletes a class or an instance, in either form of the call.
[[nodiscard]] bool changes_data(trace::Method method) noexcept;

// Something that the host gave to a provider, or lent it for a call.
struct HostObject {
    std::uint32_t id = 0;
    trace::Interface interface_id = trace::Interface::kNone;
    std::string note;            // what it is, in words
    std::uint32_t original = 0;  // of a copy of a context the context itself; else the object
    std::uint32_t provider = 0;  // who has it; 0 when that cannot be told
    std::uint32_t call = 0;      // the newest call that it was lent to, or the upcall that gave it
    trace::Method upcall = trace::Method::kNone;  // the method of that upcall
    Index given = kNowhere;                       // when it came to the provider for the last time
    Index last_reference = kNowhere;
    std::int64_t held = 0;          // references that the provider owns
    std::uint32_t lent = 0;         // calls in progress that carry it
    bool is_of_initialize = false;  // it came with a call of Initialize
    Index used_when_gone =
        kNowhere;  // the newest use of it without a reference, and in no call that lends it

    [[nodiscard]] bool is_usable() const noexcept { return held > 0 || lent > 0; }
};

// A call of the host on a provider.
struct Request {
    std::uint32_t call = 0;
    trace::Method method = trace::Method::kNone;
    std::uint32_t provider = 0;
    std::uint32_t thread = 0;
    std::uint32_t context = 0;  // that came with it; 0: none
    std::uint32_t sink = 0;     // Initialize: its init sink
    trace::Interface asked = trace::Interface::kNone;  // QueryInterface: what for
    Index entered = kNowhere;
    Index returned = kNowhere;
    std::int32_t result = 0;
    bool has_ended = false;  // its final status has been sent, or the init sink told
    bool is_over = false;    // it has returned and has ended

    // Those of which WMI wants data and nothing else.
    [[nodiscard]] bool is_read() const noexcept;
};

struct Provider {
    std::uint32_t id = 0;
    bool is_pure = false;       // said to be so
    Index released = kNowhere;  // the host let go of its last reference
};

struct Upcall {
    std::uint32_t object = 0;
    trace::Method method = trace::Method::kNone;
    Index entered = kNowhere;
};

class Hosted {
public:
    // Whether the trace has shown anything of a provider. What is behind a services pointer is known before
    // it is called.
    [[nodiscard]] bool is_active() const noexcept { return is_active_; }
    [[nodiscard]] bool is_provider_services(std::uint32_t services) const {
        return is_active_ && services_.contains(services);
    }

    // The history passes on what concerns a provider.
    void take(const trace::Record& record);
    // True when the call is one of the host on a provider.
    bool call_entered(const trace::Record& record);
    void call_returned(const trace::Record& record);
    void operation_ended(std::uint32_t call);

    [[nodiscard]] HostObject* object(std::uint32_t id);
    [[nodiscard]] const std::map<std::uint32_t, HostObject>& objects() const noexcept { return objects_; }
    [[nodiscard]] const Request* request(std::uint32_t call) const;
    [[nodiscard]] const std::map<std::uint32_t, Provider>& providers() const noexcept { return providers_; }
    [[nodiscard]] const Provider* provider(std::uint32_t id) const;
    // PRV-13: what the provider was given goes with its last reference. Where nothing is said of any provider, all are pure, as
    // registrations are that say nothing; otherwise those are of which it is said.
    [[nodiscard]] bool is_pure(std::uint32_t provider) const;
    [[nodiscard]] const Upcall* upcall(std::uint32_t call) const;

    // The innermost call of the host that runs on this thread, or nullptr.
    [[nodiscard]] const Request* request_of_thread(std::uint32_t thread) const;
    // The context that a number of the trace stands for: copies count as what they were made of.
    [[nodiscard]] std::uint32_t original_of(std::uint32_t context) const;
    // The newest call of Initialize that came with this init sink, or nullptr.
    [[nodiscard]] const Request* initialization_of(std::uint32_t init_sink) const;
    // The newest request that came with this context, or nullptr.
    [[nodiscard]] const Request* request_with(std::uint32_t context) const;

private:
    void mark(const trace::Record& record);
    void object_given(const trace::Record& record);
    void reference_changed(const trace::Record& record);
    void upcall_entered(const trace::Record& record);
    void used(std::uint32_t id, Index index);
    void init_status(const trace::Record& record);
    void loan_ended(std::uint32_t id);
    void close_if_over(Request& request);

    bool is_active_ = false;
    bool tells_purity_ = false;
    std::map<std::uint32_t, std::uint32_t> services_;  // the provider behind a services pointer
    std::map<std::uint32_t, Provider> providers_;
    std::map<std::uint32_t, HostObject> objects_;
    std::map<std::uint32_t, Request> requests_;  // by call
    std::vector<std::uint32_t> open_;            // requests that are not over, by their calls
    std::map<std::uint32_t, std::vector<std::uint32_t>> lent_;  // by call: what it carries, until it returns
    std::map<std::uint32_t, std::uint32_t> context_of_;         // by call
    std::map<std::uint32_t, std::uint32_t> newest_with_;  // by context: the newest call that came with it
    std::map<std::uint32_t, std::uint32_t> started_with_;       // by init sink: the newest call that came with it
    std::map<std::uint32_t, Upcall> upcalls_;             // in progress
};

}  // namespace wbemcheck::contract
