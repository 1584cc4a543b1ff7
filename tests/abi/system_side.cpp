// The system's declarations, and none of ours.
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>
#undef GetObject  // a macro of the graphics headers that would rename IWbemServices::GetObject
#undef interface  // a macro of the COM headers; a parameter name in the lists below
#include <cstddef>
#include <cstdio>
#include <type_traits>

#define interface struct
#include <objbase.h>
#include <oleauto.h>
#include <wbemcli.h>
#include <wbemprov.h>
#undef interface

#include "tests/abi/calls.h"

#define WBEMCHECK_ABI_IID_OF(interface) __uuidof(interface)

#if defined(__GNUC__)
// The system's interfaces have public destructors that are not virtual. Nothing is deleted here.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

namespace wbemcheck::abi::system_declarations {

#include "tests/abi/side_body.inc"

Side make_side() { return {interfaces(), identifiers(), constants(), layout()}; }

}  // namespace wbemcheck::abi::system_declarations

namespace wbemcheck::abi {

Side system_side() { return system_declarations::make_side(); }

}  // namespace wbemcheck::abi
