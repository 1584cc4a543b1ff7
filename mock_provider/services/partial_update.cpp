#include "mock_provider/services/partial_update.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "mock_provider/model/context.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock {

namespace {

constexpr std::string_view kExtensions = "__PUT_EXTENSIONS";
constexpr std::string_view kProperties = "__PUT_EXT_PROPERTIES";
constexpr std::string_view kStrictNulls = "__PUT_EXT_STRICT_NULLS";
constexpr std::array<std::string_view, 3> kFlags = {kStrictNulls, "__PUT_EXT_ATOMIC",
                                                    "__PUT_EXT_CLIENT_REQUEST"};
constexpr std::string_view kPrefix = "__PUT_EXT_";

bool is_extension(std::string_view name) noexcept {
    return name.size() > kPrefix.size() && equal_names(name.substr(0, kPrefix.size()), kPrefix);
}

bool is_known_extension(std::string_view name) noexcept {
    return equal_names(name, kProperties) ||
           std::ranges::any_of(kFlags, [name](std::string_view flag) { return equal_names(flag, name); });
}

HRESULT check_names(IWbemContext& context) {
    com::unique_safe_array names;
    if (const HRESULT result = context.GetNames(0, names.put()); FAILED(result)) {
        return result;
    }
    const std::vector<std::string> all = com::to_strings(names.get());
    const bool is_known = std::ranges::none_of(
        all, [](const std::string& name) { return is_extension(name) && !is_known_extension(name); });
    return is_known ? WBEM_S_NO_ERROR : WBEM_E_UNSUPPORTED_PUT_EXTENSION;
}

bool is_boolean(const Value& value) noexcept {
    return value.type() == Type{CimType::kBoolean, false} && !value.is_null();
}

// The instance that the update is about: what is stored under the keys of `given`, or a new one with these
// keys.
std::shared_ptr<const Instance> find_base(const NamespaceStore& space, const Instance& given,
                                          const std::shared_ptr<const ClassDefinition>& definition) {
    const auto projected = project_instance(given, definition);
    const std::optional<std::string> path = relative_path(*projected);
    const ParsedPath parsed = path.has_value() ? parse_object_path(*path) : ParsedPath{};
    if (auto stored = parsed.path.has_value() ? space.find_instance(*parsed.path) : nullptr) {
        return stored;
    }
    std::vector<Value> values = make_instance(definition)->values();
    for (const std::size_t key : definition->keys()) {
        values[key] = projected->values()[key];
    }
    return std::make_shared<const Instance>(definition, std::move(values));
}

}  // namespace

HRESULT read_partial_update(IWbemContext* context, std::optional<PartialUpdate>& update) {
    if (context == nullptr) {
        return WBEM_S_NO_ERROR;
    }
    const std::optional<Value> wanted = find_context_value(context, kExtensions);
    const std::optional<Value> names = find_context_value(context, kProperties);
    const bool is_wanted = wanted.has_value() && is_boolean(*wanted) && wanted->as_boolean();
    if (!is_wanted || !names.has_value() || names->type() != Type{CimType::kString, true} ||
        names->is_null()) {
        return WBEM_E_INVALID_CONTEXT;
    }
    if (const HRESULT result = check_names(*context); FAILED(result)) {
        return result;
    }
    for (const std::string_view flag : kFlags) {
        const std::optional<Value> value = find_context_value(context, flag);
        if (value.has_value() && !is_boolean(*value)) {
            return WBEM_E_INVALID_CONTEXT;
        }
    }
    update.emplace();
    for (const Value& name : names->as_array()) {
        update->properties.push_back(value_text(name));
    }
    const std::optional<Value> strict = find_context_value(context, kStrictNulls);
    update->has_strict_nulls = strict.has_value() && strict->as_boolean();
    return WBEM_S_NO_ERROR;
}

std::shared_ptr<const Instance> merge(const NamespaceStore& space, const Instance& given,
                                      const PartialUpdate& update) {
    const auto definition = space.find_class(given.definition().name());
    if (definition == nullptr) {
        throw com::HresultError(WBEM_E_INVALID_CLASS);
    }
    const auto base = find_base(space, given, definition);
    std::vector<Value> values = base->values();
    for (const std::string& name : update.properties) {
        const std::optional<std::size_t> position = base->definition().find_property(name);
        const Value* const value = given.find(name);
        if (!position.has_value() || value == nullptr) {
            throw com::HresultError(WBEM_E_INVALID_PROPERTY);
        }
        if (!value->is_null() || update.has_strict_nulls) {
            values[*position] = *value;
        }
    }
    return std::make_shared<const Instance>(base->shared_definition(), std::move(values), base->qualifiers());
}

}  // namespace wbemcheck::mock
