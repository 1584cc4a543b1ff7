// What a subclass takes over from its superclass, and how its own members lie on top.
#include <algorithm>
#include <iterator>
#include <utility>

#include "mock_provider/model/class_definition.h"

namespace wbemcheck::mock {

namespace {

// Local qualifiers over inherited ones.
DerivationConflict overlay(const QualifierList& local, ConflictPolicy policy, QualifierList& inherited) {
    for (const Qualifier& qualifier : local.items()) {
        if (qualifier.is_propagated) {
            continue;
        }
        const Qualifier* const above = inherited.find(qualifier.name);
        if (above == nullptr || !above->flavor.is_final) {
            inherited.set(qualifier);
        } else if (above->value != qualifier.value && policy == ConflictPolicy::kReport) {
            return DerivationConflict::kFinalQualifier;
        }
    }
    return DerivationConflict::kNone;
}

template <class Member>
Member* find_member(std::vector<Member>& members, std::string_view name) {
    const auto found =
        std::ranges::find_if(members, [name](const Member& m) { return equal_names(m.name, name); });
    return found != members.end() ? &*found : nullptr;
}

// A local property that is new below the superclass.
DerivationConflict add_property(const Property& local, bool superclass_has_keys, ClassData& resolved) {
    if (superclass_has_keys && local.is_key()) {
        return DerivationConflict::kKey;
    }
    Property& added = resolved.properties.emplace_back(local);
    added.origin = resolved.name;
    added.qualifiers = local.qualifiers.local();
    return DerivationConflict::kNone;
}

// A local property that overrides an inherited one.
DerivationConflict override_property(const Property& local, bool superclass_has_keys, ConflictPolicy policy,
                                     Property& above) {
    if (above.type != local.type) {
        return DerivationConflict::kPropertyType;
    }
    const Qualifier* const key = local.qualifiers.find("key");
    if (superclass_has_keys && key != nullptr && local.is_key() != above.is_key()) {
        return DerivationConflict::kKey;
    }
    QualifierList qualifiers = above.qualifiers;
    if (const DerivationConflict conflict = overlay(local.qualifiers, policy, qualifiers);
        conflict != DerivationConflict::kNone) {
        return conflict;
    }
    above.default_value = local.default_value;
    above.reference_class = local.reference_class;
    above.qualifiers = std::move(qualifiers);
    above.is_local = true;
    return DerivationConflict::kNone;
}

DerivationConflict put_method(const Method& local, ConflictPolicy policy, ClassData& resolved) {
    Method* const above = find_member(resolved.methods, local.name);
    if (above == nullptr) {
        Method& added = resolved.methods.emplace_back(local);
        added.origin = resolved.name;
        added.qualifiers = local.qualifiers.local();
        return DerivationConflict::kNone;
    }
    Method overriding = local;
    overriding.origin = above->origin;
    overriding.qualifiers = above->qualifiers;
    if (const DerivationConflict conflict = overlay(local.qualifiers, policy, overriding.qualifiers);
        conflict != DerivationConflict::kNone) {
        return conflict;
    }
    *above = std::move(overriding);
    return DerivationConflict::kNone;
}

}  // namespace

Property inherited_property(const Property& property) {
    Property copy = property;
    copy.is_local = false;
    copy.qualifiers = property.qualifiers.for_subclass();
    return copy;
}

Method inherited_method(const Method& method) {
    Method copy = method;
    copy.is_local = false;
    copy.qualifiers = method.qualifiers.for_subclass();
    return copy;
}

ClassData derive(std::shared_ptr<const ClassDefinition> superclass) {
    ClassData data;
    if (superclass == nullptr) {
        return data;
    }
    const ClassData& above = superclass->data();
    data.qualifiers = above.qualifiers.for_subclass();
    data.decoration = above.decoration;
    data.properties.reserve(above.properties.size());
    std::ranges::transform(above.properties, std::back_inserter(data.properties), inherited_property);
    data.methods.reserve(above.methods.size());
    std::ranges::transform(above.methods, std::back_inserter(data.methods), inherited_method);
    data.superclass = std::move(superclass);
    return data;
}

DerivationConflict rebase(const ClassData& data, std::shared_ptr<const ClassDefinition> superclass,
                          ClassData& resolved, ConflictPolicy policy) {
    const bool superclass_has_keys = superclass != nullptr && !superclass->keys().empty();
    const auto stops = [policy](DerivationConflict conflict) {
        return conflict != DerivationConflict::kNone && policy == ConflictPolicy::kReport;
    };

    ClassData result = derive(std::move(superclass));
    result.name = data.name;
    result.decoration = data.decoration;
    if (const DerivationConflict conflict = overlay(data.qualifiers, policy, result.qualifiers);
        stops(conflict)) {
        return conflict;
    }
    for (const Property& property : data.properties) {
        if (!property.is_local) {
            continue;
        }
        Property* const above = find_member(result.properties, property.name);
        const DerivationConflict conflict =
            above == nullptr ? add_property(property, superclass_has_keys, result)
                             : override_property(property, superclass_has_keys, policy, *above);
        if (stops(conflict)) {
            return conflict;
        }
    }
    for (const Method& method : data.methods) {
        if (!method.is_local) {
            continue;
        }
        if (const DerivationConflict conflict = put_method(method, policy, result); stops(conflict)) {
            return conflict;
        }
    }
    resolved = std::move(result);
    return DerivationConflict::kNone;
}

}  // namespace wbemcheck::mock
