#include "harness/trace/recorder.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "harness/trace/clock.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::trace {
namespace {

std::atomic<std::uint64_t> g_next_serial{1};

constexpr std::size_t kPieceSize = kSegmentsPerPiece * kSegmentSize;
constexpr std::size_t kMostReady = 16;  // pieces: what a thread fills in two milliseconds

struct Cache {
    std::uint64_t serial = 0;
    void* state = nullptr;
};
thread_local Cache t_cache;

constinit thread_local ThreadMark t_mark;

// Set before the first recorder writes; relaxed, since what sets it starts the threads.
std::atomic<void (*)() noexcept> g_arrived{nullptr};

std::string_view shorten(std::string_view text) noexcept { return text.substr(0, kLongestText); }

// Writes the slots of one text; returns how many were used.
std::size_t store_text(Event* slots, const Text& text, std::uint64_t time) noexcept {
    const std::string_view kept = shorten(text.text);
    Event head;
    head.time = time;
    head.kind = EventKind::kText;
    head.method = static_cast<std::uint16_t>(text.role);
    head.value = static_cast<std::int64_t>(kept.size());
    head.value2 = kept.size() < text.text.size() ? 1 : 0;
    slots[0] = head;
    const std::size_t used = slots_for_text(kept.size());
    if (!kept.empty()) std::memcpy(static_cast<void*>(slots + 1), kept.data(), kept.size());
    return used;
}

}  // namespace

ThreadMark this_thread_mark() noexcept { return t_mark; }

void set_thread_arrival(void (*arrived)() noexcept) noexcept { g_arrived.store(arrived, std::memory_order_relaxed); }

Recorder::Recorder(const std::filesystem::path& path, std::uint64_t limit)
    : serial_(g_next_serial.fetch_add(1, std::memory_order_relaxed)), limit_(limit) {
    MappedFile file = MappedFile::create(path);
    void* const page = file.map(0, kHeaderSize);
    supply_ = std::make_unique<PieceSupply>(std::move(file), kHeaderSize, kPieceSize);
    header_ = new (page) TraceHeader{};
    write_header();
}

void Recorder::write_header() {
    header_->version = kTraceVersion;
    header_->event_size = sizeof(Event);
    header_->segment_size = kSegmentSize;
    header_->clock = static_cast<std::uint32_t>(clock_kind());
    header_->ticks_per_second = clock_ticks_per_second();
    header_->start_ticks = clock_now();
    header_->magic = kTraceMagic;
}

Recorder::Recorder(std::unique_ptr<PieceSupply> supply, std::uint64_t limit) noexcept
    : serial_(g_next_serial.fetch_add(1, std::memory_order_relaxed)), limit_(limit), supply_(std::move(supply)) {}

std::shared_ptr<Recorder> Recorder::succeed() {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Recorder> successor(new Recorder(std::move(supply_), limit_));
    successor->header_ = header_;
    successor->pieces_ = std::move(pieces_);
    switch_off();
    generation_.fetch_add(1, std::memory_order_relaxed);  // sends whoever is past the switch to open_segment, who refuses
    successor->restart();
    return successor;
}

void Recorder::restart() {
    const std::lock_guard lock(mutex_);
    header_->segments.store(0, std::memory_order_release);
    header_->is_full.store(0, std::memory_order_relaxed);
    write_header();
    segments_used_ = 0;
    thread_count_ = 0;
    next_object_.store(1, std::memory_order_relaxed);
    next_call_.store(1, std::memory_order_relaxed);
    lost_.store(0, std::memory_order_relaxed);
    generation_.fetch_add(1, std::memory_order_relaxed);
}

Recorder::~Recorder() = default;

Recorder::ThreadState* Recorder::state_of_this_thread() noexcept {
    if (t_cache.serial == serial_) return static_cast<ThreadState*>(t_cache.state);
    if (auto* const arrived = g_arrived.load(std::memory_order_relaxed)) arrived();
    try {
        const std::lock_guard lock(mutex_);
        ThreadState& state = threads_[std::this_thread::get_id()];
        t_cache = {serial_, &state};
        return &state;
    } catch (...) {
        return nullptr;
    }
}

bool Recorder::open_segment(ThreadState& state) noexcept {
    try {
        const std::lock_guard lock(mutex_);
        if (supply_ == nullptr) return false;
        const std::uint64_t generation = generation_.load(std::memory_order_relaxed);
        if (state.generation != generation) {
            state = {};
            state.generation = generation;
            state.number = ++thread_count_;
            t_mark = {serial_ << 32U | (generation & 0xFFFFFFFFU), state.number};
        }
        if (segments_used_ == pieces_.size() * kSegmentsPerPiece) {
            if (pieces_.size() * kPieceSize >= limit_) {
                header_->is_full.store(1, std::memory_order_relaxed);
                return false;
            }
            pieces_.push_back(supply_->next());
        }
        // Half a piece before the next one is needed; further ahead, the longer the trace has become. Never for the first one.
        const bool is_last = segments_used_ / kSegmentsPerPiece + 1 == pieces_.size();
        if (is_last && segments_used_ % kSegmentsPerPiece == kSegmentsPerPiece / 2 && pieces_.size() * kPieceSize < limit_) {
            const std::uint64_t allowed = (limit_ - 1) / kPieceSize + 1 - pieces_.size();
            supply_->make_ready(static_cast<std::size_t>(std::min<std::uint64_t>({pieces_.size(), kMostReady, allowed})));
        }
        std::byte* address =
            pieces_[segments_used_ / kSegmentsPerPiece] + segments_used_ % kSegmentsPerPiece * kSegmentSize;
        ++segments_used_;
        state.current.header = new (address) SegmentHeader{};
        state.current.header->thread = state.number;
        state.current.header->sequence = state.segments++;
        state.current.header->magic = kSegmentMagic;
        state.current.slots = reinterpret_cast<Event*>(address + sizeof(SegmentHeader));
        state.current.used = 0;
        // Release; pairs with the acquire in the reader: a segment that is counted has its header.
        header_->segments.fetch_add(1, std::memory_order_release);
        return true;
    } catch (...) {
        return false;
    }
}

void Recorder::write(const Event& event, std::initializer_list<Text> texts) noexcept {
    // First, so that what follows is done while the clock answers, which takes longer than all of it.
    const std::uint64_t time = clock_now();
    ThreadState* const state = state_of_this_thread();
    const bool fits = state != nullptr && state->generation == generation_.load(std::memory_order_relaxed) &&
                      state->current.used < kSlotsPerSegment;
    if (!fits || texts.size() != 0) {
        store(state, event, texts, time);
        return;
    }
    // The time is put into the slot, not into the event before it is copied: the copy would have to wait for that write.
    Segment& segment = state->current;
    Event* const slot = segment.slots + segment.used;
    *slot = event;
    slot->time = time;
    // Release; pairs with the acquire in the reader: a slot that is counted is complete.
    segment.header->committed.store(++segment.used, std::memory_order_release);
}

// Apart from `write`, which is short without it: most events have no text, and most have room.
void Recorder::store(ThreadState* state, const Event& event, std::initializer_list<Text> texts, std::uint64_t time) noexcept {
    std::size_t needed = 1;
    for (const Text& text : texts) needed += slots_for_text(shorten(text.text).size());
    const bool fits = state != nullptr && state->generation == generation_.load(std::memory_order_relaxed) &&
                      state->current.used + needed <= kSlotsPerSegment;
    if (!fits && (state == nullptr || needed > kSlotsPerSegment || !open_segment(*state))) {
        lost_.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    Segment& segment = state->current;
    Event* slot = segment.slots + segment.used;
    *slot = event;
    slot->time = time;
    ++slot;
    for (const Text& text : texts) slot += store_text(slot, text, time);
    segment.used += static_cast<std::uint32_t>(needed);
    segment.header->committed.store(segment.used, std::memory_order_release);  // as in `write`
}

void append_to_trace(const std::filesystem::path& path, const Event& event, std::string_view note,
                     std::span<const std::string> stack) {
    std::uint64_t last_time = 0;
    std::uint32_t last_thread = 0;
    std::uint32_t segments = 0;
    {
        TraceReader reader(path);
        segments = reader.segment_count();
        Record record;
        while (reader.next(record)) {
            last_time = record.event.time;
            last_thread = record.thread > last_thread ? record.thread : last_thread;
        }
    }
    MappedFile file = MappedFile::open(path);
    auto* header = reinterpret_cast<TraceHeader*>(file.map(0, kHeaderSize));
    const std::uint64_t offset = kHeaderSize + std::uint64_t{segments} * kSegmentSize;
    // Pieces start at multiples of the mapping granularity; the segment may lie in the middle of one.
    const std::uint64_t piece_offset = offset / kHeaderSize * kHeaderSize;
    std::byte* address = file.map(piece_offset, kHeaderSize) + (offset - piece_offset);
    auto* segment = new (address) SegmentHeader{};
    segment->thread = last_thread + 1;
    segment->magic = kSegmentMagic;
    Event stamped = event;
    stamped.time = last_time + 1;
    auto* slots = reinterpret_cast<Event*>(address + sizeof(SegmentHeader));
    slots[0] = stamped;
    std::size_t used = 1 + store_text(slots + 1, {TextRole::kNote, note}, stamped.time);
    for (const std::string& frame : stack) {
        if (used + slots_for_text(shorten(frame).size()) > kSlotsPerSegment) break;
        used += store_text(slots + used, {TextRole::kStackFrame, frame}, stamped.time);
    }
    segment->committed.store(static_cast<std::uint32_t>(used), std::memory_order_release);
    header->segments.fetch_add(1, std::memory_order_release);
}

}  // namespace wbemcheck::trace
