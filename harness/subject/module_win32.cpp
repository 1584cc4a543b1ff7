#include <windows.h>

#include <fmt/format.h>

#include <system_error>

#include "harness/com/text.h"
#include "harness/subject/module.h"

namespace wbemcheck::subject::detail {

Module::Exports load_module(const std::string& absolute_path) {
    const com::OleString path = com::to_utf16(absolute_path);
    const HMODULE handle = ::LoadLibraryExW(path.c_str(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (handle == nullptr) {
        const DWORD code = ::GetLastError();
        std::string reason = std::system_category().message(static_cast<int>(code));
        while (!reason.empty() && (reason.back() == '\n' || reason.back() == '\r' || reason.back() == '.')) {
            reason.pop_back();
        }
        throw ModuleError(fmt::format("cannot be loaded: {} (error {})", reason, code));
    }
    const FARPROC symbol = ::GetProcAddress(handle, "DllGetClassObject");
    if (symbol == nullptr) {
        throw ModuleError("exports no DllGetClassObject, so it serves no COM classes");
    }
    Module::Exports exports;
    exports.get_class_object = reinterpret_cast<Module::Exports::GetClassObject>(reinterpret_cast<void*>(symbol));
    exports.can_unload_now = reinterpret_cast<Module::Exports::CanUnloadNow>(
        reinterpret_cast<void*>(::GetProcAddress(handle, "DllCanUnloadNow")));
    return exports;
}

}  // namespace wbemcheck::subject::detail
