#include "harness/trace/recorder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "harness/trace/trace_reader.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::trace {
namespace {

Event numbered(std::int64_t value) {
    Event event;
    event.kind = EventKind::kAddRef;
    event.object = 7;
    event.value = value;
    return event;
}

TEST(Recorder, StoresEveryFieldOfAnEvent) {
    const TemporaryTrace file;
    Event written;
    written.kind = EventKind::kCallReturned;
    written.method = static_cast<std::uint16_t>(Method::kExecQueryAsync);
    written.object = 11;
    written.call = 12;
    written.result = -5;
    written.value = 1LL << 40;
    written.value2 = -9;
    Recorder(file.path()).record(written);

    TraceReader reader(file.path());
    Record record;
    ASSERT_TRUE(reader.next(record));
    EXPECT_EQ(record.event.kind, EventKind::kCallReturned);
    EXPECT_EQ(record.event.method, static_cast<std::uint16_t>(Method::kExecQueryAsync));
    EXPECT_EQ(record.event.object, 11u);
    EXPECT_EQ(record.event.call, 12u);
    EXPECT_EQ(record.event.result, -5);
    EXPECT_EQ(record.event.value, 1LL << 40);
    EXPECT_EQ(record.event.value2, -9);
    EXPECT_EQ(record.index, 0u);
    EXPECT_FALSE(reader.next(record));
}

TEST(Recorder, BeginsAgainInTheSameFileWhenItIsRestarted) {
    const TemporaryTrace file;
    Recorder recorder(file.path());
    const auto values = [&] {
        std::vector<std::pair<std::uint32_t, std::int64_t>> read;
        TraceReader reader(file.path());
        Record record;
        while (reader.next(record)) read.emplace_back(record.thread, record.event.value);
        return read;
    };
    using Values = std::vector<std::pair<std::uint32_t, std::int64_t>>;
    std::thread([&] { recorder.record(numbered(1)); }).join();
    recorder.record(numbered(2));
    EXPECT_EQ(values(), (Values{{1, 1}, {2, 2}}));
    (void)recorder.next_object();
    for (int round = 0; round < 3; ++round) {
        recorder.restart();
        EXPECT_EQ(values(), Values{});
        EXPECT_EQ(recorder.next_object(), 1u);
        EXPECT_EQ(recorder.next_call(), 1u);
        recorder.record(numbered(3));  // the thread that was the second one is the first one now
        std::thread([&] { recorder.record(numbered(4)); }).join();
        EXPECT_EQ(values(), (Values{{1, 3}, {2, 4}}));
    }
}

// A sink that a subject never lets go has its recorder for ever, and the next trace is not its business.
TEST(Recorder, RecordsNothingOnceAnotherHasItsFile) {
    const TemporaryTrace file;
    const auto first = std::make_shared<Recorder>(file.path());
    first->record(numbered(1));
    const std::shared_ptr<Recorder> second = first->succeed();
    second->record(numbered(2));
    first->record(numbered(3));
    std::thread([&] { first->record(numbered(4)); }).join();
    second->record(numbered(5));
    TraceReader reader(file.path());
    Record record;
    std::vector<std::int64_t> values;
    while (reader.next(record)) values.push_back(record.event.value);
    EXPECT_EQ(values, (std::vector<std::int64_t>{2, 5}));
    EXPECT_EQ(first->lost(), 0u);  // it is switched off: nobody wanted them
    EXPECT_EQ(second->lost(), 0u);
}

TEST(Recorder, RecordsNothingWhileItIsSwitchedOff) {
    const TemporaryTrace file;
    Recorder recorder(file.path());
    recorder.record(numbered(1));
    recorder.switch_off();
    recorder.record(numbered(2), {{TextRole::kNote, "unheard"}});
    recorder.switch_on();
    recorder.record(numbered(3));
    TraceReader reader(file.path());
    Record record;
    std::vector<std::int64_t> values;
    while (reader.next(record)) values.push_back(record.event.value);
    EXPECT_EQ(values, (std::vector<std::int64_t>{1, 3}));
    EXPECT_EQ(recorder.lost(), 0u);
}

TEST(Recorder, KeepsEveryEventOfALongTraceAfterARestart) {
    const TemporaryTrace file;
    Recorder recorder(file.path());
    for (const int events : {20000, 5, 30000}) {
        recorder.restart();
        for (int i = 0; i < events; ++i) recorder.record(numbered(i));
        TraceReader reader(file.path());
        Record record;
        int count = 0;
        while (reader.next(record)) EXPECT_EQ(record.event.value, count++);
        EXPECT_EQ(count, events);
    }
    EXPECT_EQ(recorder.lost(), 0u);
}

TEST(Recorder, StopsAtItsLimitAndSaysThatTheTraceIsFull) {
    constexpr std::uint64_t kLimit = 1024 * 1024;
    const TemporaryTrace file;
    Recorder recorder(file.path(), kLimit);
    recorder.record(numbered(0));
    EXPECT_FALSE(is_full(file.path()));
    std::int64_t recorded = 1;
    for (; recorder.lost() == 0; ++recorded) {
        ASSERT_LT(recorded, 1'000'000);
        recorder.record(numbered(recorded));
    }
    EXPECT_TRUE(is_full(file.path()));
    EXPECT_LE(std::filesystem::file_size(file.path()), kLimit + kHeaderSize);
    TraceReader reader(file.path());
    Record record;
    std::int64_t read = 0;
    while (reader.next(record)) EXPECT_EQ(record.event.value, read++);
    EXPECT_EQ(read, recorded - 1);  // the last one was lost
}

TEST(Recorder, HasRoomAgainAfterARestart) {
    const TemporaryTrace file;
    Recorder recorder(file.path(), 1);  // one piece
    for (std::int64_t number = 0; recorder.lost() == 0; ++number) recorder.record(numbered(number));
    ASSERT_TRUE(is_full(file.path()));
    recorder.restart();
    EXPECT_FALSE(is_full(file.path()));
    recorder.record(numbered(7));
    EXPECT_EQ(recorder.lost(), 0u);
}

TEST(Recorder, OfNoTraceIsNotFull) {
    const TemporaryTrace file;
    EXPECT_FALSE(is_full(file.path()));
}

TEST(ThreadMark, IsTheNumberUnderWhichTheThreadRecords) {
    const TemporaryTrace file;
    Recorder recorder(file.path());
    recorder.record(numbered(1));
    const ThreadMark here = this_thread_mark();
    ThreadMark before;
    ThreadMark there;
    std::thread([&] {
        before = this_thread_mark();
        recorder.record(numbered(2));
        there = this_thread_mark();
    }).join();
    EXPECT_EQ(here.thread, 1u);
    EXPECT_EQ(before.thread, 0u);
    EXPECT_EQ(there.thread, 2u);
    EXPECT_EQ(there.trace, here.trace);
    const TemporaryTrace next_file;
    Recorder next(next_file.path());
    next.record(numbered(3));
    EXPECT_GT(this_thread_mark().trace, here.trace);
}

std::atomic<int> g_arrivals{0};

TEST(ThreadArrival, ComesBeforeTheFirstEventOfAThread) {
    set_thread_arrival([]() noexcept { ++g_arrivals; });
    const TemporaryTrace file;
    Recorder recorder(file.path());
    for (int number = 0; number < 3; ++number) recorder.record(numbered(number));
    std::thread([&] { recorder.record(numbered(4)); }).join();
    set_thread_arrival(nullptr);
    EXPECT_EQ(g_arrivals, 2);
}

TEST(Recorder, KeepsTextsWithTheirEvent) {
    const TemporaryTrace file;
    {
        Recorder recorder(file.path());
        recorder.record(numbered(1), {{TextRole::kQuery, "SELECT * FROM X"}, {TextRole::kNote, ""}});
        recorder.record(numbered(2));
    }
    TraceReader reader(file.path());
    Record record;
    ASSERT_TRUE(reader.next(record));
    ASSERT_EQ(record.texts.size(), 2u);
    EXPECT_EQ(record.text(TextRole::kQuery), "SELECT * FROM X");
    EXPECT_EQ(record.texts[1].text, "");
    ASSERT_TRUE(reader.next(record));
    EXPECT_TRUE(record.texts.empty());
    EXPECT_EQ(record.event.value, 2);
}

TEST(Recorder, CutsALongTextAndSaysSo) {
    const TemporaryTrace file;
    Recorder(file.path()).record(numbered(1), {{TextRole::kNote, std::string(100000, 'x')}});
    TraceReader reader(file.path());
    Record record;
    ASSERT_TRUE(reader.next(record));
    ASSERT_EQ(record.texts.size(), 1u);
    EXPECT_EQ(record.texts[0].text.size(), kLongestText);
    EXPECT_TRUE(record.texts[0].was_cut);
}

TEST(Recorder, KeepsTheOrderOfEachThread) {
    const TemporaryTrace file;
    constexpr int kThreads = 4;
    constexpr std::int64_t kEvents = 5000;  // several segments for each thread
    {
        Recorder recorder(file.path());
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&recorder] {
                for (std::int64_t i = 0; i < kEvents; ++i) recorder.record(numbered(i));
            });
        }
        threads.clear();
        EXPECT_EQ(recorder.lost(), 0u);
    }
    TraceReader reader(file.path());
    std::map<std::uint32_t, std::int64_t> next;
    std::uint64_t events = 0;
    std::uint64_t time = 0;
    Record record;
    while (reader.next(record)) {
        EXPECT_EQ(record.event.value, next[record.thread]++);
        EXPECT_GE(record.event.time, time);
        time = record.event.time;
        ++events;
    }
    EXPECT_EQ(events, static_cast<std::uint64_t>(kThreads * kEvents));
    EXPECT_EQ(next.size(), static_cast<std::size_t>(kThreads));
}

// A hand-over between threads is a happened-before; the merged order must show it.
TEST(Recorder, OrdersEventsThatWereHandedOver) {
    const TemporaryTrace file;
    constexpr std::int64_t kHandOvers = 2000;
    {
        Recorder recorder(file.path());
        std::atomic<std::int64_t> turn{0};
        const auto play = [&](std::int64_t parity) {
            for (;;) {
                const std::int64_t now = turn.load(std::memory_order_acquire);
                if (now >= kHandOvers) return;
                if (now % 2 != parity) {
                    std::this_thread::yield();
                    continue;
                }
                recorder.record(numbered(now));
                turn.store(now + 1, std::memory_order_release);
            }
        };
        const std::jthread other([&] { play(1); });
        play(0);
    }
    TraceReader reader(file.path());
    Record record;
    for (std::int64_t i = 0; i < kHandOvers; ++i) {
        ASSERT_TRUE(reader.next(record));
        ASSERT_EQ(record.event.value, i);
    }
}

TEST(AppendToTrace, ComesBehindEverything) {
    const TemporaryTrace file;
    {
        Recorder recorder(file.path());
        recorder.record(numbered(1));
        std::jthread([&] { recorder.record(numbered(2)); }).join();
    }
    Event ending;
    ending.kind = EventKind::kMark;
    ending.method = static_cast<std::uint16_t>(MarkKind::kWorkerEnded);
    append_to_trace(file.path(), ending, "SIGSEGV");

    TraceReader reader(file.path());
    Record record;
    ASSERT_TRUE(reader.next(record));
    ASSERT_TRUE(reader.next(record));
    ASSERT_TRUE(reader.next(record));
    EXPECT_EQ(record.event.kind, EventKind::kMark);
    EXPECT_EQ(record.text(TextRole::kNote), "SIGSEGV");
    EXPECT_FALSE(reader.next(record));
}

TEST(AppendToTrace, KeepsAStackInItsOrder) {
    const TemporaryTrace file;
    { const Recorder recorder(file.path()); }
    Event ending;
    ending.kind = EventKind::kMark;
    append_to_trace(file.path(), ending, "note", std::vector<std::string>{"inner", "outer"});
    TraceReader reader(file.path());
    Record record;
    ASSERT_TRUE(reader.next(record));
    ASSERT_EQ(record.texts.size(), 3u);
    EXPECT_EQ(record.texts[1].role, TextRole::kStackFrame);
    EXPECT_EQ(record.texts[1].text, "inner");
    EXPECT_EQ(record.texts[2].text, "outer");
}

TEST(AppendToTrace, CutsAStackThatDoesNotFit) {
    const TemporaryTrace file;
    { const Recorder recorder(file.path()); }
    Event ending;
    ending.kind = EventKind::kMark;
    append_to_trace(file.path(), ending, "note", std::vector<std::string>(100, std::string(500, 'f')));
    TraceReader reader(file.path());
    Record record;
    ASSERT_TRUE(reader.next(record));
    EXPECT_GT(record.texts.size(), 10u);
    EXPECT_LT(record.texts.size(), 101u);
    EXPECT_FALSE(reader.next(record));
}

TEST(AppendToTrace, WorksOnATraceThatIsFull) {
    const TemporaryTrace file;
    Recorder recorder(file.path(), 1);
    for (std::int64_t number = 0; recorder.lost() == 0; ++number) recorder.record(numbered(number));
    Event ending;
    ending.kind = EventKind::kMark;
    append_to_trace(file.path(), ending, "flood");
    TraceReader reader(file.path());
    Record record;
    while (reader.next(record)) continue;
    EXPECT_EQ(record.text(TextRole::kNote), "flood");
}

TEST(AppendToTrace, WorksOnATraceWithoutEvents) {
    const TemporaryTrace file;
    { const Recorder recorder(file.path()); }
    Event ending;
    ending.kind = EventKind::kMark;
    append_to_trace(file.path(), ending, "note");
    TraceReader reader(file.path());
    Record record;
    EXPECT_TRUE(reader.next(record));
}

}  // namespace
}  // namespace wbemcheck::trace
