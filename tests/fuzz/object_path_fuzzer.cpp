// Object paths. What is read is written and read again as the same path, and its text is canonical: it does
// not change any more. Keys of one object file under one name, however its path was spelled.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/object_path.h"
#include "tests/fuzz/property.h"

namespace wbemcheck::fuzz {
namespace {

using mock::ObjectPath;
using mock::ParsedPath;

bool same(const ObjectPath& a, const ObjectPath& b) {
    return a.server == b.server && a.namespace_path == b.namespace_path && a.class_name == b.class_name &&
           a.form == b.form &&
           std::ranges::equal(a.keys, b.keys, [](const ObjectPath::Key& left, const ObjectPath::Key& right) {
               return left.name == right.name && left.value == right.value;
           });
}

// A class with these keys: what the store asks of a path.
std::shared_ptr<const mock::ClassDefinition> class_with(
    std::string_view name, std::initializer_list<std::pair<const char*, mock::CimType>> keys) {
    mock::ClassBuilder builder{std::string(name)};
    for (const auto& [key, type] : keys) builder.key(key, type);
    return builder.build();
}

void check_keys(const ObjectPath& path, const ObjectPath& again) {
    static const auto kOneText = class_with("A", {{"K", mock::CimType::kString}});
    static const auto kOneNumber = class_with("B", {{"K", mock::CimType::kUint32}});
    static const auto kOneReference = class_with("C", {{"K", mock::CimType::kReference}});
    static const auto kTwo =
        class_with("D", {{"K", mock::CimType::kSint64}, {"K2", mock::CimType::kReference}});
    static const auto kSingleton = mock::ClassBuilder("E").singleton().build();
    ObjectPath turned = path;
    std::ranges::reverse(turned.keys);
    for (const auto& definition : {kOneText, kOneNumber, kOneReference, kTwo, kSingleton}) {
        const std::optional<std::string> key = mock::canonical_key(*definition, path);
        require(key == mock::canonical_key(*definition, again), "equal paths file under one key");
        const bool names_one_key_twice =
            key && path.keys.size() > 1 && mock::equal_names(path.keys[0].name, path.keys[1].name);
        if (!names_one_key_twice) {
            require(key == mock::canonical_key(*definition, turned), "the order of the keys does not count");
        }
    }
}

void check_namespace(std::string_view text) {
    const std::optional<std::string> path = mock::parse_namespace_path(text);
    if (!path) return;
    require(mock::parse_namespace_path(*path) == path, "a namespace path is read again as the same", "{}",
            *path);
}

void check(std::string_view text) {
    check_namespace(text);
    const ParsedPath result = mock::parse_object_path(text);
    if (!result.path) {
        require(result.error.position <= text.size(), "an error is at a place of the text", "{} of {}",
                result.error.position, text.size());
        require(!result.error.expected.empty(), "an error says what was expected");
        return;
    }
    const ObjectPath& path = *result.path;
    require((path.form == ObjectPath::Form::kInstance) == !path.keys.empty(),
            "an instance has keys, and nothing else has");
    require(
        !path.class_name.empty() || (path.form == ObjectPath::Form::kClass && !path.namespace_path.empty()),
        "a path names a class or a namespace");

    const std::string canonical = mock::format_path(path);
    const ParsedPath again = mock::parse_object_path(canonical);
    require(again.path.has_value(), "what is written is read", "{}: expected {} at {}", canonical,
            again.error.expected, again.error.position);
    require(same(path, *again.path), "what is written is read as the same path", "{}", canonical);
    require(mock::format_path(*again.path) == canonical, "canonical text does not change", "{}", canonical);
    check_keys(path, *again.path);
}

}  // namespace
}  // namespace wbemcheck::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    wbemcheck::fuzz::check(wbemcheck::fuzz::as_text(bytes, size));
    return 0;
}
