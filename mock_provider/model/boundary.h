// What the COM methods of this folder do at their edges: arguments in, [out] parameters out.
#pragma once

#include <string>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/text.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

// An LPCWSTR argument that is not NULL.
[[nodiscard]] inline std::string text_of(const OLECHAR* argument) {
    return com::to_utf8(com::terminated_view(argument));
}

// Sets an [out] parameter that may be NULL to `value`.
template <class T>
void store(T* out, T value) noexcept {
    if (out != nullptr) {
        *out = value;
    }
}

// Hands the reference to the caller, or releases it when the caller does not want it.
template <class Interface, class Object>
void store_object(Interface** out, com::com_ptr<Object> object) noexcept {
    if (out != nullptr) {
        *out = object.detach();
    }
}

// VT_EMPTY, so that the caller may clear it whatever happens.
inline void store_empty(VARIANT* out) noexcept {
    if (out != nullptr) {
        VariantInit(out);
    }
}

}  // namespace wbemcheck::mock
