#include "harness/com/safe_array.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/com/result_is.h"
#include "tests/unit/com/sample_object.h"

namespace wbemcheck::com {
namespace {

SAFEARRAY* raw_vector(VARTYPE type, LONG lower, ULONG count) {
    return SafeArrayCreateVector(type, lower, count);
}

TEST(SafeArrayCreateVector, DescribesItself) {
    const unique_safe_array array(raw_vector(VT_I4, 5, 3));
    ASSERT_TRUE(array);
    EXPECT_EQ(SafeArrayGetDim(array.get()), 1U);
    EXPECT_EQ(SafeArrayGetElemsize(array.get()), 4U);
    LONG bound = 0;
    EXPECT_THAT(SafeArrayGetLBound(array.get(), 1, &bound), ResultIs(S_OK));
    EXPECT_EQ(bound, 5);
    EXPECT_THAT(SafeArrayGetUBound(array.get(), 1, &bound), ResultIs(S_OK));
    EXPECT_EQ(bound, 7);
    VARTYPE type = VT_EMPTY;
    EXPECT_THAT(SafeArrayGetVartype(array.get(), &type), ResultIs(S_OK));
    EXPECT_EQ(type, VT_I4);
    EXPECT_EQ(element_count(array.get()), 3U);
}

TEST(SafeArrayCreateVector, KnowsTheSizeOfEveryType) {
    const std::pair<VARTYPE, UINT> sizes[] = {
        {VT_I1, 1},
        {VT_UI1, 1},
        {VT_I2, 2},
        {VT_UI2, 2},
        {VT_BOOL, 2},
        {VT_I4, 4},
        {VT_UI4, 4},
        {VT_INT, 4},
        {VT_R4, 4},
        {VT_R8, 8},
        {VT_I8, 8},
        {VT_UI8, 8},
        {VT_DATE, 8},
        {VT_ERROR, 4},
        {VT_BSTR, sizeof(void*)},
        {VT_UNKNOWN, sizeof(void*)},
        {VT_VARIANT, sizeof(VARIANT)},
    };
    for (const auto& [type, size] : sizes) {
        const unique_safe_array array(raw_vector(type, 0, 2));
        ASSERT_TRUE(array) << type;
        EXPECT_EQ(SafeArrayGetElemsize(array.get()), size) << type;
        VARTYPE stored = VT_EMPTY;
        EXPECT_THAT(SafeArrayGetVartype(array.get(), &stored), ResultIs(S_OK));
        EXPECT_EQ(stored, type);
    }
}

TEST(SafeArrayCreateVector, RefusesWhatCannotBe) {
    EXPECT_EQ(raw_vector(VT_EMPTY, 0, 1), nullptr);
    EXPECT_EQ(raw_vector(VT_NULL, 0, 1), nullptr);
    EXPECT_EQ(raw_vector(static_cast<VARTYPE>(VT_ARRAY | VT_I4), 0, 1), nullptr);
    EXPECT_THROW(static_cast<void>(make_safe_array(VT_EMPTY, 1)), std::bad_alloc);
}

TEST(SafeArrayCreateVector, MayBeEmpty) {
    const unique_safe_array array(raw_vector(VT_BSTR, 0, 0));
    ASSERT_TRUE(array);
    LONG bound = 7;
    EXPECT_THAT(SafeArrayGetUBound(array.get(), 1, &bound), ResultIs(S_OK));
    EXPECT_EQ(bound, -1);
    EXPECT_EQ(element_count(array.get()), 0U);
    LONG index = 0;
    BSTR text = nullptr;
    EXPECT_THAT(SafeArrayGetElement(array.get(), &index, &text), ResultIs(DISP_E_BADINDEX));
}

TEST(SafeArrayElement, IsCopiedInAndOut) {
    const unique_safe_array array(raw_vector(VT_BSTR, 0, 2));
    LONG index = 1;
    {
        const unique_bstr text = make_bstr("mine");
        EXPECT_THAT(SafeArrayPutElement(array.get(), &index, text.get()), ResultIs(S_OK));
    }
    unique_bstr out;
    EXPECT_THAT(SafeArrayGetElement(array.get(), &index, out.put()), ResultIs(S_OK));
    EXPECT_EQ(to_utf8(out.get()), "mine");
    unique_bstr again;
    EXPECT_THAT(SafeArrayGetElement(array.get(), &index, again.put()), ResultIs(S_OK));
    EXPECT_NE(again.get(), out.get()) << "every caller gets a string of its own";
    const unique_bstr other = make_bstr("other");
    EXPECT_THAT(SafeArrayPutElement(array.get(), &index, other.get()), ResultIs(S_OK));
    EXPECT_THAT(SafeArrayGetElement(array.get(), &index, out.put()), ResultIs(S_OK));
    EXPECT_EQ(to_utf8(out.get()), "other");
}

TEST(SafeArrayElement, OutsideTheBoundsIsABadIndex) {
    const unique_safe_array array(raw_vector(VT_I4, -1, 2));
    LONG value = 9;
    for (LONG index : {LONG{-2}, LONG{1}}) {
        EXPECT_THAT(SafeArrayPutElement(array.get(), &index, &value), ResultIs(DISP_E_BADINDEX)) << index;
        EXPECT_THAT(SafeArrayGetElement(array.get(), &index, &value), ResultIs(DISP_E_BADINDEX)) << index;
    }
    for (LONG index : {LONG{-1}, LONG{0}}) {
        EXPECT_THAT(SafeArrayPutElement(array.get(), &index, &value), ResultIs(S_OK)) << index;
    }
}

TEST(SafeArrayElement, CountsObjects) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    IUnknown* const unknown = static_cast<IWbemObjectSinkEx*>(object.get());
    unique_safe_array array(raw_vector(VT_UNKNOWN, 0, 2));
    LONG index = 0;
    EXPECT_THAT(SafeArrayPutElement(array.get(), &index, unknown), ResultIs(S_OK));
    EXPECT_EQ(object->count(), 2U);
    {
        com_ptr<IUnknown> out;
        EXPECT_THAT(SafeArrayGetElement(array.get(), &index, out.put()), ResultIs(S_OK));
        EXPECT_EQ(out.get(), unknown);
        EXPECT_EQ(object->count(), 3U);
    }
    EXPECT_THAT(SafeArrayPutElement(array.get(), &index, unknown), ResultIs(S_OK));
    EXPECT_EQ(object->count(), 2U) << "the element it replaced is released";
    array.reset();
    EXPECT_EQ(object->count(), 1U);
}

TEST(SafeArrayElement, OfVariantsIsDuplicated) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    unique_safe_array array(raw_vector(VT_VARIANT, 0, 1));
    variant value = make_variant(object.as<IUnknown>());
    LONG index = 0;
    EXPECT_THAT(SafeArrayPutElement(array.get(), &index, value.get()), ResultIs(S_OK));
    EXPECT_EQ(object->count(), 3U);
    variant out;
    EXPECT_THAT(SafeArrayGetElement(array.get(), &index, out.put()), ResultIs(S_OK));
    EXPECT_EQ(object->count(), 4U);
    array.reset();
    EXPECT_EQ(object->count(), 3U);
}

TEST(SafeArrayCopy, OwnsElementsOfItsOwn) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    const unique_safe_array array(raw_vector(VT_UNKNOWN, 3, 2));
    LONG index = 4;
    EXPECT_THAT(SafeArrayPutElement(array.get(), &index, static_cast<IWbemObjectSinkEx*>(object.get())),
                ResultIs(S_OK));
    unique_safe_array copy;
    EXPECT_THAT(SafeArrayCopy(array.get(), copy.put()), ResultIs(S_OK));
    ASSERT_TRUE(copy);
    EXPECT_EQ(object->count(), 3U);
    LONG bound = 0;
    EXPECT_THAT(SafeArrayGetLBound(copy.get(), 1, &bound), ResultIs(S_OK));
    EXPECT_EQ(bound, 3);
    copy.reset();
    EXPECT_EQ(object->count(), 2U);
}

TEST(SafeArrayCopy, OfNothingIsNothing) {
    SAFEARRAY* copy = reinterpret_cast<SAFEARRAY*>(&copy);
    EXPECT_THAT(SafeArrayCopy(nullptr, &copy), ResultIs(S_OK));
    EXPECT_EQ(copy, nullptr);
}

TEST(SafeArrayRedim, FreesWhatFallsOffAndClearsWhatIsNew) {
    unique_safe_array array = make_string_array(std::vector<std::string>{"a", "b", "c"});
    SAFEARRAYBOUND bound{1, 0};
    EXPECT_THAT(SafeArrayRedim(array.get(), &bound), ResultIs(S_OK));
    EXPECT_EQ(to_strings(array.get()), std::vector<std::string>{"a"});
    bound.cElements = 3;
    EXPECT_THAT(SafeArrayRedim(array.get(), &bound), ResultIs(S_OK));
    EXPECT_EQ(to_strings(array.get()), (std::vector<std::string>{"a", "", ""}));
}

TEST(SafeArrayLock, ForbidsDestructionAndResizing) {
    unique_safe_array array(raw_vector(VT_I4, 0, 2));
    void* data = nullptr;
    EXPECT_THAT(SafeArrayAccessData(array.get(), &data), ResultIs(S_OK));
    ASSERT_NE(data, nullptr);
    static_cast<LONG*>(data)[1] = 77;
    SAFEARRAYBOUND bound{5, 0};
    EXPECT_THAT(SafeArrayRedim(array.get(), &bound), ResultIs(DISP_E_ARRAYISLOCKED));
    EXPECT_THAT(SafeArrayDestroy(array.get()), ResultIs(DISP_E_ARRAYISLOCKED));
    VARIANT value;
    VariantInit(&value);
    value.vt = static_cast<VARTYPE>(VT_ARRAY | VT_I4);
    value.parray = array.get();
    EXPECT_THAT(VariantClear(&value), ResultIs(DISP_E_ARRAYISLOCKED));
    EXPECT_THAT(SafeArrayUnaccessData(array.get()), ResultIs(S_OK));
    EXPECT_THAT(SafeArrayUnaccessData(array.get()), ResultIs(E_UNEXPECTED)) << "one lock, one unlock";
    LONG index = 1;
    LONG out = 0;
    EXPECT_THAT(SafeArrayGetElement(array.get(), &index, &out), ResultIs(S_OK));
    EXPECT_EQ(out, 77);
}

TEST(SafeArrayWithTwoDimensions, KeepsElementsApart) {
    SAFEARRAYBOUND bounds[] = {{2, 0}, {3, 10}};  // left: 0..1, right: 10..12
    const unique_safe_array array(SafeArrayCreate(VT_I4, 2, bounds));
    ASSERT_TRUE(array);
    EXPECT_EQ(SafeArrayGetDim(array.get()), 2U);
    LONG bound = 0;
    EXPECT_THAT(SafeArrayGetLBound(array.get(), 2, &bound), ResultIs(S_OK));
    EXPECT_EQ(bound, 10);
    EXPECT_THAT(SafeArrayGetUBound(array.get(), 1, &bound), ResultIs(S_OK));
    EXPECT_EQ(bound, 1);
    EXPECT_THAT(SafeArrayGetUBound(array.get(), 3, &bound), ResultIs(DISP_E_BADINDEX));
    for (LONG left = 0; left < 2; ++left) {
        for (LONG right = 10; right < 13; ++right) {
            LONG indices[] = {left, right};
            LONG value = left * 100 + right;
            EXPECT_THAT(SafeArrayPutElement(array.get(), indices, &value), ResultIs(S_OK));
        }
    }
    void* data = nullptr;
    EXPECT_THAT(SafeArrayAccessData(array.get(), &data), ResultIs(S_OK));
    const LONG* const elements = static_cast<const LONG*>(data);
    EXPECT_EQ(std::vector<LONG>(elements, elements + 6), (std::vector<LONG>{10, 110, 11, 111, 12, 112}))
        << "the leftmost dimension varies fastest";
    EXPECT_THAT(SafeArrayUnaccessData(array.get()), ResultIs(S_OK));
    unique_safe_array copy;
    EXPECT_THAT(SafeArrayCopy(array.get(), copy.put()), ResultIs(S_OK));
    for (LONG left = 0; left < 2; ++left) {
        for (LONG right = 10; right < 13; ++right) {
            LONG indices[] = {left, right};
            LONG value = 0;
            EXPECT_THAT(SafeArrayGetElement(copy.get(), indices, &value), ResultIs(S_OK));
            EXPECT_EQ(value, left * 100 + right);
        }
    }
    LONG outside[] = {0, 13};
    LONG value = 0;
    EXPECT_THAT(SafeArrayGetElement(array.get(), outside, &value), ResultIs(DISP_E_BADINDEX));
}

TEST(SafeArrayWithTwoDimensions, IsResizedAtTheRight) {
    SAFEARRAYBOUND bounds[] = {{2, 0}, {2, 0}};
    const unique_safe_array array(SafeArrayCreate(VT_I4, 2, bounds));
    LONG indices[] = {1, 1};
    LONG value = 11;
    EXPECT_THAT(SafeArrayPutElement(array.get(), indices, &value), ResultIs(S_OK));
    SAFEARRAYBOUND bound{5, 0};
    EXPECT_THAT(SafeArrayRedim(array.get(), &bound), ResultIs(S_OK));
    LONG upper = 0;
    EXPECT_THAT(SafeArrayGetUBound(array.get(), 2, &upper), ResultIs(S_OK));
    EXPECT_EQ(upper, 4);
    value = 0;
    EXPECT_THAT(SafeArrayGetElement(array.get(), indices, &value), ResultIs(S_OK));
    EXPECT_EQ(value, 11);
}

TEST(SafeArrayFunctions, RefuseNull) {
    LONG bound = 0;
    void* data = nullptr;
    VARTYPE type = VT_EMPTY;
    EXPECT_THAT(SafeArrayDestroy(nullptr), ResultIs(S_OK));
    EXPECT_EQ(SafeArrayGetDim(nullptr), 0U);
    EXPECT_THAT(SafeArrayGetLBound(nullptr, 1, &bound), ResultIs(E_INVALIDARG));
    EXPECT_THAT(SafeArrayGetUBound(nullptr, 1, &bound), ResultIs(E_INVALIDARG));
    EXPECT_THAT(SafeArrayAccessData(nullptr, &data), ResultIs(E_INVALIDARG));
    EXPECT_THAT(SafeArrayGetVartype(nullptr, &type), ResultIs(E_INVALIDARG));
    EXPECT_THAT(SafeArrayLock(nullptr), ResultIs(E_INVALIDARG));
}

TEST(StringArray, GoesInAndOut) {
    const std::vector<std::string> texts{"", "one", "\xC3\xA9"};
    const unique_safe_array array = make_string_array(texts);
    EXPECT_EQ(to_strings(array.get()), texts);
    EXPECT_TRUE(to_strings(nullptr).empty());
    EXPECT_TRUE(to_strings(make_string_array({}).get()).empty());
}

TEST(StringArray, IsNotReadFromAnythingElse) {
    const unique_safe_array numbers = make_safe_array(VT_I4, 2);
    try {
        static_cast<void>(to_strings(numbers.get()));
        FAIL() << "numbers were read as strings";
    } catch (const HresultError& error) {
        EXPECT_THAT(error.result(), ResultIs(DISP_E_TYPEMISMATCH));
    }
}

TEST(UniqueSafeArray, MovesAndHandsOver) {
    unique_safe_array array = make_safe_array(VT_I4, 1);
    SAFEARRAY* const raw = array.get();
    unique_safe_array moved = std::move(array);
    EXPECT_FALSE(array);
    array = std::move(moved);
    unique_safe_array& alias = array;
    array = std::move(alias);
    EXPECT_EQ(array.get(), raw) << "survives assignment to itself";
    const unique_safe_array owner(array.detach());
    EXPECT_FALSE(array);
    EXPECT_EQ(owner.get(), raw);
}

}  // namespace
}  // namespace wbemcheck::com
