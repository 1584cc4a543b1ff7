#include "harness/subject/module.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "harness/com/file_path.h"
#include "harness/subject/module_file.h"

namespace wbemcheck::subject {
namespace {

void check_file(const std::filesystem::path& file) {
    ModuleFile found;
    try {
        found = inspect_module(file);
    } catch (const std::runtime_error& error) {
        throw ModuleError(error.what());
    }
    const ModuleFile own = own_format();
    if (found.format != own.format || found.machine != own.machine || !found.is_library) {
        throw ModuleError(fmt::format("is {}; this wbemcheck loads {}", describe(found), describe(own)));
    }
}

}  // namespace

Module::Module(const std::string& path) : path_(path) {
    std::error_code error;
    const std::filesystem::path file = std::filesystem::absolute(com::to_path(path), error);
    if (error) {
        throw ModuleError("has no place: " + error.message());
    }
    check_file(file);
    exports_ = detail::load_module(com::path_text(file));
}

com::com_ptr<IClassFactory> Module::class_factory(const CLSID& class_id, HRESULT& result) const {
    com::com_ptr<IClassFactory> factory;
    result = exports_.get_class_object(class_id, com::iid_of<IClassFactory>(), factory.put_void());
    result = com::received(result, factory);
    return factory;
}

HRESULT Module::can_unload_now() const {
    return exports_.can_unload_now != nullptr ? exports_.can_unload_now() : E_NOTIMPL;
}

std::vector<CLSID> Module::classes() const {
    std::vector<CLSID> served;
    for (const CLSID& class_id : find_class_ids(com::to_path(path_))) {
        HRESULT result = S_OK;
        if (class_factory(class_id, result)) {
            served.push_back(class_id);
        }
    }
    return served;
}

}  // namespace wbemcheck::subject
