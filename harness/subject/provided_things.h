// What a provider's MOF says about what it provides, read from the namespace that the MOF was loaded into.
#pragma once

#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// A provider as `instance of __Win32Provider` registers it.
struct RegisteredProvider {
    std::string name;
    CLSID class_id{};
    bool is_pure = true;  // Pure: it holds nothing on WMI once it is released, and may be unloaded then
};

// Those with a CLSID that is one, in the order of the namespace. None where it has no such class.
[[nodiscard]] std::vector<RegisteredProvider> registered_providers(IWbemServices& services);

// The classes with the qualifier `provider` of this value (any case) at the class or at a property, by name. An event provider
// has none: the classes that its registration's EventQueryList selects from come instead.
[[nodiscard]] std::vector<std::string> classes_of_provider(IWbemServices& services, const std::string& provider);

// Whether the namespace has the class.
[[nodiscard]] bool has_class(IWbemServices& services, const std::string& name);

// Fills in what follows from the class `things.class_name` and the method `things.method`. The namespace has the class.
// Returns why it cannot be, a part of a sentence, or an empty text.
[[nodiscard]] std::string complete(IWbemServices& services, ProvidedThings& things);

}  // namespace wbemcheck::subject
