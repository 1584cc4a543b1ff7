// What a call with an [out] interface pointer has left.
#pragma once

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::com {

// The result of a call that has stored into `object.put()`, for implementations that are not trusted: after a failure
// nothing is held, since what such a call left there is no reference; a success without an object is E_POINTER.
template <class T>
[[nodiscard]] HRESULT received(HRESULT result, com_ptr<T>& object) noexcept {
    if (FAILED(result)) {
        static_cast<void>(object.detach());
        return result;
    }
    return object ? result : E_POINTER;
}

}  // namespace wbemcheck::com
