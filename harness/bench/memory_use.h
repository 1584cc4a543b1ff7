// How much memory this process holds.
#pragma once

#include <cstdint>

namespace wbemcheck::bench {

// Bytes that are resident, and of this process alone; 0 where the system does not say.
[[nodiscard]] std::uint64_t resident_bytes() noexcept;

// Gives back what was freed and is still kept for later, so that it does not hide what is taken next. Does nothing where the
// system has no such thing.
void release_spare_memory() noexcept;

}  // namespace wbemcheck::bench
