// Class objects to try things on, and short ways to call them.
#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/safe_array.h"
#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/variant_value.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::mock {

using com::com_ptr;
using com::ResultIs;

inline com::OleString wide(std::string_view text) { return com::to_utf16(text); }

// A class as the store has it: decorated.
inline std::shared_ptr<const ClassDefinition> stored(const ClassBuilder& builder) {
    ClassData data = builder.build()->data();
    data.decoration = std::make_shared<const Decoration>(Decoration{"SERVER", "root\\mock"});
    return make_class(std::move(data));
}

// Base: key Id, Count = 7, Ratio, Tags, Twin (reference), method Add, and qualifiers that spread and that do
// not.
inline std::shared_ptr<const ClassDefinition> base_class() {
    return stored(
        ClassBuilder("Base")
            .qualifier("Description", Value::string("a base"), {.to_subclass = true})
            .qualifier("Shown", Value::sint32(1), {.to_instance = true})
            .key("Id", CimType::kString)
            .property("Count", CimType::kUint32, Value::uint32(7),
                      {{"Units", Value::string("pieces"), {.to_instance = true, .to_subclass = true}},
                       {"Fixed", Value::sint32(1), {.to_subclass = true, .is_final = true}}})
            .property("Ratio", CimType::kReal64)
            .property("Tags", array_of(CimType::kString))
            .reference("Twin", "Base")
            .method(MethodBuilder("Add", CimType::kUint32)
                        .qualifier("implemented")
                        .in("A", scalar(CimType::kSint32))
                        .out("Sum", scalar(CimType::kSint32)))
            .method(MethodBuilder("Reset")));
}

// Derived: overrides Count, adds Extra and the method Own.
inline std::shared_ptr<const ClassDefinition> derived_class() {
    return stored(ClassBuilder("Derived", base_class())
                      .property("Count", CimType::kUint32, Value::uint32(8))
                      .property("Extra", CimType::kBoolean)
                      .method(MethodBuilder("Own")));
}

inline std::vector<std::string> names_of(IWbemClassObject& object, LONG flags) {
    com::unique_safe_array names;
    EXPECT_THAT(object.GetNames(nullptr, flags, nullptr, names.put()), ResultIs(WBEM_S_NO_ERROR));
    return com::to_strings(names.get());
}

// The value as our own model sees it; fails the test when it is not there.
inline Value value_of(IWbemClassObject& object, std::string_view name) {
    com::variant variant;
    CIMTYPE type = CIM_EMPTY;
    EXPECT_THAT(object.Get(wide(name).c_str(), 0, variant.put(), &type, nullptr), ResultIs(WBEM_S_NO_ERROR))
        << name;
    Value value;
    EXPECT_THAT(value_from_variant(*variant.get(), type_from_cim(type).value(), value),
                ResultIs(WBEM_S_NO_ERROR));
    return value;
}

inline HRESULT put(IWbemClassObject& object, std::string_view name, const Value& value,
                   CIMTYPE type = CIM_EMPTY) {
    com::variant variant = make_variant_of(value);
    return object.Put(wide(name).c_str(), 0, variant.get(), type);
}

inline std::string text_of_bstr(const com::unique_bstr& text) { return com::to_utf8(text.get()); }

// A VARIANT that a failing call must not leave as it was: clearing it would free a pointer that nobody owns.
inline VARIANT garbage_variant() noexcept {
    VARIANT variant;
    VariantInit(&variant);
    variant.vt = VT_BSTR;
    variant.bstrVal = reinterpret_cast<BSTR>(std::uintptr_t{0x10});
    return variant;
}

// A pointer that a failing call must set to NULL.
template <class Interface>
Interface* garbage_pointer() noexcept {
    return reinterpret_cast<Interface*>(std::uintptr_t{0x10});
}

}  // namespace wbemcheck::mock
