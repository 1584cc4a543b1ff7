#include "harness/runner/worker_failure.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "harness/runner/stack_file.h"
#include "harness/trace/recorder.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::runner {
namespace {

using trace::Ending;

// What the system needs to end a process and to hand over what it wrote.
constexpr std::chrono::seconds kUntilReaped{10};

// How long the threads of a worker get to write where they are; less while it takes memory.
constexpr std::chrono::milliseconds kForStacks{500};
constexpr std::chrono::milliseconds kForStacksOfAnEater{100};
constexpr std::chrono::milliseconds kBetweenAnswers{5};

std::string last_line(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    const auto begin = text.rfind('\n');
    return std::string(begin == std::string_view::npos ? text : text.substr(begin + 1));
}

// The thread in the newest call that has not returned; where none is open, the one that floods the trace, which is the one
// that recorded last. 0: not known.
std::uint32_t thread_to_blame(const std::filesystem::path& path, Ending ending) {
    trace::TraceReader reader(path);
    trace::Record record;
    std::map<std::uint32_t, std::uint32_t> threads;  // by open call
    std::uint32_t last = 0;
    while (reader.next(record)) {
        last = record.thread;
        if (record.event.kind == trace::EventKind::kCallEntered) threads[record.event.call] = record.thread;
        if (record.event.kind == trace::EventKind::kCallReturned) threads.erase(record.event.call);
    }
    if (!threads.empty()) return threads.rbegin()->second;
    return ending == Ending::kFlood ? last : 0;
}

}  // namespace

Failure failure_of(ChildProcess& child) {
    Failure failure;
    const Exit exit = child.wait(std::chrono::steady_clock::now() + kUntilReaped);
    failure.code = exit.code;
    switch (exit.kind) {
        case Exit::Kind::kExited: failure.ending = Ending::kExit; break;
        case Exit::Kind::kSignalled: failure.ending = Ending::kCrash; break;
        case Exit::Kind::kRunning:
        case Exit::Kind::kKilled: failure.ending = Ending::kHang; break;
    }
    failure.note = exit.description;
    const std::string said = last_line(child.error_output());
    if (!said.empty()) failure.note += fmt::format("; its last words: {}", said);
    return failure;
}

std::optional<Failure> find_excess(const ChildProcess& child, const WorkerLimits& limits,
                                   const std::filesystem::path& trace) {
    Failure failure;
    if (limits.memory_mib != 0) {
        const std::uint64_t used = child.own_memory().value_or(0);
        if (used > limits.memory_mib * kBytesInMebibyte) {
            failure.ending = Ending::kMemory;
            failure.code = static_cast<std::int64_t>(used);
            failure.note = fmt::format("it used {} MiB, and --memory-limit allows {}", used / kBytesInMebibyte,
                                       limits.memory_mib);
            return failure;
        }
    }
    if (!trace.empty() && trace::is_full(trace)) {
        failure.ending = Ending::kFlood;
        failure.code = static_cast<std::int64_t>(limits.trace_mib * kBytesInMebibyte);
        failure.note = fmt::format("its trace reached the {} MiB that --trace-limit allows", limits.trace_mib);
        return failure;
    }
    return std::nullopt;
}

void ask_where_it_is(ChildProcess& child, const std::filesystem::path& stack_file, trace::Ending ending) {
    const std::size_t asked = child.ask_for_stacks();
    const auto deadline =
        std::chrono::steady_clock::now() + (ending == Ending::kMemory ? kForStacksOfAnEater : kForStacks);
    const auto has_answered = [&] {
        const std::vector<WorkerStack> stacks = read_stacks(stack_file);
        return static_cast<std::size_t>(std::count_if(stacks.begin(), stacks.end(), [](const WorkerStack& stack) {
                   return stack.kind == StackKind::kAsked && stack.is_whole;
               })) >= asked;
    };
    // A file tells nobody that it grows.
    while (asked != 0 && !has_answered() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(kBetweenAnswers);
    }
}

std::vector<std::string> find_stack(const std::filesystem::path& stack_file, trace::Ending ending,
                                    const std::filesystem::path& trace) {
    try {
        const std::vector<WorkerStack> stacks = read_stacks(stack_file);
        if (stacks.empty()) return {};
        const StackKind kind = ending == Ending::kCrash  ? StackKind::kCrash
                               : ending == Ending::kExit ? StackKind::kExit
                                                         : StackKind::kAsked;
        const std::uint32_t thread = kind == StackKind::kAsked ? thread_to_blame(trace, ending) : 0;
        const WorkerStack* found = nullptr;
        for (const WorkerStack& stack : stacks) {
            if (stack.kind != kind) continue;
            if (kind == StackKind::kAsked && (thread == 0 || stack.thread != thread)) continue;
            // A number that a thread has from an earlier trace says nothing in this one.
            if (found == nullptr || stack.trace >= found->trace) found = &stack;
        }
        if (found == nullptr) return {};
        return found->frames;
    } catch (const std::exception&) {
        return {};  // a finding without a stack is still a finding
    }
}

void append_ending(const std::filesystem::path& trace, const Failure& failure) {
    trace::Event event;
    event.kind = trace::EventKind::kMark;
    event.method = static_cast<std::uint16_t>(trace::MarkKind::kWorkerEnded);
    event.value = static_cast<std::int64_t>(failure.ending);
    event.value2 = failure.code;
    trace::append_to_trace(trace, event, failure.note, failure.stack);
}

}  // namespace wbemcheck::runner
