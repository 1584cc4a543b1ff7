// How much memory something takes at its worst moment.
#pragma once

#include <cstdint>
#include <functional>

namespace wbemcheck::benchmarks {

struct MemoryPeak {
    // Above what the process held before, looked at every millisecond. On POSIX systems without mapped files; on Windows with
    // them, as far as they are in memory.
    std::uint64_t own_bytes = 0;
    // The highest that the system has seen meanwhile, mapped files included (VmHWM); 0 where it does not say so.
    std::uint64_t high_water_bytes = 0;
};

[[nodiscard]] MemoryPeak measure_memory(const std::function<void()>& work);

}  // namespace wbemcheck::benchmarks
