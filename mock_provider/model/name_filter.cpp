#include "mock_provider/model/name_filter.h"

namespace wbemcheck::mock {

namespace {

constexpr LONG kMember = WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_REFS_ONLY;
constexpr LONG kKnown =
    WBEM_MASK_PRIMARY_CONDITION | kMember | WBEM_MASK_CONDITION_ORIGIN | WBEM_MASK_CLASS_CONDITION;

bool has_origin(LONG origin, bool is_introduced_here) noexcept {
    switch (origin) {
        case WBEM_FLAG_LOCAL_ONLY:
            return is_introduced_here;
        case WBEM_FLAG_PROPAGATED_ONLY:
            return !is_introduced_here;
        case WBEM_FLAG_SYSTEM_ONLY:
            return false;
        default:
            return true;
    }
}

}  // namespace

bool is_introduced(const ClassDefinition& definition, const Property& property) noexcept {
    return property.is_local &&
           (definition.superclass() == nullptr || !definition.superclass()->find_property(property.name));
}

bool are_name_flags_valid(LONG flags, bool is_class) noexcept {
    const LONG origin = flags & WBEM_MASK_CONDITION_ORIGIN;
    const LONG class_condition = flags & WBEM_MASK_CLASS_CONDITION;
    const bool is_origin = origin <= WBEM_FLAG_NONSYSTEM_ONLY || origin == WBEM_MASK_CONDITION_ORIGIN;
    return (flags & ~kKnown) == 0 && (flags & kMember) != kMember && is_origin &&
           class_condition != WBEM_MASK_CLASS_CONDITION && (class_condition == 0 || is_class);
}

bool NameFilter::selects_system_properties() const noexcept {
    const LONG origin = flags & WBEM_MASK_CONDITION_ORIGIN;
    const LONG condition = flags & WBEM_MASK_PRIMARY_CONDITION;
    // They have no qualifiers, are no keys and no references.
    return (origin == 0 || origin == WBEM_FLAG_SYSTEM_ONLY || origin == WBEM_MASK_CONDITION_ORIGIN) &&
           (flags & (kMember | WBEM_MASK_CLASS_CONDITION)) == 0 &&
           (condition == WBEM_FLAG_ALWAYS || condition == WBEM_FLAG_ONLY_IF_FALSE);
}

bool NameFilter::selects(const ClassDefinition& definition, const Property& property,
                         const QualifierList& qualifiers) const {
    const bool is_introduced_here = is_introduced(definition, property);
    const bool is_local = counts_overrides_as_local ? property.is_local : is_introduced_here;
    if (!has_origin(flags & WBEM_MASK_CONDITION_ORIGIN, is_local)) {
        return false;
    }
    if ((flags & WBEM_FLAG_KEYS_ONLY) != 0 && !property.is_key()) {
        return false;
    }
    if ((flags & WBEM_FLAG_REFS_ONLY) != 0 && property.type.base != CimType::kReference) {
        return false;
    }
    if ((flags & WBEM_FLAG_CLASS_OVERRIDES_ONLY) != 0 && (!property.is_local || is_introduced_here)) {
        return false;
    }
    if ((flags & WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES) != 0 && !property.is_local) {
        return false;
    }
    const Qualifier* const qualifier = qualifiers.find(qualifier_name);
    switch (flags & WBEM_MASK_PRIMARY_CONDITION) {
        case WBEM_FLAG_ONLY_IF_TRUE:
            return qualifier != nullptr;
        case WBEM_FLAG_ONLY_IF_FALSE:
            return qualifier == nullptr;
        case WBEM_FLAG_ONLY_IF_IDENTICAL:
            return qualifier != nullptr && qualifier->value == qualifier_value;
        default:
            return true;
    }
}

}  // namespace wbemcheck::mock
