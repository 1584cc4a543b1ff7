// Paths of instances that have one key, as WMI hands them to a provider.
#pragma once

#include <string>
#include <string_view>

namespace wbemcheck::example {

struct InstancePath {
    std::string class_name;
    std::string key_name;  // empty when the path has the value alone
    std::string key;
};

// `Class.Key="value"` or `Class="value"`, with or without server and namespace before it. Throws
// HresultError: WBEM_E_INVALID_OBJECT_PATH for everything else, the path of a class included.
[[nodiscard]] InstancePath parse_instance_path(std::string_view path);

// `Class.Key="value"`, with what the value needs escaped.
[[nodiscard]] std::string make_instance_path(std::string_view class_name, std::string_view key_name,
                                             std::string_view key);

// Names of WMI, and strings in keys, do not distinguish cases.
[[nodiscard]] bool is_same_name(std::string_view left, std::string_view right) noexcept;

// Throws HresultError: WBEM_E_INVALID_CLASS when the path leads to another class, WBEM_E_INVALID_OBJECT_PATH
// when it is none or names another key.
[[nodiscard]] std::string key_in_path(std::string_view path, std::string_view class_name,
                                      std::string_view key_name);

}  // namespace wbemcheck::example
