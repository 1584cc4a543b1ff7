// A context as a client sends it along with a call: named values.
#pragma once

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::probe {

// The system's own on Windows (CLSID_WbemContext), since WMI in another process takes no other; one of the harness
// elsewhere, and where the system has none. Thread-safe. Throws std::bad_alloc.
[[nodiscard]] com::com_ptr<IWbemContext> make_call_context();

namespace detail {

// Null where the system has none.
[[nodiscard]] com::com_ptr<IWbemContext> make_system_context() noexcept;

}  // namespace detail
}  // namespace wbemcheck::probe
