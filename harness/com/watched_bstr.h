// A BSTR that is lent to somebody who must neither free nor change it, and tells when that happened (IND-11).
#pragma once

#include "harness/com/bstr.h"

namespace wbemcheck::com {

// Requires: used by one thread; `check` is called when the borrower has returned.
// Guarantees: a wrong SysFreeString of the borrower does not become a double free of ours. May hold NULL.
class WatchedBstr {
public:
    enum class Fate { kIntact, kFreed, kChanged };

    WatchedBstr() = default;
    explicit WatchedBstr(unique_bstr text);
    WatchedBstr(const WatchedBstr&) = delete;
    WatchedBstr& operator=(const WatchedBstr&) = delete;
    ~WatchedBstr() { (void)check(); }

    [[nodiscard]] BSTR get() const noexcept { return text_.get(); }
    explicit operator bool() const noexcept { return static_cast<bool>(text_); }

    // What became of the text so far. Ends the watch: a text that was freed is ours no longer.
    [[nodiscard]] Fate check() noexcept;

private:
    unique_bstr text_;
    OleString copy_;
    bool is_watched_ = false;
};

namespace detail {

void begin_watch(BSTR text) noexcept;
// True when somebody freed the text since. On Windows the text must not be touched any more then: `still_ours` says
// whether the caller may free it.
struct WatchResult {
    bool was_freed;
    bool is_still_ours;
};
[[nodiscard]] WatchResult end_watch(BSTR text, UINT length) noexcept;

}  // namespace detail
}  // namespace wbemcheck::com
