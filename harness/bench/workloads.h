// What is measured: deliveries, latencies, cancels, references, accepted calls, many operations at once, memory.
#pragma once

#include <memory>

#include "harness/bench/workshop.h"

namespace wbemcheck::bench {

enum class Extent {
    kUsual,  // what a baseline is made of
    kScale,  // besides, the same over sizes: pending operations and objects per operation
};

// Registers the benchmarks that this subject can do with Google Benchmark. Each checks what came: a lost object, a missing
// final or a failure makes it an error, never a time. The workshop lives as long as the benchmarks are registered.
void register_workloads(const std::shared_ptr<Workshop>& workshop, Extent extent);

}  // namespace wbemcheck::bench
