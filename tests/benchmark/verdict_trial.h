// What `wbemcheck bench` answers about mocks of which the true answer is known: measurements of the same mock again and again,
// of one that is a tenth slower, and of one that is too unsteady to tell. verdict_benchmark makes them, and the unit tests have
// some that it has made.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reports/benchmark/measurement.h"
#include "reports/benchmark/regression.h"

namespace wbemcheck::benchmarks {

// A run of the mock as it is and, right after it, one of a mock that does more work. Of the same benchmarks: what else a process
// measures has an effect as well.
struct SlowedPair {
    reports::Measurement base;
    reports::Measurement slowed;
};

struct VerdictTrial {
    std::vector<reports::Measurement> equal;  // the same mock, one run after the other
    std::vector<SlowedPair> slowed;
    std::vector<reports::Measurement> noisy;  // the same unsteady mock, one run after the other
};

// Each run against the one before it, benchmark by benchmark.
[[nodiscard]] std::vector<reports::BenchmarkChange> compare_neighbours(const std::vector<reports::Measurement>& runs);
[[nodiscard]] std::vector<reports::BenchmarkChange> compare_slowed(const std::vector<SlowedPair>& pairs);

[[nodiscard]] std::size_t count_of(const std::vector<reports::BenchmarkChange>& changes, reports::Change change);

// A file for each run: equal-00.json, noisy-00.json, and in pairs base-00.json and slowed-00.json. They are Google Benchmark's
// JSON with nothing in it but what reports::read_measurement reads, and nothing of the context that names a machine. The folder
// is made where it is missing. Throws reports::FileError.
void save_run(const std::filesystem::path& folder, std::string_view name, const reports::Measurement& run);
// The names of the runs, without their ".json".
[[nodiscard]] std::string equal_name(std::size_t place);
[[nodiscard]] std::string base_name(std::size_t place);
[[nodiscard]] std::string slowed_name(std::size_t place);
[[nodiscard]] std::string noisy_name(std::size_t place);

// Throws reports::MeasurementError for a file that is none, std::runtime_error for a folder in which a run is missing.
[[nodiscard]] VerdictTrial load_trial(const std::filesystem::path& folder);

}  // namespace wbemcheck::benchmarks
