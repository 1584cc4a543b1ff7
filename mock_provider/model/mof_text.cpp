#include "mock_provider/model/mof_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace wbemcheck::mock {

namespace {

constexpr std::string_view kIndent = "    ";

std::string string_literal(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        switch (c) {
            case '"':
            case '\\':
                result += '\\';
                result += c;
                break;
            case '\b':
                result += "\\b";
                break;
            case '\t':
                result += "\\t";
                break;
            case '\n':
                result += "\\n";
                break;
            case '\f':
                result += "\\f";
                break;
            case '\r':
                result += "\\r";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    fmt::format_to(std::back_inserter(result), "\\x{:04X}", static_cast<unsigned>(c));
                } else {
                    result += c;
                }
        }
    }
    return result + '"';
}

// An embedded object stands inside the line of its property.
std::string without_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ';')) {
        text.pop_back();
    }
    return text;
}

std::string scalar_mof(const Value& value) {
    const CimType type = value.type().base;
    if (value.is_null()) {
        return "NULL";
    }
    if (is_text(type)) {
        return string_literal(value.as_text());
    }
    if (type == CimType::kObject) {
        const EmbeddedObject& object = value.as_object();
        return without_end(object.instance != nullptr ? instance_mof(*object.instance)
                                                      : class_mof(*object.definition));
    }
    std::string text = value_text(value);
    // A real stays recognisable as one.
    if (is_real(type) && text.find_first_of(".en") == std::string::npos) {
        text += ".0";
    }
    return text;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

std::string elements_mof(const Value& value) {
    std::vector<std::string> parts;
    for (const Value& element : value.as_array()) {
        parts.push_back(scalar_mof(element));
    }
    return '{' + join(parts, ", ") + '}';
}

// What the flavour has, and what it lacks although a reader would expect it of a qualifier of that name.
std::string flavor_words(const Qualifier& qualifier) {
    const Flavor flavor = qualifier.flavor;
    const Flavor expected = default_flavor(qualifier.name);
    const auto word = [](bool is_set, bool is_expected, std::string_view set, std::string_view missing) {
        return is_set ? set : is_expected ? missing : std::string_view{};
    };
    std::string words;
    words += flavor.is_amended ? " Amended" : "";
    words += word(flavor.is_final, expected.is_final, " DisableOverride", " EnableOverride");
    words += word(flavor.to_instance, expected.to_instance, " ToInstance", " NotToInstance");
    words += word(flavor.to_subclass, expected.to_subclass, " ToSubclass", " NotToSubclass");
    return words;
}

std::string qualifier_mof(const Qualifier& qualifier, FlavorText flavors) {
    std::string text = qualifier.name;
    const Type type = qualifier.value.type();
    if (type.is_array && !qualifier.value.is_null()) {
        text += elements_mof(qualifier.value);
    } else if (qualifier.value != Value::boolean(true)) {
        text += '(' + scalar_mof(qualifier.value) + ')';
    }
    if (flavors == FlavorText::kOmitted) {
        return text;
    }
    const std::string words = flavor_words(qualifier);
    return words.empty() ? text : text + ':' + words;
}

// What was declared here, in brackets; "" when there is nothing.
std::string qualifiers_mof(const QualifierList& qualifiers, FlavorText flavors) {
    std::vector<std::string> parts;
    for (const Qualifier& qualifier : qualifiers.items()) {
        if (!qualifier.is_propagated) {
            parts.push_back(qualifier_mof(qualifier, flavors));
        }
    }
    return parts.empty() ? std::string{} : '[' + join(parts, ", ") + "] ";
}

// "uint32", "Mock_Item ref", "Mock_Item".
std::string type_mof(const Property& property) {
    if (property.type.base == CimType::kReference) {
        return (property.reference_class.empty() ? "object" : property.reference_class) + " ref";
    }
    const bool is_of_class = property.type.base == CimType::kObject && !property.reference_class.empty();
    return is_of_class ? property.reference_class : std::string(name_of(property.type.base));
}

// "uint32 Name = 5", "Mock_Item ref Name", "string Name[]".
std::string declaration_mof(const Property& property) {
    std::string text =
        fmt::format("{} {}{}", type_mof(property), property.name, property.type.is_array ? "[]" : "");
    if (!property.default_value.is_null()) {
        text += " = " + value_mof(property.default_value);
    }
    return text;
}

struct Parameter {
    std::int64_t id;
    const Property* property;
};

std::int64_t id_of(const Property& property) {
    const Qualifier* const id = property.qualifiers.find("ID");
    return id != nullptr && is_signed_integer(id->value.type().base) && !id->value.is_null()
               ? id->value.as_signed()
               : -1;
}

// In and out parameters in the order of their IDs, each once: an [in, out] parameter is in both signatures.
std::vector<Parameter> parameters_of(const Method& method) {
    std::vector<Parameter> parameters;
    for (const ClassDefinition* const signature : {method.inputs.get(), method.outputs.get()}) {
        if (signature == nullptr) {
            continue;
        }
        for (const Property& property : signature->properties()) {
            const bool is_known = std::ranges::any_of(parameters, [&](const Parameter& known) {
                return equal_names(known.property->name, property.name);
            });
            if (!is_known && !equal_names(property.name, "ReturnValue")) {
                parameters.push_back({id_of(property), &property});
            }
        }
    }
    std::ranges::stable_sort(parameters, {}, &Parameter::id);
    return parameters;
}

// A reader numbers parameters through, and puts the number before the other qualifiers.
bool is_implied_id(const Qualifier& qualifier, std::size_t position) {
    return equal_names(qualifier.name, "ID") && qualifier.flavor == default_flavor("ID") &&
           qualifier.value == Value::sint32(static_cast<std::int32_t>(position));
}

std::string method_mof(const Method& method, FlavorText flavors) {
    std::vector<std::string> parts;
    for (const Parameter& parameter : parameters_of(method)) {
        QualifierList qualifiers = parameter.property->qualifiers;
        if (!qualifiers.empty() && is_implied_id(qualifiers.items().front(), parts.size())) {
            qualifiers.remove("ID");
        }
        parts.push_back(qualifiers_mof(qualifiers, flavors) + declaration_mof(*parameter.property));
    }
    std::string result_type = "void";
    if (method.outputs != nullptr) {
        if (const std::optional<std::size_t> position = method.outputs->find_property("ReturnValue")) {
            result_type = type_mof(method.outputs->properties()[*position]);
        }
    }
    return fmt::format("{}{} {}({})", qualifiers_mof(method.qualifiers, flavors), result_type, method.name,
                       join(parts, ", "));
}

}  // namespace

std::string value_mof(const Value& value) {
    return value.is_array() ? elements_mof(value) : scalar_mof(value);
}

std::string class_mof(const ClassDefinition& definition, FlavorText flavors) {
    std::string text = qualifiers_mof(definition.qualifiers(), flavors);
    if (!text.empty()) {
        text.back() = '\n';
    }
    fmt::format_to(std::back_inserter(text), "class {}", definition.name());
    if (!definition.superclass_name().empty()) {
        fmt::format_to(std::back_inserter(text), " : {}", definition.superclass_name());
    }
    text += "\n{\n";
    for (const Property& property : definition.properties()) {
        if (property.is_local) {
            text += kIndent;
            text += qualifiers_mof(property.qualifiers, flavors) + declaration_mof(property) + ";\n";
        }
    }
    for (const Method& method : definition.methods()) {
        if (method.is_local) {
            text += kIndent;
            text += method_mof(method, flavors) + ";\n";
        }
    }
    return text + "};\n";
}

std::string instance_mof(const Instance& instance, FlavorText flavors) {
    static const InstanceQualifiers none;
    const InstanceQualifiers& qualifiers = instance.qualifiers() != nullptr ? *instance.qualifiers() : none;
    std::string text = qualifiers_mof(qualifiers.own, flavors);
    if (!text.empty()) {
        text.back() = '\n';
    }
    const ClassDefinition& definition = instance.definition();
    fmt::format_to(std::back_inserter(text), "instance of {}\n{{\n", definition.name());
    for (std::size_t i = 0; i < instance.values().size(); ++i) {
        const Value& value = instance.values()[i];
        const Property& property = definition.properties()[i];
        const auto own =
            std::ranges::find(qualifiers.of_properties, i, &std::pair<std::size_t, QualifierList>::first);
        const std::string of_property =
            own != qualifiers.of_properties.end() ? qualifiers_mof(own->second, flavors) : std::string{};
        // Without a word on it, a property has its default.
        if (!value.is_null() || !property.default_value.is_null() || !of_property.empty()) {
            fmt::format_to(std::back_inserter(text), "{}{}{} = {};\n", kIndent, of_property, property.name,
                           value_mof(value));
        }
    }
    return text + "};\n";
}

}  // namespace wbemcheck::mock
