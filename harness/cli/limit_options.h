// The options for what a worker may take of the machine, alike in every command that starts workers.
#pragma once

#include <CLI/CLI.hpp>

#include "harness/runner/worker_limits.h"

namespace wbemcheck::cli {

void add_limit_options(CLI::App& command, runner::WorkerLimits& limits);

}  // namespace wbemcheck::cli
