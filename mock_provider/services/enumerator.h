// IEnumWbemClassObject over a feed.
#pragma once

#include <memory>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

// Its last release cancels the NextAsync requests that are left, and the subscription behind a notification query
// (REF-16).
[[nodiscard]] com::com_ptr<IEnumWbemClassObject> make_enumerator(std::shared_ptr<Core> core, std::shared_ptr<Feed> feed,
                                                                 bool is_forward_only);

// A timeout argument of a semisynchronous interface: milliseconds, or WBEM_INFINITE (SEMI-3). False for anything else.
[[nodiscard]] bool read_timeout(LONG timeout, Feed::Deadline& deadline) noexcept;

}  // namespace wbemcheck::mock
