// Subjects for benchmarks: the one that a person has named, and of the mock as many as there are settings.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/subject/subject.h"

namespace wbemcheck::bench {

// What a benchmark asks of the mock. Other subjects are what they are.
struct Shape {
    std::optional<std::size_t> objects = std::nullopt;  // that its query delivers
    std::optional<std::size_t> batch = std::nullopt;    // objects per Indicate
    std::optional<std::size_t> threads = std::nullopt;
    std::optional<std::size_t> latency = std::nullopt;  // milliseconds before the first callback

    auto operator<=>(const Shape&) const = default;
};

// A connected subject.
struct Bench {
    std::unique_ptr<subject::Subject> subject;
    com::com_ptr<IWbemServices> services;
    com::unique_bstr language;
    com::unique_bstr query;        // with many objects; NULL where none is known
    com::unique_bstr path;         // of one object; NULL where none is known
    com::unique_bstr event_query;  // NULL where none is known
};

// Keeps what it has made: repetitions of all benchmarks are mixed. Not thread-safe.
class Workshop {
public:
    explicit Workshop(subject::SubjectAddress address) : address_(std::move(address)) {}

    [[nodiscard]] const subject::SubjectAddress& address() const noexcept { return address_; }

    // Only the mock takes a shape; false for another subject unless the shape asks for nothing.
    [[nodiscard]] bool can_have(const Shape& shape) const;
    // Throws std::runtime_error with a sentence when the subject cannot be reached.
    [[nodiscard]] Bench& get(const Shape& shape);

private:
    const subject::SubjectAddress address_;
    std::map<Shape, std::unique_ptr<Bench>> benches_;
};

}  // namespace wbemcheck::bench
