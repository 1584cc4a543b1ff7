// What is measured of a provider that no service has: its start, its events, its properties.
#pragma once

#include <memory>

#include "harness/bench/workshop.h"

namespace wbemcheck::bench {

// Registers those that this provider can do.
void add_provider_workloads(const std::shared_ptr<Workshop>& workshop, const ReadyProvider& provider);

}  // namespace wbemcheck::bench
