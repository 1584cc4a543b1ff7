// What the two functions that a module of COM classes exports are made of.
#pragma once

#include <span>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::example {

// One reason to keep the module loaded. Every object of the module and every thread in its code has one.
class ModuleReference {
public:
    ModuleReference() noexcept;
    ~ModuleReference();
    ModuleReference(const ModuleReference&) = delete;
    ModuleReference& operator=(const ModuleReference&) = delete;
};

struct ComClass {
    CLSID id;
    com::com_ptr<IUnknown> (*make)();  // called for each object, on any thread; may throw
};

// For DllGetClassObject: `*object` is the class object of a class of this list, or NULL and
// CLASS_E_CLASSNOTAVAILABLE.
[[nodiscard]] HRESULT get_class_object(std::span<const ComClass> classes, REFCLSID class_id, REFIID iid,
                                       void** object) noexcept;

// For DllCanUnloadNow: S_OK when no ModuleReference is left and the server is not locked.
[[nodiscard]] HRESULT can_unload_now() noexcept;

}  // namespace wbemcheck::example
