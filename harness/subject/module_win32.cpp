#include <windows.h>

#include <fmt/format.h>

#include <system_error>

#include "harness/com/text.h"
#include "harness/subject/module.h"

namespace wbemcheck::subject::detail {

Module::GetClassObject load_class_object_function(const std::string& absolute_path) {
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
    return reinterpret_cast<Module::GetClassObject>(reinterpret_cast<void*>(symbol));
}

}  // namespace wbemcheck::subject::detail
