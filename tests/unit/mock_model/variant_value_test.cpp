#include "mock_provider/model/variant_value.h"

#include <gtest/gtest.h>

#include <limits>

#include "harness/com/com_object.h"
#include "harness/com/safe_array.h"
#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/instance.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::mock {
namespace {

using com::ResultIs;
using com::variant;

struct TravelCase {
    const char* name;
    Value value;
    VARTYPE travels_as;
};

class Travel : public testing::TestWithParam<TravelCase> {};

TEST_P(Travel, BringsTheValueBackUnchanged) {
    const TravelCase& test = GetParam();
    const variant there = make_variant_of(test.value);
    EXPECT_EQ(there.type(), test.travels_as);
    EXPECT_EQ(variant_type(test.value.type()), test.travels_as);
    Value back;
    ASSERT_THAT(value_from_variant(*there.get(), test.value.type(), back), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(back, test.value);
}

INSTANTIATE_TEST_SUITE_P(
    Values, Travel,
    testing::Values(
        TravelCase{"sint8", Value::sint8(-128), VT_I2}, TravelCase{"uint8", Value::uint8(255), VT_UI1},
        TravelCase{"sint16", Value::sint16(-32768), VT_I2}, TravelCase{"uint16", Value::uint16(65535), VT_I4},
        TravelCase{"sint32", Value::sint32(std::numeric_limits<std::int32_t>::min()), VT_I4},
        TravelCase{"uint32", Value::uint32(std::numeric_limits<std::uint32_t>::max()), VT_I4},
        TravelCase{"sint64", Value::sint64(std::numeric_limits<std::int64_t>::min()), VT_BSTR},
        TravelCase{"uint64", Value::uint64(std::numeric_limits<std::uint64_t>::max()), VT_BSTR},
        TravelCase{"real32", Value::real32(0.1F), VT_R4}, TravelCase{"real64", Value::real64(0.1), VT_R8},
        TravelCase{"boolean", Value::boolean(true), VT_BOOL},
        TravelCase{"char16", Value::char16(0xFFFF), VT_I2},
        TravelCase{"string", Value::string("\xE2\x82\xAC"), VT_BSTR},
        TravelCase{"datetime", Value::datetime("20240101120000.000000+000"), VT_BSTR},
        TravelCase{"reference", Value::reference("A.K=1"), VT_BSTR},
        TravelCase{"strings", Value::strings({"a", "", "c"}), VT_ARRAY | VT_BSTR},
        TravelCase{"no_strings", Value::strings({}), VT_ARRAY | VT_BSTR},
        TravelCase{"uint32s", Value::array(CimType::kUint32, {Value::uint32(0xFFFFFFFF), Value::uint32(1)}),
                   VT_ARRAY | VT_I4},
        TravelCase{"no_uint32s", Value::array(CimType::kUint32, {}), VT_ARRAY | VT_I4},
        TravelCase{"char16s", Value::array(CimType::kChar16, {Value::char16(0x8000)}), VT_ARRAY | VT_I2},
        TravelCase{"uint8s", Value::array(CimType::kUint8, {Value::uint8(200)}), VT_ARRAY | VT_UI1},
        TravelCase{"uint64s", Value::array(CimType::kUint64, {Value::uint64(1ULL << 63)}),
                   VT_ARRAY | VT_BSTR},
        TravelCase{"booleans", Value::array(CimType::kBoolean, {Value::boolean(true), Value::boolean(false)}),
                   VT_ARRAY | VT_BOOL},
        TravelCase{"real64s", Value::array(CimType::kReal64, {Value::real64(1.5)}), VT_ARRAY | VT_R8}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(VariantOfValue, IsNullForNull) {
    EXPECT_EQ(make_variant_of(Value::null({CimType::kUint32, false})).type(), VT_NULL);
    Value back = Value::string("x");
    ASSERT_THAT(value_from_variant(*make_variant_of(Value()).get(), {CimType::kUint32, false}, back),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(back, Value::null({CimType::kUint32, false}));
}

TEST(VariantOfValue, SpellsTrueAsAutomationDoes) {
    EXPECT_EQ(make_variant_of(Value::boolean(true)).get()->boolVal, VARIANT_TRUE);
    EXPECT_EQ(make_variant_of(Value::boolean(false)).get()->boolVal, VARIANT_FALSE);
}

TEST(VariantOfValue, CarriesEmbeddedObjectsThatReadBackAsThemselves) {
    const auto instance =
        make_instance(ClassBuilder("C").property("A", CimType::kUint32).build(), {{"A", Value::uint32(5)}});
    const variant object = make_variant_of(Value::object(instance));
    ASSERT_EQ(object.type(), VT_UNKNOWN);
    Value back;
    ASSERT_THAT(value_from_variant(*object.get(), {CimType::kObject, false}, back),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(back.as_object().instance, instance);

    const variant array = make_variant_of(Value::array(CimType::kObject, {Value::object(instance)}));
    ASSERT_EQ(array.type(), VT_ARRAY | VT_UNKNOWN);
    ASSERT_THAT(value_from_variant(*array.get(), {CimType::kObject, true}, back), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(back.as_array().at(0).as_object().instance, instance);
}

TEST(ValueFromVariant, CopiesAnEmbeddedObjectSoThatLaterChangesDoNotReachIt) {
    const auto instance =
        make_instance(ClassBuilder("C").property("A", CimType::kUint32).build(), {{"A", Value::uint32(5)}});
    const com::com_ptr<IWbemClassObject> object = make_instance_object(instance);
    const variant given = com::make_variant(com::com_ptr<IUnknown>(object));
    Value value;
    ASSERT_THAT(value_from_variant(*given.get(), {CimType::kObject, false}, value),
                ResultIs(WBEM_S_NO_ERROR));
    variant six = com::make_variant(std::int32_t{6});
    ASSERT_THAT(object->Put(OLESTR("A"), 0, six.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(*value.as_object().instance->find("A"), Value::uint32(5));
}

TEST(ValueFromVariant, TakesTheTypeOfTheVariantWhenNobodyAsksForOne) {
    const auto type_of = [](variant given) {
        Value value;
        EXPECT_THAT(value_from_variant(*given.get(), value), ResultIs(WBEM_S_NO_ERROR));
        return value.type();
    };
    EXPECT_EQ(type_of(com::make_variant(std::int32_t{1})), (Type{CimType::kSint32, false}));
    EXPECT_EQ(type_of(com::make_variant(std::uint8_t{1})), (Type{CimType::kUint8, false}));
    EXPECT_EQ(type_of(com::make_variant(1.5)), (Type{CimType::kReal64, false}));
    EXPECT_EQ(type_of(com::make_variant("x")), (Type{CimType::kString, false}));
    EXPECT_EQ(type_of(com::make_variant(true)), (Type{CimType::kBoolean, false}));
    EXPECT_EQ(type_of(com::make_null_variant()), (Type{CimType::kNone, false}));
    EXPECT_EQ(type_of(com::make_variant(com::make_safe_array(VT_BSTR, 0))), (Type{CimType::kString, true}));
}

TEST(ValueFromVariant, ReadsANullStringAsEmptyTextAndANullElementAsNull) {
    VARIANT null_string;
    VariantInit(&null_string);
    null_string.vt = VT_BSTR;
    null_string.bstrVal = nullptr;
    Value value;
    ASSERT_THAT(value_from_variant(null_string, value), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value, Value::string(""));

    const variant array = com::make_variant(com::make_safe_array(VT_BSTR, 1));
    ASSERT_THAT(value_from_variant(*array.get(), value), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(value.as_array().at(0).is_null());
}

TEST(ValueFromVariant, ConvertsWithoutLossOnly) {
    Value value;
    const Type uint8{CimType::kUint8, false};
    EXPECT_THAT(value_from_variant(*com::make_variant(std::int32_t{200}).get(), uint8, value),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value, Value::uint8(200));
    EXPECT_THAT(value_from_variant(*com::make_variant(std::int32_t{256}).get(), uint8, value),
                ResultIs(WBEM_E_VALUE_OUT_OF_RANGE));
    EXPECT_THAT(value_from_variant(*com::make_variant("many").get(), uint8, value),
                ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(
        value_from_variant(*com::make_variant(std::int32_t{-1}).get(), {CimType::kUint64, false}, value),
        ResultIs(WBEM_E_VALUE_OUT_OF_RANGE));
}

TEST(ValueFromVariant, RefusesWhatIsNoCimValue) {
    Value value;
    VARIANT given;
    VariantInit(&given);
    EXPECT_THAT(value_from_variant(given, value), ResultIs(WBEM_E_TYPE_MISMATCH)) << "VT_EMPTY";
    given.vt = VT_DATE;
    EXPECT_THAT(value_from_variant(given, value), ResultIs(WBEM_E_TYPE_MISMATCH)) << "VT_DATE";
    LONG number = 5;
    given.vt = VT_I4 | VT_BYREF;
    given.plVal = &number;
    EXPECT_THAT(value_from_variant(given, value), ResultIs(WBEM_E_TYPE_MISMATCH)) << "VT_BYREF";
    given.vt = VT_ARRAY | VT_I4;
    given.parray = nullptr;
    EXPECT_THAT(value_from_variant(given, value), ResultIs(WBEM_E_TYPE_MISMATCH)) << "an array that is NULL";

    SAFEARRAYBOUND bounds[2] = {{1, 0}, {1, 0}};
    const com::unique_safe_array square(SafeArrayCreate(VT_I4, 2, bounds));
    ASSERT_TRUE(square);
    given.parray = square.get();
    EXPECT_THAT(value_from_variant(given, value), ResultIs(WBEM_E_TYPE_MISMATCH)) << "two dimensions";

    const com::unique_safe_array longs = com::make_safe_array(VT_I4, 1);
    given.vt = VT_ARRAY | VT_BSTR;
    given.parray = longs.get();
    EXPECT_THAT(value_from_variant(given, value), ResultIs(WBEM_E_TYPE_MISMATCH))
        << "elements of another type";
}

TEST(ValueFromVariant, RefusesAnUnknownThatIsNoClassObject) {
    class Stranger final : public com::ComObject<IUnsecuredApartment> {
    public:
        HRESULT STDMETHODCALLTYPE CreateObjectStub(IUnknown*, IUnknown** stub) noexcept override {
            *stub = nullptr;
            return E_NOTIMPL;
        }
    };
    const variant given = com::make_variant(com::com_ptr<IUnknown>(com::make_com<Stranger>()));
    Value value;
    EXPECT_THAT(value_from_variant(*given.get(), value), ResultIs(WBEM_E_TYPE_MISMATCH));
}

TEST(CimTypeNumbers, AreThoseOfTheInterface) {
    EXPECT_EQ(cim_type_of({CimType::kUint64, false}), CIM_UINT64);
    EXPECT_EQ(cim_type_of({CimType::kString, true}), CIM_STRING | CIM_FLAG_ARRAY);
    EXPECT_EQ(type_from_cim(CIM_DATETIME | CIM_FLAG_ARRAY), (Type{CimType::kDatetime, true}));
    for (const CIMTYPE bad : {CIM_EMPTY, CIM_ILLEGAL, CIMTYPE{1}, CIMTYPE{-1}, CIMTYPE{0x10003}}) {
        EXPECT_EQ(type_from_cim(bad), std::nullopt) << bad;
    }
}

}  // namespace
}  // namespace wbemcheck::mock
