#include <fmt/format.h>

#include <mutex>

#include "harness/com/hresult.h"
#include "harness/subject/com_host.h"

namespace wbemcheck::subject {
namespace {

// A function that the headers or the import libraries may lack; null when this system does not have it.
template <class Function>
Function find_function(const char* module, const char* name) noexcept {
    const HMODULE handle = ::GetModuleHandleA(module);
    return handle == nullptr
               ? nullptr
               : reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(handle, name)));
}

std::string system_version() {
    using RtlGetVersion = LONG(WINAPI*)(OSVERSIONINFOW*);
    OSVERSIONINFOW version{};
    version.dwOSVersionInfoSize = sizeof(version);
    const auto get_version = find_function<RtlGetVersion>("ntdll.dll", "RtlGetVersion");
    if (get_version == nullptr || get_version(&version) != 0) {
        return "Windows";
    }
    return fmt::format("Windows {}.{}.{}", version.dwMajorVersion, version.dwMinorVersion,
                       version.dwBuildNumber);
}

}  // namespace

void enter_com(const SubjectAddress& address) {
    static std::once_flag once;
    static HRESULT result = S_OK;
    std::call_once(once, [] {
        CO_MTA_USAGE_COOKIE cookie{};
        result = ::CoIncrementMTAUsage(&cookie);
        if (SUCCEEDED(result)) {
            result = ::CoInitializeSecurity(nullptr, -1, nullptr, nullptr, RPC_C_AUTHN_LEVEL_DEFAULT,
                                            RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_NONE, nullptr);
        }
        // Whoever hosts us has set it already; theirs is kept.
        result = result == RPC_E_TOO_LATE ? S_OK : result;
    });
    if (FAILED(result)) {
        reject(address, fmt::format("COM cannot be used in this process: {}", com::describe_hresult(result)));
    }
}

void let_impersonate(IUnknown& proxy) {
    static_cast<void>(::CoSetProxyBlanket(&proxy, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, nullptr, RPC_C_AUTHN_LEVEL_CALL,
                                          RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_NONE));
}

SystemIdentity system_identity() {
    SystemIdentity identity;
    identity.system = system_version();
    using WineGetVersion = const char*(CDECL*)();
    using WineGetHostVersion = void(CDECL*)(const char**, const char**);
    if (const auto get_version = find_function<WineGetVersion>("ntdll.dll", "wine_get_version")) {
        identity.wine = get_version();
        if (const auto get_host = find_function<WineGetHostVersion>("ntdll.dll", "wine_get_host_version")) {
            const char* name = "";
            const char* release = "";
            get_host(&name, &release);
            identity.host = fmt::format("{} {}", name, release);
        }
    }
    return identity;
}

std::int64_t process_id() noexcept { return static_cast<std::int64_t>(::GetCurrentProcessId()); }

}  // namespace wbemcheck::subject
