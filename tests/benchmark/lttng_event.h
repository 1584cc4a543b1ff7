// The event as a tracepoint of LTTng-UST, behind two functions: its header is C with macros, and knows our warnings not.
#pragma once

#include "harness/trace/event.h"

namespace wbemcheck::benchmarks {

// Whether a session records it in this process.
[[nodiscard]] bool lttng_records() noexcept;
void lttng_trace(const trace::Event& event) noexcept;

}  // namespace wbemcheck::benchmarks
