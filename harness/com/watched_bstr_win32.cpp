// oleaut32 cannot be asked. But it hands out what was freed last: a string of the same length that gets the address of
// the watched one proves that somebody freed it. A string that the cache of oleaut32 did not take back stays unseen.
#include <array>

#include "harness/com/watched_bstr.h"

namespace wbemcheck::com::detail {

void begin_watch(BSTR) noexcept {}

WatchResult end_watch(BSTR text, UINT length) noexcept {
    std::array<unique_bstr, 8> probes;  // Wine's cache keeps six strings of a size, and gives the oldest first
    bool was_freed = false;
    for (unique_bstr& probe : probes) {
        probe.reset(SysAllocStringLen(nullptr, length));
        if (probe.get() == text) was_freed = true;
    }
    return {was_freed, !was_freed};  // the probe with its address frees it
}

}  // namespace wbemcheck::com::detail
