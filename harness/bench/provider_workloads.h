// What is measured of a provider that no service has, or in another way: its start, its events, its properties, what it holds.
#pragma once

#include <memory>

#include "harness/bench/workshop.h"

namespace wbemcheck::bench {

// Registers those that this provider can do.
void add_provider_workloads(const std::shared_ptr<Workshop>& workshop, const ReadyProvider& provider);

// Registers the memory per operation in flight. Nothing waits in a provider as a notification query does in WMI, so the sinks
// keep whoever delivers to them.
void add_provider_memory(const std::shared_ptr<Workshop>& workshop);

}  // namespace wbemcheck::bench
