// The plain types of the COM boundary outside Windows, with the widths that they have there. LONG is 32 bits
// and OLECHAR is 16 bits everywhere: never spell them `long` or `wchar_t`.
#pragma once

#include <cstddef>
#include <cstdint>

// The calling convention of COM methods. It matters on 32-bit Windows only, where these headers are seen by
// the tests that compare them with the system's.
#if defined(_WIN32) && defined(__GNUC__)
#define WBEMCHECK_COM_CALL __attribute__((__stdcall__))
#elif defined(_WIN32)
#define WBEMCHECK_COM_CALL __stdcall
#else
#define WBEMCHECK_COM_CALL
#endif

namespace wbemcheck::portable {

using CHAR = char;
using BYTE = std::uint8_t;
using SHORT = std::int16_t;
using USHORT = std::uint16_t;
using WORD = std::uint16_t;
using INT = std::int32_t;
using UINT = std::uint32_t;
using LONG = std::int32_t;
using ULONG = std::uint32_t;
using DWORD = std::uint32_t;
using LONGLONG = std::int64_t;
using ULONGLONG = std::uint64_t;
using FLOAT = float;
using DOUBLE = double;
using BOOL = std::int32_t;
using PVOID = void*;
using LPVOID = void*;
using LCID = std::uint32_t;

using HRESULT = std::int32_t;
using SCODE = std::int32_t;

using OLECHAR = char16_t;
using WCHAR = char16_t;
using LPOLESTR = OLECHAR*;
using LPCOLESTR = const OLECHAR*;
using LPWSTR = WCHAR*;
using LPCWSTR = const WCHAR*;
using LPCSTR = const CHAR*;

// Points at the first character; the length in bytes stands in the four bytes before it. NULL counts as
// empty.
using BSTR = OLECHAR*;

static_assert(sizeof(OLECHAR) == 2);
static_assert(sizeof(FLOAT) == 4 && sizeof(DOUBLE) == 8);

[[nodiscard]] constexpr bool SUCCEEDED(HRESULT result) noexcept { return result >= 0; }
[[nodiscard]] constexpr bool FAILED(HRESULT result) noexcept { return result < 0; }

}  // namespace wbemcheck::portable
