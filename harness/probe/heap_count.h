// How much memory of COM is in use in this process: BSTRs, and what else comes from CoTaskMemAlloc. Two counts around a call
// show what the call has left behind.
#pragma once

#include <cstdint>
#include <optional>

namespace wbemcheck::probe {

struct HeapCount {
    std::int64_t blocks = 0;  // those that were allocated since counting began and have not been freed
};

// Begins to count in this process, once and for ever: a spy among live blocks cannot be withdrawn. To be called early, before
// a subject is loaded, since oleaut32 keeps freed BSTRs of before in its cache. False where the platform has no such spy
// (outside Windows and Wine, where each module may have an allocator of its own), or another one was there first.
bool begin_heap_count() noexcept;

// The count at this moment, over all threads: a caller that wants to blame one call for the difference sees to it that no
// other one is in progress, and that the call was made before, so that what is made once and kept is there already. Nothing
// unless counting has begun. Thread-safe.
[[nodiscard]] std::optional<HeapCount> live_blocks() noexcept;

}  // namespace wbemcheck::probe
