#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "mock_provider/wql/parse.h"
#include "tests/unit/mock_wql/parsed.h"

namespace wbemcheck::mock::wql {
namespace {

constexpr std::string_view kOperators = "an operator (=, <>, !=, <, <=, >, >=, LIKE, ISA or IS)";
constexpr std::string_view kOrders = "an operator (=, <>, !=, <, <=, > or >=)";
constexpr std::string_view kStatements = "SELECT, ASSOCIATORS OF or REFERENCES OF";
constexpr std::string_view kEnd = "the end of the query";

const Mistake kMistakes[] = {
    {"", {1, 1}, kStatements, kEnd},
    {"   ", {1, 4}, kStatements, kEnd},
    {"ELECT * FROM A", {1, 1}, kStatements, "'ELECT'"},
    {"SELECTED * FROM A", {1, 1}, kStatements, "'SELECTED'"},
    {"ASSOCIATOR OF {A}", {1, 1}, kStatements, "'ASSOCIATOR'"},
    {"SELECT", {1, 7}, "a property name or '*'", kEnd},
    {"SELECT FROM A", {1, 8}, "a property name or '*'", "'FROM'"},
    {"SELECT 'A' FROM A", {1, 8}, "a property name or '*'", "the string 'A'"},
    {"SELECT NULL FROM A", {1, 8}, "a property name or '*'", "'NULL'"},
    {"SELECT * FORM A", {1, 10}, "FROM", "'FORM'"},
    {"SELECT *, B FROM A", {1, 9}, "FROM", "','"},
    {"SELECT A FORM B", {1, 10}, "',' or FROM", "'FORM'"},
    {"SELECT A, FROM B", {1, 11}, "a property name", "'FROM'"},
    {"SELECT A,, B FROM C", {1, 10}, "a property name", "','"},
    {"SELECT A. FROM", {1, 15}, "',' or FROM", kEnd},
    {"SELECT COUNT(*) FROM A", {1, 13}, "',' or FROM, for WQL counts and computes nothing", "'('"},
    {"SELECT A, MAX(B) FROM C", {1, 14}, "',' or FROM, for WQL counts and computes nothing", "'('"},
    {"SELECT A.* FROM B", {1, 10}, "a property name", "'*'"},
    {"SELECT * FROM", {1, 14}, "a class name", kEnd},
    {"SELECT * FROM 5", {1, 15}, "a class name", "'5'"},
    {"SELECT * FROM WHERE A = 1", {1, 15}, "a class name", "'WHERE'"},
    {"SELECT * FROM A,B", {1, 16}, "WITHIN, WHERE, GROUP or the end of the query", "','"},
    {"SELECT * FROM A B", {1, 17}, "WITHIN, WHERE, GROUP or the end of the query", "'B'"},
    {"SELECT * FROM A;", {1, 16}, "WITHIN, WHERE, GROUP or the end of the query", "';'"},
    {"SELECT * FROM A WITHIN", {1, 23}, "a number of seconds", kEnd},
    {"SELECT * FROM A WITHIN -1", {1, 24}, "a number of seconds", "'-'"},
    {"SELECT * FROM A WITHIN '1'", {1, 24}, "a number of seconds", "the string '1'"},
    {"SELECT * FROM A WITHIN 5s", {1, 24}, "a number of seconds", "'5s'"},
    {"SELECT * FROM A WITHIN 1 WITHIN 2", {1, 26}, "WHERE, GROUP or the end of the query", "'WITHIN'"},
    {"SELECT * FROM A WHERE", {1, 22}, "a condition", kEnd},
    {"SELECT * FROM A WHERE A", {1, 24}, kOperators, kEnd},
    {"SELECT * FROM A WHERE A == 1", {1, 26}, "a constant or a property name", "'='"},
    {"SELECT * FROM A WHERE A =", {1, 26}, "a constant or a property name", kEnd},
    {"SELECT * FROM A WHERE A = AND", {1, 27}, "a constant or a property name", "'AND'"},
    {"SELECT * FROM A WHERE A = (1)", {1, 27}, "a constant or a property name", "'('"},
    {"SELECT * FROM A WHERE A = 5x", {1, 27}, "a constant or a property name", "'5x'"},
    {"SELECT * FROM A WHERE A = 0x", {1, 27}, "a constant or a property name", "'0x'"},
    {"SELECT * FROM A WHERE A = 1.2.3", {1, 27}, "a constant or a property name", "'1'"},
    {"SELECT * FROM A WHERE A = 18446744073709551616",
     {1, 27},
     "an integer of at most 64 bits",
     "'18446744073709551616'"},
    {"SELECT * FROM A WHERE A = -9223372036854775809", {1, 27}, "an integer of at most 64 bits", "'-'"},
    {"SELECT * FROM A WHERE A = 0x10000000000000000",
     {1, 27},
     "an integer of at most 64 bits",
     "'0x10000000000000000'"},
    {"SELECT * FROM A WHERE A = 1e999", {1, 27}, "a number in the range of real64", "'1e999'"},
    {"SELECT * FROM A WHERE A < NULL",
     {1, 27},
     "a constant or a property name, for NULL has no order",
     "'NULL'"},
    {"SELECT * FROM A WHERE NULL > A", {1, 28}, "=, <> or !=", "'>'"},
    {"SELECT * FROM A WHERE NULL IS NULL", {1, 28}, "=, <> or !=", "'IS'"},
    {"SELECT * FROM A WHERE 1 = 1", {1, 27}, "a property name", "'1'"},
    {"SELECT * FROM A WHERE 'a' LIKE B", {1, 27}, kOrders, "'LIKE'"},
    {"SELECT * FROM A WHERE A LIKE B", {1, 30}, "a pattern in quotes", "'B'"},
    {"SELECT * FROM A WHERE A LIKE 5", {1, 30}, "a pattern in quotes", "'5'"},
    {"SELECT * FROM A WHERE A NOT LIKE 'B'", {1, 25}, kOperators, "'NOT'"},
    {"SELECT * FROM A WHERE A ISA 5", {1, 29}, "a class name", "'5'"},
    {"SELECT * FROM A WHERE A IS 5", {1, 28}, "NULL or NOT NULL", "'5'"},
    {"SELECT * FROM A WHERE A IS NOT 'NTFS'", {1, 32}, "NULL", "the string 'NTFS'"},
    {"SELECT * FROM A WHERE A = 1 AND", {1, 32}, "a condition", kEnd},
    {"SELECT * FROM A WHERE A = 1 OR OR B = 2", {1, 32}, "a condition", "'OR'"},
    {"SELECT * FROM A WHERE NOT", {1, 26}, "a condition", kEnd},
    {"SELECT * FROM A WHERE ()", {1, 24}, "a condition", "')'"},
    {"SELECT * FROM A WHERE (A = 1", {1, 29}, "AND, OR or ')'", kEnd},
    {"SELECT * FROM A WHERE (A = 1 B", {1, 30}, "AND, OR or ')'", "'B'"},
    {"SELECT * FROM A WHERE A = 1)", {1, 28}, "AND, OR, GROUP or the end of the query", "')'"},
    {"SELECT * FROM A WHERE A = 4 + 7", {1, 29}, "AND, OR, GROUP or the end of the query", "'+'"},
    {"SELECT * FROM A WHERE A = 'it''s'",
     {1, 31},
     "AND, OR, GROUP or the end of the query",
     "the string 's'"},
    {"SELECT * FROM A WHERE A = 'open", {1, 32}, "' to close the string of line 1, column 27", kEnd},
    {"SELECT * FROM A WHERE A =\n \"open'", {2, 8}, "\" to close the string of line 2, column 2", kEnd},
    {"SELECT * FROM A WHERE A = 'C:\\Windows'",
     {1, 31},
     "a backslash or a quote behind the backslash",
     "'Windows'"},
    {"SELECT * FROM A WHERE A = 'x\\", {1, 30}, "a backslash or a quote behind the backslash", kEnd},
    {"SELECT * FROM A GROUP WITHIN", {1, 29}, "a number of seconds", kEnd},
    {"SELECT * FROM A GROUP X", {1, 23}, "WITHIN, BY, HAVING or the end of the query", "'X'"},
    {"SELECT * FROM A GROUP WITHIN 5 X", {1, 32}, "BY, HAVING or the end of the query", "'X'"},
    {"SELECT * FROM A GROUP WITHIN 5 BY", {1, 34}, "a property name", kEnd},
    {"SELECT * FROM A GROUP WITHIN 5 BY B,", {1, 37}, "a property name", kEnd},
    {"SELECT * FROM A GROUP WITHIN 5 BY B C", {1, 37}, "',', HAVING or the end of the query", "'C'"},
    {"SELECT * FROM A GROUP WITHIN 5 BY *, B", {1, 36}, "HAVING or the end of the query", "','"},
    {"SELECT * FROM A GROUP WITHIN 5 HAVING", {1, 38}, "a condition", kEnd},
    {"SELECT * FROM A GROUP WITHIN 5 HAVING N > 5 BY C", {1, 45}, "AND, OR or the end of the query", "'BY'"},
    {"SELECT * FROM A\r\nWHERE\n\nB ? 1", {4, 3}, kOperators, "'?'"},
    {"SELECT * FROM \xC3\x9C"
     "bung WHERE A = '\xE2\x82\xAC' B",
     {1, 35},
     "AND, OR, GROUP or the end of the query",
     "'B'"},
    {"SELECT * FROM A WHERE \x01", {1, 23}, "a condition", "the byte 0x01"},
    {"SELECT * FROM A WHERE B <=> 1", {1, 27}, "a constant or a property name", "'>'"},
    {"SELECT * FROM A WHERE 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz' B",
     {1, 78},
     kOrders,
     "'B'"},
    {"SELECT * FROM A 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'",
     {1, 17},
     "WITHIN, WHERE, GROUP or the end of the query",
     "the string 'abcdefghijklmnopqrstuvwxyzabcdefghijklm..."},
};

TEST(WqlMistake, IsNamedWithItsPlaceAndWhatShouldStandThere) {
    for (const Mistake& mistake : kMistakes) {
        expect_named(mistake);
    }
}

TEST(WqlMistake, IsOneSentence) {
    EXPECT_EQ(refused("SELECT * FORM Mock_Item").message, "Line 1, column 10: expected FROM, found 'FORM'.");
    EXPECT_EQ(refused("SELECT * FROM Mock_Item\nWHERE Name = 'x").message,
              "Line 2, column 16: expected ' to close the string of line 2, column 14, found the end of the "
              "query.");
}

TEST(WqlMistake, ShowsBytesThatAreNoTextInAsciiOnly) {
    EXPECT_EQ(refused("SELECT * FROM A '\xFF\x01\xC3'").found,
              "the string '?"
              "?"
              "?'");
    EXPECT_EQ(refused("SELECT * FROM A \x7F").found, "the byte 0x7F");
    // Bytes from 0x80 on are letters of names, well formed or not.
    EXPECT_EQ(refused("SELECT * FROM A \xFF").found, "the byte 0xFF");
    EXPECT_EQ(refused(std::string_view("SELECT * FROM A \0", 17)).found, "the byte 0x00");
}

}  // namespace
}  // namespace wbemcheck::mock::wql
