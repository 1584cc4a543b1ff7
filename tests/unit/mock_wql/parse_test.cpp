#include "mock_provider/wql/parse.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tests/unit/mock_wql/parsed.h"

namespace wbemcheck::mock::wql {
namespace {

struct Spelling {
    std::string_view text;
    std::string_view canonical;
};

// Every text must give its canonical form, and that form itself again.
void expect_canonical(const std::vector<Spelling>& spellings) {
    for (const Spelling& spelling : spellings) {
        EXPECT_EQ(to_text(parsed(spelling.text)), spelling.canonical) << spelling.text;
        EXPECT_EQ(to_text(parsed(spelling.canonical)), spelling.canonical);
    }
}

void expect_canonical_conditions(const std::vector<Spelling>& spellings) {
    for (const Spelling& spelling : spellings) {
        EXPECT_EQ(to_text(condition(spelling.text)), spelling.canonical) << spelling.text;
        EXPECT_EQ(to_text(condition(spelling.canonical)), spelling.canonical);
    }
}

Value constant_of(std::string_view text) {
    const Expression parsed_condition = condition("P = " + std::string(text));
    const auto* test = std::get_if<Comparison>(&parsed_condition.node);
    const auto* constant = test != nullptr ? std::get_if<Value>(&test->operand) : nullptr;
    EXPECT_NE(constant, nullptr) << text;
    return constant != nullptr ? *constant : Value();
}

TEST(WqlStatement, TakesEveryClauseInAnyCaseAndSpacing) {
    expect_canonical({
        {"SELECT * FROM Mock_Item", "SELECT * FROM Mock_Item"},
        {"select * from Mock_Item", "SELECT * FROM Mock_Item"},
        {"  \r\n\tSeLeCt\n*\tfRoM\v\fMock_Item \n", "SELECT * FROM Mock_Item"},
        {"SELECT*FROM Mock_Item", "SELECT * FROM Mock_Item"},
        {"SELECT Name FROM Mock_Item", "SELECT Name FROM Mock_Item"},
        {"SELECT Name,Value , Text FROM Mock_Item", "SELECT Name, Value, Text FROM Mock_Item"},
        {"SELECT __CLASS, __RELPATH FROM Mock_Item", "SELECT __CLASS, __RELPATH FROM Mock_Item"},
        {"SELECT TargetInstance.Name FROM __Event", "SELECT TargetInstance.Name FROM __Event"},
        {"SELECT A . B .C FROM X", "SELECT A.B.C FROM X"},
        {"SELECT * FROM X WHERE(A=1)", "SELECT * FROM X WHERE A = 1"},
        {"SELECT * FROM X WITHIN 2", "SELECT * FROM X WITHIN 2"},
        {"SELECT * FROM X WITHIN .5 WHERE A=1", "SELECT * FROM X WITHIN 0.5 WHERE A = 1"},
        {"SELECT * FROM X within 1e1", "SELECT * FROM X WITHIN 10"},
        {"SELECT * FROM X GROUP WITHIN 300", "SELECT * FROM X GROUP WITHIN 300"},
        {"SELECT * FROM X group within 300 by A, B.C having NumberOfEvents>5",
         "SELECT * FROM X GROUP WITHIN 300 BY A, B.C HAVING NumberOfEvents > 5"},
        {"SELECT * FROM X WHERE A=1 GROUP WITHIN 10 HAVING N>1 AND N<5",
         "SELECT * FROM X WHERE A = 1 GROUP WITHIN 10 HAVING N > 1 AND N < 5"},
        {"SELECT * FROM X GROUP BY A", "SELECT * FROM X GROUP BY A"},
        {"SELECT * FROM X GROUP WITHIN 10 BY *", "SELECT * FROM X GROUP WITHIN 10 BY *"},
        {"SELECT * FROM X GROUP", "SELECT * FROM X GROUP"},
    });
}

TEST(WqlStatement, LetsPlacesTellNamesFromTheWordsOfEventQueries) {
    expect_canonical({
        {"SELECT Group, By, Within, Having FROM Group GROUP WITHIN 1 BY By HAVING Having = 1",
         "SELECT Group, By, Within, Having FROM Group GROUP WITHIN 1 BY By HAVING Having = 1"},
        {"SELECT Selected, FromX, IsaB, Android, Nullable FROM Fromage WHERE Order = 1 AND Notes = 2",
         "SELECT Selected, FromX, IsaB, Android, Nullable FROM Fromage WHERE Order = 1 AND Notes = 2"},
        {"SELECT A.From FROM X WHERE T.Is = 1 AND T.Null = 2",
         "SELECT A.From FROM X WHERE T.Is = 1 AND T.Null = 2"},
        {"SELECT Gr\xC3\xB6\xC3\x9F"
         "e FROM \xD0\x9A",
         "SELECT Gr\xC3\xB6\xC3\x9F"
         "e FROM \xD0\x9A"},
    });
}

TEST(WqlStatement, KeepsThePlacesOfNames) {
    const SelectQuery query = parsed("SELECT A,\r\n  B.C\rFROM K\n\nWHERE \"\xC3\x9C\" = D GROUP BY E");
    ASSERT_EQ(query.properties.size(), 2U);
    EXPECT_EQ(query.properties[0].position, (Position{1, 8}));
    EXPECT_EQ(query.properties[1].position, (Position{2, 3}));
    EXPECT_EQ(query.class_position, (Position{2, 12}));
    ASSERT_TRUE(query.where);
    EXPECT_EQ(std::get<Comparison>(query.where->node).property.position, (Position{4, 13}));
    ASSERT_TRUE(query.group);
    EXPECT_EQ(query.group->position, (Position{4, 15}));
    EXPECT_EQ(query.group->by.front().position, (Position{4, 24}));
}

TEST(WqlCondition, TakesEveryOperator) {
    expect_canonical_conditions({
        {"A=1", "A = 1"},
        {"A<>1", "A <> 1"},
        {"A!=1", "A <> 1"},
        {"A<1", "A < 1"},
        {"A<=1", "A <= 1"},
        {"A>1", "A > 1"},
        {"A>=1", "A >= 1"},
        {"A LIKE 'x%'", "A LIKE \"x%\""},
        {"A like\"x%\"", "A LIKE \"x%\""},
        {"A ISA 'B'", "A ISA \"B\""},
        {"A isa B", "A ISA \"B\""},
        {"A IS NULL", "A IS NULL"},
        {"A is not null", "A IS NOT NULL"},
        {"A = NULL", "A IS NULL"},
        {"A <> NULL", "A IS NOT NULL"},
        {"A != null", "A IS NOT NULL"},
        {"NULL = A", "A IS NULL"},
        {"NULL != A", "A IS NOT NULL"},
        {"TargetInstance.Name = 'x'", "TargetInstance.Name = \"x\""},
        {"TargetInstance.State <> PreviousInstance.State", "TargetInstance.State <> PreviousInstance.State"},
        {"__this ISA \"B\"", "__this ISA \"B\""},
        {"__CLASS = Mock_Item", "__CLASS = \"Mock_Item\""},
        {"__class <> Mock_Item", "__class <> \"Mock_Item\""},
        {"__CLASS < Mock_Item", "__CLASS < Mock_Item"},
    });
}

TEST(WqlCondition, TurnsConstantsRound) {
    expect_canonical_conditions({
        {"'NTFS' = FileSystem", "FileSystem = \"NTFS\""},
        {"1 <> A", "A <> 1"},
        {"1 < A", "A > 1"},
        {"1 <= A", "A >= 1"},
        {"1 > A", "A < 1"},
        {"1 >= A.B", "A.B <= 1"},
        {"TRUE = A", "A = TRUE"},
        {"-5 > A", "A < -5"},
    });
}

TEST(WqlCondition, BindsNotBeforeAndBeforeOr) {
    expect_canonical_conditions({
        {"A=1 OR B=2 AND C=3", "A = 1 OR B = 2 AND C = 3"},
        {"(A=1 OR B=2) AND C=3", "(A = 1 OR B = 2) AND C = 3"},
        {"A=1 OR (B=2 AND C=3)", "A = 1 OR B = 2 AND C = 3"},
        {"NOT A=1 AND B=2", "NOT A = 1 AND B = 2"},
        {"NOT (A=1 AND B=2)", "NOT (A = 1 AND B = 2)"},
        {"NOT (A=1) OR B=2", "NOT A = 1 OR B = 2"},
        {"NOT NOT A=1", "NOT NOT A = 1"},
        {"NOT(NOT(A IS NULL))", "NOT NOT A IS NULL"},
        {"A=1 AND NOT B LIKE 'x' OR NOT C ISA 'D'", "A = 1 AND NOT B LIKE \"x\" OR NOT C ISA \"D\""},
        {"((((A=1))))", "A = 1"},
        {"A=1 AND (B=2 AND (C=3 AND D=4))", "A = 1 AND B = 2 AND C = 3 AND D = 4"},
        {"(A=1 OR B=2) OR (C=3 OR D=4)", "A = 1 OR B = 2 OR C = 3 OR D = 4"},
    });
}

TEST(WqlCondition, IsATreeOfFlatLists) {
    const Expression tree = condition("A = 1 OR B = 2 AND C = 3 AND NOT (D = 4 OR E = 5) OR F IS NULL");
    const auto& disjunction = std::get<Disjunction>(tree.node);
    ASSERT_EQ(disjunction.terms.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<Comparison>(disjunction.terms[0].node));
    const auto& conjunction = std::get<Conjunction>(disjunction.terms[1].node);
    ASSERT_EQ(conjunction.terms.size(), 3U);
    const auto& negation = std::get<Negation>(conjunction.terms[2].node);
    ASSERT_EQ(negation.operand.size(), 1U);
    EXPECT_EQ(std::get<Disjunction>(negation.operand.front().node).terms.size(), 2U);
    EXPECT_FALSE(std::get<NullTest>(disjunction.terms[2].node).is_negated);
}

TEST(WqlConstant, ReadsIntegersOfSixtyFourBits) {
    EXPECT_EQ(constant_of("0"), Value::uint64(0));
    EXPECT_EQ(constant_of("+7"), Value::uint64(7));
    EXPECT_EQ(constant_of("-7"), Value::sint64(-7));
    EXPECT_EQ(constant_of("-0"), Value::uint64(0));
    EXPECT_EQ(constant_of("007"), Value::uint64(7));
    EXPECT_EQ(constant_of("18446744073709551615"), Value::uint64(UINT64_MAX));
    EXPECT_EQ(constant_of("-9223372036854775808"), Value::sint64(INT64_MIN));
    EXPECT_EQ(constant_of("0x1F"), Value::uint64(31));
    EXPECT_EQ(constant_of("0XfFfFfFfFfFfFfFfF"), Value::uint64(UINT64_MAX));
    EXPECT_EQ(constant_of("-0x10"), Value::sint64(-16));
}

TEST(WqlConstant, ReadsReals) {
    EXPECT_EQ(constant_of("1.5"), Value::real64(1.5));
    EXPECT_EQ(constant_of("-1.5"), Value::real64(-1.5));
    EXPECT_EQ(constant_of("+.5"), Value::real64(0.5));
    EXPECT_EQ(constant_of("5."), Value::real64(5.0));
    EXPECT_EQ(constant_of("1e3"), Value::real64(1000.0));
    EXPECT_EQ(constant_of("1.25E-2"), Value::real64(0.0125));
    EXPECT_EQ(constant_of("2e+2"), Value::real64(200.0));
    EXPECT_EQ(constant_of("1.7976931348623157e308"), Value::real64(1.7976931348623157e308));
}

TEST(WqlConstant, ReadsBooleansInAnyCase) {
    EXPECT_EQ(constant_of("TRUE"), Value::boolean(true));
    EXPECT_EQ(constant_of("false"), Value::boolean(false));
}

TEST(WqlConstant, ReadsStringsInBothQuotesWithEscapes) {
    EXPECT_EQ(constant_of("''"), Value::string(""));
    EXPECT_EQ(constant_of("\"\""), Value::string(""));
    EXPECT_EQ(constant_of("'it is \"x\"'"), Value::string("it is \"x\""));
    EXPECT_EQ(constant_of("\"it's\""), Value::string("it's"));
    EXPECT_EQ(constant_of(R"('it\'s')"), Value::string("it's"));
    EXPECT_EQ(constant_of(R"("a\"b\\c\'d")"), Value::string(R"(a"b\c'd)"));
    EXPECT_EQ(constant_of(R"("\\\\.\\PHYSICALDRIVE0")"), Value::string(R"(\\.\PHYSICALDRIVE0)"));
    EXPECT_EQ(constant_of("'two\nlines'"), Value::string("two\nlines"));
    EXPECT_EQ(constant_of("'\xE2\x82\xAC'"), Value::string("\xE2\x82\xAC"));
    EXPECT_EQ(constant_of(std::string("'a\0b'", 5)), Value::string(std::string("a\0b", 3)));
    EXPECT_EQ(constant_of("'SELECT * FROM X WHERE (A = 1'"), Value::string("SELECT * FROM X WHERE (A = 1"));
}

TEST(WqlConstant, WritesWhatItReads) {
    for (const std::string_view text :
         {"5", "-5", "1.5", "1.0", "1e+300", "-0.0", "TRUE", "FALSE", "\"a\\\"b\\\\c'\""}) {
        const Value constant = constant_of(text);
        EXPECT_EQ(constant_text(constant), text);
        EXPECT_EQ(constant_of(constant_text(constant)), constant);
    }
}

}  // namespace
}  // namespace wbemcheck::mock::wql
