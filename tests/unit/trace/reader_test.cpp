#include "harness/trace/trace_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <span>
#include <string>

#include "harness/trace/recorder.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::trace {
namespace {

using testing::HasSubstr;

void record_some(const std::filesystem::path& path) {
    Recorder recorder(path);
    for (int i = 0; i < 3; ++i) {
        Event event;
        event.kind = EventKind::kRelease;
        recorder.record(event, {{TextRole::kNote, "text"}});
    }
}

void overwrite(const std::filesystem::path& path, std::uint64_t offset, const std::string& bytes) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(offset));
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string complaint(const std::function<void()>& body) {
    try {
        body();
    } catch (const TraceError& error) {
        return error.what();
    }
    return "no complaint";
}

void read_all(const std::filesystem::path& path) {
    TraceReader reader(path);
    Record record;
    while (reader.next(record)) {
    }
}

TEST(DamagedTrace, IsNamedWhenItIsMissing) {
    EXPECT_THAT(complaint([] { read_all("no-such-file.trace"); }), HasSubstr("no-such-file.trace"));
}

TEST(DamagedTrace, SaysThatAShortFileIsCut) {
    const TemporaryTrace file;
    std::ofstream(file.path()) << "WBEM";
    EXPECT_THAT(complaint([&] { read_all(file.path()); }), HasSubstr("is cut: it has 4 bytes"));
}

TEST(DamagedTrace, SaysThatAForeignFileIsNoTrace) {
    const TemporaryTrace file;
    std::ofstream(file.path()) << std::string(1000, 'x');
    EXPECT_THAT(complaint([&] { read_all(file.path()); }), HasSubstr("is not a wbemcheck trace"));
}

TEST(DamagedTrace, SaysWhereASegmentIsMissing) {
    const TemporaryTrace file;
    record_some(file.path());
    std::filesystem::resize_file(file.path(), kHeaderSize + 100);
    EXPECT_THAT(complaint([&] { read_all(file.path()); }),
                HasSubstr("is cut at byte 65636: segment 1 of 1 is missing"));
}

TEST(DamagedTrace, SaysWhichSegmentHasNoHeader) {
    const TemporaryTrace file;
    record_some(file.path());
    overwrite(file.path(), kHeaderSize, "????");
    EXPECT_THAT(complaint([&] { read_all(file.path()); }),
                HasSubstr("is damaged at byte 65536: segment 1 has no valid header"));
}

TEST(DamagedTrace, SaysWhereAnEventIsUnknown) {
    const TemporaryTrace file;
    record_some(file.path());
    overwrite(file.path(), kHeaderSize + sizeof(SegmentHeader) + offsetof(Event, kind), "\x77\x77");
    EXPECT_THAT(complaint([&] { read_all(file.path()); }), HasSubstr("is damaged at byte 65600"));
}

TEST(DamagedTrace, SaysWhereATextRunsPastItsSegment) {
    const TemporaryTrace file;
    record_some(file.path());
    // The text behind the third event: each event takes one slot, each text two.
    const std::uint64_t text = kHeaderSize + sizeof(SegmentHeader) + 7 * sizeof(Event);
    overwrite(file.path(), text + offsetof(Event, value), std::string("\xC8\x00\x00\x00", 4));
    EXPECT_THAT(complaint([&] { read_all(file.path()); }), HasSubstr("a text runs past the end of its segment"));
}

TEST(DamagedTrace, SaysThatAFileHasNoWholeNumberOfPages) {
    const TemporaryTrace file;
    record_some(file.path());
    const auto size = std::filesystem::file_size(file.path());
    std::filesystem::resize_file(file.path(), size - 64);
    EXPECT_THAT(complaint([&] { read_all(file.path()); }), HasSubstr("is cut at byte " + std::to_string(size - 64)));
}

TEST(DamagedTrace, SaysThatItsClockStandsStill) {
    const TemporaryTrace file;
    record_some(file.path());
    overwrite(file.path(), offsetof(TraceHeader, ticks_per_second), std::string(8, '\0'));
    EXPECT_THAT(complaint([&] { read_all(file.path()); }), HasSubstr("is damaged at byte 24: its clock has 0 ticks"));
}

TEST(DamagedTrace, SaysThatASegmentIsOutOfOrder) {
    const TemporaryTrace file;
    record_some(file.path());
    overwrite(file.path(), kHeaderSize + offsetof(SegmentHeader, sequence), "\x07");
    EXPECT_THAT(complaint([&] { read_all(file.path()); }),
                HasSubstr("is damaged at byte 65536: this segment says that it is number 8 of thread 1, and number 1 is "
                          "expected"));
}

TEST(TraceReader, GivesTheSameEventsAgainAfterRewinding) {
    const TemporaryTrace file;
    record_some(file.path());
    TraceReader reader(file.path());
    Record record;
    for (int round = 0; round < 2; ++round) {
        int events = 0;
        while (reader.next(record)) EXPECT_EQ(record.index, static_cast<std::uint64_t>(events++));
        EXPECT_EQ(events, 3);
        reader.rewind();
    }
}

TEST(TraceReader, ReadsWhatIsInMemory) {
    const TemporaryTrace file;
    record_some(file.path());
    const MappedView view(file.path());
    TraceReader reader("memory", std::span(view.data(), view.size()));
    Record record;
    int events = 0;
    for (; reader.next(record); ++events) EXPECT_EQ(record.text(TextRole::kNote), "text");
    EXPECT_EQ(events, 3);
    EXPECT_EQ(complaint([&] { TraceReader cut("memory", std::span(view.data(), 4)); }),
              "The trace memory is cut: it has 4 bytes, and its header alone has 48.");
}

TEST(StoredSlots, GrowWithTheTrace) {
    const TemporaryTrace file;
    EXPECT_EQ(stored_slots(file.path()), 0u);
    Recorder recorder(file.path());
    Event event;
    event.kind = EventKind::kRelease;
    recorder.record(event);
    EXPECT_EQ(stored_slots(file.path()), 1u);
    recorder.record(event, {{TextRole::kNote, "text"}});
    EXPECT_EQ(stored_slots(file.path()), 4u);
}

}  // namespace
}  // namespace wbemcheck::trace
