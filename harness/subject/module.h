// A module that serves COM classes: a DLL on Windows, a shared object elsewhere.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/received.h"
#include "harness/com/wbem.h"

namespace wbemcheck::subject {

// Why a module cannot be used: a part of a sentence that begins with the name of its file.
class ModuleError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Thread-safe. The module is loaded by the constructor and stays loaded until the process ends: a subject that misbehaves
// may have threads in its code when everything else is over.
class Module {
public:
    // `path` is UTF-8, relative to the working folder or absolute. The modules that it needs itself are looked for beside it
    // too, on Windows. Throws ModuleError: no such file, another format or machine, what the loader says, no
    // DllGetClassObject.
    explicit Module(const std::string& path);

    // `{...}` of a class object's IClassFactory; null, with the HRESULT of DllGetClassObject.
    [[nodiscard]] com::com_ptr<IClassFactory> class_factory(const CLSID& class_id, HRESULT& result) const;

    // A new object of the class; null with the HRESULT of DllGetClassObject or CreateInstance.
    template <class Interface>
    [[nodiscard]] com::com_ptr<Interface> create(const CLSID& class_id, HRESULT& result) const {
        com::com_ptr<Interface> object;
        if (const com::com_ptr<IClassFactory> factory = class_factory(class_id, result)) {
            result = factory->CreateInstance(nullptr, com::iid_of<Interface>(), object.put_void());
            result = com::received(result, object);
        }
        return object;
    }

    // The classes that the registration data of the module name (find_class_ids) and that it has.
    [[nodiscard]] std::vector<CLSID> classes() const;

    // What DllCanUnloadNow says: S_OK when no object of the module is left. E_NOTIMPL where it exports none. The module
    // stays loaded all the same.
    [[nodiscard]] HRESULT can_unload_now() const;

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    struct Exports {
        using GetClassObject = HRESULT(STDMETHODCALLTYPE*)(REFCLSID, REFIID, LPVOID*);
        using CanUnloadNow = HRESULT(STDMETHODCALLTYPE*)();
        GetClassObject get_class_object = nullptr;
        CanUnloadNow can_unload_now = nullptr;  // may be null
    };

private:
    std::string path_;  // as given
    Exports exports_;
};

namespace detail {

// Loads the module; throws ModuleError. The platform's own loader.
[[nodiscard]] Module::Exports load_module(const std::string& absolute_path);

}  // namespace detail
}  // namespace wbemcheck::subject
