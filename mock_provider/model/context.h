// IWbemContext: named values that a client sends along with a call.
#pragma once

#include <optional>
#include <string_view>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

// Thread-safe.
[[nodiscard]] com::com_ptr<IWbemContext> make_context();

// Reads a value out of any context, ours or foreign. Empty when `context` is null or has none of that name.
[[nodiscard]] std::optional<Value> find_context_value(IWbemContext* context, std::string_view name);

}  // namespace wbemcheck::mock
