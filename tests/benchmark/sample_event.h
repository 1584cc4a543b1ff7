// The event that every case of the recorder's benchmark writes: five fields that change, and room for the time.
#pragma once

#include <cstddef>

#include "harness/trace/event.h"

namespace wbemcheck::benchmarks {

// What an AddRef of a sink looks like.
[[nodiscard]] inline trace::Event sample_event(std::size_t number) noexcept {
    trace::Event event;
    event.kind = trace::EventKind::kAddRef;
    event.object = 7;
    event.call = static_cast<std::uint32_t>(number);
    event.value = static_cast<std::int64_t>(number);
    return event;
}

}  // namespace wbemcheck::benchmarks
