// Notification queries.
#pragma once

#include <memory>

#include "harness/com/wbem.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

struct Subscription {
    HRESULT refusal = WBEM_S_NO_ERROR;  // a failure: the call is refused
    std::shared_ptr<Feed> feed;         // the events; ended already when the query is one that cannot be served (ARG-8)
};

// The binding is made before this returns, so that nothing that happens after the call is missed. Events are delivered as
// they happen, which is within any interval that the query asks for; with GROUP, when the interval of the groups ends. See
// docs/events.md.
[[nodiscard]] Subscription subscribe(const Scope& scope, BSTR language, BSTR text, LONG flags, Form form);

}  // namespace wbemcheck::mock
