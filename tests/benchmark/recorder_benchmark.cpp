// What it costs to record an event, and a reference that is recorded, against the floor: a plain store of the same bytes with a
// time stamp.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "harness/bench/measuring_sink.h"
#include "harness/probe/sink.h"
#include "harness/trace/clock.h"
#include "harness/trace/recorder.h"
#include "tests/benchmark/burst.h"
#include "tests/benchmark/peers.h"
#include "tests/benchmark/sample_event.h"
#include "tests/benchmark/temporary_file.h"

namespace wbemcheck::benchmarks {
namespace {

constexpr std::size_t kOperations = 1024;

// A buffer of one thread, of a length that stays in its nearest cache. Threads do not share a line of it, nor the one that the
// processor fetches with it.
struct alignas(128) Ring {
    static constexpr std::size_t kSlots = 512;
    std::size_t used = 0;
    std::array<trace::Event, kSlots> slots{};

    void store(const trace::Event& event) noexcept {
        slots[used] = event;
        used = (used + 1) % kSlots;
    }
};

using MakeTask = std::function<std::function<void()>(std::size_t place)>;

void add(Bursts& bursts, const std::string& name, const std::string& floor, const MakeTask& make_task,
         const std::function<void()>& settle = {}) {
    for (const std::size_t threads : {1, 2}) {
        Case one;
        one.name = fmt::format("{}/threads:{}", name, threads);
        if (!floor.empty()) one.floor = fmt::format("{}/threads:{}", floor, threads);
        one.operations = kOperations;
        for (std::size_t place = 0; place < threads; ++place) one.threads.push_back(make_task(place));
        one.settle = settle;
        bursts.add(std::move(one));
    }
}

void add_floors(Bursts& bursts) {
    const auto rings = std::make_shared<std::array<Ring, 2>>();
    add(bursts, "floor", {}, [rings](std::size_t place) {
        return [rings, place] {
            Ring& ring = (*rings)[place];
            for (std::size_t number = 0; number < kOperations; ++number) {
                trace::Event event = sample_event(number);
                event.time = trace::clock_now();
                ring.store(event);
                benchmark::ClobberMemory();  // a later store to the slot must not make this one needless
            }
        };
    });
    add(bursts, "floor without a time stamp", "floor", [rings](std::size_t place) {
        return [rings, place] {
            Ring& ring = (*rings)[place];
            for (std::size_t number = 0; number < kOperations; ++number) {
                ring.store(sample_event(number));
                benchmark::ClobberMemory();
            }
        };
    });
    add(bursts, "time stamp alone", "floor", [](std::size_t) {
        return [] {
            for (std::size_t number = 0; number < kOperations; ++number) benchmark::DoNotOptimize(trace::clock_now());
        };
    });
}

void check_nothing_lost(const trace::Recorder& recorder) {
    if (recorder.lost() != 0) throw std::runtime_error(fmt::format("The recorder has lost {} events.", recorder.lost()));
}

MakeTask recording(const std::shared_ptr<trace::Recorder>& recorder) {
    return [recorder](std::size_t) {
        return [recorder] {
            for (std::size_t number = 0; number < kOperations; ++number) recorder->record(sample_event(number));
        };
    };
}

void add_recorders(Bursts& bursts, const std::shared_ptr<trace::Recorder>& reused,
                   const std::shared_ptr<trace::Recorder>& growing, const std::shared_ptr<trace::Recorder>& off) {
    off->switch_off();
    // As a worker that plays many schedules: the file begins again, and its pages are there. Not with every burst: then the
    // two threads would meet at their first segments each time, as they do not in a run.
    constexpr int kBurstsOfATrace = 64;
    for (std::size_t number = 0; number < 2 * kOperations * kBurstsOfATrace * 5 / 4; ++number) {
        reused->record(sample_event(number));
    }
    reused->restart();
    add(bursts, "recorder, pages touched before", "floor", recording(reused), [reused, burst = 0]() mutable {
        check_nothing_lost(*reused);
        if (++burst % kBurstsOfATrace == 0) reused->restart();
    });
    // The loop with its event alone, and the same with a recorder that is switched off in between: the difference is the switch.
    add(bursts, "no recorder", {}, [](std::size_t) {
        return [] {
            for (std::size_t number = 0; number < kOperations; ++number) {
                const trace::Event event = sample_event(number);
                benchmark::DoNotOptimize(&event);
                benchmark::ClobberMemory();
            }
        };
    });
    add(bursts, "recorder, switched off", "no recorder", [off](std::size_t) {
        return [off] {
            for (std::size_t number = 0; number < kOperations; ++number) {
                const trace::Event event = sample_event(number);
                benchmark::DoNotOptimize(&event);
                benchmark::ClobberMemory();
                off->record(event);
            }
        };
    });
    // As a worker that plays one scenario: every page is new.
    add(bursts, "recorder, new pages", "floor", recording(growing), [growing] { check_nothing_lost(*growing); });
}

// Calls, not pairs of them: half of a burst are AddRefs, the other half Releases.
MakeTask references(const std::vector<IWbemObjectSink*>& sinks) {
    return [sinks](std::size_t place) {
        return [sink = sinks[place]] {
            IWbemObjectSink* target = sink;
            benchmark::DoNotOptimize(target);  // or the compiler sees the class, and calls nothing
            for (std::size_t number = 0; number < kOperations / 2; ++number) {
                target->AddRef();
                target->Release();
            }
        };
    };
}

void add_references(Bursts& bursts, const std::vector<IWbemObjectSink*>& bare,
                    const std::vector<std::shared_ptr<probe::RecordingSink>>& recording_sinks,
                    const std::shared_ptr<trace::Recorder>& recorder) {
    std::vector<IWbemObjectSink*> recorded;
    for (const auto& sink : recording_sinks) recorded.push_back(sink.get());
    add(bursts, "AddRef/Release, bare", {}, references(bare));
    add(bursts, "AddRef/Release, recorded", "AddRef/Release, bare", references(recorded), [recorder] {
        check_nothing_lost(*recorder);
        recorder->restart();
    });
}

void run(const BurstOptions& options, const std::filesystem::path& folder) {
    Bursts bursts("recorder", options, 1000, 20);
    add_floors(bursts);

    const TemporaryFile reused_file(folder);
    const TemporaryFile growing_file(folder);
    const TemporaryFile off_file(folder);
    const TemporaryFile sinks_file(folder);
    add_recorders(bursts, std::make_shared<trace::Recorder>(reused_file.path()),
                  std::make_shared<trace::Recorder>(growing_file.path()), std::make_shared<trace::Recorder>(off_file.path()));

    const auto recorder = std::make_shared<trace::Recorder>(sinks_file.path());
    probe::ObjectRegistry registry(*recorder);
    std::vector<com::com_ptr<bench::MeasuringSink>> measuring;
    std::vector<IWbemObjectSink*> bare;
    std::vector<std::shared_ptr<probe::RecordingSink>> recording_sinks;
    for (int place = 0; place < 2; ++place) {
        measuring.push_back(com::make_com<bench::MeasuringSink>());
        bare.push_back(measuring.back().get());
        recording_sinks.push_back(std::make_shared<probe::RecordingSink>(recorder, registry, probe::SinkOptions{}));
    }
    add_references(bursts, bare, recording_sinks, recorder);

    Peers peers = make_peers(kOperations, {"floor/threads:1", "floor/threads:2"});
    for (Case& one : peers.cases) bursts.add(std::move(one));

    bursts.run();
    bursts.report();
    fmt::print("The clock is {}.\n", trace::clock_kind() == trace::ClockKind::kTimeStampCounter ? "the time stamp counter"
                                                                                               : "the steady clock");
    for (const std::string& sentence : peers.missing) fmt::print("{}\n", sentence);
}

}  // namespace
}  // namespace wbemcheck::benchmarks

int main(int count, char** arguments) {
    using namespace wbemcheck::benchmarks;
    CLI::App program("What recording an event costs");
    BurstOptions options;
    add_burst_options(program, options);
    std::string folder;
    program.add_option("--folder", folder, "Where the trace files are made (default: the system's folder for such files)");
    CLI11_PARSE(program, count, arguments);
    try {
        run(options, folder.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(folder));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
}
