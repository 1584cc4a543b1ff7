// What QueryObjectSink gives: a sink through which a client raises events.
#pragma once

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

// Takes instances of extrinsic event classes of the namespace and publishes them to its subscribers. So a handler is
// never NULL on success, which satisfies both documents.
[[nodiscard]] com::com_ptr<IWbemObjectSink> make_event_inlet(Scope scope);

}  // namespace wbemcheck::mock
