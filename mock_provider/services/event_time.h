// When an event happened.
#pragma once

#include <chrono>

#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

// For TIME_CREATED of __Event: in units of 100 ns since 1601.
[[nodiscard]] Value event_time_of(std::chrono::system_clock::time_point moment);
[[nodiscard]] Value event_time_now();

}  // namespace wbemcheck::mock
