// A matcher for HRESULTs whose messages show names.
#pragma once

#include <gmock/gmock.h>

#include "harness/com/hresult.h"

namespace wbemcheck::com {

MATCHER_P(ResultIs, expected,
          (negation ? "is not " : "is ") + describe_hresult(static_cast<HRESULT>(expected))) {
    *result_listener << "which is " << describe_hresult(arg);
    return arg == expected;
}

}  // namespace wbemcheck::com
