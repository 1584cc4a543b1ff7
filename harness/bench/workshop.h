// Subjects for benchmarks: the one that a person has named, and of the mock as many as there are settings.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "harness/bench/measuring_sink.h"
#include "harness/bench/provider_host.h"
#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/server_call_context.h"
#include "harness/subject/subject.h"

namespace wbemcheck::bench {

// What a benchmark asks of the mock. Other subjects are what they are.
struct Shape {
    std::optional<std::size_t> objects = std::nullopt;  // that its query delivers
    std::optional<std::size_t> batch = std::nullopt;    // objects per Indicate
    std::optional<std::size_t> threads = std::nullopt;
    std::optional<std::size_t> latency = std::nullopt;  // milliseconds before the first callback
    std::optional<std::size_t> classes = std::nullopt;  // declared in its namespace besides its own

    auto operator<=>(const Shape&) const = default;
};

// A connected subject, or a provider that is ready.
struct Bench {
    std::unique_ptr<subject::Subject> subject;
    // Of a provider: its thread is in a call from a client, so that CoImpersonateClient works, and passes a context on, as WMI
    // does. Null for others.
    std::unique_ptr<probe::ServerCallContext> in_call;
    com::com_ptr<IWbemContext> context;
    std::optional<ReadyProvider> provider;
    com::com_ptr<IWbemServices> services;  // null for a provider that is none
    com::unique_bstr language;
    com::unique_bstr query;        // with many objects; NULL where none is known, and for a provider
    com::unique_bstr class_name;   // of a provider: its instances are enumerated where others are asked with the query
    com::unique_bstr path;         // of one object; NULL where none is known
    com::unique_bstr event_query;  // NULL where none is known
    std::string class_with_many;   // empty where none is known
    // The service takes no further call for as long as a client has not cancelled the last one, which has ended. wbemprox of Wine 8
    // is such a service (REF-3 is what it breaks).
    bool must_be_cancelled = false;
};

// Waits until the operations of the sink have ended, and makes way for the next. Throws, as `require` does.
void finish(Bench& bench, MeasuringSink& sink);

// Keeps what it has made: repetitions of all benchmarks are mixed. Used and destroyed by one thread.
class Workshop {
public:
    explicit Workshop(subject::SubjectAddress address) : address_(std::move(address)) {}

    [[nodiscard]] const subject::SubjectAddress& address() const noexcept { return address_; }

    // What the provider is; null for a subject in the role of a service. Throws as `get`.
    [[nodiscard]] const ReadyProvider* provider();
    // Only the mock takes a shape; false for another subject unless the shape asks for nothing.
    [[nodiscard]] bool can_have(const Shape& shape) const;
    // Throws UsageError with a sentence when the subject cannot be reached, or the provider is not initialised.
    [[nodiscard]] Bench& get(const Shape& shape);

private:
    const subject::SubjectAddress address_;
    std::map<Shape, std::unique_ptr<Bench>> benches_;
};

}  // namespace wbemcheck::bench
