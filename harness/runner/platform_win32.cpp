#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <fmt/format.h>

#include "harness/runner/compiler.h"
#include "harness/runner/platform.h"

namespace wbemcheck::runner {

std::string platform_name() {
    // ntdll's own version, since the documented calls answer what the manifest of the program allows; Wine has one more
    // export, by which it is known.
    using GetVersion = LONG(WINAPI*)(OSVERSIONINFOW*);
    using WineVersion = const char*(CDECL*)();
    const HMODULE ntdll = ::GetModuleHandleW(L"ntdll.dll");
    if (ntdll == nullptr) return fmt::format("Windows, {}", compiler_name());
    OSVERSIONINFOW version{};
    version.dwOSVersionInfoSize = sizeof version;
    // Through void*: GCC warns of casts between function types, and GetProcAddress gives nothing else.
    const auto get_version =
        reinterpret_cast<GetVersion>(reinterpret_cast<void*>(::GetProcAddress(ntdll, "RtlGetVersion")));
    const auto wine_version =
        reinterpret_cast<WineVersion>(reinterpret_cast<void*>(::GetProcAddress(ntdll, "wine_get_version")));
    if (get_version != nullptr) get_version(&version);
    const std::string windows =
        fmt::format("Windows {}.{}.{}", version.dwMajorVersion, version.dwMinorVersion, version.dwBuildNumber);
    if (wine_version != nullptr) return fmt::format("{} (Wine {}), {}", windows, wine_version(), compiler_name());
    return fmt::format("{}, {}", windows, compiler_name());
}

}  // namespace wbemcheck::runner
