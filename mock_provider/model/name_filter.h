// Which properties GetNames and BeginEnumeration select: the flags of WBEM_CONDITION_FLAG_TYPE.
#pragma once

#include <string>

#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/qualifier.h"

namespace wbemcheck::mock {

struct NameFilter {
    LONG flags = 0;
    std::string qualifier_name;  // for ONLY_IF_TRUE, ONLY_IF_FALSE and ONLY_IF_IDENTICAL
    Value qualifier_value;       // for ONLY_IF_IDENTICAL
    // LOCAL_ONLY of BeginEnumeration: what is defined or modified in the class itself. GetNames has no
    // overrides there: what belongs to the derived-most class.
    bool counts_overrides_as_local = false;

    [[nodiscard]] bool selects_system_properties() const noexcept;
    // `qualifiers` are all that show on the property.
    [[nodiscard]] bool selects(const ClassDefinition& definition, const Property& property,
                               const QualifierList& qualifiers) const;
};

// Whether the flags go together: one of each group at the most, overrides for classes only. All bits of the
// origins at once (WBEM_MASK_CONDITION_ORIGIN) exclude nothing, as on Windows. GetNames passes on what
// qualifier arguments it got; BeginEnumeration takes no primary condition.
[[nodiscard]] bool are_name_flags_valid(LONG flags, bool is_class) noexcept;

// True when the property was introduced by this very class; an override was not.
[[nodiscard]] bool is_introduced(const ClassDefinition& definition, const Property& property) noexcept;

}  // namespace wbemcheck::mock
