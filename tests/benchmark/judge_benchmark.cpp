// How fast a trace is judged, against reading it, and how much memory that takes: for one size, and for four times as much.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <functional>
#include <list>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "harness/contract/judge.h"
#include "harness/trace/mapped_file.h"
#include "harness/trace/trace_reader.h"
#include "tests/benchmark/burst.h"
#include "tests/benchmark/memory_peak.h"
#include "tests/benchmark/sample_trace.h"
#include "tests/benchmark/temporary_file.h"

namespace wbemcheck::benchmarks {
namespace {

// A trace with what is known of it.
struct Sample {
    Sample(const std::filesystem::path& folder, const TraceSize& size, std::string name_)
        : file(folder), operations(size.operations), name(std::move(name_)) {
        write_sample_trace(file.path(), size);
    }

    TemporaryFile file;
    std::uint64_t operations;
    std::string name;
    std::uint64_t events = 0;  // as read
};

// The plainest thing to do with the bytes of a trace: look at each once.
void read_bytes(const std::filesystem::path& path) {
    const trace::MappedView view(path);
    std::uint64_t sum = 0;
    for (std::size_t place = 0; place + sizeof sum <= view.size(); place += sizeof sum) {
        std::uint64_t word = 0;
        std::memcpy(&word, view.data() + place, sizeof word);
        sum += word;
    }
    benchmark::DoNotOptimize(sum);
}

std::uint64_t read_events(const std::filesystem::path& path) {
    trace::TraceReader reader(path);
    trace::Record record;
    std::uint64_t events = 0;
    while (reader.next(record)) ++events;
    return events;
}

void judge(const Sample& sample, bool maps_coverage) {
    contract::JudgeOptions options;
    options.maps_coverage = maps_coverage;
    const contract::Judgement judgement = contract::judge_trace(sample.file.path(), options);
    if (judgement.events != sample.events) {
        throw std::runtime_error(
            fmt::format("The judge has seen {} events of {}.", judgement.events, sample.events));
    }
    for (const contract::Finding& finding : judgement.findings) {
        if (finding.grade != contract::Grade::kViolation) continue;
        throw std::runtime_error(fmt::format("The judge finds that the mock has broken {}: expected {}; actual {}.",
                                             finding.clause, finding.expected, finding.actual));
    }
}

double mebibytes(std::uint64_t bytes) { return static_cast<double>(bytes) / (1024 * 1024); }

void show_memory(const std::list<Sample>& samples) {
    fmt::print("Memory while a trace is judged: of its own, and the highest that the system saw with the mapped trace (VmHWM).\n\n");
    fmt::print("{:<44} {:>10} {:>10} {:>12} {:>12} {:>12}\n", "", "events", "operations", "trace, MiB", "own, MiB", "VmHWM, MiB");
    for (const Sample& sample : samples) {
        for (const bool maps_coverage : {false, true}) {
            const MemoryPeak peak = measure_memory([&] { judge(sample, maps_coverage); });
            fmt::print("{:<44} {:>10} {:>10} {:>12.1f} {:>12.1f} {:>12.1f}\n",
                       (maps_coverage ? "judge with coverage/" : "judge/") + sample.name, sample.events, sample.operations,
                       mebibytes(std::filesystem::file_size(sample.file.path())), mebibytes(peak.own_bytes),
                       mebibytes(peak.high_water_bytes));
        }
    }
    fmt::print("\n");
}

struct Sizes {
    std::uint64_t events = 0;      // 0: as fits the options
    std::uint64_t operations = 0;  // likewise
    bool is_single = false;
};

void run(const BurstOptions& options, Sizes sizes, const std::filesystem::path& folder) {
    if (sizes.events == 0) sizes.events = options.is_short ? 100'000 : 4'000'000;
    // A run has some thousand events for an operation; what the judge keeps for each operation must show all the same.
    if (sizes.operations == 0) sizes.operations = std::max<std::uint64_t>(8, sizes.events / 1000);
    const auto [events, operations, is_single] = sizes;
    std::list<Sample> samples;
    samples.emplace_back(folder, TraceSize{events, operations}, "size:1");
    if (!is_single) {
        samples.emplace_back(folder, TraceSize{4 * events, operations}, "size:4, as many operations");
        samples.emplace_back(folder, TraceSize{4 * events, 4 * operations}, "size:4, operations:4");
    }
    for (Sample& sample : samples) sample.events = read_events(sample.file.path());
    show_memory(samples);

    Bursts bursts("judge", options, 7, 1);
    for (const Sample& sample : samples) {
        const std::filesystem::path& path = sample.file.path();
        const std::string floor = "read bytes/" + sample.name;
        bursts.add(make_throwing_case(floor, {}, sample.events, [&path] { read_bytes(path); }));
        bursts.add(make_throwing_case("read events/" + sample.name, floor, sample.events, [&path] { (void)read_events(path); }));
        bursts.add(make_throwing_case("judge/" + sample.name, floor, sample.events, [&sample] { judge(sample, false); }));
        bursts.add(make_throwing_case("judge with coverage/" + sample.name, floor, sample.events, [&sample] { judge(sample, true); }));
    }
    bursts.run();
    bursts.report();
    for (const Sample& sample : samples) {
        fmt::print("{}: judging takes {:.1f} times as long as reading the events, with coverage {:.1f} times.\n", sample.name,
                   bursts.ratio("judge/" + sample.name, "read events/" + sample.name),
                   bursts.ratio("judge with coverage/" + sample.name, "read events/" + sample.name));
    }
}

}  // namespace
}  // namespace wbemcheck::benchmarks

int main(int count, char** arguments) {
    using namespace wbemcheck::benchmarks;
    CLI::App program("How fast a trace is judged, and in how much memory");
    BurstOptions options;
    add_burst_options(program, options);
    Sizes sizes;
    program.add_option("--operations", sizes.operations, "In how many operations (default: a thousandth of the events)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}));
    program.add_flag("--single", sizes.is_single, "The smaller trace alone: for sizes that a disk does not hold nine times");
    program.add_option("--events", sizes.events, "About how many events the smaller trace has (default: 4000000, and 100000 with --short)")
        ->check(CLI::Range(std::uint64_t{1000}, std::uint64_t{1'000'000'000}));
    std::string folder;
    program.add_option("--folder", folder, "Where the traces are made (default: the system's folder for such files)");
    CLI11_PARSE(program, count, arguments);
    try {
        run(options, sizes, folder.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(folder));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
}
