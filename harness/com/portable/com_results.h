// The result codes outside WBEM as typed constants. The list is com_results.inc.
#pragma once

#include "harness/com/portable/basic_types.h"

namespace wbemcheck::portable {

#define WBEMCHECK_COM_RESULT(name, value) inline constexpr HRESULT name = static_cast<HRESULT>(value##U);
#include "harness/com/portable/com_results.inc"

}  // namespace wbemcheck::portable
