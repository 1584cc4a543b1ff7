#include "harness/probe/heap_count.h"

namespace wbemcheck::probe {

bool begin_heap_count() noexcept { return false; }

std::optional<HeapCount> live_blocks() noexcept { return std::nullopt; }

}  // namespace wbemcheck::probe
