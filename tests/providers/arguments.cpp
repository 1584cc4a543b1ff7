#include "tests/providers/arguments.h"

#include "harness/com/variant.h"

namespace wbemcheck::example {

bool wants_partial_update(IWbemContext* context) noexcept {
    com::variant value;
    return context != nullptr && SUCCEEDED(context->GetValue(OLESTR("__PUT_EXTENSIONS"), 0, value.put())) &&
           value.type() == VT_BOOL && value->boolVal != VARIANT_FALSE;
}

}  // namespace wbemcheck::example
