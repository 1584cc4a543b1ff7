// The content of a class object as a number, so that objects can be compared in a trace that knows no COM interface.
#pragma once

#include <cstdint>

#include "harness/com/wbem.h"

namespace wbemcheck::probe {

// Two objects have the same digest when they are of the same class and have the same names and values of non-system
// properties, in whatever order they are enumerated. Reads through the interface alone; never throws; an object that
// refuses to be read gets the digest of its HRESULT. Never 0, which stands for "no object".
[[nodiscard]] std::uint64_t digest_of(IWbemClassObject* object) noexcept;

}  // namespace wbemcheck::probe
