// The parts of the register of readings, one file each; readings.cpp joins them. A reader of readings wants
// reading.h.
#pragma once

#include <span>

#include "harness/contract/reading.h"

namespace wbemcheck::contract {

[[nodiscard]] std::span<const Reading> contradiction_readings() noexcept;
[[nodiscard]] std::span<const Reading> lesser_readings() noexcept;
[[nodiscard]] std::span<const Reading> gap_readings() noexcept;

}  // namespace wbemcheck::contract
