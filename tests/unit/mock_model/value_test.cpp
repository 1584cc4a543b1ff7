#include "mock_provider/model/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wbemcheck::mock {
namespace {

const Type kUint32{CimType::kUint32, false};

TEST(Value, IsNullWithoutATypeByDefault) {
    const Value value;
    EXPECT_TRUE(value.is_null());
    EXPECT_EQ(value.type(), (Type{CimType::kNone, false}));
}

TEST(Value, KnowsItsTypeWhenNull) {
    EXPECT_EQ(Value::null(kUint32).type(), kUint32);
    EXPECT_NE(Value::null(kUint32), Value::null({CimType::kString, false}));
}

TEST(Value, EqualsOnlyAValueOfItsType) {
    EXPECT_EQ(Value::uint32(5), Value::uint32(5));
    EXPECT_NE(Value::uint32(5), Value::uint16(5));
    EXPECT_NE(Value::uint32(5), Value::null(kUint32));
    EXPECT_NE(Value::string("x"), Value::datetime("x"));
}

TEST(Value, EqualsWithoutCaseOnlyWhenAsked) {
    const Value lower = Value::strings({"one", "two"});
    const Value upper = Value::strings({"ONE", "TWO"});
    EXPECT_FALSE(lower.equals(upper, CaseRule::kSensitive));
    EXPECT_TRUE(lower.equals(upper, CaseRule::kInsensitive));
}

TEST(Value, EqualsItselfWhenNotANumber) {
    const Value value = Value::real64(std::nan(""));
    EXPECT_EQ(value, value);
}

TEST(CimTypeNames, ReadBackAsTheSameType) {
    for (const CimType type : {CimType::kSint8, CimType::kUint64, CimType::kReal32, CimType::kReference}) {
        EXPECT_EQ(find_cim_type(name_of(type)), type);
    }
    EXPECT_EQ(find_cim_type("UINT32"), CimType::kUint32);
    EXPECT_EQ(find_cim_type("decimal"), std::nullopt);
}

// --- comparison ---

TEST(CompareValues, ComparesIntegersOfAnyWidthAndSignExactly) {
    EXPECT_EQ(compare_values(Value::sint8(-1), Value::uint64(std::numeric_limits<std::uint64_t>::max())),
              std::partial_ordering::less);
    EXPECT_EQ(compare_values(Value::uint8(200), Value::sint64(200)), std::partial_ordering::equivalent);
    EXPECT_EQ(compare_values(Value::sint64(7), Value::sint16(-7)), std::partial_ordering::greater);
}

TEST(CompareValues, ComparesIntegersWithRealsWithoutRounding) {
    // 2^53 + 1 is no double: as doubles the two would be equal.
    const Value integer = Value::uint64((std::uint64_t{1} << 53) + 1);
    const Value real = Value::real64(std::ldexp(1.0, 53));
    EXPECT_EQ(compare_values(integer, real), std::partial_ordering::greater);
    EXPECT_EQ(compare_values(real, integer), std::partial_ordering::less);
    EXPECT_EQ(compare_values(Value::uint64(std::numeric_limits<std::uint64_t>::max()), Value::real64(1e300)),
              std::partial_ordering::less);
    EXPECT_EQ(compare_values(Value::sint64(std::numeric_limits<std::int64_t>::min()), Value::real64(-1e300)),
              std::partial_ordering::greater);
    EXPECT_EQ(compare_values(Value::sint32(-2), Value::real64(-1.5)), std::partial_ordering::less);
    EXPECT_EQ(compare_values(Value::uint32(1), Value::real32(1.5F)), std::partial_ordering::less);
}

TEST(CompareValues, IsUnorderedWithNotANumber) {
    EXPECT_EQ(compare_values(Value::uint32(1), Value::real64(std::nan(""))),
              std::partial_ordering::unordered);
}

TEST(CompareValues, OrdersTextWithoutCase) {
    EXPECT_EQ(compare_values(Value::string("Alpha"), Value::string("aLPHA")),
              std::partial_ordering::equivalent);
    EXPECT_EQ(compare_values(Value::string("alpha"), Value::string("Beta")), std::partial_ordering::less);
    EXPECT_EQ(compare_values(Value::string("alpha"), Value::string("alph")), std::partial_ordering::greater);
}

TEST(CompareValues, ReadsNumbersAndBooleansFromText) {
    EXPECT_EQ(compare_values(Value::uint32(12), Value::string("12")), std::partial_ordering::equivalent);
    EXPECT_EQ(compare_values(Value::string("9"), Value::uint32(12)), std::partial_ordering::less);
    EXPECT_EQ(compare_values(Value::boolean(true), Value::string("TRUE")), std::partial_ordering::equivalent);
    EXPECT_EQ(compare_values(Value::uint32(12), Value::string("twelve")), std::partial_ordering::unordered);
}

TEST(CompareValues, ComparesDatetimesByTheMoment) {
    const Value noon_utc = Value::datetime("20240101120000.000000+000");
    const Value noon_in_berlin = Value::string("20240101120000.000000+060");
    EXPECT_EQ(compare_values(noon_in_berlin, noon_utc), std::partial_ordering::less);
    EXPECT_EQ(compare_values(Value::datetime("20240101130000.000000+060"), noon_utc),
              std::partial_ordering::equivalent);
    EXPECT_EQ(compare_values(noon_utc, Value::datetime("00000001000000.000000:000")),
              std::partial_ordering::unordered);
    EXPECT_EQ(compare_values(noon_utc, Value::string("yesterday")), std::partial_ordering::unordered);
}

TEST(CompareValues, IsUnorderedForNullsArraysAndObjects) {
    EXPECT_EQ(compare_values(Value::null(kUint32), Value::uint32(0)), std::partial_ordering::unordered);
    EXPECT_EQ(compare_values(Value::strings({"a"}), Value::string("a")), std::partial_ordering::unordered);
}

// --- conversion ---

struct RangeCase {
    CimType type;
    std::int64_t below;
    std::int64_t least;
    std::int64_t most;
    std::int64_t above;
};

class IntegerRange : public testing::TestWithParam<RangeCase> {};

TEST_P(IntegerRange, IsCheckedByConversion) {
    const RangeCase& range = GetParam();
    const Type type{range.type, false};
    Value converted;
    EXPECT_EQ(convert_value(Value::sint64(range.below), type, converted), Conversion::kOutOfRange);
    EXPECT_EQ(convert_value(Value::sint64(range.above), type, converted), Conversion::kOutOfRange);
    EXPECT_TRUE(converted.is_null()) << "a failed conversion must leave its target alone";
    ASSERT_EQ(convert_value(Value::sint64(range.least), type, converted), Conversion::kDone);
    EXPECT_EQ(value_text(converted), std::to_string(range.least));
    ASSERT_EQ(convert_value(Value::sint64(range.most), type, converted), Conversion::kDone);
    EXPECT_EQ(value_text(converted), std::to_string(range.most));
    EXPECT_EQ(converted.type(), type);
}

INSTANTIATE_TEST_SUITE_P(Types, IntegerRange,
                         testing::Values(RangeCase{CimType::kSint8, -129, -128, 127, 128},
                                         RangeCase{CimType::kUint8, -1, 0, 255, 256},
                                         RangeCase{CimType::kSint16, -32769, -32768, 32767, 32768},
                                         RangeCase{CimType::kUint16, -1, 0, 65535, 65536},
                                         RangeCase{CimType::kChar16, -1, 0, 65535, 65536},
                                         RangeCase{CimType::kSint32, -2147483649LL, -2147483648LL, 2147483647,
                                                   2147483648LL},
                                         RangeCase{CimType::kUint32, -1, 0, 4294967295LL, 4294967296LL}),
                         [](const auto& test) { return std::string(name_of(test.param.type)); });

TEST(ConvertValue, ReadsAndWritesTheTextOfNumbers) {
    EXPECT_EQ(convert_value(Value::string("18446744073709551615"), {CimType::kUint64, false}),
              Value::uint64(std::numeric_limits<std::uint64_t>::max()));
    EXPECT_EQ(convert_value(Value::string("-9223372036854775808"), {CimType::kSint64, false}),
              Value::sint64(std::numeric_limits<std::int64_t>::min()));
    EXPECT_EQ(convert_value(Value::string("0xFF"), {CimType::kUint8, false}), Value::uint8(255));
    EXPECT_EQ(convert_value(Value::uint64(7), {CimType::kString, false}), Value::string("7"));
    EXPECT_EQ(convert_value(Value::string("18446744073709551616"), {CimType::kUint64, false}), std::nullopt);
    EXPECT_EQ(convert_value(Value::string("7 "), {CimType::kUint64, false}), std::nullopt);
    EXPECT_EQ(convert_value(Value::string(""), {CimType::kUint64, false}), std::nullopt);
}

TEST(ConvertValue, TakesWholeRealsForIntegersOnly) {
    EXPECT_EQ(convert_value(Value::real64(3.0), kUint32), Value::uint32(3));
    EXPECT_EQ(convert_value(Value::real64(3.5), kUint32), std::nullopt);
    EXPECT_EQ(convert_value(Value::real64(-3.0), {CimType::kSint8, false}), Value::sint8(-3));
    EXPECT_EQ(convert_value(Value::real64(1e30), {CimType::kUint64, false}), std::nullopt);
    EXPECT_EQ(convert_value(Value::real64(std::nan("")), kUint32), std::nullopt);
}

TEST(ConvertValue, RefusesRealsThatASmallerTypeCannotHold) {
    Value converted;
    EXPECT_EQ(convert_value(Value::real64(1e300), {CimType::kReal32, false}, converted),
              Conversion::kOutOfRange);
    EXPECT_EQ(convert_value(Value::real64(1.5), {CimType::kReal32, false}), Value::real32(1.5F));
}

TEST(ConvertValue, TakesBooleansFromTheirTextAndFromZeroAndOne) {
    EXPECT_EQ(convert_value(Value::string("true"), {CimType::kBoolean, false}), Value::boolean(true));
    EXPECT_EQ(convert_value(Value::sint16(-1), {CimType::kBoolean, false}), Value::boolean(true));
    EXPECT_EQ(convert_value(Value::uint32(2), {CimType::kBoolean, false}), std::nullopt);
    EXPECT_EQ(convert_value(Value::boolean(true), kUint32), std::nullopt);
}

TEST(ConvertValue, TakesOnlyDatetimesForDatetimes) {
    const Type datetime{CimType::kDatetime, false};
    EXPECT_TRUE(convert_value(Value::string("20240101120000.000000+000"), datetime).has_value());
    EXPECT_EQ(convert_value(Value::string("2024-01-01"), datetime), std::nullopt);
}

TEST(ConvertValue, ConvertsArraysElementByElement) {
    const Value given =
        Value::array(CimType::kSint32, {Value::sint32(1), Value::null({CimType::kSint32, false})});
    const std::optional<Value> converted = convert_value(given, {CimType::kUint8, true});
    ASSERT_TRUE(converted.has_value());
    EXPECT_EQ(converted->as_array().at(0), Value::uint8(1));
    EXPECT_EQ(converted->as_array().at(1), Value::null({CimType::kUint8, false}));
    EXPECT_EQ(convert_value(given, {CimType::kUint8, false}), std::nullopt);
    EXPECT_EQ(convert_value(Value::sint32(1), {CimType::kUint8, true}), std::nullopt);
}

TEST(ConvertValue, GivesNullItsNewType) { EXPECT_EQ(convert_value(Value(), kUint32), Value::null(kUint32)); }

TEST(ValueText, IsThePlainTextOfScalars) {
    EXPECT_EQ(value_text(Value::boolean(false)), "FALSE");
    EXPECT_EQ(value_text(Value::sint64(-5)), "-5");
    EXPECT_EQ(value_text(Value::real32(0.1F)), "0.1");
    EXPECT_EQ(value_text(Value::real64(0.1)), "0.1");
    EXPECT_EQ(value_text(Value::reference("A.K=1")), "A.K=1");
    EXPECT_EQ(value_text(Value::null(kUint32)), "");
}

}  // namespace
}  // namespace wbemcheck::mock
