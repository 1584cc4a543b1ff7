// The constants of WBEM with the SDK's names, typed: flags are LONG, result codes are HRESULT. The SDK spells
// them as unscoped enumerators, whose unsigned values do not compare cleanly with an HRESULT. The list is
// wbem_constants.inc.
#pragma once

#include "harness/com/portable/basic_types.h"

namespace wbemcheck::portable {

using CIMTYPE = LONG;

#define WBEMCHECK_WBEM_FLAG(name, value) inline constexpr LONG name = value;
#define WBEMCHECK_WBEM_RESULT(name, value) inline constexpr HRESULT name = static_cast<HRESULT>(value##U);
#define WBEMCHECK_WBEM_EXTRA_RESULT(name, value) \
    inline constexpr HRESULT name = static_cast<HRESULT>(value##U);
#include "harness/com/portable/wbem_constants.inc"

}  // namespace wbemcheck::portable
