// Object paths: `\\server\root\mock:Class.Key="x",K2=5`, `Class=@`, `Class="x"`, `Class`; absolute or
// relative, with either slash.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

struct ObjectPath {
    enum class Form { kClass, kInstance, kSingleton };

    struct Key {
        std::string name;  // "" in `Class="x"`: the one key of the class
        Value value;       // string, sint64, uint64 or boolean, as the path spells it
    };

    std::string server;          // "" when the path does not say; "." for this machine
    std::string namespace_path;  // "root\mock", with backslashes; "" when the path does not say
    std::string class_name;      // "" for the path of a namespace
    Form form = Form::kClass;
    std::vector<Key> keys;  // in the order of the path
};

struct PathError {
    std::size_t position = 0;  // bytes from the beginning
    std::string expected;
};

// Exactly one of the two is set. `\\.\root\mock` and, with `:` missing, `root\mock` are paths of a namespace.
struct ParsedPath {
    std::optional<ObjectPath> path;
    PathError error;
};
[[nodiscard]] ParsedPath parse_object_path(std::string_view text);

// "root/Mock" -> "root\Mock"; a leading `\\server\` is dropped. Empty when it is no namespace path.
[[nodiscard]] std::optional<std::string> parse_namespace_path(std::string_view text);

// As short as the path says: `Class.Key="x"` without server and namespace.
[[nodiscard]] std::string format_path(const ObjectPath& path);
[[nodiscard]] std::string format_relative_path(const ObjectPath& path);

// __RELPATH and __PATH of an object; empty when a key is null or (for __PATH) the object is not decorated.
[[nodiscard]] std::optional<std::string> relative_path(const Instance& instance);
[[nodiscard]] std::optional<std::string> relative_path(const ClassDefinition& definition);
[[nodiscard]] std::optional<std::string> absolute_path(const Instance& instance);
[[nodiscard]] std::optional<std::string> absolute_path(const ClassDefinition& definition);

// The text under which the store files an instance: equal for equal keys, however they were spelled (order of
// keys, case, `5` or `"5"`). Empty when the keys of `path` are not those of `definition`, or a key of the
// instance is null.
[[nodiscard]] std::optional<std::string> canonical_key(const ClassDefinition& definition,
                                                       const ObjectPath& path);
[[nodiscard]] std::optional<std::string> canonical_key(const Instance& instance);

// What all spellings of a path to one object have in common, whatever classes there are: absolute or
// relative, in any case, keys in any order, by name or without, of the class itself or of a superclass, `5`
// or `"5"`. Other objects may have it too. A text that is no path has one as well. Empty for an instance of
// which a key is null.
[[nodiscard]] std::string reference_fingerprint(std::string_view path);
[[nodiscard]] std::optional<std::string> reference_fingerprint(const Instance& instance);
[[nodiscard]] std::string reference_fingerprint(const ClassDefinition& definition);

// Whether two references are the same path but for its spelling, as far as that can be told without the
// classes. A namespace that one of them does not say is `home_namespace`; when that is not known ("") it is
// the other one's. Texts that are no paths are compared as text, without regard to case.
[[nodiscard]] bool is_same_reference(std::string_view left, std::string_view right,
                                     std::string_view home_namespace);

}  // namespace wbemcheck::mock
