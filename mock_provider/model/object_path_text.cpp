// Object paths as text, and the keys that instances are filed under.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock {

namespace {

using Form = ObjectPath::Form;

std::string string_literal(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result.push_back('\\');
        }
        result.push_back(c);
    }
    result.push_back('"');
    return result;
}

std::string key_text(const Value& value) {
    const CimType type = value.type().base;
    const bool is_bare = is_integer(type) || type == CimType::kChar16 || type == CimType::kBoolean;
    return is_bare ? value_text(value) : string_literal(value_text(value));
}

std::string canonical_reference(const std::string& text, const std::string& home_namespace);

// The text of one key as the store compares it: lengths keep neighbours apart, case does not count.
void append_canonical(std::string& text, std::string_view name, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "{}={}:{};", fold_name(name), value.size(), fold_name(value));
}

std::string canonical_value(const Value& value, const std::string& home_namespace) {
    return value.type().base == CimType::kReference ? canonical_reference(value.as_text(), home_namespace)
                                                    : value_text(value);
}

// Two references to one object are equal, whether they name the namespace and in which order they give the
// keys. A text that is no path stands for itself.
std::string canonical_reference(const std::string& text, const std::string& home_namespace) {
    ParsedPath parsed = parse_object_path(text);
    if (!parsed.path) {
        return text;
    }
    ObjectPath& path = *parsed.path;
    const bool is_home = path.namespace_path.empty() || equal_names(path.namespace_path, home_namespace);
    std::string result = is_home ? std::string{} : path.namespace_path;
    append_canonical(result, path.class_name, path.form == Form::kSingleton ? "@" : "");
    std::ranges::sort(path.keys, NameLess{}, &ObjectPath::Key::name);
    for (const ObjectPath::Key& key : path.keys) {
        append_canonical(result, key.name, value_text(key.value));
    }
    return result;
}

const std::string& home_of(const ClassDefinition& definition) noexcept {
    static const std::string none;
    return definition.decoration() != nullptr ? definition.decoration()->namespace_path : none;
}

}  // namespace

std::string format_relative_path(const ObjectPath& path) {
    std::string text = path.class_name;
    if (path.form == Form::kSingleton) {
        return text + "=@";
    }
    char separator = '.';
    for (const ObjectPath::Key& key : path.keys) {
        if (!key.name.empty()) {
            text += separator;
            text += key.name;
        }
        text += '=';
        text += key_text(key.value);
        separator = ',';
    }
    return text;
}

std::string format_path(const ObjectPath& path) {
    std::string text;
    if (!path.server.empty()) {
        text = fmt::format("\\\\{}\\", path.server);
    }
    text += path.namespace_path;
    if (!path.namespace_path.empty() && !path.class_name.empty()) {
        text += ':';
    }
    return text + format_relative_path(path);
}

std::optional<std::string> relative_path(const ClassDefinition& definition) {
    return definition.name().empty() ? std::nullopt : std::optional(definition.name());
}

std::optional<std::string> relative_path(const Instance& instance) {
    const ClassDefinition& definition = instance.definition();
    ObjectPath path;
    path.class_name = definition.name();
    path.form = definition.is_singleton() ? Form::kSingleton : Form::kInstance;
    if (definition.keys().empty() && !definition.is_singleton()) {
        return std::nullopt;
    }
    for (const std::size_t position : definition.keys()) {
        const Value& value = instance.values()[position];
        if (value.is_null()) {
            return std::nullopt;
        }
        path.keys.push_back({definition.properties()[position].name, value});
    }
    return format_relative_path(path);
}

namespace {

std::optional<std::string> absolute(const ClassDefinition& definition,
                                    const std::optional<std::string>& relative) {
    if (definition.decoration() == nullptr || !relative) {
        return std::nullopt;
    }
    const Decoration& home = *definition.decoration();
    return fmt::format("\\\\{}\\{}:{}", home.server, home.namespace_path, *relative);
}

}  // namespace

std::optional<std::string> absolute_path(const ClassDefinition& definition) {
    return absolute(definition, relative_path(definition));
}

std::optional<std::string> absolute_path(const Instance& instance) {
    return absolute(instance.definition(), relative_path(instance));
}

std::optional<std::string> canonical_key(const ClassDefinition& definition, const ObjectPath& path) {
    if (definition.is_singleton() || path.form == Form::kSingleton) {
        return definition.is_singleton() && path.form == Form::kSingleton ? std::optional<std::string>("@")
                                                                          : std::nullopt;
    }
    const std::vector<std::size_t>& keys = definition.keys();
    if (keys.empty() || keys.size() != path.keys.size()) {
        return std::nullopt;
    }
    std::string text;
    for (const std::size_t position : keys) {
        const Property& property = definition.properties()[position];
        const auto given = std::ranges::find_if(path.keys, [&](const ObjectPath::Key& key) {
            return (key.name.empty() && keys.size() == 1) || equal_names(key.name, property.name);
        });
        if (given == path.keys.end()) {
            return std::nullopt;
        }
        // A literal that does not convert to the type of the key names no instance, but it is a key.
        const std::optional<Value> value = convert_value(given->value, property.type);
        append_canonical(text, property.name,
                         canonical_value(value.value_or(given->value), home_of(definition)));
    }
    return text;
}

std::optional<std::string> canonical_key(const Instance& instance) {
    const ClassDefinition& definition = instance.definition();
    if (definition.is_singleton()) {
        return "@";
    }
    if (definition.keys().empty()) {
        return std::nullopt;
    }
    std::string text;
    for (const std::size_t position : definition.keys()) {
        const Value& value = instance.values()[position];
        if (value.is_null()) {
            return std::nullopt;
        }
        append_canonical(text, definition.properties()[position].name,
                         canonical_value(value, home_of(definition)));
    }
    return text;
}

}  // namespace wbemcheck::mock
