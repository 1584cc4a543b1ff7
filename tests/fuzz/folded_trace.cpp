#include "tests/fuzz/folded_trace.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <new>
#include <string>
#include <utility>

#include "harness/trace/mapped_file.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::fuzz {
namespace {

using trace::Event;
using trace::kHeaderSize;
using trace::kSegmentSize;
using trace::kSlotsPerSegment;
using trace::SegmentHeader;
using trace::TraceHeader;

template <class Number>
Number number_at(std::span<const std::byte> bytes, std::size_t offset) {
    Number number{};
    std::memcpy(&number, bytes.data() + offset, sizeof(number));
    return number;
}

template <class Number>
void put(std::vector<std::byte>& bytes, std::size_t offset, Number number) {
    std::memcpy(bytes.data() + offset, &number, sizeof(number));
}

// The segments of a folded trace, each with its slots.
std::vector<std::span<const std::byte>> segments_in(std::span<const std::byte> folded) {
    std::vector<std::span<const std::byte>> segments;
    std::span<const std::byte> rest = folded.subspan(kFoldedHeader);
    while (rest.size() >= kFoldedSegment && segments.size() < kMostSegments) {
        const std::size_t committed = number_at<std::uint32_t>(rest, offsetof(SegmentHeader, committed));
        const std::size_t there = (rest.size() - kFoldedSegment) / sizeof(Event);
        const std::size_t slots = std::min({committed, there, kSlotsPerSegment});
        segments.push_back(rest.first(kFoldedSegment + slots * sizeof(Event)));
        rest = rest.subspan(segments.back().size());
    }
    return segments;
}

std::size_t rounded_up(std::size_t size) { return (size + kHeaderSize - 1) / kHeaderSize * kHeaderSize; }

std::map<std::uint64_t, std::uint64_t> places_of_times(const std::filesystem::path& path) {
    std::map<std::uint64_t, std::uint64_t> places;
    trace::TraceReader reader(path);
    trace::Record record;
    while (reader.next(record)) places.emplace(record.event.time, 0);
    std::uint64_t place = 0;
    for (auto& entry : places) entry.second = ++place * 1000;
    return places;
}

}  // namespace

UnfoldedTrace::UnfoldedTrace(std::span<const std::byte> folded) {
    std::vector<std::span<const std::byte>> segments;
    size_ = folded.size();
    if (folded.size() >= kFoldedHeader) {
        segments = segments_in(folded);
        size_ = rounded_up(kHeaderSize + segments.size() * kSegmentSize);
        size_ -= number_at<std::uint32_t>(folded, offsetof(TraceHeader, is_full)) % (size_ + 1);
    }
    bytes_ = static_cast<std::byte*>(::operator new (size_, std::align_val_t{alignof(SegmentHeader)}));
    std::fill_n(bytes_, size_, std::byte{0});
    const auto copy = [&](std::size_t offset, std::span<const std::byte> from) {
        if (offset < size_ && !from.empty())
            std::memcpy(bytes_ + offset, from.data(), std::min(from.size(), size_ - offset));
    };
    copy(0, folded.first(std::min(folded.size(), kFoldedHeader)));
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::size_t offset = kHeaderSize + i * kSegmentSize;
        copy(offset, segments[i].first(kFoldedSegment));
        copy(offset + sizeof(SegmentHeader), segments[i].subspan(kFoldedSegment));
    }
}

UnfoldedTrace::~UnfoldedTrace() { ::operator delete (bytes_, std::align_val_t{alignof(SegmentHeader)}); }

std::vector<std::byte> fold_trace(const std::filesystem::path& path) {
    const std::map<std::uint64_t, std::uint64_t> places = places_of_times(path);
    const trace::MappedView view(path);
    const std::span<const std::byte> file(view.data(), view.size());

    std::vector<std::byte> folded(file.begin(), file.begin() + kFoldedHeader);
    put(folded, offsetof(TraceHeader, clock), std::uint32_t{1});
    put(folded, offsetof(TraceHeader, ticks_per_second), 1e9);
    put(folded, offsetof(TraceHeader, start_ticks), std::uint64_t{0});
    const auto segments = number_at<std::uint32_t>(folded, offsetof(TraceHeader, segments));
    for (std::size_t i = 0; i < segments; ++i) {
        const std::span<const std::byte> segment = file.subspan(kHeaderSize + i * kSegmentSize, kSegmentSize);
        const auto committed = number_at<std::uint32_t>(segment, offsetof(SegmentHeader, committed));
        folded.insert(folded.end(), segment.begin(), segment.begin() + kFoldedSegment);
        for (std::size_t slot = 0; slot < committed;) {
            const std::span<const std::byte> event =
                segment.subspan(sizeof(SegmentHeader) + slot * sizeof(Event), sizeof(Event));
            const std::size_t begin = folded.size();
            folded.insert(folded.end(), event.begin(), event.end());
            ++slot;
            if (number_at<trace::EventKind>(event, offsetof(Event, kind)) == trace::EventKind::kText) {
                // A text has no time, and its bytes are no events.
                const auto length =
                    static_cast<std::size_t>(number_at<std::int64_t>(event, offsetof(Event, value)));
                put(folded, begin + offsetof(Event, time), std::uint64_t{0});
                const std::size_t bytes = (trace::slots_for_text(length) - 1) * sizeof(Event);
                const std::span<const std::byte> text =
                    segment.subspan(sizeof(SegmentHeader) + slot * sizeof(Event), bytes);
                folded.insert(folded.end(), text.begin(), text.end());
                slot += bytes / sizeof(Event);
            } else {
                put(folded, begin + offsetof(Event, time),
                    places.at(number_at<std::uint64_t>(event, offsetof(Event, time))));
            }
        }
    }
    return folded;
}

}  // namespace wbemcheck::fuzz
