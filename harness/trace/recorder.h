// Writes what crosses the boundary into a trace file, from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "harness/trace/event.h"
#include "harness/trace/format.h"
#include "harness/trace/piece_supply.h"

namespace wbemcheck::trace {

// Under which number a thread was last recorded, and in which trace: of two traces of a process, the later one has the
// greater number. Zeros for a thread that nobody has recorded.
struct ThreadMark {
    std::uint64_t trace = 0;
    std::uint32_t thread = 0;
};

// Of the calling thread. May be called in a signal handler.
[[nodiscard]] ThreadMark this_thread_mark() noexcept;

// Has `arrived` called on every thread before its first event in a trace: perhaps several times on one thread. Set once,
// before anything is recorded.
void set_thread_arrival(void (*arrived)() noexcept) noexcept;

struct Text {
    TextRole role;
    std::string_view text;
};

// Requires: the recorder outlives every call into it. Sinks that the subject may still call keep it alive through a
// shared_ptr, so that a late callback is recorded instead of crashing.
//
// Guarantees:
//  - `record` may be called from any thread at any time; the events of one thread keep their order;
//  - an event is in the file when `record` has returned, whatever happens to the process afterwards;
//  - no lock, no allocation and no system call per event; they happen when a thread needs a new segment. The pages of a trace
//    that has grown to some size are there before the segment is;
//  - once switched off, a load and a branch per event, and no event.
//
// Errors: the constructor throws TraceError. `record` cannot fail: when the file cannot grow (disk full, or its limit is
// reached), events are counted as lost and `lost()` says how many.
class Recorder {
public:
    static constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};

    // With a limit, the file does not grow beyond that many bytes, rounded up to a whole piece: a subject that never stops
    // calling does not fill the disk. Once it is reached, the file says that it is full (is_full).
    explicit Recorder(const std::filesystem::path& path, std::uint64_t limit = kNoLimit);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    // Stamps the event with the time and stores it, followed by its texts.
    void record(const Event& event, std::initializer_list<Text> texts = {}) noexcept {
        if (is_on_.load(std::memory_order_relaxed)) write(event, texts);
    }

    // From here on nothing is recorded, and nothing counts as lost. A call that is under way may still be recorded.
    void switch_off() noexcept { is_on_.store(false, std::memory_order_relaxed); }
    void switch_on() noexcept { is_on_.store(true, std::memory_order_relaxed); }

    // Ids start at 1; 0 means "none".
    [[nodiscard]] std::uint32_t next_object() noexcept { return next_object_.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::uint32_t next_call() noexcept { return next_call_.fetch_add(1, std::memory_order_relaxed); }

    // Begins again with an empty trace in the same file, so that many short traces cost one file. Whoever wants to keep the
    // old one has read it. Requires: no other thread is recording, nor will before it learns of the restart.
    void restart();

    // The same with another recorder in its place: this one is switched off for good, for whoever still has it. Requires as
    // `restart`.
    [[nodiscard]] std::shared_ptr<Recorder> succeed();

    [[nodiscard]] std::uint64_t lost() const noexcept { return lost_.load(std::memory_order_relaxed); }

private:
    struct Segment {
        SegmentHeader* header = nullptr;
        Event* slots = nullptr;
        std::uint32_t used = 0;
    };
    // On cache lines of its own, and of the neighbour that the processor fetches with them: every event writes into it.
    struct alignas(128) ThreadState {
        std::uint64_t generation = 0;  // the restart that number, segments and current belong to
        std::uint32_t number = 0;
        std::uint32_t segments = 0;
        Segment current;
    };

    Recorder(std::unique_ptr<PieceSupply> supply, std::uint64_t limit) noexcept;
    void write_header();
    void write(const Event& event, std::initializer_list<Text> texts) noexcept;
    [[nodiscard]] ThreadState* state_of_this_thread() noexcept;
    [[nodiscard]] bool open_segment(ThreadState& state) noexcept;
    void store(ThreadState* state, const Event& event, std::initializer_list<Text> texts, std::uint64_t time) noexcept;

    const std::uint64_t serial_;  // tells recorders apart in the thread-local cache, also when an address is reused
    const std::uint64_t limit_;   // in bytes
    std::atomic<bool> is_on_{true};  // relaxed: no more than a switch
    std::unique_ptr<PieceSupply> supply_;  // guarded by mutex_; null once another recorder has it
    TraceHeader* header_ = nullptr;
    std::mutex mutex_;
    std::vector<std::byte*> pieces_;  // guarded by mutex_: of the file, in order; segments are taken from them
    std::size_t segments_used_ = 0;   // guarded by mutex_
    std::uint32_t thread_count_ = 0;  // guarded by mutex_: threads that have recorded since the last restart
    std::atomic<std::uint64_t> generation_{1};  // restarts; relaxed, since a restart is alone
    // Guarded by mutex_. The state behind an entry belongs to its thread alone. References stay valid while it grows.
    std::unordered_map<std::thread::id, ThreadState> threads_;
    std::atomic<std::uint32_t> next_object_{1};
    std::atomic<std::uint32_t> next_call_{1};
    std::atomic<std::uint64_t> lost_{0};
};

// Adds events behind everything that a trace holds, in a segment of its own. For the parent process, which knows how
// the worker ended. Throws TraceError.
//
// The stack is cut where the segment ends: some forty frames.
void append_to_trace(const std::filesystem::path& path, const Event& event, std::string_view note,
                     std::span<const std::string> stack = {});

}  // namespace wbemcheck::trace
