#include "tests/benchmark/sample_trace.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/probe/services.h"
#include "harness/probe/sink.h"
#include "harness/trace/recorder.h"
#include "mock_provider/mock.h"

namespace wbemcheck::benchmarks {
namespace {

constexpr std::size_t kThreads = 4;
constexpr std::size_t kAtOnce = 8;
constexpr std::size_t kBatch = 10;

void note(trace::Recorder& recorder, trace::MarkKind kind) {
    trace::Event mark;
    mark.kind = trace::EventKind::kMark;
    mark.method = static_cast<std::uint16_t>(kind);
    recorder.record(mark, {{trace::TextRole::kNote, "benchmark/sample-trace"}});
}

// An object is delivered and looked at again; ten of them make one callback, with an entry and a return.
std::size_t objects_for(const TraceSize& size) {
    return std::max<std::uint64_t>(1, size.events / size.operations * kBatch / (2 * kBatch + 2));
}

void wait_for_end(probe::RecordingSink& sink) {
    const bool has_ended = sink.wait_until(std::chrono::steady_clock::now() + std::chrono::minutes(1),
                                           [&](const probe::SinkCounts& counts) {
                                               // The client's own reference remains.
                                               return counts.finals_left == 1 && counts.count == 1;
                                           });
    if (!has_ended) throw std::runtime_error("An operation of the mock has not ended within a minute.");
}

}  // namespace

void write_sample_trace(const std::filesystem::path& path, const TraceSize& size) {
    const auto recorder = std::make_shared<trace::Recorder>(path);
    probe::ObjectRegistry registry(*recorder);
    note(*recorder, trace::MarkKind::kScenarioBegin);
    std::vector<std::shared_ptr<probe::RecordingSink>> sinks;  // all of them: the trace knows a sink by its address
    {
        const mock::Mock mock({.objects = objects_for(size), .batch = kBatch, .threads = kThreads});
        const auto services = com::make_com<probe::RecordingServices>(mock.connect(), recorder, registry);
        const com::unique_bstr language = com::make_bstr("WQL");
        const com::unique_bstr query = com::make_bstr("SELECT * FROM Mock_Item");
        while (sinks.size() < size.operations) {
            const std::size_t first = sinks.size();
            while (sinks.size() < std::min<std::uint64_t>(first + kAtOnce, size.operations)) {
                sinks.push_back(std::make_shared<probe::RecordingSink>(recorder, registry, probe::SinkOptions{}));
                const HRESULT result =
                    services->ExecQueryAsync(language.get(), query.get(), 0, nullptr, sinks.back().get());
                if (FAILED(result)) {
                    throw std::runtime_error(fmt::format("ExecQueryAsync returned {}.", com::describe_hresult(result)));
                }
            }
            for (std::size_t place = first; place < sinks.size(); ++place) {
                wait_for_end(*sinks[place]);
                sinks[place]->client_release();
            }
        }
    }
    note(*recorder, trace::MarkKind::kScenarioEnd);
    if (recorder->lost() != 0) throw std::runtime_error("The trace could not be written: is the disk full?");
}

}  // namespace wbemcheck::benchmarks
