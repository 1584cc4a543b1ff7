// How a worker ended that did not survive a scenario: what its parent can find out, and where it is written down.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/process.h"
#include "harness/runner/worker_limits.h"
#include "harness/trace/event.h"

namespace wbemcheck::runner {

struct Failure {
    trace::Ending ending = trace::Ending::kNormal;
    std::string note;
    std::int64_t code = 0;           // as trace::Ending says
    std::vector<std::string> stack;  // of the thread that it happened in, the innermost frame first; empty: not known
};

// Waits for the end of the worker, which is dead or has been killed.
[[nodiscard]] Failure failure_of(ChildProcess& child);

// What a living worker has taken beyond its limits: memory of its own, or room for the trace of the scenario that it plays.
// `trace` is empty while it plays none.
[[nodiscard]] std::optional<Failure> find_excess(const ChildProcess& child, const WorkerLimits& limits,
                                                 const std::filesystem::path& trace);

// Has a worker that is about to be killed write down where its threads are, and waits a moment for it.
void ask_where_it_is(ChildProcess& child, const std::filesystem::path& stack_file, trace::Ending ending);

// The stack that belongs to the failure, of those that the worker has left: of the thread that crashed or called exit, or of
// the one in whose call the worker was when it was ended. Empty where there is none. Does not throw.
[[nodiscard]] std::vector<std::string> find_stack(const std::filesystem::path& stack_file, trace::Ending ending,
                                                  const std::filesystem::path& trace);

// Adds the ending to the trace as its last event. Throws trace::TraceError.
void append_ending(const std::filesystem::path& trace, const Failure& failure);

}  // namespace wbemcheck::runner
