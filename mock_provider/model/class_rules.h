// What a class must keep to be stored: the checks behind PutClass.
#pragma once

#include <memory>
#include <string_view>

#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"

namespace wbemcheck::mock {

// ARG-15. What a client may call a class; S_OK or the error code.
[[nodiscard]] HRESULT check_class_name(std::string_view name) noexcept;

[[nodiscard]] bool can_be_key(Type type) noexcept;

// DMTF lets an abstract class derive from one that is not (DSP0004 asks only that it has no
// instances); WMI has WBEM_E_CANNOT_BE_ABSTRACT for it.
enum class AbstractRule { kWmi, kDmtf };

// Whether a resolved class makes sense by itself: keys, singleton, abstract.
[[nodiscard]] HRESULT check_class(const ClassDefinition& definition,
                                  AbstractRule rule = AbstractRule::kWmi) noexcept;

// The code for a class that does not fit its superclass, and for a subclass that does not fit a changed one.
[[nodiscard]] HRESULT result_of_put(DerivationConflict conflict) noexcept;
[[nodiscard]] HRESULT result_of_update(DerivationConflict conflict) noexcept;

// False when only qualifiers that change no behaviour differ (Description, for one): such an update is always
// allowed.
[[nodiscard]] bool is_important_change(const ClassDefinition& before, const ClassDefinition& after);

}  // namespace wbemcheck::mock
