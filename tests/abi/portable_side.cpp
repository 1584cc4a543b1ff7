// Our portable declarations, and no header of the system's.
#include <cstddef>
#include <cstdio>
#include <type_traits>

#include "harness/com/portable/com_results.h"
#include "harness/com/portable/provider_interfaces.h"
#include "tests/abi/calls.h"

#define STDMETHODCALLTYPE WBEMCHECK_COM_CALL
#define WBEMCHECK_ABI_IID_OF(interface) interface_id<interface>

namespace wbemcheck::abi::portable_declarations {

using namespace wbemcheck::portable;

#include "tests/abi/side_body.inc"

Side make_side() { return {interfaces(), identifiers(), constants(), layout()}; }

}  // namespace wbemcheck::abi::portable_declarations

namespace wbemcheck::abi {

Side portable_side() { return portable_declarations::make_side(); }

}  // namespace wbemcheck::abi
