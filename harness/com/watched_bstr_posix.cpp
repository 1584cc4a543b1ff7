// Our own allocator keeps a watched string alive and remembers who asked for its end.
#include "harness/com/watched_bstr.h"

namespace wbemcheck::com::detail {

void begin_watch(BSTR text) noexcept { portable::watch_bstr(text); }

WatchResult end_watch(BSTR text, UINT) noexcept { return {portable::unwatch_bstr(text), true}; }

}  // namespace wbemcheck::com::detail
