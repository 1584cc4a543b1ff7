// IWbemCallResult over a feed.
#pragma once

#include <functional>
#include <memory>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

// Which getter a call belongs to (SEMI-5). GetCallStatus serves all of them; every other getter answers
// WBEM_E_INVALID_OPERATION (SEMI-4).
enum class ResultKind { kStatus, kObject, kString, kServices };

// `make_services` makes what GetResultServices gives, once the feed has ended well.
[[nodiscard]] com::com_ptr<IWbemCallResult> make_call_result(
    std::shared_ptr<Core> core, std::shared_ptr<Feed> feed, ResultKind kind,
    std::function<com::com_ptr<IWbemServices>()> make_services = {});

}  // namespace wbemcheck::mock
