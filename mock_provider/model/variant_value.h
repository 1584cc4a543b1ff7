// Values to and from VARIANT, in the forms that WMI uses: 64-bit integers, datetimes and references travel as
// BSTR, uint32 as VT_I4, uint16 as VT_I4, sint8 as VT_I2, uint8 as VT_UI1, char16 as VT_I2, objects as
// VT_UNKNOWN, arrays as SAFEARRAYs of these, null as VT_NULL.
#pragma once

#include <optional>

#include "harness/com/variant.h"
#include "harness/com/wbem.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

// The VARTYPE in which a value of this type travels, VT_ARRAY included.
[[nodiscard]] VARTYPE variant_type(Type type) noexcept;

// CIMTYPE with CIM_FLAG_ARRAY. Empty when `cim_type` is none.
[[nodiscard]] CIMTYPE cim_type_of(Type type) noexcept;
[[nodiscard]] std::optional<Type> type_from_cim(CIMTYPE cim_type) noexcept;

// Throws std::bad_alloc.
[[nodiscard]] com::variant make_variant_of(const Value& value);

// For [out] parameters. `variant` is overwritten, not cleared; on failure it is VT_EMPTY.
// WBEM_E_OUT_OF_MEMORY.
[[nodiscard]] HRESULT value_to_variant(const Value& value, VARIANT& variant) noexcept;

// What Put accepts for a property of `type`: the form above or one that converts without loss. VT_NULL gives
// null. WBEM_E_TYPE_MISMATCH, WBEM_E_VALUE_OUT_OF_RANGE. `variant` stays the caller's.
[[nodiscard]] HRESULT value_from_variant(const VARIANT& variant, Type type, Value& value);

// With the type that the VARIANT itself suggests (VT_I4 is sint32, VT_BSTR is string): for qualifiers,
// context values, and Put of a new property without a type. VT_NULL gives a null without a type.
// WBEM_E_TYPE_MISMATCH for what is no CIM value: VT_EMPTY, VT_DATE, arrays of more than one dimension,
// references to a value.
[[nodiscard]] HRESULT value_from_variant(const VARIANT& variant, Value& value);

// As IWbemClassObject::Put takes it: what can be converted without loss is; what cannot, by the coercion of
// Automation (VariantChangeType) to the type in which the property travels, so 1.5 becomes 2 and "yes"
// nothing. By the page of Put a uint32 takes no VT_I2 and an array of uint32 no array of VT_R8, and an array
// without elements may be one of VT_VARIANT. WBEM_E_TYPE_MISMATCH, WBEM_E_VALUE_OUT_OF_RANGE.
[[nodiscard]] HRESULT coerced_value(const VARIANT& variant, Type type, Value& value);

}  // namespace wbemcheck::mock
