#include <dlfcn.h>

#include <fmt/format.h>

#include "harness/subject/module.h"

namespace wbemcheck::subject::detail {

Module::Exports load_module(const std::string& absolute_path) {
    // RTLD_NOW: a symbol that nobody has is found here, with a sentence, and not in the middle of a call.
    void* const handle = ::dlopen(absolute_path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        const char* const reason = ::dlerror();
        throw ModuleError(fmt::format("cannot be loaded: {}", reason != nullptr ? reason : "no reason given"));
    }
    void* const symbol = ::dlsym(handle, "DllGetClassObject");
    if (symbol == nullptr) {
        throw ModuleError("exports no DllGetClassObject, so it serves no COM classes");
    }
    Module::Exports exports;
    exports.get_class_object = reinterpret_cast<Module::Exports::GetClassObject>(symbol);
    exports.can_unload_now = reinterpret_cast<Module::Exports::CanUnloadNow>(::dlsym(handle, "DllCanUnloadNow"));
    return exports;
}

}  // namespace wbemcheck::subject::detail
