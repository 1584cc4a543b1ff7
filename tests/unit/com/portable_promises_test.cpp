// What our own BSTR, VARIANT and SAFEARRAY promise beyond the system's.
#include <gtest/gtest.h>

#include <string>

#include "harness/com/safe_array.h"
#include "tests/unit/com/result_is.h"
#include "tests/unit/com/sample_object.h"

namespace wbemcheck::com {
namespace {

VARIANT array_value(SAFEARRAY* array) {
    VARIANT value;
    VariantInit(&value);
    value.vt = static_cast<VARTYPE>(VT_ARRAY | VT_I4);
    value.parray = array;
    return value;
}

TEST(PortableVariant, IsUnchangedWhenItsArrayIsLocked) {
    const unique_safe_array array = make_safe_array(VT_I4, 1);
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    EXPECT_THAT(SafeArrayLock(array.get()), ResultIs(S_OK));
    VARIANT value = array_value(array.get());
    variant source = make_variant(object.as<IUnknown>());
    EXPECT_THAT(VariantClear(&value), ResultIs(DISP_E_ARRAYISLOCKED));
    EXPECT_THAT(VariantCopy(&value, source.get()), ResultIs(DISP_E_ARRAYISLOCKED));
    EXPECT_THAT(VariantChangeType(&value, make_variant("1").get(), 0, VT_I4), ResultIs(DISP_E_ARRAYISLOCKED));
    EXPECT_EQ(value.vt, VT_ARRAY | VT_I4);
    EXPECT_EQ(value.parray, array.get());
    EXPECT_EQ(object->count(), 2U) << "the copy that was not stored is released";
    EXPECT_THAT(SafeArrayUnlock(array.get()), ResultIs(S_OK));
}

TEST(PortableVariant, CopiesFromABadTypeNowhere) {
    variant destination = make_variant("kept");
    VARIANT source;
    VariantInit(&source);
    source.vt = VT_RECORD;
    EXPECT_THAT(VariantCopy(destination.get(), &source), ResultIs(DISP_E_BADVARTYPE));
    source.vt = static_cast<VARTYPE>(VT_VARIANT);
    EXPECT_THAT(VariantCopy(destination.get(), &source), ResultIs(DISP_E_BADVARTYPE));
    EXPECT_EQ(to_utf8(destination->bstrVal), "kept");
}

TEST(PortableVariant, RefusesNull) {
    VARIANT value;
    VariantInit(&value);
    EXPECT_THAT(VariantClear(nullptr), ResultIs(E_INVALIDARG));
    EXPECT_THAT(VariantCopy(nullptr, &value), ResultIs(E_INVALIDARG));
    EXPECT_THAT(VariantCopy(&value, nullptr), ResultIs(E_INVALIDARG));
    EXPECT_THAT(VariantChangeType(&value, nullptr, 0, VT_I4), ResultIs(E_INVALIDARG));
}

TEST(PortableVariant, ReadsNoNumberWithTwoSigns) {
    for (const char* text : {"+-1", "-+1", "- 1", "."}) {
        variant value = make_variant(text);
        EXPECT_THAT(VariantChangeType(value.get(), value.get(), 0, VT_I4), ResultIs(DISP_E_TYPEMISMATCH))
            << text;
        EXPECT_EQ(to_utf8(value->bstrVal), text);
    }
}

TEST(PortableVariant, ConvertsNeitherObjectsNorArraysNorReferences) {
    variant object = make_variant(make_com<SampleObject>().as<IUnknown>());
    EXPECT_THAT(VariantChangeType(object.get(), object.get(), 0, VT_I4), ResultIs(DISP_E_TYPEMISMATCH));
    variant array = make_variant(make_safe_array(VT_I4, 1));
    EXPECT_THAT(VariantChangeType(array.get(), array.get(), 0, VT_BSTR), ResultIs(DISP_E_TYPEMISMATCH));
    LONG number = 5;
    VARIANT reference;
    VariantInit(&reference);
    reference.vt = static_cast<VARTYPE>(VT_BYREF | VT_I4);
    reference.plVal = &number;
    EXPECT_THAT(VariantChangeType(&reference, &reference, 0, VT_I4), ResultIs(DISP_E_TYPEMISMATCH));
}

TEST(PortableSafeArray, RefusesASizeBeyond32Bits) {
    EXPECT_EQ(SafeArrayCreateVector(VT_VARIANT, 0, 0xFFFFFFFFU), nullptr);
    SAFEARRAYBOUND bounds[] = {{0x10000, 0}, {0x10000, 0}};
    EXPECT_EQ(SafeArrayCreate(VT_UI1, 2, bounds), nullptr);
    EXPECT_EQ(SafeArrayCreate(VT_UI1, 0, bounds), nullptr);
    EXPECT_EQ(SafeArrayCreate(VT_UI1, 1, nullptr), nullptr);
    const unique_safe_array array = make_safe_array(VT_I4, 1);
    SAFEARRAYBOUND huge{0xFFFFFFFFU, 0};
    EXPECT_THAT(SafeArrayRedim(array.get(), &huge), ResultIs(E_OUTOFMEMORY));
    EXPECT_EQ(element_count(array.get()), 1U);
}

#ifndef NDEBUG
TEST(PortableBstrDeathTest, ReportsWhatIsNotABstr) {
    alignas(8) OLECHAR memory[16] = {};
    EXPECT_DEATH(SysFreeString(memory + 8), "not a live BSTR");
}
#endif

}  // namespace
}  // namespace wbemcheck::com
