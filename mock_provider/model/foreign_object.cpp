#include "mock_provider/model/foreign_object.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/method_signature.h"
#include "mock_provider/model/variant_value.h"

namespace wbemcheck::mock {

namespace {

using com::com_ptr;
using com::throw_if_failed;
using com::to_utf16;

Value read_system_property(IWbemClassObject& object, std::string_view name) {
    com::variant variant;
    throw_if_failed(object.Get(to_utf16(name).c_str(), 0, variant.put(), nullptr, nullptr));
    Value value;
    throw_if_failed(value_from_variant(*variant.get(), value));
    return value;
}

// Null when the object does not have it: only the genus and the class name are needed.
Value read_system_property_if_any(IWbemClassObject& object, std::string_view name) {
    com::variant variant;
    Value value;
    const bool is_read = SUCCEEDED(object.Get(to_utf16(name).c_str(), 0, variant.put(), nullptr, nullptr)) &&
                         SUCCEEDED(value_from_variant(*variant.get(), value));
    return is_read ? value : Value();
}

std::string text_or_empty(const Value& value) {
    return value.type() == Type{CimType::kString, false} && !value.is_null() ? value.as_text()
                                                                             : std::string{};
}

std::vector<std::string> read_names(IWbemClassObject& object, LONG flags) {
    com::unique_safe_array names;
    throw_if_failed(object.GetNames(nullptr, flags, nullptr, names.put()));
    return com::to_strings(names.get());
}

QualifierList read_qualifiers(IWbemQualifierSet& set) {
    com::unique_safe_array names;
    throw_if_failed(set.GetNames(0, names.put()));
    QualifierList qualifiers;
    for (std::string& name : com::to_strings(names.get())) {
        com::variant variant;
        LONG flavor = 0;
        throw_if_failed(set.Get(to_utf16(name).c_str(), 0, variant.put(), &flavor));
        Qualifier qualifier;
        throw_if_failed(value_from_variant(*variant.get(), qualifier.value));
        qualifier.name = std::move(name);
        qualifier.flavor = Flavor::from_bits(flavor);
        qualifier.is_propagated = (flavor & WBEM_FLAVOR_MASK_ORIGIN) != WBEM_FLAVOR_ORIGIN_LOCAL;
        qualifiers.set(std::move(qualifier));
    }
    return qualifiers;
}

// Qualifiers are worth less than the object: an object that does not give them has none.
template <class Getter>
QualifierList read_qualifiers_if_any(const Getter& get) {
    com_ptr<IWbemQualifierSet> set;
    return SUCCEEDED(get(set.put())) && set ? read_qualifiers(*set) : QualifierList{};
}

struct ReadProperty {
    Property property;
    Value value;
};

ReadProperty read_property(IWbemClassObject& object, std::string name) {
    const com::OleString wide_name = to_utf16(name);
    com::variant variant;
    CIMTYPE cim_type = CIM_EMPTY;
    LONG flavor = 0;
    throw_if_failed(object.Get(wide_name.c_str(), 0, variant.put(), &cim_type, &flavor));
    const std::optional<Type> type = type_from_cim(cim_type);
    if (!type) {
        throw com::HresultError(WBEM_E_INVALID_CIM_TYPE);
    }
    ReadProperty read;
    throw_if_failed(value_from_variant(*variant.get(), *type, read.value));
    read.property.name = std::move(name);
    read.property.type = *type;
    read.property.is_local = (flavor & WBEM_FLAVOR_MASK_ORIGIN) == WBEM_FLAVOR_ORIGIN_LOCAL;
    read.property.qualifiers = read_qualifiers_if_any(
        [&](IWbemQualifierSet** set) { return object.GetPropertyQualifierSet(wide_name.c_str(), set); });
    if (const Qualifier* const cimtype = read.property.qualifiers.find("CIMTYPE")) {
        const std::string text = text_or_empty(cimtype->value);
        const std::size_t colon = text.find(':');
        read.property.reference_class = colon != std::string::npos ? text.substr(colon + 1) : std::string{};
        read.property.qualifiers.remove("CIMTYPE");
    }
    com::unique_bstr origin;
    if (SUCCEEDED(object.GetPropertyOrigin(wide_name.c_str(), origin.put()))) {
        read.property.origin = com::to_utf8(origin.get());
    }
    return read;
}

std::shared_ptr<const ClassDefinition> read_signature(IWbemClassObject* signature) {
    if (signature == nullptr) {
        return nullptr;
    }
    ObjectContent content;
    throw_if_failed(read_object(signature, content));
    return make_signature(content.is_class() ? *content.definition : content.instance->definition());
}

std::vector<Method> read_methods(IWbemClassObject& object, const std::string& class_name) {
    // A copy, because an enumeration leaves its mark in the object, which is the caller's.
    com_ptr<IWbemClassObject> copy;
    throw_if_failed(object.Clone(copy.put()));
    std::vector<Method> methods;
    if (FAILED(copy->BeginMethodEnumeration(0))) {
        return methods;
    }
    for (;;) {
        com::unique_bstr name;
        com_ptr<IWbemClassObject> inputs;
        com_ptr<IWbemClassObject> outputs;
        const HRESULT next = throw_if_failed(copy->NextMethod(0, name.put(), inputs.put(), outputs.put()));
        if (next == WBEM_S_NO_MORE_DATA) {
            return methods;
        }
        Method& method = methods.emplace_back();
        method.name = com::to_utf8(name.get());
        method.inputs = read_signature(inputs.get());
        method.outputs = read_signature(outputs.get());
        const com::OleString wide_name = to_utf16(method.name);
        method.qualifiers = read_qualifiers_if_any(
            [&](IWbemQualifierSet** set) { return object.GetMethodQualifierSet(wide_name.c_str(), set); });
        com::unique_bstr origin;
        method.origin = SUCCEEDED(object.GetMethodOrigin(wide_name.c_str(), origin.put()))
                            ? com::to_utf8(origin.get())
                            : class_name;
        method.is_local = equal_names(method.origin, class_name);
    }
}

std::shared_ptr<const ClassDefinition> superclasses(const Value& derivation) {
    std::shared_ptr<const ClassDefinition> above;
    if (!derivation.is_array()) {
        return above;
    }
    const Value::Array& names = derivation.as_array();
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        ClassData data;
        data.name = text_or_empty(*name);
        data.superclass = std::move(above);
        above = make_class(std::move(data));
    }
    return above;
}

std::shared_ptr<const Decoration> read_decoration(IWbemClassObject& object) {
    std::string server = text_or_empty(read_system_property_if_any(object, "__SERVER"));
    std::string path = text_or_empty(read_system_property_if_any(object, "__NAMESPACE"));
    return server.empty() || path.empty()
               ? nullptr
               : std::make_shared<const Decoration>(Decoration{std::move(server), std::move(path)});
}

// Overrides count as local too, but the flavour of a property does not tell them from what is only inherited.
void mark_overrides(IWbemClassObject& object, std::vector<Property>& properties) {
    com::unique_safe_array names;
    const LONG flags = WBEM_FLAG_NONSYSTEM_ONLY | WBEM_FLAG_CLASS_OVERRIDES_ONLY;
    if (FAILED(object.GetNames(nullptr, flags, nullptr, names.put()))) {
        return;
    }
    for (const std::string& name : com::to_strings(names.get())) {
        const auto found =
            std::ranges::find_if(properties, [&](const Property& p) { return equal_names(p.name, name); });
        if (found != properties.end()) {
            found->is_local = true;
        }
    }
}

}  // namespace

ObjectContent read_foreign_object(IWbemClassObject& object) {
    const Value genus = read_system_property(object, "__GENUS");
    const bool is_class = !genus.is_null() && genus == Value::sint32(WBEM_GENUS_CLASS);

    ClassData data;
    data.name = text_or_empty(read_system_property(object, "__CLASS"));
    data.superclass = superclasses(read_system_property_if_any(object, "__DERIVATION"));
    data.decoration = read_decoration(object);
    data.qualifiers =
        read_qualifiers_if_any([&](IWbemQualifierSet** set) { return object.GetQualifierSet(set); });
    std::vector<Value> values;
    for (std::string& name : read_names(object, WBEM_FLAG_ALWAYS | WBEM_FLAG_NONSYSTEM_ONLY)) {
        ReadProperty read = read_property(object, std::move(name));
        if (is_class) {
            read.property.default_value = std::move(read.value);
        } else {
            values.push_back(std::move(read.value));
        }
        data.properties.push_back(std::move(read.property));
    }
    if (!is_class) {
        return {nullptr, std::make_shared<const Instance>(make_class(std::move(data)), std::move(values))};
    }
    mark_overrides(object, data.properties);
    data.methods = read_methods(object, data.name);
    return {make_class(std::move(data)), nullptr};
}

}  // namespace wbemcheck::mock
