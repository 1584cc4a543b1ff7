#include "harness/cli/limit_options.h"

#include <cstdint>

#include <fmt/format.h>

namespace wbemcheck::cli {
namespace {

constexpr std::uint64_t kMostMebibytes = 16 * 1024 * 1024;

}  // namespace

void add_limit_options(CLI::App& command, runner::WorkerLimits& limits) {
    command
        .add_option("--memory-limit", limits.memory_mib,
                    fmt::format("End a worker that uses more memory than this for itself, in MiB (default: {}; 0: never)",
                                limits.memory_mib))
        ->check(CLI::Range(std::uint64_t{0}, kMostMebibytes))
        ->type_name("MIB");
    command
        .add_option("--trace-limit", limits.trace_mib,
                    fmt::format("End a worker when the trace of one scenario reaches this size, in MiB (default: {}; 0: never)",
                                limits.trace_mib))
        ->check(CLI::Range(std::uint64_t{0}, kMostMebibytes))
        ->type_name("MIB");
}

}  // namespace wbemcheck::cli
