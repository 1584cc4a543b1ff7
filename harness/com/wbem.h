// The COM and WBEM declarations under the SDK's names: the system's headers on Windows, our own elsewhere.
// Everything that crosses the boundary includes this header and no other source of these names.
//
// LONG, ULONG, HRESULT and DWORD are `long` on Windows and `int` elsewhere, always 32 bits: a pointer to one
// of them is never a pointer to std::int32_t. OLECHAR is wchar_t on Windows and char16_t elsewhere;
// OLESTR("...") spells both.
//
// The SDK declares the constants of WBEM as unscoped enumerators with unsigned values. Inside `namespace
// wbemcheck` the same names are LONG and HRESULT constants on every platform, so that they compare, switch
// and convert without warnings. Code outside that namespace sees the SDK's own on Windows.
#pragma once

#if defined(_WIN32)

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
// The graphics headers turn this name into GetObjectA or GetObjectW, which would rename
// IWbemServices::GetObject.
#undef GetObject
#include <objbase.h>
#include <oleauto.h>
#include <wbemcli.h>
#include <wbemprov.h>

namespace wbemcheck {

#define WBEMCHECK_WBEM_FLAG(name, value) inline constexpr LONG name = value;
#define WBEMCHECK_WBEM_RESULT(name, value) inline constexpr HRESULT name = static_cast<HRESULT>(value##U);
#define WBEMCHECK_WBEM_EXTRA_RESULT(name, value) \
    inline constexpr HRESULT name = static_cast<HRESULT>(value##U);
#include "harness/com/portable/wbem_constants.inc"

}  // namespace wbemcheck

#else

#include "harness/com/portable/global_names.h"

#define STDMETHODCALLTYPE WBEMCHECK_COM_CALL
#define OLESTR(text) u##text

#endif

static_assert(sizeof(OLECHAR) == 2 && sizeof(LONG) == 4 && sizeof(HRESULT) == 4);
