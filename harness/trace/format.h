// The trace file, byte for byte. Little-endian. One header page, then segments of one size; a segment belongs to one
// thread and is filled from the front. Nothing is ever moved or rewritten, so a reader may look at any moment, also
// after the writer died.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "harness/trace/event.h"

namespace wbemcheck::trace {

inline constexpr std::array<char, 8> kTraceMagic = {'W', 'B', 'E', 'M', 'T', 'R', 'C', '\n'};
inline constexpr std::uint32_t kTraceVersion = 1;
inline constexpr std::size_t kHeaderSize = 65536;   // the coarsest mapping granularity of the platforms
inline constexpr std::size_t kSegmentSize = 16384;  // small, since every thread of the subject gets one
inline constexpr std::size_t kSegmentsPerPiece = 16;
inline constexpr std::uint32_t kSegmentMagic = 0x47455357;  // "WSEG"

struct TraceHeader {
    std::array<char, 8> magic;
    std::uint32_t version;
    std::uint32_t event_size;
    std::uint32_t segment_size;
    std::uint32_t clock;  // ClockKind
    double ticks_per_second;
    std::uint64_t start_ticks;
    std::atomic<std::uint32_t> segments;  // handed out so far
    // 1 once the trace has reached its limit and takes no more. Stored by whoever found it full, read by the parent.
    std::atomic<std::uint32_t> is_full;
};
static_assert(sizeof(TraceHeader) == 48);
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

struct alignas(64) SegmentHeader {
    std::uint32_t magic;
    std::uint32_t thread;    // dense number of the thread within this trace
    std::uint32_t sequence;  // 0 for the first segment of this thread
    // Slots that are complete. Stored with release by the thread that owns the segment, loaded with acquire by readers.
    std::atomic<std::uint32_t> committed;
};
static_assert(sizeof(SegmentHeader) == 64);

inline constexpr std::size_t kSlotsPerSegment = (kSegmentSize - sizeof(SegmentHeader)) / sizeof(Event);

// A text longer than this is cut; the cut is shown as "..." at its end.
inline constexpr std::size_t kLongestText = 2000;

[[nodiscard]] constexpr std::size_t slots_for_text(std::size_t length) noexcept {
    return 1 + (length + sizeof(Event) - 1) / sizeof(Event);
}

}  // namespace wbemcheck::trace
