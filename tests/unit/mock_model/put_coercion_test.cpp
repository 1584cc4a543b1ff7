// IWbemClassObject::Put: every CIM type by every type of VARIANT.
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/mock_model/object_fixture.h"

namespace wbemcheck::mock {
namespace {

constexpr HRESULT kGood = WBEM_S_NO_ERROR;
constexpr HRESULT kMismatch = WBEM_E_TYPE_MISMATCH;
constexpr HRESULT kRange = WBEM_E_VALUE_OUT_OF_RANGE;

// One property of each type: S8, U8, ..., Text, When, Twin, Part, and the arrays U8s, U32s, Texts, Reals.
com_ptr<IWbemClassObject> object_of_all_types() {
    return make_instance_object(make_instance(stored(ClassBuilder("All")
                                                         .property("S8", CimType::kSint8)
                                                         .property("U8", CimType::kUint8)
                                                         .property("S16", CimType::kSint16)
                                                         .property("U16", CimType::kUint16)
                                                         .property("S32", CimType::kSint32)
                                                         .property("U32", CimType::kUint32)
                                                         .property("S64", CimType::kSint64)
                                                         .property("U64", CimType::kUint64)
                                                         .property("R32", CimType::kReal32)
                                                         .property("R64", CimType::kReal64)
                                                         .property("Flag", CimType::kBoolean)
                                                         .property("Text", CimType::kString)
                                                         .property("When", CimType::kDatetime)
                                                         .property("Unit", CimType::kChar16)
                                                         .property("Part", CimType::kObject)
                                                         .property("U8s", array_of(CimType::kUint8))
                                                         .property("U32s", array_of(CimType::kUint32))
                                                         .property("Texts", array_of(CimType::kString))
                                                         .property("Reals", array_of(CimType::kReal64))
                                                         .reference("Twin", "All"))));
}

VARIANT raw(VARTYPE type, LONGLONG bits) {
    VARIANT variant;
    VariantInit(&variant);
    variant.vt = type;
    variant.llVal = bits;
    return variant;
}

HRESULT put_raw(IWbemClassObject& object, std::string_view name, VARIANT variant) {
    return object.Put(wide(name).c_str(), 0, &variant, 0);
}

HRESULT put_variant(IWbemClassObject& object, std::string_view name, com::variant variant) {
    return object.Put(wide(name).c_str(), 0, variant.get(), 0);
}

const std::vector<std::string> kIntegers = {"S8", "U8", "S16", "U16", "S32", "U32", "S64", "U64"};

// What a property then travels as, by the table of the SDK of CIM types and VARIANT types.
TEST(PutCoercion, KeepsTheTypeInWhichThePropertyTravels) {
    const std::map<std::string, VARTYPE> travels = {
        {"S8", VT_I2},     {"U8", VT_UI1},    {"S16", VT_I2},   {"U16", VT_I4}, {"S32", VT_I4},
        {"U32", VT_I4},    {"S64", VT_BSTR},  {"U64", VT_BSTR}, {"R32", VT_R4}, {"R64", VT_R8},
        {"Flag", VT_BOOL}, {"Text", VT_BSTR}, {"Unit", VT_I2}};
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    for (const auto& [name, type] : travels) {
        ASSERT_THAT(put_variant(*object, name, com::make_variant("1")), ResultIs(kGood)) << name;
        com::variant value;
        ASSERT_THAT(object->Get(wide(name).c_str(), 0, value.put(), nullptr, nullptr), ResultIs(kGood));
        EXPECT_EQ(value.type(), type) << name;
    }
}

TEST(PutCoercion, TakesIntegersOfEveryWidthThatHoldTheValue) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    for (const std::string& name : kIntegers) {
        for (const VARTYPE type :
             {VT_I1, VT_UI1, VT_I2, VT_UI2, VT_I4, VT_INT, VT_UI4, VT_UINT, VT_I8, VT_UI8}) {
            const bool is_excepted = name == "U32" && type == VT_I2;  // the page of Put
            EXPECT_THAT(put_raw(*object, name, raw(type, 100)), ResultIs(is_excepted ? kMismatch : kGood))
                << name << " by " << type;
            EXPECT_EQ(value_text(value_of(*object, name)), "100") << name << " by " << type;
        }
    }
}

TEST(PutCoercion, RefusesIntegersThatDoNotFit) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    EXPECT_THAT(put_raw(*object, "S8", raw(VT_I2, 128)), ResultIs(kRange));
    EXPECT_THAT(put_raw(*object, "S8", raw(VT_I2, -129)), ResultIs(kRange));
    EXPECT_THAT(put_raw(*object, "U8", raw(VT_I4, 256)), ResultIs(kRange));
    EXPECT_THAT(put_raw(*object, "U8", raw(VT_I4, -1)), ResultIs(kRange));
    EXPECT_THAT(put_raw(*object, "U16", raw(VT_I4, 65536)), ResultIs(kRange));
    EXPECT_THAT(put_raw(*object, "S32", raw(VT_UI4, 0x80000000)), ResultIs(kRange));
    EXPECT_THAT(put_raw(*object, "U64", raw(VT_I4, -1)), ResultIs(kRange));
    EXPECT_THAT(put_variant(*object, "S64", com::make_variant("9223372036854775808")), ResultIs(kRange));
    EXPECT_THAT(put_variant(*object, "R32", com::make_variant(1e300)), ResultIs(kRange));
}

// A uint32 travels as VT_I4 and a char16 as VT_I2: the sign is the highest bit of the value.
TEST(PutCoercion, ReadsTheSignOfTypesThatTravelSigned) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    EXPECT_THAT(put_raw(*object, "U32", raw(VT_I4, -1)), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "U32"), Value::uint32(0xFFFFFFFF));
    EXPECT_THAT(put_raw(*object, "Unit", raw(VT_I2, -1)), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "Unit"), Value::char16(0xFFFF));
}

TEST(PutCoercion, ReadsIntegersOfSixtyFourBitsFromDecimalText) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    EXPECT_THAT(put_variant(*object, "U64", com::make_variant("18446744073709551615")), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "U64"), Value::uint64(std::numeric_limits<std::uint64_t>::max()));
    EXPECT_THAT(put_variant(*object, "S64", com::make_variant("-9223372036854775808")), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "S64"), Value::sint64(std::numeric_limits<std::int64_t>::min()));
    for (const char* const bad : {"0x10", "ten", "", "1 2"}) {
        EXPECT_THAT(put_variant(*object, "U64", com::make_variant(bad)), ResultIs(kMismatch)) << bad;
    }
}

// What Automation does where exact conversion has no answer: VariantChangeType.
TEST(PutCoercion, RoundsRealsToTheNearestEvenInteger) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    for (const char* const name : {"U8", "S16", "U16", "S32", "U32"}) {
        EXPECT_THAT(put_variant(*object, name, com::make_variant(2.5)), ResultIs(kGood)) << name;
        EXPECT_EQ(value_text(value_of(*object, name)), "2") << name;
        EXPECT_THAT(put_variant(*object, name, com::make_variant(3.5F)), ResultIs(kGood)) << name;
        EXPECT_EQ(value_text(value_of(*object, name)), "4") << name;
    }
    EXPECT_THAT(put_variant(*object, "U8", com::make_variant(255.5)), ResultIs(kRange));
    EXPECT_THAT(put_variant(*object, "S64", com::make_variant(2.5)), ResultIs(kMismatch))
        << "travels as text";
}

TEST(PutCoercion, TurnsBooleansIntoMinusOneAndBack) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    EXPECT_THAT(put_variant(*object, "S16", com::make_variant(true)), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "S16"), Value::sint16(-1));
    EXPECT_THAT(put_variant(*object, "R64", com::make_variant(true)), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "R64"), Value::real64(-1));
    EXPECT_THAT(put_variant(*object, "U16", com::make_variant(true)), ResultIs(kRange)) << "-1 is none";
    EXPECT_THAT(put_variant(*object, "Flag", com::make_variant(LONG{5})), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "Flag"), Value::boolean(true));
    EXPECT_THAT(put_variant(*object, "Flag", com::make_variant("false")), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "Flag"), Value::boolean(false));
    EXPECT_THAT(put_variant(*object, "Flag", com::make_variant("maybe")), ResultIs(kMismatch));
}

TEST(PutCoercion, WritesNumbersAsText) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    EXPECT_THAT(put_variant(*object, "Text", com::make_variant(LONG{-5})), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "Text"), Value::string("-5"));
    EXPECT_THAT(put_variant(*object, "Text", com::make_variant(1.5)), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "Text"), Value::string("1.5"));
}

TEST(PutCoercion, TakesNoNumberForADatetimeAReferenceOrAnObject) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    for (const char* const name : {"When", "Twin", "Part"}) {
        EXPECT_THAT(put_variant(*object, name, com::make_variant(LONG{5})), ResultIs(kMismatch)) << name;
    }
    EXPECT_THAT(put_variant(*object, "When", com::make_variant("yesterday")), ResultIs(kMismatch));
    EXPECT_THAT(put_variant(*object, "When", com::make_variant("20240101120000.000000+000")),
                ResultIs(kGood));
    EXPECT_THAT(put_variant(*object, "Twin", com::make_variant("All.K=1")), ResultIs(kGood));
    EXPECT_THAT(put_variant(*object, "Part", com::make_variant("All")), ResultIs(kMismatch));
    EXPECT_THAT(put_variant(*object, "Part", com::make_variant(object.as<IUnknown>())), ResultIs(kGood));
    for (const char* const name : {"U8", "Text", "Flag"}) {
        EXPECT_THAT(put_variant(*object, name, com::make_variant(object.as<IUnknown>())), ResultIs(kMismatch))
            << name;
    }
}

// VT_EMPTY is no value: VT_NULL is the null of a property.
TEST(PutCoercion, TakesNullForEveryTypeAndEmptyForNone) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    for (const std::string& name : names_of(*object, WBEM_FLAG_NONSYSTEM_ONLY)) {
        EXPECT_THAT(put_variant(*object, name, com::make_null_variant()), ResultIs(kGood)) << name;
        EXPECT_TRUE(value_of(*object, name).is_null()) << name;
        for (const VARTYPE type : {VT_EMPTY, VT_ERROR, VT_DATE, VT_CY}) {
            EXPECT_THAT(put_raw(*object, name, raw(type, 0)), ResultIs(kMismatch)) << name << " by " << type;
        }
    }
}

TEST(PutCoercion, TakesArraysForArraysOnly) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    EXPECT_THAT(put(*object, "U8s", Value::array(CimType::kSint32, {Value::sint32(200)})), ResultIs(kGood));
    EXPECT_EQ(value_of(*object, "U8s"), Value::array(CimType::kUint8, {Value::uint8(200)}));
    EXPECT_THAT(put(*object, "U8s", Value::array(CimType::kSint32, {Value::sint32(300)})), ResultIs(kRange));
    EXPECT_THAT(put(*object, "Reals", Value::array(CimType::kSint32, {Value::sint32(2)})), ResultIs(kGood));
    EXPECT_THAT(put(*object, "U8s", Value::strings({"many"})), ResultIs(kMismatch));
    EXPECT_THAT(put(*object, "U8s", Value::uint8(1)), ResultIs(kMismatch));
    EXPECT_THAT(put(*object, "U8", Value::array(CimType::kUint8, {Value::uint8(1)})), ResultIs(kMismatch));
    EXPECT_THAT(put(*object, "U32s", Value::array(CimType::kReal64, {Value::real64(1)})), ResultIs(kMismatch))
        << "the page of Put";
    EXPECT_THAT(put(*object, "U32", Value::real64(1)), ResultIs(kGood)) << "the same page";
}

// "You do not need to specify the exact VT type": VT_ARRAY | VT_VARIANT without elements.
TEST(PutCoercion, TakesAnArrayOfVariantsWithoutElementsForAnyArray) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    for (const char* const name : {"U8s", "U32s", "Texts", "Reals"}) {
        EXPECT_THAT(put_variant(*object, name, com::make_variant(com::make_safe_array(VT_VARIANT, 0))),
                    ResultIs(kGood))
            << name;
        EXPECT_TRUE(value_of(*object, name).as_array().empty()) << name;
        EXPECT_THAT(put_variant(*object, name, com::make_variant(com::make_safe_array(VT_VARIANT, 1))),
                    ResultIs(kMismatch))
            << name;
    }
    EXPECT_THAT(put_variant(*object, "Text", com::make_variant(com::make_safe_array(VT_VARIANT, 0))),
                ResultIs(kMismatch));
}

TEST(PutCoercion, TakesTheTypeOfThePropertyOrNone) {
    const com_ptr<IWbemClassObject> object = object_of_all_types();
    com::variant text = com::make_variant("1033");
    EXPECT_THAT(object->Put(OLESTR("U64"), 0, text.get(), CIM_UINT64), ResultIs(kGood))
        << "as the page's example does";
    EXPECT_THAT(object->Put(OLESTR("U64"), 0, text.get(), CIM_EMPTY), ResultIs(kGood));
    EXPECT_THAT(object->Put(OLESTR("U64"), 0, text.get(), CIM_STRING), ResultIs(kMismatch));
    EXPECT_THAT(object->Put(OLESTR("U64"), 0, nullptr, CIM_STRING), ResultIs(kMismatch));
    EXPECT_THAT(object->Put(OLESTR("Texts"), 0, nullptr, CIM_STRING), ResultIs(kMismatch)) << "not an array";
    EXPECT_EQ(value_of(*object, "U64"), Value::uint64(1033));
}

}  // namespace
}  // namespace wbemcheck::mock
