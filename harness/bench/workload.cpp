#include "harness/bench/workload.h"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "harness/com/hresult.h"

namespace wbemcheck::bench {

double seconds_between(Clock::time_point from, Clock::time_point to) { return std::chrono::duration<double>(to - from).count(); }

void require(bool holds, const std::string& sentence) {
    if (!holds) throw std::runtime_error(sentence);
}

void require_accepted(HRESULT result, const char* method) {
    require(SUCCEEDED(result), fmt::format("{} returned {}", method, com::describe_hresult(result)));
}

void require_done(MeasuringSink& sink) {
    require(sink.wait_for_finals(), "a final status has not come within a minute");
    require(SUCCEEDED(sink.failure()), fmt::format("an operation ended with {}", com::describe_hresult(sink.failure())));
}

benchmark::internal::Benchmark* add(const std::string& name, std::function<void(benchmark::State&)> body) {
    return benchmark::RegisterBenchmark(name.c_str(), [body = std::move(body)](benchmark::State& state) {
        try {
            body(state);
        } catch (const std::exception& error) {
            state.SkipWithError(error.what());
        }
    });
}

// Without an owner: the pair itself is what is measured, and it balances within the loop.
void add_references(const std::string& name, std::function<IUnknown*()> object) {
    add(name, [object = std::move(object)](benchmark::State& state) {
        IUnknown* const target = object();
        constexpr int kPairs = 1000;
        for (auto _ : state) {
            for (int pair = 0; pair < kPairs; ++pair) {
                target->AddRef();
                target->Release();
            }
        }
        state.SetItemsProcessed(state.iterations() * kPairs);
    })->UseRealTime();
}

}  // namespace wbemcheck::bench
