#include "harness/trace/trace_reader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <map>
#include <vector>

#include <fmt/format.h>

namespace wbemcheck::trace {
namespace {

const Event* slots_of(const SegmentHeader* segment) noexcept {
    return reinterpret_cast<const Event*>(reinterpret_cast<const std::byte*>(segment) + sizeof(SegmentHeader));
}

}  // namespace

std::string_view Record::text(TextRole role) const noexcept {
    for (const RecordedText& candidate : texts) {
        if (candidate.role == role) return candidate.text;
    }
    return {};
}

TraceReader::TraceReader(const std::filesystem::path& path)
    : TraceReader(path.string(), std::make_shared<const MappedView>(path)) {}

TraceReader::TraceReader(std::string path, std::shared_ptr<const MappedView> view)
    : TraceReader(std::move(path), view, {view->data(), view->size()}) {}

TraceReader::TraceReader(std::string name, std::span<const std::byte> content)
    : TraceReader(std::move(name), nullptr, content) {}

TraceReader::TraceReader(std::string path, std::shared_ptr<const MappedView> view, std::span<const std::byte> content)
    : path_(std::move(path)), view_(std::move(view)), content_(content) {
    if (content_.size() < sizeof(TraceHeader)) {
        throw TraceError(fmt::format("The trace {} is cut: it has {} bytes, and its header alone has {}.", path_,
                                     content_.size(), sizeof(TraceHeader)));
    }
    header_ = reinterpret_cast<const TraceHeader*>(content_.data());
    if (header_->magic != kTraceMagic) throw TraceError(fmt::format("{} is not a wbemcheck trace.", path_));
    if (header_->version != kTraceVersion || header_->event_size != sizeof(Event) ||
        header_->segment_size != kSegmentSize) {
        throw TraceError(fmt::format("The trace {} has format version {}; this program reads version {}.", path_,
                                     header_->version, kTraceVersion));
    }
    if (!std::isfinite(header_->ticks_per_second) || header_->ticks_per_second <= 0) {
        throw TraceError(fmt::format("The trace {} is damaged at byte {}: its clock has {} ticks in a second.", path_,
                                     offsetof(TraceHeader, ticks_per_second), header_->ticks_per_second));
    }
    segment_count_ = header_->segments.load(std::memory_order_acquire);
    // Each header is looked at once: they lie all over the file, which may be larger than memory.
    struct Numbered {
        std::uint32_t sequence;
        const SegmentHeader* segment;
    };
    std::map<std::uint32_t, std::vector<Numbered>> by_thread;
    for (std::uint32_t number = 0; number < segment_count_; ++number) {
        const std::uint64_t offset = kHeaderSize + std::uint64_t{number} * kSegmentSize;
        if (offset + kSegmentSize > content_.size()) {
            throw TraceError(fmt::format("The trace {} is cut at byte {}: segment {} of {} is missing.", path_,
                                         content_.size(), number + 1, segment_count_));
        }
        const auto* segment = reinterpret_cast<const SegmentHeader*>(content_.data() + offset);
        if (segment->magic != kSegmentMagic ||
            segment->committed.load(std::memory_order_acquire) > kSlotsPerSegment) {
            throw TraceError(fmt::format("The trace {} is damaged at byte {}: segment {} has no valid header.", path_,
                                         offset, number + 1));
        }
        by_thread[segment->thread].push_back({segment->sequence, segment});
    }
    // Files grow by whole pages, also those that are not used yet.
    if (content_.size() % kHeaderSize != 0) {
        throw TraceError(fmt::format("The trace {} is cut at byte {}: it has not a whole number of pages of {} bytes.", path_,
                                     content_.size(), kHeaderSize));
    }
    for (auto& [thread, segments] : by_thread) {
        std::ranges::sort(segments, {}, &Numbered::sequence);
        Cursor cursor;
        cursor.thread = thread;
        for (const auto& [sequence, segment] : segments) {
            if (sequence != cursor.segments.size()) {
                throw TraceError(fmt::format(
                    "The trace {} is damaged at byte {}: this segment says that it is number {} of thread {}, and number {} is "
                    "expected.",
                    path_, reinterpret_cast<const std::byte*>(segment) - content_.data(), sequence + std::uint64_t{1}, thread,
                    cursor.segments.size() + 1));
            }
            cursor.segments.push_back(segment);
        }
        cursors_.push_back(std::move(cursor));
    }
    rewind();
}

void TraceReader::rewind() {
    next_index_ = 0;
    others_begin_ = 0;
    for (Cursor& cursor : cursors_) {
        cursor.segment = 0;
        cursor.slot = 0;
        cursor.committed = cursor.segments[0]->committed.load(std::memory_order_acquire);
    }
}

TraceReader::Place TraceReader::place() const {
    Place place;
    place.next_index_ = next_index_;
    for (const Cursor& cursor : cursors_) place.threads_.push_back({static_cast<std::uint32_t>(cursor.segment), cursor.slot});
    return place;
}

void TraceReader::go_to(const Place& place) {
    next_index_ = place.next_index_;
    others_begin_ = 0;
    for (std::size_t number = 0; number < cursors_.size(); ++number) {
        Cursor& cursor = cursors_[number];
        cursor.segment = place.threads_[number].segment;
        cursor.slot = place.threads_[number].slot;
        cursor.committed = cursor.segments[cursor.segment]->committed.load(std::memory_order_acquire);
    }
}

const Event* TraceReader::head_of(Cursor& cursor) const {
    while (cursor.slot >= cursor.committed) {
        if (cursor.segment + 1 >= cursor.segments.size()) return nullptr;
        ++cursor.segment;
        cursor.slot = 0;
        cursor.committed = cursor.segments[cursor.segment]->committed.load(std::memory_order_acquire);
    }
    return slots_of(cursor.segments[cursor.segment]) + cursor.slot;
}

bool TraceReader::next(Record& record) {
    if (others_begin_ != 0) {
        const Event* const head = head_of(cursors_[current_]);
        if (head != nullptr && head->time < others_begin_) {
            take(cursors_[current_], record);
            return true;
        }
    }
    Cursor* earliest = nullptr;
    std::uint64_t earliest_time = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t second_time = earliest_time;
    for (Cursor& cursor : cursors_) {
        const Event* head = head_of(cursor);
        if (head == nullptr) continue;
        if (earliest == nullptr || head->time < earliest_time) {
            second_time = earliest_time;
            earliest = &cursor;
            earliest_time = head->time;
        } else {
            second_time = std::min(second_time, head->time);
        }
    }
    if (earliest == nullptr) return false;
    current_ = static_cast<std::size_t>(earliest - cursors_.data());
    others_begin_ = second_time;
    take(*earliest, record);
    return true;
}

void TraceReader::take(Cursor& cursor, Record& record) {
    const SegmentHeader* segment = cursor.segments[cursor.segment];
    const Event* slots = slots_of(segment);
    const auto damaged = [&](std::string_view what) {
        const auto offset = reinterpret_cast<const std::byte*>(slots + cursor.slot) - content_.data();
        throw TraceError(fmt::format("The trace {} is damaged at byte {}: {}.", path_, offset, what));
    };
    record.event = slots[cursor.slot];
    record.thread = cursor.thread;
    record.index = next_index_++;
    record.texts.clear();
    if (record.event.kind == EventKind::kNone || record.event.kind == EventKind::kText ||
        record.event.kind > kLastEventKind) {
        damaged("there is no event of this kind");
    }
    ++cursor.slot;
    while (cursor.slot < cursor.committed && slots[cursor.slot].kind == EventKind::kText) {
        const Event& head = slots[cursor.slot];
        if (head.value < 0 || head.value > static_cast<std::int64_t>(kLongestText)) damaged("a text has a false length");
        const auto length = static_cast<std::size_t>(head.value);
        const std::size_t used = slots_for_text(length);
        if (cursor.slot + used > cursor.committed) damaged("a text runs past the end of its segment");
        record.texts.push_back({static_cast<TextRole>(head.method),
                                {reinterpret_cast<const char*>(slots + cursor.slot + 1), length},
                                head.value2 != 0});
        cursor.slot += static_cast<std::uint32_t>(used);
    }
}

std::uint64_t stored_slots(const std::filesystem::path& path) noexcept {
    try {
        const MappedView view(path);
        if (view.size() < sizeof(TraceHeader)) return 0;
        const auto segments =
            reinterpret_cast<const TraceHeader*>(view.data())->segments.load(std::memory_order_acquire);
        std::uint64_t slots = 0;
        for (std::uint32_t number = 0; number < segments; ++number) {
            const std::uint64_t offset = kHeaderSize + std::uint64_t{number} * kSegmentSize;
            if (offset + kSegmentSize > view.size()) break;
            slots += reinterpret_cast<const SegmentHeader*>(view.data() + offset)
                         ->committed.load(std::memory_order_acquire);
        }
        return slots;
    } catch (const TraceError&) {
        return 0;
    }
}

bool is_full(const std::filesystem::path& path) noexcept {
    try {
        // Not mapped: Windows does not empty a file that is, and an old one may stand where a recorder is about to begin.
        std::ifstream file(path, std::ios::binary);
        std::uint32_t flag = 0;
        file.seekg(static_cast<std::streamoff>(offsetof(TraceHeader, is_full)));
        file.read(reinterpret_cast<char*>(&flag), sizeof(flag));
        return file.good() && flag != 0;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace wbemcheck::trace
