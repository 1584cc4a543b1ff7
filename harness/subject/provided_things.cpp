#include "harness/subject/provided_things.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <optional>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/guid.h"
#include "harness/com/safe_array.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"

namespace wbemcheck::subject {
namespace {

constexpr const char* kNobodysName = "wbemcheck-no-such-object";

bool equals(std::string_view a, std::string_view b) noexcept {
    const auto folded = [](unsigned char c) { return std::tolower(c); };
    return std::ranges::equal(a, b, {}, folded, folded);
}

std::string text_of(const com::variant& value) {
    return value.type() == VT_BSTR ? com::to_utf8(value->bstrVal) : std::string();
}

com::variant property_of(IWbemClassObject& object, const char* name, CIMTYPE* type = nullptr) {
    com::variant value;
    const com::OleString wide = com::to_utf16(name);
    if (FAILED(object.Get(wide.c_str(), 0, value.put(), type, nullptr))) value.reset();
    return value;
}

std::string qualifier_of(IWbemQualifierSet* qualifiers, const char* name) {
    if (qualifiers == nullptr) return {};
    com::variant value;
    const com::OleString wide = com::to_utf16(name);
    if (FAILED(qualifiers->Get(wide.c_str(), 0, value.put(), nullptr))) return {};
    return text_of(value);
}

com::com_ptr<IWbemQualifierSet> qualifiers_of(IWbemClassObject& object) {
    com::com_ptr<IWbemQualifierSet> qualifiers;
    (void)object.GetQualifierSet(qualifiers.put());
    return qualifiers;
}

std::vector<std::string> names_of(IWbemClassObject& object, LONG flags) {
    com::unique_safe_array names;
    if (FAILED(object.GetNames(nullptr, flags, nullptr, names.put()))) return {};
    return com::to_strings(names.get());
}

com::com_ptr<IWbemClassObject> get_class(IWbemServices& services, const std::string& name) {
    com::com_ptr<IWbemClassObject> found;
    (void)services.GetObject(com::make_bstr(name).get(), 0, nullptr, found.put(), nullptr);
    return found;
}

void for_each(IEnumWbemClassObject& enumerator, const std::function<void(IWbemClassObject&)>& use) {
    for (;;) {
        com::com_ptr<IWbemClassObject> object;
        ULONG returned = 0;
        const HRESULT result = enumerator.Next(static_cast<LONG>(WBEM_INFINITE), 1, object.put(), &returned);
        if (result != WBEM_S_NO_ERROR || returned == 0 || !object) return;
        use(*object);
    }
}

com::com_ptr<IEnumWbemClassObject> instances_of(IWbemServices& services, const char* class_name) {
    com::com_ptr<IEnumWbemClassObject> enumerator;
    (void)services.CreateInstanceEnum(com::make_bstr(class_name).get(), 0, nullptr, enumerator.put());
    return enumerator;
}

// The class behind FROM of a query of one class; the queries of registrations are of that kind.
std::string class_of_query(std::string_view query) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : query) {
        if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    if (!word.empty()) words.push_back(word);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (equals(words[i], "from")) return words[i + 1];
    }
    return {};
}

// The largest but one: nobody numbers so far. Empty for a type whose values may all be in use, or that has none of its own.
std::string value_of_nobody(CIMTYPE type) {
    switch (type) {
        case CIM_STRING: return fmt::format("\"{}\"", kNobodysName);
        case CIM_SINT32: return "2147483646";
        case CIM_UINT32: return "4294967294";
        case CIM_SINT64: return "9223372036854775806";
        case CIM_UINT64: return "18446744073709551614";
        default: return {};
    }
}

// "Class.Key=value", with values that no instance has; empty where there are none.
std::string path_of_nobody(IWbemClassObject& definition, const std::string& class_name) {
    std::string keys;
    for (const std::string& key : names_of(definition, WBEM_FLAG_KEYS_ONLY)) {
        CIMTYPE type = CIM_STRING;
        (void)property_of(definition, key.c_str(), &type);
        const std::string value = value_of_nobody(type);
        if (value.empty()) return {};
        keys += fmt::format("{}{}={}", keys.empty() ? "." : ",", key, value);
    }
    return keys.empty() ? std::string() : class_name + keys;
}

com::com_ptr<IWbemQualifierSet> qualifiers_of(IWbemClassObject& object, const std::string& property) {
    com::com_ptr<IWbemQualifierSet> qualifiers;
    (void)object.GetPropertyQualifierSet(com::to_utf16(property).c_str(), qualifiers.put());
    return qualifiers;
}

// Which thing a property provider is asked about stands at the class, at each instance in the namespace, and at the
// property.
void add_properties(IWbemServices& services, IWbemClassObject& definition, ProvidedThings& things) {
    const std::string of_class = qualifier_of(qualifiers_of(definition).get(), "ClassContext");
    std::vector<std::string> of_instances;
    if (const auto instances = instances_of(services, things.class_name.c_str())) {
        for_each(*instances, [&](IWbemClassObject& instance) {
            of_instances.push_back(qualifier_of(qualifiers_of(instance).get(), "InstanceContext"));
        });
    }
    if (of_instances.empty()) of_instances.emplace_back();
    for (const std::string& name : names_of(definition, WBEM_FLAG_NONSYSTEM_ONLY)) {
        const std::string mapping = qualifier_of(qualifiers_of(definition, name).get(), "PropertyContext");
        if (mapping.empty()) continue;
        for (const std::string& of_instance : of_instances) things.properties.push_back({name, of_class, of_instance, mapping});
    }
}

bool has_property_of(IWbemClassObject& definition, const std::string& provider) {
    return std::ranges::any_of(names_of(definition, WBEM_FLAG_NONSYSTEM_ONLY), [&](const std::string& name) {
        return equals(qualifier_of(qualifiers_of(definition, name).get(), "provider"), provider);
    });
}

std::string add_method(IWbemClassObject& definition, ProvidedThings& things) {
    com::com_ptr<IWbemClassObject> in;
    com::com_ptr<IWbemClassObject> out;
    const com::OleString name = com::to_utf16(things.method);
    if (FAILED(definition.GetMethod(name.c_str(), 0, in.put(), out.put()))) {
        return fmt::format("the class {} has no method {}", things.class_name, things.method);
    }
    com::com_ptr<IWbemQualifierSet> qualifiers;
    (void)definition.GetMethodQualifierSet(name.c_str(), qualifiers.put());
    if (qualifiers) {
        com::variant value;
        things.is_static_method = SUCCEEDED(qualifiers->Get(OLESTR("Static"), 0, value.put(), nullptr)) &&
                                  value.type() == VT_BOOL && value->boolVal != VARIANT_FALSE;
    }
    things.has_outputs = out && !names_of(*out, WBEM_FLAG_NONSYSTEM_ONLY).empty();
    return {};
}

}  // namespace

std::vector<RegisteredProvider> registered_providers(IWbemServices& services) {
    std::vector<RegisteredProvider> found;
    const com::com_ptr<IEnumWbemClassObject> enumerator = instances_of(services, "__Win32Provider");
    if (!enumerator) return found;
    for_each(*enumerator, [&](IWbemClassObject& provider) {
        const auto id = com::parse_guid(text_of(property_of(provider, "CLSID")));
        const com::variant pure = property_of(provider, "Pure");
        const bool is_pure = pure.type() != VT_BOOL || pure->boolVal != VARIANT_FALSE;
        if (id) found.push_back({text_of(property_of(provider, "Name")), *id, is_pure});
    });
    return found;
}

std::vector<std::string> classes_of_provider(IWbemServices& services, const std::string& provider) {
    std::vector<std::string> found;
    com::com_ptr<IEnumWbemClassObject> classes;
    (void)services.CreateClassEnum(nullptr, WBEM_FLAG_DEEP, nullptr, classes.put());
    if (classes) {
        for_each(*classes, [&](IWbemClassObject& definition) {
            if (equals(qualifier_of(qualifiers_of(definition).get(), "provider"), provider) ||
                has_property_of(definition, provider)) {
                found.push_back(text_of(property_of(definition, "__CLASS")));
            }
        });
    }
    const com::com_ptr<IEnumWbemClassObject> registrations = instances_of(services, "__EventProviderRegistration");
    if (registrations) {
        for_each(*registrations, [&](IWbemClassObject& registration) {
            const std::string whose = text_of(property_of(registration, "provider"));
            if (whose.find("\"" + provider + "\"") == std::string::npos) return;
            const com::variant queries = property_of(registration, "EventQueryList");
            if (queries.type() != (VT_ARRAY | VT_BSTR)) return;
            for (const std::string& query : com::to_strings(queries->parray)) {
                if (std::string name = class_of_query(query); !name.empty()) found.push_back(std::move(name));
            }
        });
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

bool has_class(IWbemServices& services, const std::string& name) { return get_class(services, name) != nullptr; }

std::string complete(IWbemServices& services, ProvidedThings& things) {
    const com::com_ptr<IWbemClassObject> definition = get_class(services, things.class_name);
    if (!definition) return fmt::format("there is no class {}", things.class_name);
    things.class_name = text_of(property_of(*definition, "__CLASS"));  // as the MOF writes it
    things.is_event_class = definition->InheritsFrom(OLESTR("__Event")) == WBEM_S_NO_ERROR;
    things.missing_object_path = path_of_nobody(*definition, things.class_name);
    things.missing_class = "Wbemcheck_NoSuchClass";
    add_properties(services, *definition, things);
    return things.method.empty() ? std::string() : add_method(*definition, things);
}

}  // namespace wbemcheck::subject
