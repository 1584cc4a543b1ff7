// Reads a trace in the order in which things happened, as a stream: memory does not grow with the length of the trace.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/trace/event.h"
#include "harness/trace/format.h"
#include "harness/trace/mapped_file.h"

namespace wbemcheck::trace {

struct RecordedText {
    TextRole role;
    std::string_view text;  // points into the mapped file
    bool was_cut;
};

// An event with all that belongs to it. Valid until the reader goes.
struct Record {
    Event event;
    std::uint64_t index = 0;   // position in the merged order, from 0
    std::uint32_t thread = 0;  // dense number of the recording thread, from 1
    std::vector<RecordedText> texts;

    // The first text with this role, or an empty view.
    [[nodiscard]] std::string_view text(TextRole role) const noexcept;
};

// Merges the segments of all threads by time; events of one thread keep their order whatever the clock says. Not
// thread-safe. Errors: TraceError that says where the file is cut or damaged.
class TraceReader {
public:
    explicit TraceReader(const std::filesystem::path& path);
    // The same for a file that is mapped already, and may be read again and again while it is written (Recorder::restart).
    TraceReader(std::string path, std::shared_ptr<const MappedView> view);
    // The same for the content of a file, which outlives the reader and begins where a SegmentHeader may. `name` stands for
    // the path in what is said about it.
    TraceReader(std::string name, std::span<const std::byte> content);

    // Gives the next event; false at the end.
    [[nodiscard]] bool next(Record& record);

    // Starts again at the first event.
    void rewind();

    // Where the reader stands; to be used with this reader alone.
    class Place {
    public:
        [[nodiscard]] std::uint64_t next_index() const noexcept { return next_index_; }

    private:
        friend class TraceReader;
        struct OfThread {
            std::uint32_t segment = 0;
            std::uint32_t slot = 0;
        };
        std::vector<OfThread> threads_;
        std::uint64_t next_index_ = 0;
    };
    [[nodiscard]] Place place() const;
    void go_to(const Place& place);
    [[nodiscard]] std::uint64_t next_index() const noexcept { return next_index_; }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] double ticks_per_second() const noexcept { return header_->ticks_per_second; }
    [[nodiscard]] std::uint64_t start_ticks() const noexcept { return header_->start_ticks; }
    [[nodiscard]] std::uint32_t segment_count() const noexcept { return segment_count_; }

private:
    struct Cursor {
        std::vector<const SegmentHeader*> segments;  // of one thread, in sequence
        std::size_t segment = 0;
        std::uint32_t slot = 0;
        std::uint32_t committed = 0;  // of the current segment
        std::uint32_t thread = 0;
    };

    TraceReader(std::string path, std::shared_ptr<const MappedView> view, std::span<const std::byte> content);

    [[nodiscard]] const Event* head_of(Cursor& cursor) const;
    void take(Cursor& cursor, Record& record);

    std::string path_;
    std::shared_ptr<const MappedView> view_;  // of the content, where it is that of a file
    std::span<const std::byte> content_;
    const TraceHeader* header_ = nullptr;
    std::uint32_t segment_count_ = 0;
    std::vector<Cursor> cursors_;
    std::size_t current_ = 0;         // the thread of the newest event, whose events come one after the other
    std::uint64_t others_begin_ = 0;  // before this time, which is that of the earliest one of all other threads
    std::uint64_t next_index_ = 0;
};

// How many slots a trace holds so far; grows while its writer is alive and does something. 0 when there is no trace yet.
[[nodiscard]] std::uint64_t stored_slots(const std::filesystem::path& path) noexcept;


// Whether the recorder of this trace has come to its limit. Cheap, and harmless to a recorder that is about to begin; false
// when there is no trace yet.
[[nodiscard]] bool is_full(const std::filesystem::path& path) noexcept;

}  // namespace wbemcheck::trace
