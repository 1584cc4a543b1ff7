// Every CIM type against constants. One instance; a condition holds for it, does not, or cannot be told.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/mock_model/store_fixture.h"
#include "tests/unit/mock_queries/answers.h"

namespace wbemcheck::mock::test {
namespace {

class Comparison : public StoreTest {
protected:
    Comparison() {
        add_class(ClassBuilder("All")
                      .key("Id", CimType::kUint32)
                      .property("S8", CimType::kSint8)
                      .property("S16", CimType::kSint16)
                      .property("S32", CimType::kSint32)
                      .property("S64", CimType::kSint64)
                      .property("U8", CimType::kUint8)
                      .property("U16", CimType::kUint16)
                      .property("U32", CimType::kUint32)
                      .property("U64", CimType::kUint64)
                      .property("R32", CimType::kReal32)
                      .property("R64", CimType::kReal64)
                      .property("Flag", CimType::kBoolean)
                      .property("Char", CimType::kChar16)
                      .property("Text", CimType::kString)
                      .property("Moment", CimType::kDatetime)
                      .property("Span", CimType::kDatetime)
                      .property("Vague", CimType::kDatetime)
                      .property("Unset", CimType::kUint32));
        add_instance("All", {{"Id", Value::uint32(1)},
                             {"S8", Value::sint8(-128)},
                             {"S16", Value::sint16(-32768)},
                             {"S32", Value::sint32(-2147483647 - 1)},
                             {"S64", Value::sint64(-9223372036854775807 - 1)},
                             {"U8", Value::uint8(255)},
                             {"U16", Value::uint16(65535)},
                             {"U32", Value::uint32(4294967295U)},
                             {"U64", Value::uint64(18446744073709551615U)},
                             {"R32", Value::real32(0.1F)},
                             {"R64", Value::real64(0.1)},
                             {"Flag", Value::boolean(true)},
                             {"Char", Value::char16(65)},
                             {"Text", Value::string("Cat")},
                             {"Moment", Value::datetime("20240229120000.500000+060")},
                             {"Span", Value::datetime("00000001120032.000000:000")},
                             {"Vague", Value::datetime("20240229******.******+***")}});
    }

    [[nodiscard]] bool holds(std::string_view condition) const {
        return !paths_of(*space_, "SELECT * FROM All WHERE " + std::string(condition)).empty();
    }
    void expect_true(std::initializer_list<std::string_view> conditions) const {
        for (const std::string_view condition : conditions) {
            EXPECT_TRUE(holds(condition)) << condition;
            EXPECT_FALSE(holds("NOT " + std::string(condition))) << condition;
        }
    }
    void expect_unknown(std::initializer_list<std::string_view> conditions) const {
        for (const std::string_view condition : conditions) {
            EXPECT_FALSE(holds(condition)) << condition;
            EXPECT_FALSE(holds("NOT " + std::string(condition))) << condition;
        }
    }
    void expect_refused(std::initializer_list<std::string_view> conditions) const {
        for (const std::string_view condition : conditions) {
            EXPECT_EQ(failure_of(*space_, "SELECT * FROM All WHERE " + std::string(condition)).result,
                      WBEM_E_INVALID_QUERY)
                << condition;
        }
    }
};

TEST_F(Comparison, OfIntegersIsExactOverTheWholeRange) {
    expect_true({"S8 = -128",
                 "S8 < -127",
                 "S8 > -129",
                 "S8 <> 128",
                 "S16 = -32768",
                 "S16 <= -32768",
                 "S32 = -2147483648",
                 "S32 < 0",
                 "S64 = -9223372036854775808",
                 "S64 < -9223372036854775807",
                 "S64 < 18446744073709551615",
                 "U8 = 255",
                 "U8 = 0xFF",
                 "U8 < 256",
                 "U8 <> 511",
                 "U8 > -1",
                 "U16 = '65535'",
                 "U32 = 4294967295",
                 "U64 = 18446744073709551615",
                 "U64 > 18446744073709551614",
                 "U64 > 9223372036854775808",
                 "U64 <> -1",
                 "18446744073709551615 = U64",
                 "U8 = 255.0",
                 "U8 < 255.5",
                 "U64 < 18446744073709551616.0"});
}

TEST_F(Comparison, OfRealsTakesTheConstantAsTheTypeOfTheProperty) {
    expect_true({"R32 = 0.1", "R32 = '0.1'", "R32 <= 0.1", "R32 < 0.2", "R32 > 0", "R64 = 0.1", "R64 = 1e-1",
                 "R64 < 1", "R64 <> 0.2"});
}

TEST_F(Comparison, OfBooleansKnowsEqualityOnly) {
    expect_true({"Flag = TRUE", "Flag = 1", "Flag = 'true'", "Flag <> FALSE", "Flag != 0", "true = Flag"});
    expect_refused({"Flag > FALSE", "Flag <= TRUE", "Flag >= 0", "Flag = 'yes'"});
}

TEST_F(Comparison, OfChar16IsThatOfItsCode) {
    expect_true({"Char = 65", "Char < 66", "Char = '65'", "Char <> 97"});
    expect_refused({"Char = 'A'"});
}

TEST_F(Comparison, OfTextDoesNotRegardCase) {
    expect_true({"Text = 'cat'", "Text = \"CAT\"", "Text >= 'cAt'", "Text < 'dog'", "Text > 'c'",
                 "Text <> 'ca'", "Text LIKE 'C_T'", "Text LIKE '[a-c]%'", "Text LIKE '[^d-f]at'",
                 "NOT Text LIKE '%dog%'"});
}

TEST_F(Comparison, OfMomentsRegardsTheOffset) {
    expect_true({"Moment = '20240229120000.500000+060'", "Moment = '20240229110000.500000+000'",
                 "Moment = '20240229060000.500000-300'", "Moment > '20240229110000.499999+000'",
                 "Moment < '20240229120000.500000+000'", "Moment <> '20240229120000.500000+000'",
                 "Moment LIKE '20240229%'"});
    expect_refused({"Moment = 5", "Moment > 'yesterday'"});
}

TEST_F(Comparison, OfMomentsTakesTheFormatsOfTheSdk) {
    expect_true({"Moment > 'Feb 29, 2024'", "Moment < '1 March 2024'", "Moment > '2024-02-29 10:59:59:999'",
                 "Moment > '02/29/2024 11:00'", "Moment < '20240301'",
                 "Moment < '29 2024 February 11:00:01 AM'"});
}

TEST_F(Comparison, OfIntervalsIsThatOfTheirLength) {
    expect_true({"Span = '00000001120032.000000:000'", "Span > '00000001120031.999999:000'",
                 "Span < '00000002000000.000000:000'", "Span <> '00000001120032.000001:000'"});
    expect_unknown({"Span < '20240229120000.500000+060'", "Moment > '00000001120032.000000:000'"});
}

TEST_F(Comparison, OfDatetimesWithAsterisksIsCharacterForCharacter) {
    expect_true({"Vague = '20240229******.******+***'", "Vague <> '20240229******.******+000'",
                 "Vague <> '20240229000000.000000+000'", "Moment <> '20240229******.******+***'"});
    expect_unknown({"Vague < '20250101000000.000000+000'", "Vague >= '20240229******.******+***'",
                    "Moment > '2023**********.******+***'"});
}

TEST_F(Comparison, WithNullIsUnknown) {
    expect_unknown({"Unset = 5", "Unset <> 5", "Unset < 5", "Unset LIKE '%'"});
    expect_true(
        {"Unset IS NULL", "Unset = NULL", "NULL = Unset", "Text IS NOT NULL", "Text <> NULL", "U8 != NULL"});
    expect_refused({"Unset >= NULL"});
    EXPECT_TRUE(holds("Unset = 5 OR Text = 'cat'"));
    EXPECT_FALSE(holds("Unset = 5 AND Text = 'cat'"));
    EXPECT_FALSE(holds("NOT (Unset = 5 AND Text = 'cat')"));
    EXPECT_TRUE(holds("NOT (Unset = 5 AND Text = 'dog')"));
}

}  // namespace
}  // namespace wbemcheck::mock::test
