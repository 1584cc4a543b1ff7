#include "tests/benchmark/peers.h"

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "harness/trace/clock.h"
#include "tests/benchmark/sample_event.h"

#if defined(WBEMCHECK_HAS_READERWRITERQUEUE)
#include <readerwriterqueue/readerwriterqueue.h>
#endif
#if defined(WBEMCHECK_HAS_SPDLOG)
#include <spdlog/async.h>
#include <spdlog/sinks/null_sink.h>
#endif
#if defined(WBEMCHECK_HAS_LTTNG)
#include "tests/benchmark/lttng_event.h"
#endif

namespace wbemcheck::benchmarks {
namespace {

// One case for each floor: on one thread, on two, ...
using MakeTask = std::function<std::function<void()>(std::size_t place)>;

[[maybe_unused]] void add(Peers& peers, const std::string& name, std::size_t operations, const std::vector<std::string>& floors,
                          const MakeTask& make_task, const std::function<void()>& settle) {
    for (std::size_t threads = 1; threads <= floors.size(); ++threads) {
        Case one;
        one.name = fmt::format("{}/threads:{}", name, threads);
        one.floor = floors[threads - 1];
        one.operations = operations;
        for (std::size_t place = 0; place < threads; ++place) one.threads.push_back(make_task(place));
        one.settle = settle;
        peers.cases.push_back(std::move(one));
    }
}

#if defined(WBEMCHECK_HAS_READERWRITERQUEUE)
void add_queue(Peers& peers, std::size_t operations, const std::vector<std::string>& floors) {
    using Queue = moodycamel::ReaderWriterQueue<trace::Event>;
    auto queues = std::make_shared<std::vector<std::unique_ptr<Queue>>>();
    for (std::size_t place = 0; place < floors.size(); ++place) queues->push_back(std::make_unique<Queue>(2 * operations));
    add(
        peers, "ReaderWriterQueue", operations, floors,
        [=](std::size_t place) {
            return [=] {
                Queue& queue = *(*queues)[place];
                for (std::size_t number = 0; number < operations; ++number) {
                    trace::Event event = sample_event(number);
                    event.time = trace::clock_now();
                    (void)queue.try_enqueue(event);
                }
            };
        },
        [=] {
            trace::Event event;
            for (const auto& queue : *queues) {
                while (queue->try_dequeue(event)) {
                }
            }
        });
}
#endif

#if defined(WBEMCHECK_HAS_SPDLOG)
void add_logger(Peers& peers, std::size_t operations, const std::vector<std::string>& floors) {
    auto pool = std::make_shared<spdlog::details::thread_pool>(8192, 1);
    auto logger = std::make_shared<spdlog::async_logger>("benchmark", std::make_shared<spdlog::sinks::null_sink_mt>(), pool,
                                                         spdlog::async_overflow_policy::block);
    add(
        peers, "spdlog, asynchronous, null sink", operations, floors,
        [=](std::size_t) {
            return [=] {
                for (std::size_t number = 0; number < operations; ++number) {
                    const trace::Event event = sample_event(number);
                    logger->info("{} {} {} {} {}", static_cast<unsigned>(event.kind), event.object, event.call, event.result,
                                 event.value);
                }
            };
        },
        [=] {
            while (pool->queue_size() != 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
        });
}
#endif

#if defined(WBEMCHECK_HAS_LTTNG)
void add_tracer(Peers& peers, std::size_t operations, const std::vector<std::string>& floors) {
    add(
        peers, lttng_records() ? "LTTng-UST, recording" : "LTTng-UST, no session", operations, floors,
        [=](std::size_t) {
            return [=] {
                for (std::size_t number = 0; number < operations; ++number) lttng_trace(sample_event(number));
            };
        },
        {});
}
#endif

}  // namespace

Peers make_peers([[maybe_unused]] std::size_t operations, [[maybe_unused]] const std::vector<std::string>& floors) {
    Peers peers;
#if defined(WBEMCHECK_HAS_READERWRITERQUEUE)
    add_queue(peers, operations, floors);
#else
    peers.missing.push_back("moodycamel's ReaderWriterQueue was not found when this was built (libreaderwriterqueue-dev).");
#endif
#if defined(WBEMCHECK_HAS_SPDLOG)
    add_logger(peers, operations, floors);
#else
    peers.missing.push_back("spdlog was not found when this was built (libspdlog-dev).");
#endif
#if defined(WBEMCHECK_HAS_LTTNG)
    add_tracer(peers, operations, floors);
    if (!lttng_records()) {
        peers.missing.push_back(
            "No LTTng session records wbemcheck:benchmark, so that LTTng-UST shows what a tracepoint costs that is off.");
    }
#else
    peers.missing.push_back("LTTng-UST was not found when this was built (liblttng-ust-dev).");
#endif
    return peers;
}

}  // namespace wbemcheck::benchmarks
