// What a worker may take of the machine before it is ended. Each worker has its own: several at a time may take as many
// times as much.
#pragma once

#include <cstdint>

namespace wbemcheck::runner {

inline constexpr std::uint64_t kBytesInMebibyte = 1024 * 1024;

struct WorkerLimits {
    std::uint64_t memory_mib = 2048;  // memory of its own, the subject's included; 0: as much as there is
    std::uint64_t trace_mib = 64;     // the trace of one scenario; 0: as much as the disk has

    friend bool operator==(const WorkerLimits&, const WorkerLimits&) = default;
};

}  // namespace wbemcheck::runner
