#include "tests/benchmark/burst.h"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

#include "reports/benchmark/measurement.h"

namespace wbemcheck::benchmarks {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class TemporaryDocument {
public:
    TemporaryDocument()
        : path_(std::filesystem::temp_directory_path() / ("wbemcheck-burst-" + std::to_string(std::random_device{}()) + ".json")) {}
    ~TemporaryDocument() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryDocument(const TemporaryDocument&) = delete;
    TemporaryDocument& operator=(const TemporaryDocument&) = delete;

    [[nodiscard]] std::string path() const { return path_.string(); }
    [[nodiscard]] std::string text() const {
        std::ifstream file(path_, std::ios::binary);
        return (std::ostringstream() << file.rdbuf()).str();
    }

private:
    std::filesystem::path path_;
};

TEST(Bursts, RunTheCasesInTurnsWithTheirThreads) {
    std::string order;
    std::atomic<int> on_threads{0};
    Bursts bursts("test", BurstOptions{}, 2, 1);
    bursts.add({.name = "a", .operations = 1, .threads = {[&] { order += 'a'; }}, .settle = [&] { order += '.'; }});
    bursts.add({.name = "b", .floor = "a", .operations = 1, .threads = {[&] { ++on_threads; }, [&] { ++on_threads; }}});
    bursts.run();
    EXPECT_EQ(order, "a.a.a.");  // the first does not count
    EXPECT_EQ(on_threads, 6);
}

TEST(Bursts, PassOnWhatACaseComplainsOf) {
    Bursts bursts("test", BurstOptions{}, 1, 1);
    bursts.add({.name = "a", .operations = 1, .threads = {[] {}}, .settle = [] { throw std::runtime_error("lost"); }});
    EXPECT_THROW(bursts.run(), std::runtime_error);
}

TEST(Bursts, RefuseAFloorThatIsNotThere) {
    Bursts bursts("test", BurstOptions{}, 1, 1);
    EXPECT_THROW(bursts.add({.name = "a", .floor = "b", .operations = 1, .threads = {[] {}}}), std::logic_error);
}

TEST(Bursts, WriteAMeasurementThatTheReportsRead) {
    const TemporaryDocument document;
    BurstOptions options;
    options.bursts = 50;
    options.json = document.path();
    Bursts bursts("test", options, 1, 1);
    std::size_t work = 0;
    const auto task = [&] {
        for (int step = 0; step < 1000; ++step) work = work * 31 + 1;
    };
    bursts.add({.name = "a", .operations = 1000, .threads = {task}});
    bursts.add({.name = "b", .floor = "a", .operations = 1000, .threads = {task}});
    bursts.run();
    bursts.report();

    const reports::Measurement measurement = reports::read_measurement(document.text());
    ASSERT_THAT(measurement.series, SizeIs(2));
    EXPECT_EQ(measurement.text_of("program"), "test");
    const reports::Series* const series = measurement.find("b");
    ASSERT_NE(series, nullptr);
    EXPECT_THAT(series->nanoseconds, SizeIs(20));
    EXPECT_THAT(series->counters.at("items_per_second"), SizeIs(20));
    EXPECT_NEAR(bursts.spread_of("b").median / series->nanoseconds.front(), 1, 10);  // the same unit
}

}  // namespace
}  // namespace wbemcheck::benchmarks
