// References: paths to objects, compared without the classes that they name.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <variant>

#include "mock_provider/model/number_text.h"
#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock {

namespace {

using Form = ObjectPath::Form;

void append_value(std::string& text, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "{}:{};", value.size(), value);
}

// Numbers in decimal; both spellings of true, which is -1 in OLE Automation, as 1.
std::string number_fingerprint(const Number& number) {
    if (const auto* natural = std::get_if<std::uint64_t>(&number)) {
        return fmt::format("{}", *natural);
    }
    if (const auto* integer = std::get_if<std::int64_t>(&number)) {
        return fmt::format("{}", *integer == -1 ? 1 : *integer);
    }
    const double real = std::get<double>(number);
    if (real == std::floor(real) && real > -0x1p63 && real < 0x1p64) {
        return real < 0 ? number_fingerprint(static_cast<std::int64_t>(real))
                        : number_fingerprint(static_cast<std::uint64_t>(real));
    }
    return fmt::format("{}", real);
}

std::string value_fingerprint(const Value& value);

// The key values of an instance in the order of their names; keys without names stand alone.
std::string path_fingerprint(ObjectPath& path) {
    if (path.form == Form::kSingleton) {
        return fold_name(path.class_name) + "=@";
    }
    if (path.form == Form::kClass) {
        return fold_name(path.class_name);
    }
    std::ranges::sort(path.keys, NameLess{}, &ObjectPath::Key::name);
    std::string text;
    for (const ObjectPath::Key& key : path.keys) {
        append_value(text, value_fingerprint(key.value));
    }
    return text;
}

std::string text_fingerprint(std::string_view text) {
    if (equal_names(text, "true") || equal_names(text, "false")) {
        return equal_names(text, "true") ? "1" : "0";
    }
    if (const std::optional<Number> number = parse_number(text)) {
        return number_fingerprint(*number);
    }
    // Only these need to be read as a path: a key of type reference may be spelled in as many ways as the
    // reference.
    if (text.find('=') != std::string_view::npos) {
        if (ParsedPath parsed = parse_object_path(text); parsed.path && parsed.path->form != Form::kClass) {
            return path_fingerprint(*parsed.path);
        }
        return fold_name(text);
    }
    const std::size_t colon = text.rfind(':');
    return fold_name(colon == std::string_view::npos ? text : text.substr(colon + 1));
}

std::string value_fingerprint(const Value& value) {
    return value.type().base == CimType::kBoolean ? (value.as_boolean() ? "1" : "0")
                                                  : text_fingerprint(value_text(value));
}

// Keys by name; the one key of a path without names has the other's.
bool are_same_keys(const ObjectPath& left, const ObjectPath& right) {
    return std::ranges::is_permutation(
        left.keys, right.keys, [&](const ObjectPath::Key& a, const ObjectPath::Key& b) {
            const bool is_nameless = left.keys.size() == 1 && (a.name.empty() || b.name.empty());
            return (is_nameless || equal_names(a.name, b.name)) &&
                   equal_names(value_text(a.value), value_text(b.value));
        });
}

}  // namespace

std::string reference_fingerprint(std::string_view path) { return text_fingerprint(path); }

std::optional<std::string> reference_fingerprint(const Instance& instance) {
    const ClassDefinition& definition = instance.definition();
    if (definition.is_singleton()) {
        return fold_name(definition.name()) + "=@";
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
        append_value(text, value_fingerprint(value));
    }
    return text;
}

std::string reference_fingerprint(const ClassDefinition& definition) { return fold_name(definition.name()); }

bool is_same_reference(std::string_view left, std::string_view right, std::string_view home_namespace) {
    if (equal_names(left, right)) {
        return true;
    }
    const ParsedPath a = parse_object_path(left);
    const ParsedPath b = a.path ? parse_object_path(right) : ParsedPath{};
    if (!a.path || !b.path) {
        return false;
    }
    const auto namespace_of = [&](const ObjectPath& path, const ObjectPath& other) -> std::string_view {
        if (!path.namespace_path.empty()) {
            return path.namespace_path;
        }
        return home_namespace.empty() ? std::string_view(other.namespace_path) : home_namespace;
    };
    return a.path->form == b.path->form && equal_names(a.path->class_name, b.path->class_name) &&
           equal_names(namespace_of(*a.path, *b.path), namespace_of(*b.path, *a.path)) &&
           are_same_keys(*a.path, *b.path);
}

}  // namespace wbemcheck::mock
