#include "mock_provider/model/system_property.h"

#include <algorithm>
#include <array>
#include <string>

#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock {

namespace {

enum class Name {
    kGenus,
    kClass,
    kSuperclass,
    kDynasty,
    kRelpath,
    kPropertyCount,
    kDerivation,
    kServer,
    kNamespace,
    kPath
};

constexpr std::array<std::string_view, 10> kNames{
    "__GENUS",          "__CLASS",      "__SUPERCLASS", "__DYNASTY",   "__RELPATH",
    "__PROPERTY_COUNT", "__DERIVATION", "__SERVER",     "__NAMESPACE", "__PATH"};

constexpr std::int32_t kGenusClass = 1;
constexpr std::int32_t kGenusInstance = 2;

std::optional<Name> find_name(std::string_view name) noexcept {
    const auto found =
        std::ranges::find_if(kNames, [name](std::string_view other) { return equal_names(other, name); });
    return found != kNames.end() ? std::optional(static_cast<Name>(found - kNames.begin())) : std::nullopt;
}

Value text_or_null(const std::string& text) {
    return text.empty() ? Value::null({CimType::kString, false}) : Value::string(text);
}

Value text_or_null(std::optional<std::string> text) {
    return text ? Value::string(*std::move(text)) : Value::null({CimType::kString, false});
}

template <class Object>
Value compute(Name name, const ClassDefinition& definition, std::int32_t genus, const Object& object) {
    switch (name) {
        case Name::kGenus:
            return Value::sint32(genus);
        case Name::kClass:
            return text_or_null(definition.name());
        case Name::kSuperclass:
            return text_or_null(definition.superclass_name());
        case Name::kDynasty:
            return text_or_null(definition.dynasty());
        case Name::kRelpath:
            return text_or_null(relative_path(object));
        case Name::kPropertyCount:
            return Value::sint32(static_cast<std::int32_t>(definition.properties().size()));
        case Name::kDerivation:
            return Value::strings(definition.derivation());
        case Name::kServer:
            return definition.decoration() != nullptr ? Value::string(definition.decoration()->server)
                                                      : Value::null({CimType::kString, false});
        case Name::kNamespace:
            return definition.decoration() != nullptr ? Value::string(definition.decoration()->namespace_path)
                                                      : Value::null({CimType::kString, false});
        case Name::kPath:
            return text_or_null(absolute_path(object));
    }
    return {};
}

}  // namespace

std::span<const std::string_view> system_property_names() noexcept { return kNames; }

bool is_system_property(std::string_view name) noexcept { return find_name(name).has_value(); }

std::optional<Value> system_property(const ClassDefinition& definition, std::string_view name) {
    const std::optional<Name> found = find_name(name);
    return found ? std::optional(compute(*found, definition, kGenusClass, definition)) : std::nullopt;
}

std::optional<Value> system_property(const Instance& instance, std::string_view name) {
    const std::optional<Name> found = find_name(name);
    return found ? std::optional(compute(*found, instance.definition(), kGenusInstance, instance))
                 : std::nullopt;
}

std::optional<Value> any_property(const Instance& instance, std::string_view name) {
    const Value* const value = instance.find(name);
    return value != nullptr ? std::optional(*value) : system_property(instance, name);
}

std::optional<Value> any_property(const ClassDefinition& definition, std::string_view name) {
    if (const std::optional<std::size_t> position = definition.find_property(name)) {
        const Property& property = definition.properties()[*position];
        return property.default_value.is_null() ? Value::null(property.type) : property.default_value;
    }
    return system_property(definition, name);
}

}  // namespace wbemcheck::mock
