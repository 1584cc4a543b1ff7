// A file that cannot grow: the system's limit stands in for a full disk.
#include <sys/resource.h>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "harness/trace/recorder.h"
#include "harness/trace/trace_reader.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::trace {
namespace {

constexpr rlim_t kMost = 2 * 1024 * 1024;

Event numbered(std::int64_t number) {
    Event event;
    event.kind = EventKind::kMark;
    event.value = number;
    return event;
}

// In a process of its own, whose files are limited from then on.
[[noreturn]] void record_beyond_the_limit(const std::filesystem::path& path) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{kMost, kMost};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) std::_Exit(1);
    std::int64_t recorded = 0;
    {
        Recorder recorder(path);
        for (; recorder.lost() < 1000; ++recorded) recorder.record(numbered(recorded));
    }
    TraceReader reader(path);
    Record record;
    std::int64_t read = 0;
    while (reader.next(record)) {
        if (record.event.value != read++) std::_Exit(2);
    }
    std::_Exit(read == recorded - 1000 ? 0 : 3);
}

TEST(RecorderOnAFullDisk, CountsWhatIsLostAndKeepsTheRest) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const TemporaryTrace file;
    EXPECT_EXIT(record_beyond_the_limit(file.path()), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace wbemcheck::trace
