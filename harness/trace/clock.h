// The clock of the trace: the time stamp counter where the processor promises that it runs at one rate on all cores,
// the steady clock elsewhere. Reading it is the largest part of the cost of an event, so nothing is converted here.
#pragma once

#include <cstdint>

namespace wbemcheck::trace {

enum class ClockKind : std::uint32_t { kSteady = 1, kTimeStampCounter = 2 };

// Chosen once per process. Thread-safe.
[[nodiscard]] ClockKind clock_kind() noexcept;

[[nodiscard]] std::uint64_t clock_now() noexcept;

// Ticks of `clock_now` in a second, measured against the steady clock since the first call in this process; the first
// call spends about a millisecond on it. Good for display, not for ordering.
[[nodiscard]] double clock_ticks_per_second() noexcept;

}  // namespace wbemcheck::trace
