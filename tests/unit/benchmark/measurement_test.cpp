#include "reports/benchmark/measurement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wbemcheck::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal_of(const char* document) {
    try {
        (void)read_measurement(document);
    } catch (const MeasurementError& error) {
        return error.what();
    }
    return "nothing was refused";
}

TEST(ReadMeasurement, TakesRepetitionsAndPassesOverAggregates) {
    const Measurement read = read_measurement(R"({
      "context": {"date": "2026-01-01", "num_cpus": 2, "conforms": "true", "caches": []},
      "benchmarks": [
        {"name": "b", "run_name": "b/real_time", "run_type": "iteration", "family_index": 1, "real_time": 2.5, "time_unit": "us",
         "items_per_second": 7.0},
        {"name": "a", "run_name": "a/manual_time", "run_type": "iteration", "family_index": 0, "real_time": 3, "time_unit": "ns"},
        {"name": "b", "run_name": "b/real_time", "run_type": "iteration", "family_index": 1, "real_time": 3.5, "time_unit": "us",
         "items_per_second": 8.0},
        {"name": "b_median", "run_name": "b/real_time", "run_type": "aggregate", "aggregate_name": "median", "real_time": 3.0,
         "time_unit": "us"}]})");
    EXPECT_TRUE(read.conforms());
    EXPECT_EQ(read.text_of("num_cpus"), "2");
    ASSERT_EQ(read.series.size(), 2u);
    EXPECT_EQ(read.series[0].name, "a");
    EXPECT_EQ(read.series[1].name, "b");
    EXPECT_THAT(read.series[1].nanoseconds, ElementsAre(2500, 3500));
    EXPECT_THAT(read.series[1].counters.at("items_per_second"), ElementsAre(7, 8));
}

TEST(ReadMeasurement, KeepsAnErrorInsteadOfItsTimes) {
    const Measurement read = read_measurement(R"({"context": {}, "benchmarks": [
        {"name": "a", "run_type": "iteration", "real_time": 3, "time_unit": "ns"},
        {"name": "a", "run_type": "iteration", "error_occurred": true, "error_message": "no object came", "real_time": 0}]})");
    EXPECT_EQ(read.series[0].error, "no object came");
    EXPECT_TRUE(read.series[0].nanoseconds.empty());
    EXPECT_FALSE(read.conforms());
}

TEST(ReadMeasurement, SaysWhatIsWrong) {
    EXPECT_THAT(refusal_of("{\"context\": {"), HasSubstr("no JSON, or cut"));
    EXPECT_THAT(refusal_of("[]"), HasSubstr("no measurement of Google Benchmark"));
    EXPECT_THAT(refusal_of("{\"context\": {}}"), HasSubstr("no measurement of Google Benchmark"));
    EXPECT_THAT(refusal_of(R"({"context": {}, "benchmarks": [{"name": "a"}]})"), HasSubstr("damaged"));
    EXPECT_THAT(refusal_of(R"({"context": {}, "benchmarks": [{"name": "a", "real_time": 1, "time_unit": "h"}]})"),
                HasSubstr("time unit 'h'"));
}

}  // namespace
}  // namespace wbemcheck::reports
