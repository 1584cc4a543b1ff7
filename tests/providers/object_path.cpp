#include "tests/providers/object_path.h"

#include <algorithm>

#include "harness/com/hresult.h"

namespace wbemcheck::example {

namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_name_character(char c) noexcept {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
}

// Takes the name at the beginning of `rest`; it may be empty.
std::string take_name(std::string_view& rest) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
    const std::string name(rest.begin(), end);
    rest.remove_prefix(name.size());
    return name;
}

bool take(std::string_view& rest, char wanted) {
    if (!rest.starts_with(wanted)) {
        return false;
    }
    rest.remove_prefix(1);
    return true;
}

[[noreturn]] void refuse() { throw com::HresultError(WBEM_E_INVALID_OBJECT_PATH); }

// A string in quotes that is all of `rest`.
std::string unquote(std::string_view rest) {
    if (rest.size() < 2 || (rest.front() != '"' && rest.front() != '\'') || rest.back() != rest.front()) {
        refuse();
    }
    const char quote = rest.front();
    rest = rest.substr(1, rest.size() - 2);
    std::string text;
    while (!rest.empty()) {
        if (rest.front() == quote || rest == "\\") {
            refuse();  // text after the closing quote, or no closing quote
        }
        take(rest, '\\');
        text += rest.front();
        rest.remove_prefix(1);
    }
    return text;
}

}  // namespace

InstancePath parse_instance_path(std::string_view path) {
    // Server and namespace end in a colon; a colon in a value stands behind a quote.
    if (const auto colon = path.find(':'); colon < path.find_first_of("\"'")) {
        path.remove_prefix(colon + 1);
    }
    InstancePath result;
    result.class_name = take_name(path);
    if (take(path, '.')) {
        result.key_name = take_name(path);
        if (result.key_name.empty()) {
            refuse();
        }
    }
    if (result.class_name.empty() || !take(path, '=')) {
        refuse();
    }
    result.key = unquote(path);
    return result;
}

std::string make_instance_path(std::string_view class_name, std::string_view key_name, std::string_view key) {
    std::string path(class_name);
    path.append(".").append(key_name).append("=\"");
    for (const char c : key) {
        if (c == '"' || c == '\\') {
            path += '\\';
        }
        path += c;
    }
    path += '"';
    return path;
}

bool is_same_name(std::string_view left, std::string_view right) noexcept {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string key_in_path(std::string_view path, std::string_view class_name, std::string_view key_name) {
    InstancePath parsed = parse_instance_path(path);
    if (!is_same_name(parsed.class_name, class_name)) {
        throw com::HresultError(WBEM_E_INVALID_CLASS);
    }
    if (!parsed.key_name.empty() && !is_same_name(parsed.key_name, key_name)) {
        refuse();
    }
    return std::move(parsed.key);
}

}  // namespace wbemcheck::example
