#include "tests/benchmark/burst.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "reports/benchmark/statistics.h"
#include "tests/benchmark/crew.h"

namespace wbemcheck::benchmarks {
namespace {

// Repetitions in the JSON, each the median of as many bursts as fall to it: a comparison wants some twenty values that a single
// disturbance does not decide.
constexpr std::size_t kRepetitions = 20;

std::vector<double> repetitions_of(const std::vector<double>& means) {
    const std::size_t count = std::min(kRepetitions, means.size());
    std::vector<double> values;
    for (std::size_t part = 0; part < count; ++part) {
        const auto begin = means.begin() + static_cast<std::ptrdiff_t>(means.size() * part / count);
        const auto end = means.begin() + static_cast<std::ptrdiff_t>(means.size() * (part + 1) / count);
        values.push_back(reports::median_of({begin, end}));
    }
    return values;
}

}  // namespace

void add_burst_options(CLI::App& program, BurstOptions& options) {
    program.add_option("--bursts", options.bursts, "How many bursts of each case")->check(CLI::Range(1u, 1'000'000u));
    program.add_flag("--short", options.is_short, "Only show that everything works; the figures mean little");
    program.add_option("--json", options.json, "Write what was measured into this file, as Google Benchmark does");
}

Case make_throwing_case(std::string name, std::string floor, std::size_t operations, std::function<void()> work,
                        std::function<void()> check) {
    auto failure = std::make_shared<std::exception_ptr>();
    Case one;
    one.name = std::move(name);
    one.floor = std::move(floor);
    one.operations = operations;
    one.threads.push_back([failure, work = std::move(work)] {
        try {
            work();
        } catch (...) {
            *failure = std::current_exception();
        }
    });
    one.settle = [failure, check = std::move(check)] {
        if (*failure) std::rethrow_exception(*failure);
        if (check) check();
    };
    return one;
}

Bursts::Bursts(std::string title, const BurstOptions& options, unsigned usual, unsigned brief)
    : title_(std::move(title)),
      options_(options),
      bursts_(options.bursts != 0 ? options.bursts : options.is_short ? brief : usual) {}

void Bursts::add(Case made) {
    if (!made.floor.empty() && !means_.contains(made.floor)) {
        throw std::logic_error(fmt::format("{} is held against {}, which is not there", made.name, made.floor));
    }
    means_[made.name].reserve(bursts_);
    cases_.push_back(std::move(made));
}

void Bursts::run() {
    std::size_t widest = 1;
    for (const Case& one : cases_) widest = std::max(widest, one.threads.size());
    Crew crew(widest);
    for (unsigned burst = 0; burst <= bursts_; ++burst) {
        for (const Case& one : cases_) {
            const std::vector<double> times = crew.time(one.threads);
            if (one.settle) one.settle();
            if (burst == 0) continue;
            const double mean = std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
            means_[one.name].push_back(mean / static_cast<double>(one.operations));
        }
    }
}

Spread Bursts::spread_of(const std::string& name) const {
    const std::vector<double>& means = means_.at(name);
    return {reports::quantile_of(means, 0.05), reports::median_of(means), reports::quantile_of(means, 0.95),
            std::accumulate(means.begin(), means.end(), 0.0) / static_cast<double>(means.size())};
}

double Bursts::ratio(const std::string& name, const std::string& floor) const {
    return spread_of(name).median / spread_of(floor).median;
}

void Bursts::report() const {
    fmt::print("{}: {} bursts of each case, in turns. Times are nanoseconds for one operation.\n\n", title_, bursts_);
    fmt::print("{:<44} {:>10} {:>10} {:>10} {:>10} {:>8} {:>10} {:>9}\n", "", "median", "5 %", "95 %", "mean", "95/med", "million/s",
               "to floor");
    for (const Case& one : cases_) {
        const Spread spread = spread_of(one.name);
        fmt::print("{:<44} {:>10.2f} {:>10.2f} {:>10.2f} {:>10.2f} {:>8.2f} {:>10.2f} {:>9}\n", one.name, spread.median, spread.low,
                   spread.high, spread.mean, spread.high / spread.median, 1e3 * static_cast<double>(one.threads.size()) / spread.median,
                   one.floor.empty() ? "" : fmt::format("{:.2f}", ratio(one.name, one.floor)));
    }
    fmt::print("\n");
    if (!options_.json.empty()) write_json();
}

void Bursts::write_json() const {
    std::ofstream file(options_.json, std::ios::binary);
    // The library's own writer: what reads its documents reads these.
    benchmark::JSONReporter reporter;
    reporter.SetOutputStream(&file);
    reporter.SetErrorStream(&file);
    benchmark::AddCustomContext("program", title_);
    benchmark::AddCustomContext("bursts", std::to_string(bursts_));
    (void)reporter.ReportContext(benchmark::BenchmarkReporter::Context());
    std::vector<benchmark::BenchmarkReporter::Run> runs;
    std::int64_t family = 0;
    for (const Case& one : cases_) {
        const std::vector<double> values = repetitions_of(means_.at(one.name));
        for (std::size_t index = 0; index < values.size(); ++index) {
            benchmark::BenchmarkReporter::Run run;
            run.run_name.function_name = one.name;
            run.family_index = family;
            run.per_family_instance_index = 0;
            run.repetition_index = static_cast<std::int64_t>(index);
            run.repetitions = static_cast<std::int64_t>(values.size());
            run.threads = static_cast<std::int64_t>(one.threads.size());
            run.iterations = static_cast<benchmark::IterationCount>(one.operations);
            run.time_unit = benchmark::kNanosecond;
            run.real_accumulated_time = values[index] * static_cast<double>(one.operations) * 1e-9;
            run.cpu_accumulated_time = run.real_accumulated_time;
            run.statistics = nullptr;
            run.counters["items_per_second"] = 1e9 * static_cast<double>(one.threads.size()) / values[index];
            runs.push_back(std::move(run));
        }
        ++family;
    }
    reporter.ReportRuns(runs);
    reporter.Finalize();
    file.close();
    if (!file) throw std::runtime_error(fmt::format("{} cannot be written.", options_.json));
}

}  // namespace wbemcheck::benchmarks
