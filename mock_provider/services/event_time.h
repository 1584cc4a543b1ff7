// When an event happened.
#pragma once

#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

// For TIME_CREATED of __Event: now, in units of 100 ns since 1601.
[[nodiscard]] Value event_time_now();

}  // namespace wbemcheck::mock
