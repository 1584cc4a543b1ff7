#include "mock_provider/model/class_rules.h"

#include <algorithm>
#include <array>
#include <span>

namespace wbemcheck::mock {

namespace {

constexpr std::array<std::string_view, 5> kImportantOnClasses{"abstract", "singleton", "association",
                                                              "dynamic", "provider"};
constexpr std::array<std::string_view, 3> kImportantOnProperties{"key", "indexed", "not_null"};
constexpr std::array<std::string_view, 4> kImportantOnMethods{"implemented", "disabled", "static",
                                                              "privileges"};

bool differ(const QualifierList& before, const QualifierList& after,
            std::span<const std::string_view> names) {
    return std::ranges::any_of(names, [&](std::string_view name) {
        const Qualifier* const left = before.find(name);
        const Qualifier* const right = after.find(name);
        return (left == nullptr) != (right == nullptr) || (left != nullptr && left->value != right->value);
    });
}

bool differ(const Property& before, const Property& after) {
    return !equal_names(before.name, after.name) || before.type != after.type ||
           before.default_value != after.default_value || before.is_local != after.is_local ||
           !equal_names(before.reference_class, after.reference_class) ||
           differ(before.qualifiers, after.qualifiers, kImportantOnProperties);
}

bool differ(const std::shared_ptr<const ClassDefinition>& before,
            const std::shared_ptr<const ClassDefinition>& after) {
    return (before == nullptr) != (after == nullptr) ||
           (before != nullptr && is_important_change(*before, *after));
}

bool differ(const Method& before, const Method& after) {
    return !equal_names(before.name, after.name) || before.is_local != after.is_local ||
           differ(before.inputs, after.inputs) || differ(before.outputs, after.outputs) ||
           differ(before.qualifiers, after.qualifiers, kImportantOnMethods);
}

}  // namespace

bool can_be_key(Type type) noexcept {
    return !type.is_array && !is_real(type.base) && type.base != CimType::kObject &&
           type.base != CimType::kNone;
}

HRESULT check_class_name(std::string_view name) noexcept {
    if (!is_identifier(name)) {
        return WBEM_E_INVALID_PARAMETER;
    }
    if (name.starts_with('_')) {
        return WBEM_E_INVALID_OPERATION;
    }
    return name.ends_with('_') ? WBEM_E_INVALID_OBJECT : WBEM_S_NO_ERROR;
}

HRESULT check_class(const ClassDefinition& definition, AbstractRule rule) noexcept {
    const std::vector<Property>& properties = definition.properties();
    const bool has_keys = std::ranges::any_of(properties, &Property::is_key);
    if (std::ranges::any_of(properties,
                            [](const Property& p) { return p.is_key() && !can_be_key(p.type); })) {
        return WBEM_E_CANNOT_BE_KEY;
    }
    if (definition.is_singleton() && has_keys) {
        return WBEM_E_CANNOT_BE_SINGLETON;
    }
    const ClassDefinition* const superclass = definition.superclass().get();
    if (rule == AbstractRule::kWmi && definition.is_abstract() && superclass != nullptr &&
        !superclass->is_abstract()) {
        return WBEM_E_CANNOT_BE_ABSTRACT;
    }
    return WBEM_S_NO_ERROR;
}

HRESULT result_of_put(DerivationConflict conflict) noexcept {
    switch (conflict) {
        case DerivationConflict::kPropertyType:
            return WBEM_E_TYPE_MISMATCH;
        case DerivationConflict::kKey:
            return WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE;
        case DerivationConflict::kFinalQualifier:
            return WBEM_E_OVERRIDE_NOT_ALLOWED;
        case DerivationConflict::kNone:
            break;
    }
    return WBEM_S_NO_ERROR;
}

HRESULT result_of_update(DerivationConflict conflict) noexcept {
    switch (conflict) {
        case DerivationConflict::kPropertyType:
            return WBEM_E_UPDATE_TYPE_MISMATCH;
        case DerivationConflict::kKey:
            return WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE;
        case DerivationConflict::kFinalQualifier:
            return WBEM_E_UPDATE_OVERRIDE_NOT_ALLOWED;
        case DerivationConflict::kNone:
            break;
    }
    return WBEM_S_NO_ERROR;
}

bool is_important_change(const ClassDefinition& before, const ClassDefinition& after) {
    const auto differs = [](const auto& left, const auto& right) { return differ(left, right); };
    const auto equal = [&](const auto& left, const auto& right) {
        return std::ranges::equal(left, right, [&](const auto& a, const auto& b) { return !differs(a, b); });
    };
    return !equal(before.properties(), after.properties()) || !equal(before.methods(), after.methods()) ||
           differ(before.qualifiers(), after.qualifiers(), kImportantOnClasses);
}

}  // namespace wbemcheck::mock
