#include "harness/com/variant.h"

#include <gtest/gtest.h>

#include <limits>

#include "harness/com/safe_array.h"
#include "tests/unit/com/result_is.h"
#include "tests/unit/com/sample_object.h"

namespace wbemcheck::com {
namespace {

static_assert(!std::is_copy_constructible_v<variant>);

TEST(VariantInit, MakesItEmpty) {
    VARIANT value;
    VariantInit(&value);
    EXPECT_EQ(value.vt, VT_EMPTY);
}

TEST(VariantClear, ReleasesTheObject) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    variant value = make_variant(object.as<IUnknown>());
    EXPECT_EQ(object->count(), 2U);
    EXPECT_THAT(VariantClear(value.get()), ResultIs(S_OK));
    EXPECT_EQ(object->count(), 1U);
    EXPECT_EQ(value.type(), VT_EMPTY);
}

TEST(VariantClear, LeavesWhatIsOnlyReferredTo) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    IUnknown* pointer = static_cast<IWbemObjectSinkEx*>(object.get());
    VARIANT value;
    VariantInit(&value);
    value.vt = static_cast<VARTYPE>(VT_BYREF | VT_UNKNOWN);
    value.ppunkVal = &pointer;
    EXPECT_THAT(VariantClear(&value), ResultIs(S_OK));
    EXPECT_EQ(value.vt, VT_EMPTY);
    EXPECT_EQ(object->count(), 1U);
}

TEST(VariantClear, AcceptsNullContent) {
    for (const VARTYPE type : {VARTYPE{VT_BSTR}, VARTYPE{VT_UNKNOWN}, VARTYPE{VT_NULL}, VARTYPE{VT_EMPTY}}) {
        VARIANT value;
        VariantInit(&value);
        value.vt = type;
        EXPECT_THAT(VariantClear(&value), ResultIs(S_OK)) << type;
        EXPECT_EQ(value.vt, VT_EMPTY);
    }
}

TEST(VariantClear, RefusesATypeThatCannotBe) {
    VARIANT value;
    VariantInit(&value);
    value.vt = 0x0FFE;
    EXPECT_THAT(VariantClear(&value), ResultIs(DISP_E_BADVARTYPE));
    EXPECT_EQ(value.vt, 0x0FFE);
}

TEST(VariantCopy, GivesTheCopyAStringOfItsOwn) {
    variant source = make_variant("text");
    variant copy = make_variant("old");
    EXPECT_THAT(VariantCopy(copy.get(), source.get()), ResultIs(S_OK));
    EXPECT_NE(copy->bstrVal, source->bstrVal);
    source.reset();
    EXPECT_EQ(copy.type(), VT_BSTR);
    EXPECT_EQ(to_utf8(copy->bstrVal), "text");
}

TEST(VariantCopy, CountsTheObject) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    const variant source = make_variant(object.as<IUnknown>());
    {
        const variant copy = variant::copy_of(*source.get());
        EXPECT_EQ(copy->punkVal, source->punkVal);
        EXPECT_EQ(object->count(), 3U);
    }
    EXPECT_EQ(object->count(), 2U);
}

TEST(VariantCopy, DuplicatesTheArray) {
    const std::vector<std::string> texts{"a", "b"};
    const variant source = make_variant(make_string_array(texts));
    const variant copy = variant::copy_of(*source.get());
    EXPECT_NE(copy->parray, source->parray);
    EXPECT_EQ(to_strings(copy->parray), texts);
}

TEST(VariantCopy, ToItselfChangesNothing) {
    variant value = make_variant("text");
    EXPECT_THAT(VariantCopy(value.get(), value.get()), ResultIs(S_OK));
    EXPECT_EQ(to_utf8(value->bstrVal), "text");
}

TEST(VariantOwner, MovesAndHandsOver) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    variant value = make_variant(object.as<IUnknown>());
    variant moved = std::move(value);
    EXPECT_EQ(value.type(), VT_EMPTY);
    EXPECT_EQ(object->count(), 2U);
    value = std::move(moved);
    variant& alias = value;
    value = std::move(alias);
    EXPECT_EQ(value.type(), VT_UNKNOWN) << "survives assignment to itself";
    {
        const variant adopted = variant::adopt(value.detach());
        EXPECT_EQ(value.type(), VT_EMPTY);
        EXPECT_EQ(object->count(), 2U);
    }
    EXPECT_EQ(object->count(), 1U);
}

TEST(VariantOwner, PutClearsFirst) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    variant value = make_variant(object.as<IUnknown>());
    EXPECT_EQ(value.put()->vt, VT_EMPTY);
    EXPECT_EQ(object->count(), 1U);
}

TEST(MakeVariant, ChoosesTheTypeThatWmiUses) {
    EXPECT_EQ(make_variant(true).type(), VT_BOOL);
    EXPECT_EQ(make_variant(true)->boolVal, -1);
    EXPECT_EQ(make_variant(false)->boolVal, 0);
    EXPECT_EQ(make_variant(std::uint8_t{200}).type(), VT_UI1);
    EXPECT_EQ(make_variant(std::int16_t{-5}).type(), VT_I2);
    EXPECT_EQ(make_variant(std::int32_t{-70000}).type(), VT_I4);
    EXPECT_EQ(make_variant(std::int32_t{-70000})->lVal, -70000);
    EXPECT_EQ(make_variant(LONG{7})->lVal, 7);
    EXPECT_EQ(make_variant(1.5F).type(), VT_R4);
    EXPECT_EQ(make_variant(2.5).type(), VT_R8);
    EXPECT_EQ(make_variant(2.5)->dblVal, 2.5);
    EXPECT_EQ(make_variant("a literal is text").type(), VT_BSTR);
    EXPECT_EQ(make_variant(std::string_view("v")).type(), VT_BSTR);
    EXPECT_EQ(make_variant(com_ptr<IUnknown>()).type(), VT_UNKNOWN);
    EXPECT_EQ(make_null_variant().type(), VT_NULL);
    EXPECT_EQ(variant().type(), VT_EMPTY);
}

TEST(MakeVariant, OfAnArrayCarriesTheTypeOfItsElements) {
    EXPECT_EQ(make_variant(make_safe_array(VT_I4, 3)).type(), VT_ARRAY | VT_I4);
    EXPECT_EQ(make_variant(unique_safe_array()).type(), VT_NULL);
}

}  // namespace
}  // namespace wbemcheck::com
