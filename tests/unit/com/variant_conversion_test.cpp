// VariantChangeType for the conversions that WMI needs. Runs against our implementation and against the
// system's.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "harness/com/variant.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::com {
namespace {

variant with_type(VARTYPE type) {
    variant value;
    value.get()->vt = type;
    return value;
}
variant i1(int number) {
    variant value = with_type(VT_I1);
    value.get()->cVal = static_cast<CHAR>(number);
    return value;
}
variant ui2(USHORT number) {
    variant value = with_type(VT_UI2);
    value.get()->uiVal = number;
    return value;
}
variant ui4(ULONG number) {
    variant value = with_type(VT_UI4);
    value.get()->ulVal = number;
    return value;
}
variant i8(LONGLONG number) {
    variant value = with_type(VT_I8);
    value.get()->llVal = number;
    return value;
}
variant ui8(ULONGLONG number) {
    variant value = with_type(VT_UI8);
    value.get()->ullVal = number;
    return value;
}

// The value as text, whatever its type, so that one table can hold all expectations.
std::string show(const VARIANT& value) {
    switch (value.vt) {
        case VT_I1:
            return "i1 " + std::to_string(static_cast<int>(static_cast<signed char>(value.cVal)));
        case VT_I2:
            return "i2 " + std::to_string(value.iVal);
        case VT_I4:
            return "i4 " + std::to_string(value.lVal);
        case VT_I8:
            return "i8 " + std::to_string(value.llVal);
        case VT_UI1:
            return "ui1 " + std::to_string(value.bVal);
        case VT_UI2:
            return "ui2 " + std::to_string(value.uiVal);
        case VT_UI4:
            return "ui4 " + std::to_string(value.ulVal);
        case VT_UI8:
            return "ui8 " + std::to_string(value.ullVal);
        case VT_R4:
            return "r4 " + std::to_string(value.fltVal);
        case VT_R8:
            return "r8 " + std::to_string(value.dblVal);
        case VT_BOOL:
            return "bool " + std::to_string(value.boolVal);
        case VT_BSTR:
            return "'" + to_utf8(value.bstrVal) + "'";
        case VT_EMPTY:
            return "empty";
        case VT_NULL:
            return "null";
        default:
            return "type " + std::to_string(value.vt);
    }
}

std::string converted(variant source, VARTYPE type, USHORT flags = 0) {
    variant result = make_variant("untouched");
    const HRESULT outcome = VariantChangeType(result.get(), source.get(), flags, type);
    if (FAILED(outcome)) {
        EXPECT_EQ(show(*result.get()), "'untouched'") << "a failing conversion leaves the destination";
        return std::string(hresult_name(outcome));
    }
    return show(*result.get());
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(IntegerConversion, KeepsValuesThatFit) {
    EXPECT_EQ(converted(make_variant(LONG{-128}), VT_I1), "i1 -128");
    EXPECT_EQ(converted(i1(-1), VT_I8), "i8 -1");
    EXPECT_EQ(converted(make_variant(LONG{255}), VT_UI1), "ui1 255");
    EXPECT_EQ(converted(ui2(65535), VT_I4), "i4 65535");
    EXPECT_EQ(converted(ui4(4294967295U), VT_I8), "i8 4294967295");
    EXPECT_EQ(converted(i8(-2147483648LL), VT_I4), "i4 -2147483648");
    EXPECT_EQ(converted(ui8(18446744073709551615ULL), VT_UI8), "ui8 18446744073709551615");
    EXPECT_EQ(converted(i8(5), VT_R8), "r8 5.000000");
}

TEST(IntegerConversion, OverflowsWhenTheValueDoesNotFit) {
    EXPECT_EQ(converted(make_variant(LONG{128}), VT_I1), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(make_variant(LONG{256}), VT_UI1), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(make_variant(LONG{-1}), VT_UI8), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(i8(2147483648LL), VT_I4), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(ui4(65536), VT_UI2), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(ui8(18446744073709551615ULL), VT_I4), "DISP_E_OVERFLOW");
}

TEST(IntegerConversion, KeepsTheBitsBetweenTypesOfOneWidth) {
    EXPECT_EQ(converted(make_variant(LONG{-1}), VT_UI4), "ui4 4294967295");
    EXPECT_EQ(converted(ui4(2147483648U), VT_I4), "i4 -2147483648");
    EXPECT_EQ(converted(i8(-1), VT_UI8), "ui8 18446744073709551615");
    EXPECT_EQ(converted(ui8(9223372036854775808ULL), VT_I8), "i8 -9223372036854775808");
    EXPECT_EQ(converted(ui2(65535), VT_I2), "i2 -1");
    EXPECT_EQ(converted(i1(-1), VT_UI1), "ui1 255");
}

TEST(BooleanConversion, IsAllOnesOrNothing) {
    EXPECT_EQ(converted(make_variant(true), VT_I4), "i4 -1");
    EXPECT_EQ(converted(make_variant(true), VT_UI1), "ui1 255");
    EXPECT_EQ(converted(make_variant(true), VT_R8), "r8 -1.000000");
    EXPECT_EQ(converted(make_variant(false), VT_I8), "i8 0");
    EXPECT_EQ(converted(make_variant(LONG{7}), VT_BOOL), "bool -1");
    EXPECT_EQ(converted(ui8(0), VT_BOOL), "bool 0");
    EXPECT_EQ(converted(make_variant(0.25), VT_BOOL), "bool -1");
}

TEST(RealConversion, RoundsHalfToEven) {
    EXPECT_EQ(converted(make_variant(0.5), VT_I4), "i4 0");
    EXPECT_EQ(converted(make_variant(1.5), VT_I4), "i4 2");
    EXPECT_EQ(converted(make_variant(2.5), VT_I4), "i4 2");
    EXPECT_EQ(converted(make_variant(-2.5), VT_I4), "i4 -2");
    EXPECT_EQ(converted(make_variant(-1.5), VT_I2), "i2 -2");
    EXPECT_EQ(converted(make_variant(2.6F), VT_UI1), "ui1 3");
}

TEST(RealConversion, OverflowsWhenTheValueDoesNotFit) {
    EXPECT_EQ(converted(make_variant(2147483648.0), VT_I4), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(make_variant(-1.0), VT_UI1), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(make_variant(1e300), VT_R4), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(make_variant(kInfinity), VT_I4), "DISP_E_OVERFLOW");
}

TEST(TextConversion, WritesNumbers) {
    EXPECT_EQ(converted(make_variant(LONG{-42}), VT_BSTR), "'-42'");
    EXPECT_EQ(converted(ui8(18446744073709551615ULL), VT_BSTR), "'18446744073709551615'");
    EXPECT_EQ(converted(i8(std::numeric_limits<LONGLONG>::min()), VT_BSTR), "'-9223372036854775808'");
    EXPECT_EQ(converted(make_variant(std::uint8_t{7}), VT_BSTR), "'7'");
    EXPECT_EQ(converted(make_variant(1.5), VT_BSTR), "'1.5'");
    EXPECT_EQ(converted(make_variant(0.1), VT_BSTR), "'0.1'");
    EXPECT_EQ(converted(make_variant(0.25F), VT_BSTR), "'0.25'");
    EXPECT_EQ(converted(make_variant(true), VT_BSTR), "'-1'");
    EXPECT_EQ(converted(make_variant(true), VT_BSTR, VARIANT_ALPHABOOL), "'True'");
    EXPECT_EQ(converted(make_variant(false), VT_BSTR, VARIANT_ALPHABOOL), "'False'");
}

TEST(TextConversion, ReadsNumbers) {
    EXPECT_EQ(converted(make_variant("42"), VT_I4), "i4 42");
    EXPECT_EQ(converted(make_variant(" -17 "), VT_I4), "i4 -17");
    EXPECT_EQ(converted(make_variant("+5"), VT_UI1), "ui1 5");
    EXPECT_EQ(converted(make_variant("18446744073709551615"), VT_UI8), "ui8 18446744073709551615");
    EXPECT_EQ(converted(make_variant("-9223372036854775808"), VT_I8), "i8 -9223372036854775808");
    EXPECT_EQ(converted(make_variant("2.5"), VT_I4), "i4 2");
    EXPECT_EQ(converted(make_variant("1.25"), VT_R8), "r8 1.250000");
    EXPECT_EQ(converted(make_variant("1e3"), VT_I4), "i4 1000");
}

TEST(TextConversion, ReadsTruth) {
    EXPECT_EQ(converted(make_variant("True"), VT_BOOL), "bool -1");
    EXPECT_EQ(converted(make_variant("FALSE"), VT_BOOL), "bool 0");
    EXPECT_EQ(converted(make_variant("#TRUE#"), VT_BOOL), "bool -1");
    EXPECT_EQ(converted(make_variant("3"), VT_BOOL), "bool -1");
    EXPECT_EQ(converted(make_variant("0"), VT_BOOL), "bool 0");
    EXPECT_EQ(converted(make_variant("yes"), VT_BOOL), "DISP_E_TYPEMISMATCH");
}

TEST(TextConversion, RefusesWhatIsNoNumber) {
    for (const char* text : {"", "abc", "1x", "--1", "inf", "nan", "1 2"}) {
        EXPECT_EQ(converted(make_variant(text), VT_I4), "DISP_E_TYPEMISMATCH") << text;
    }
    EXPECT_EQ(converted(make_variant("256"), VT_UI1), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(make_variant("99999999999"), VT_I4), "DISP_E_OVERFLOW");
    EXPECT_EQ(converted(make_variant("-1"), VT_UI4), "DISP_E_OVERFLOW");
}

TEST(EmptyConversion, IsNothingOfEveryKind) {
    EXPECT_EQ(converted(variant(), VT_I4), "i4 0");
    EXPECT_EQ(converted(variant(), VT_BOOL), "bool 0");
    EXPECT_EQ(converted(variant(), VT_R8), "r8 0.000000");
    EXPECT_EQ(converted(variant(), VT_BSTR), "''");
}

TEST(NullConversion, IsATypeMismatch) {
    EXPECT_EQ(converted(make_null_variant(), VT_I4), "DISP_E_TYPEMISMATCH");
    EXPECT_EQ(converted(make_null_variant(), VT_BSTR), "DISP_E_TYPEMISMATCH");
    EXPECT_EQ(converted(make_null_variant(), VT_NULL), "null");
}

TEST(Conversion, WorksInPlace) {
    variant value = make_variant("123");
    EXPECT_THAT(VariantChangeType(value.get(), value.get(), 0, VT_I4), ResultIs(S_OK));
    EXPECT_EQ(show(*value.get()), "i4 123");
    EXPECT_THAT(VariantChangeType(value.get(), value.get(), 0, VT_BSTR), ResultIs(S_OK));
    EXPECT_EQ(show(*value.get()), "'123'");
}

TEST(Conversion, ToTheSameTypeCopies) {
    variant source = make_variant("text");
    variant result;
    EXPECT_THAT(VariantChangeType(result.get(), source.get(), 0, VT_BSTR), ResultIs(S_OK));
    EXPECT_NE(result->bstrVal, source->bstrVal);
    EXPECT_EQ(show(*result.get()), "'text'");
}

}  // namespace
}  // namespace wbemcheck::com
