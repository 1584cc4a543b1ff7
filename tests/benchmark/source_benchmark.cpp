// How fast the mock delivers, against a plain loop of the calls that a delivery makes, with nobody recording and with a
// recording sink; and whether many operations at once slow it down.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "harness/bench/measuring_sink.h"
#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/probe/sink.h"
#include "harness/trace/recorder.h"
#include "mock_provider/mock.h"
#include "tests/benchmark/burst.h"
#include "tests/benchmark/temporary_file.h"

namespace wbemcheck::benchmarks {
namespace {

constexpr std::size_t kObjects = 20'000;       // that one operation delivers
constexpr std::size_t kSmallOperation = 1'000; // objects of each of many operations at once
constexpr std::size_t kSmallBatch = 100;
constexpr std::size_t kThreads = 2;

void require(bool holds, const std::string& sentence) {
    if (!holds) throw std::runtime_error(sentence);
}

// A mock with a query that delivers everything it has.
class Source {
public:
    Source(std::size_t objects, std::size_t batch)
        : objects_(objects), mock_({.objects = objects, .batch = batch, .threads = kThreads}), services_(mock_.connect()) {}

    [[nodiscard]] std::size_t objects() const noexcept { return objects_; }

    void start(IWbemObjectSink* sink) const {
        const HRESULT result = services_->ExecQueryAsync(language_.get(), query_.get(), 0, nullptr, sink);
        require(SUCCEEDED(result), fmt::format("ExecQueryAsync returned {}.", com::describe_hresult(result)));
    }

    // Objects as the mock delivers them, for a loop that delivers them again.
    [[nodiscard]] std::vector<com::com_ptr<IWbemClassObject>> take(std::size_t count) const {
        com::com_ptr<IEnumWbemClassObject> enumerator;
        HRESULT result = services_->ExecQuery(language_.get(), query_.get(), 0, nullptr, enumerator.put());
        require(SUCCEEDED(result), fmt::format("ExecQuery returned {}.", com::describe_hresult(result)));
        std::vector<com::com_ptr<IWbemClassObject>> objects(count);
        for (com::com_ptr<IWbemClassObject>& object : objects) {
            ULONG given = 0;
            result = enumerator->Next(WBEM_INFINITE, 1, object.put(), &given);
            require(result == S_OK && given == 1, fmt::format("Next returned {}.", com::describe_hresult(result)));
        }
        return objects;
    }

private:
    std::size_t objects_;
    mock::Mock mock_;
    com::com_ptr<IWbemServices> services_;
    com::unique_bstr language_ = com::make_bstr("WQL");
    com::unique_bstr query_ = com::make_bstr("SELECT * FROM Mock_Item");
};

// What a delivery calls, and nothing else.
class Loop {
public:
    Loop(const Source& source, std::size_t batch) : objects_(source.take(batch)), calls_(source.objects() / batch) {
        for (const auto& object : objects_) pointers_.push_back(object.get());
    }

    void deliver(IWbemObjectSink* sink) {
        benchmark::DoNotOptimize(sink);  // or the compiler sees the class, and calls nothing
        sink->AddRef();
        for (std::size_t call = 0; call < calls_; ++call) {
            sink->Indicate(static_cast<LONG>(pointers_.size()), pointers_.data());
        }
        sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_S_NO_ERROR, nullptr, nullptr);
        sink->Release();
    }

    // The same with objects that are made for each call, as every delivery of a query has to: a sink may keep them.
    void deliver_new(IWbemObjectSink* sink) {
        benchmark::DoNotOptimize(sink);
        sink->AddRef();
        std::vector<com::com_ptr<IWbemClassObject>> made(objects_.size());
        std::vector<IWbemClassObject*> pointers(objects_.size());
        for (std::size_t call = 0; call < calls_; ++call) {
            for (std::size_t place = 0; place < objects_.size(); ++place) {
                (void)objects_[place]->Clone(made[place].put());
                pointers[place] = made[place].get();
            }
            sink->Indicate(static_cast<LONG>(pointers.size()), pointers.data());
            for (com::com_ptr<IWbemClassObject>& object : made) object.reset();
        }
        sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_S_NO_ERROR, nullptr, nullptr);
        sink->Release();
    }

private:
    std::vector<com::com_ptr<IWbemClassObject>> objects_;
    std::vector<IWbemClassObject*> pointers_;
    std::size_t calls_;
};

// The sinks of a recording client, and their trace.
class RecordingClient {
public:
    explicit RecordingClient(const std::filesystem::path& folder)
        : file_(folder),
          recorder_(std::make_shared<trace::Recorder>(file_.path())),
          registry_(*recorder_),
          sink_(std::make_shared<probe::RecordingSink>(recorder_, registry_, probe::SinkOptions{})) {}

    [[nodiscard]] IWbemObjectSink* sink() const noexcept { return sink_.get(); }

    void wait_for_end() {
        ++finals_;
        const bool has_ended = sink_->wait_until(std::chrono::steady_clock::now() + std::chrono::minutes(1),
                                                 [&](const probe::SinkCounts& counts) {
                                                     return counts.finals_left == finals_ && counts.count == 1;
                                                 });
        require(has_ended, "An operation of the mock has not ended within a minute.");
    }

    // Checks what came since the last time, and begins the trace again.
    void settle(std::uint64_t objects) {
        const probe::SinkCounts counts = sink_->counts();
        require(counts.objects - seen_ == objects, fmt::format("{} objects came instead of {}.", counts.objects - seen_, objects));
        require(SUCCEEDED(counts.final_result), fmt::format("An operation ended with {}.", com::describe_hresult(counts.final_result)));
        require(recorder_->lost() == 0, "The recorder has lost events.");
        seen_ = counts.objects;
        recorder_->restart();
    }

private:
    TemporaryFile file_;
    std::shared_ptr<trace::Recorder> recorder_;
    probe::ObjectRegistry registry_;
    std::shared_ptr<probe::RecordingSink> sink_;
    std::uint64_t finals_ = 0;
    std::uint64_t seen_ = 0;
};

void check_counts(const bench::MeasuringSink& sink, std::uint64_t objects) {
    require(sink.objects() == objects, fmt::format("{} objects came instead of {}.", sink.objects(), objects));
    require(SUCCEEDED(sink.failure()), fmt::format("An operation ended with {}.", com::describe_hresult(sink.failure())));
}

void add_batches(Bursts& bursts, const std::filesystem::path& folder) {
    for (const std::size_t batch : {1, 100, 1000}) {
        const auto source = std::make_shared<Source>(kObjects, batch);
        const auto loop = std::make_shared<Loop>(*source, batch);
        const auto sink = com::make_com<bench::MeasuringSink>();
        const auto client = std::make_shared<RecordingClient>(folder);
        const std::string suffix = fmt::format("/batch:{}", batch);
        const std::string floor = "loop" + suffix;
        const auto check = [sink] { check_counts(*sink, kObjects); };
        const auto settle = [client] { client->settle(kObjects); };
        bursts.add(make_throwing_case(floor, {}, kObjects, [=] {
            sink->begin();
            loop->deliver(sink.get());
        }, check));
        bursts.add(make_throwing_case("loop that makes the objects" + suffix, floor, kObjects, [=] {
            sink->begin();
            loop->deliver_new(sink.get());
        }, check));
        bursts.add(make_throwing_case("mock" + suffix, floor, kObjects, [=] {
            sink->begin();
            source->start(sink.get());
            require(sink->wait_for_finals(), "A final status has not come within a minute.");
        }, check));
        bursts.add(make_throwing_case("loop, recorded" + suffix, floor, kObjects, [=] {
            loop->deliver(client->sink());
            client->wait_for_end();
        }, settle));
        bursts.add(make_throwing_case("mock, recorded" + suffix, floor, kObjects, [=] {
            source->start(client->sink());
            client->wait_for_end();
        }, settle));
    }
}

void add_many_at_once(Bursts& bursts, bool is_short) {
    const auto source = std::make_shared<Source>(kSmallOperation, kSmallBatch);
    std::string floor;
    for (const std::size_t at_once : {1, 10, 100, 1000}) {
        const std::size_t operations = std::max<std::size_t>(at_once, is_short ? 100 : 1000);
        const auto sinks = std::make_shared<std::vector<com::com_ptr<bench::MeasuringSink>>>();
        for (std::size_t place = 0; place < at_once; ++place) sinks->push_back(com::make_com<bench::MeasuringSink>());
        const std::string name = fmt::format("mock/at-once:{}", at_once);
        bursts.add(make_throwing_case(name, floor, operations * kSmallOperation, [=] {
            for (std::size_t done = 0; done < operations; done += at_once) {
                for (const auto& sink : *sinks) {
                    sink->begin();
                    source->start(sink.get());
                }
                for (const auto& sink : *sinks) {
                    require(sink->wait_for_finals(), "A final status has not come within a minute.");
                }
            }
        }, [=] {
            for (const auto& sink : *sinks) check_counts(*sink, kSmallOperation);
        }));
        if (floor.empty()) floor = name;
    }
}

void say_shares(const Bursts& bursts) {
    // Rates, where the table has times.
    for (const std::size_t batch : {1, 100, 1000}) {
        const auto share = [&](const char* name, const char* floor) {
            return 1 / bursts.ratio(fmt::format("{}/batch:{}", name, batch), fmt::format("{}/batch:{}", floor, batch));
        };
        fmt::print("Batch {}: the mock has {:.4f} of the rate of the loop, {:.2f} of that of the loop that makes the objects; recorded "
                   "{:.4f} of the loop that is not, {:.2f} of the one that is.\n",
                   batch, share("mock", "loop"), share("mock", "loop that makes the objects"), share("mock, recorded", "loop"),
                   share("mock, recorded", "loop, recorded"));
    }
    for (const std::size_t at_once : {10, 100, 1000}) {
        fmt::print("{} operations at once have {:.2f} of the rate of one.\n", at_once,
                   1 / bursts.ratio(fmt::format("mock/at-once:{}", at_once), "mock/at-once:1"));
    }
}

void run(const BurstOptions& options, const std::filesystem::path& folder) {
    Bursts bursts("source", options, 30, 2);
    add_batches(bursts, folder);
    add_many_at_once(bursts, options.is_short);
    bursts.run();
    bursts.report();
    say_shares(bursts);
}

}  // namespace
}  // namespace wbemcheck::benchmarks

int main(int count, char** arguments) {
    using namespace wbemcheck::benchmarks;
    CLI::App program("How fast the mock delivers");
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
