// The three forms in which a request reaches its client: asynchronous, and synchronous or semisynchronous with a call
// result or an enumerator. Out pointers are NULL on entry (the methods see to that) and stay so on failure (REF-17).
#pragma once

#include <memory>

#include "harness/com/wbem.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/services/call_result.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

// Accepts the request for the sink, or refuses it without touching the sink (REF-2b).
[[nodiscard]] HRESULT start_async(const Scope& scope, Request request, LONG flags, IWbemObjectSink* sink);
// A subscription: it sends no progress, whatever the flags say (EVT-2, EVT-4).
[[nodiscard]] HRESULT start_async(const Scope& scope, std::shared_ptr<Feed> events, IWbemObjectSink* sink);

// The feed of a request that is not refused.
[[nodiscard]] std::shared_ptr<Feed> make_feed(Request request);

// Where a method with a single result puts it; both may be null.
struct CallOutputs {
    IWbemClassObject** object = nullptr;
    IWbemCallResult** call_result = nullptr;
};
[[nodiscard]] HRESULT run_call(const std::shared_ptr<Core>& core, Request request, bool is_semisynchronous,
                               ResultKind kind, CallOutputs outputs);

[[nodiscard]] HRESULT run_enumeration(const std::shared_ptr<Core>& core, Request request, LONG flags,
                                      IEnumWbemClassObject** enumerator);

}  // namespace wbemcheck::mock
