// What the comparisons of `wbemcheck bench` answer where the true answer is known: the same mock again and again, a mock that is
// a tenth slower, and one that is too unsteady to tell. Each run is a process of its own, as a person makes it, for what differs
// from process to process is what a false alarm comes from.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/runner/process.h"
#include "reports/benchmark/regression_text.h"
#include "reports/benchmark/statistics.h"
#include "tests/benchmark/temporary_file.h"
#include "tests/benchmark/verdict_trial.h"

namespace wbemcheck::benchmarks {
namespace {

using reports::BenchmarkChange;
using reports::Change;
using reports::Measurement;

// Ten of them, beside the floor.
constexpr const char* kBenchmarks = "floor/|deliver/batch:[0-9]+/operations:[12]/|at-once/|references/";
// Deliveries of one query: what a tenth must be seen in.
constexpr std::size_t kBatches[] = {1, 10, 100, 1000};
// Rounds for each object by which the cost of a round is found out: they take several times as long as all else.
constexpr std::size_t kManyRounds = 400;
// Of a mock that mostly does work of which nobody knows how much it is.
constexpr const char* kNoisyMock = "mock?work=500&noise=100";

struct Options {
    std::string program = WBEMCHECK_PROGRAM;
    std::string save;
    unsigned rounds = 0;
    unsigned repetitions = 0;
    double min_seconds = 0;
    double rise = 10;  // of a slowed mock, in per cent
    bool is_short = false;
};

std::string delivery_name(std::size_t batch) { return fmt::format("deliver/batch:{}/operations:1", batch); }
std::string only_delivery(std::size_t batch) { return fmt::format("floor/|{}/", delivery_name(batch)); }

// Runs `wbemcheck bench SUBJECT --save`, with all that goes before it: the subject has to keep the contract.
class Laboratory {
public:
    explicit Laboratory(const Options& options) : options_(options) {}

    // `times` as many repetitions as usual.
    [[nodiscard]] Measurement measure(const std::string& subject, const std::string& filter, unsigned times = 1) const {
        const std::filesystem::path& file = file_.path();
        const runner::FinishedChild child = runner::run_to_end(
            options_.program,
            {"bench", subject, "--filter", filter, "--repetitions", std::to_string(times * options_.repetitions), "--min-time",
             fmt::format("{}", options_.min_seconds), "--save", file.string()});
        if (child.exit.kind != runner::Exit::Kind::kExited || child.exit.code != 0) {
            throw std::runtime_error(fmt::format("`wbemcheck bench {}` ended with {}:\n{}{}", subject, child.exit.description,
                                                 child.output, child.errors));
        }
        std::ifstream document(file, std::ios::binary);
        Measurement run = reports::read_measurement(
            std::string(std::istreambuf_iterator<char>(document), std::istreambuf_iterator<char>()));
        for (const reports::Series& series : run.series) {
            if (!series.error.empty()) throw std::runtime_error(fmt::format("{}: {}", series.name, series.error));
        }
        return run;
    }

private:
    const Options& options_;
    const TemporaryFile file_{std::filesystem::temp_directory_path()};
};

double median_in(const Measurement& run, const std::string& name) {
    const reports::Series* const series = run.find(name);
    if (series == nullptr) throw std::runtime_error(fmt::format("{} was not measured.", name));
    return reports::median_of(series->nanoseconds);
}

// The rounds of work by which the delivery with this batch takes so much longer.
std::size_t find_work(const Laboratory& laboratory, std::size_t batch, double rise) {
    const auto time_of = [&](const std::string& subject) {
        return median_in(laboratory.measure(subject, only_delivery(batch), 3), delivery_name(batch));
    };
    const double without = time_of("mock");
    const double with = time_of(fmt::format("mock?work={}", kManyRounds));
    const double round = (with - without) / static_cast<double>(kManyRounds);
    return static_cast<std::size_t>(std::clamp(std::round(rise / 100 * without / round), 1.0, 10'000.0));
}

VerdictTrial make_trial(const Options& options) {
    const Laboratory laboratory(options);
    VerdictTrial trial;
    const auto keep = [&](const std::string& name, const Measurement& run) {
        if (!options.save.empty()) save_run(options.save, name, run);
    };
    std::vector<std::size_t> batches(std::begin(kBatches), std::end(kBatches));
    if (options.is_short) batches.resize(1);
    std::vector<std::size_t> work;
    for (const std::size_t batch : batches) {
        work.push_back(find_work(laboratory, batch, options.rise));
        fmt::print("{}: {} rounds of work for each object are about {} %\n", delivery_name(batch), work.back(), options.rise);
    }
    // Slowed and unsteady mocks take turns with the others, in every third round: fewer of them are enough.
    for (std::size_t round = 0; round < options.rounds; ++round) {
        trial.equal.push_back(laboratory.measure("mock", kBenchmarks));
        keep(equal_name(round), trial.equal.back());
        if (round % 3 == 0) {
            for (std::size_t place = 0; place < batches.size(); ++place) {
                const std::string filter = only_delivery(batches[place]);
                SlowedPair pair;
                pair.base = laboratory.measure("mock", filter);
                pair.slowed = laboratory.measure(fmt::format("mock?work={}", work[place]), filter);
                keep(base_name(trial.slowed.size()), pair.base);
                keep(slowed_name(trial.slowed.size()), pair.slowed);
                trial.slowed.push_back(std::move(pair));
            }
        }
        if (round % 3 == 0 || options.is_short) {
            trial.noisy.push_back(laboratory.measure(kNoisyMock, options.is_short ? only_delivery(1) : "floor/|operations:1/"));
            keep(noisy_name(trial.noisy.size() - 1), trial.noisy.back());
        }
        fmt::print("round {} of {}\n", round + 1, options.rounds);
        std::fflush(stdout);
    }
    return trial;
}

void say_changes(const std::vector<BenchmarkChange>& changes) {
    for (const BenchmarkChange& one : changes) {
        fmt::print("  {:<14} {:<34} {:>+7.1f} %  p {:<8.2g} visible {}\n", reports::name_of(one.change), one.name,
                   100 * one.rise, one.probability,
                   std::isfinite(one.visible_rise) ? fmt::format("{:.1f} %", 100 * one.visible_rise) : std::string("none"));
    }
}

void say(const VerdictTrial& trial, double rise) {
    const std::vector<BenchmarkChange> equal = compare_neighbours(trial.equal);
    fmt::print("\nThe same mock twice: {} false alarms in {} comparisons; {} not regressed, {} cannot tell\n",
               count_of(equal, Change::kRegressed), equal.size(), count_of(equal, Change::kNotRegressed),
               count_of(equal, Change::kCannotTell));
    std::vector<BenchmarkChange> alarms;
    std::copy_if(equal.begin(), equal.end(), std::back_inserter(alarms),
                 [](const BenchmarkChange& one) { return one.change == Change::kRegressed; });
    say_changes(alarms);

    const std::vector<BenchmarkChange> slowed = compare_slowed(trial.slowed);
    std::vector<double> rises;
    for (const BenchmarkChange& one : slowed) rises.push_back(one.rise);
    fmt::print("A mock slowed by {} % (measured: {:+.1f} % in the median): {} of {} regressed, {} not regressed, {} cannot tell\n",
               rise, 100 * reports::median_of(rises), count_of(slowed, Change::kRegressed), slowed.size(),
               count_of(slowed, Change::kNotRegressed), count_of(slowed, Change::kCannotTell));
    say_changes(slowed);

    const std::vector<BenchmarkChange> noisy = compare_neighbours(trial.noisy);
    fmt::print("An unsteady mock twice ({}): {} regressed, {} not regressed, {} of {} cannot tell\n", kNoisyMock,
               count_of(noisy, Change::kRegressed), count_of(noisy, Change::kNotRegressed), count_of(noisy, Change::kCannotTell),
               noisy.size());
    say_changes(noisy);
}

void set_size(Options& options) {
    if (options.rounds == 0) options.rounds = options.is_short ? 2 : 11;
    if (options.repetitions == 0) options.repetitions = options.is_short ? 2 : 20;
    if (options.min_seconds == 0) options.min_seconds = options.is_short ? 0.0001 : 0.025;
}

}  // namespace
}  // namespace wbemcheck::benchmarks

int main(int count, char** arguments) {
    using namespace wbemcheck::benchmarks;
    CLI::App program("What the comparisons of `wbemcheck bench` answer where the true answer is known");
    Options options;
    std::string load;
    program.add_option("--rounds", options.rounds, "Runs of the same mock, each held against the one before it (11)")
        ->check(CLI::Range(2u, 1000u));
    program.add_option("--repetitions", options.repetitions, "Of each benchmark in a run (20)")->check(CLI::Range(2u, 10'000u));
    program.add_option("--min-time", options.min_seconds, "Seconds that one repetition takes at the least (0.025)")
        ->check(CLI::Range(0.0001, 3600.0));
    program.add_option("--rise", options.rise, "By how many per cent the slowed mock is slower")
        ->check(CLI::Range(1.0, 1000.0))
        ->capture_default_str();
    program.add_option("--program", options.program, "The wbemcheck to measure with");
    CLI::Option* const save = program.add_option("--save", options.save, "Keep every run in this folder, as Google Benchmark does");
    program.add_option("--load", load, "Measure nothing, and judge the runs of this folder again")->excludes(save);
    program.add_flag("--short", options.is_short, "Only show that everything works; the answers mean nothing");
    CLI11_PARSE(program, count, arguments);
    try {
        set_size(options);
        say(load.empty() ? make_trial(options) : load_trial(load), options.rise);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
}
