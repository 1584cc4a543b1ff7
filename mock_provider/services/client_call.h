// What every call of a client goes through first.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

#include "harness/com/hresult.h"
#include "mock_provider/failure.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

using OptionalFailure = std::optional<Failure>;

// Runs `body`, unless the mock is shut down or the call has been ordered to fail. A body that takes an OptionalFailure
// sees to a failure of its outcome itself; a call that has none fails at once. Out pointers are NULL by then.
template <class Body>
[[nodiscard]] HRESULT client_call(Core& core, std::string_view method, Body body) noexcept {
    if (core.is_shut_down()) {
        return WBEM_E_SHUTTING_DOWN;
    }
    return com::guard([&]() -> HRESULT {
        constexpr bool kHasOutcome = std::is_invocable_v<Body&, const OptionalFailure&>;
        const OptionalFailure failure = core.failures().count_call(method);
        if (failure.has_value() && (!kHasOutcome || failure->stage == Failure::Stage::kCall)) {
            return failure->result;
        }
        if constexpr (kHasOutcome) {
            return body(failure);
        } else {
            return body();
        }
    });
}

// How the operation of a call ends that was ordered to fail; nothing when it was not. `space` has the class of the
// error object.
[[nodiscard]] std::optional<EarlyEnd> make_early_end(const NamespaceStore& space, std::string_view method,
                                                     const OptionalFailure& failure);

}  // namespace wbemcheck::mock
