// What every benchmark is made of: its registration, and what it requires of what it measures.
#pragma once

#include <functional>
#include <string>

#include <benchmark/benchmark.h>

#include "harness/bench/measuring_sink.h"
#include "harness/com/wbem.h"

namespace wbemcheck::bench {

[[nodiscard]] double seconds_between(Clock::time_point from, Clock::time_point to);

// These throw, from within a benchmark, why the measurement does not count: it then is an error with this sentence.
void require(bool holds, const std::string& sentence);
void require_accepted(HRESULT result, const char* method);
void require_done(MeasuringSink& sink);

// Registers `body`, which may throw, with Google Benchmark, which owns what comes back.
benchmark::internal::Benchmark* add(const std::string& name, std::function<void(benchmark::State&)> body);

// Pairs of AddRef and Release, of an object that outlives the benchmark.
void add_references(const std::string& name, std::function<IUnknown*()> object);

}  // namespace wbemcheck::bench
