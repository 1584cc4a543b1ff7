#include "harness/com/watched_bstr.h"

#include <utility>

namespace wbemcheck::com {

WatchedBstr::WatchedBstr(unique_bstr text) : text_(std::move(text)), copy_(text_.view()) {
    if (!text_) return;
    detail::begin_watch(text_.get());
    is_watched_ = true;
}

WatchedBstr::Fate WatchedBstr::check() noexcept {
    if (!is_watched_) return Fate::kIntact;
    is_watched_ = false;
    const detail::WatchResult result = detail::end_watch(text_.get(), static_cast<UINT>(copy_.size()));
    if (!result.is_still_ours) (void)text_.detach();
    if (result.was_freed) return Fate::kFreed;
    return text_.view() == OleStringView(copy_) ? Fate::kIntact : Fate::kChanged;
}

}  // namespace wbemcheck::com
