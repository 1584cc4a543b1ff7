#include "harness/contract/bookmarks.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <thread>
#include <utility>
#include <vector>

#include "harness/trace/recorder.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::contract {
namespace {

using Seen = std::pair<std::uint32_t, std::int64_t>;  // thread and value

constexpr std::int64_t kEvents = 3000;  // of each thread: several segments

void record_two_threads(const std::filesystem::path& path) {
    trace::Recorder recorder(path);
    const auto record = [&] {
        for (std::int64_t number = 0; number < kEvents; ++number) {
            trace::Event event;
            event.kind = trace::EventKind::kMark;
            event.value = number;
            recorder.record(event);
        }
    };
    std::thread other(record);
    record();
    other.join();
}

std::vector<Seen> read_all(trace::TraceReader& reader, Bookmarks& bookmarks) {
    std::vector<Seen> events;
    trace::Record record;
    while (bookmarks.pass(reader), reader.next(record)) events.emplace_back(record.thread, record.event.value);
    return events;
}

TEST(Bookmarks, LeadToTheEventsThatWereReadThere) {
    const trace::TemporaryTrace file;
    record_two_threads(file.path());
    trace::TraceReader reader(file.path());
    Bookmarks bookmarks(8, 16);  // the distance doubles again and again
    const std::vector<Seen> events = read_all(reader, bookmarks);
    ASSERT_EQ(events.size(), 2U * kEvents);

    reader.rewind();
    trace::Record record;
    for (Index wanted = 5; wanted < events.size(); wanted += 700) {
        const Index before = reader.next_index();
        bookmarks.approach(reader, wanted);
        EXPECT_GE(reader.next_index(), before);
        ASSERT_LE(reader.next_index(), wanted);
        while (reader.next(record) && record.index < wanted) {
        }
        ASSERT_EQ(record.index, wanted);
        EXPECT_EQ(Seen(record.thread, record.event.value), events[wanted]);
    }
    // From a place on, the order is that of the first time.
    for (Index index = record.index + 1; reader.next(record); ++index) {
        ASSERT_EQ(Seen(record.thread, record.event.value), events[index]);
    }
}

TEST(Bookmarks, SpareMostOfTheWay) {
    const trace::TemporaryTrace file;
    record_two_threads(file.path());
    trace::TraceReader reader(file.path());
    Bookmarks bookmarks(8, 16);
    const auto count = static_cast<Index>(read_all(reader, bookmarks).size());
    reader.rewind();
    bookmarks.approach(reader, count - 1);
    EXPECT_GT(reader.next_index(), count * 3 / 4);
}

TEST(Bookmarks, NeverLeadBack) {
    const trace::TemporaryTrace file;
    record_two_threads(file.path());
    trace::TraceReader reader(file.path());
    Bookmarks bookmarks(8, 16);
    (void)read_all(reader, bookmarks);
    const Index end = reader.next_index();
    bookmarks.approach(reader, 10);
    EXPECT_EQ(reader.next_index(), end);
}

}  // namespace
}  // namespace wbemcheck::contract
