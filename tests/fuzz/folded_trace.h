// A trace as fuzz input: the same trace without what is empty in its file, so that a few events are a few
// hundred bytes and not a hundred thousand. Any bytes unfold to a file, also to ones that no recorder would
// write.
//
//     header    the 48 bytes of TraceHeader; `reserved` says how many bytes are missing at the end of the
//     file segments  the 16 bytes of SegmentHeader, then as many slots as `committed` says and as there are
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "harness/trace/format.h"

namespace wbemcheck::fuzz {

inline constexpr std::size_t kFoldedHeader = sizeof(trace::TraceHeader);
inline constexpr std::size_t kFoldedSegment =
    offsetof(trace::SegmentHeader, committed) + sizeof(trace::SegmentHeader::committed);
inline constexpr std::size_t kMostSegments = 64;  // a megabyte; what lies behind them is left out

// The content of the file, at an address where a trace may begin, in a block of exactly its size.
class UnfoldedTrace {
public:
    explicit UnfoldedTrace(std::span<const std::byte> folded);
    ~UnfoldedTrace();
    UnfoldedTrace(const UnfoldedTrace&) = delete;
    UnfoldedTrace& operator=(const UnfoldedTrace&) = delete;

    [[nodiscard]] std::span<const std::byte> content() const noexcept { return {bytes_, size_}; }

private:
    std::byte* bytes_ = nullptr;
    std::size_t size_ = 0;
};

// Folds a trace that a recorder has written. Times become the numbers of the events in their order, so that
// the same events always give the same bytes. Throws trace::TraceError.
[[nodiscard]] std::vector<std::byte> fold_trace(const std::filesystem::path& path);

}  // namespace wbemcheck::fuzz
