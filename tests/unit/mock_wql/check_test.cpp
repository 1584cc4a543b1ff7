#include "mock_provider/wql/check.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "tests/unit/mock_wql/parsed.h"
#include "tests/unit/mock_wql/small_schema.h"

namespace wbemcheck::mock::wql {
namespace {

std::optional<QueryError> check(std::string_view text) {
    static const SmallSchema schema;
    return check_data_query(parsed(text), schema.finder());
}

TEST(DataQuery, MayNameWhatTheClassHas) {
    for (const std::string_view text : {
             "SELECT * FROM Item",
             "SELECT * FROM item",
             "SELECT name, VALUE FROM Item",
             "SELECT Name, Note FROM SpecialItem WHERE Name = 'x' AND Note LIKE 'y'",
             "SELECT __CLASS, __RELPATH, __path, __DERIVATION, __GENUS, __PROPERTY_COUNT, __this FROM Item",
             "SELECT Part.Anything, Part.And.More FROM Item WHERE Part.Anything = 5",
             "SELECT * FROM Item WHERE Name = 'x' AND Value = 5 AND Ratio > 1 AND Enabled = TRUE",
             "SELECT * FROM Item WHERE Value = '5' AND Value < 1.5 AND Value > -1 AND Ratio = '1e3' AND Name "
             "= 5",
             "SELECT * FROM Item WHERE Enabled = 1 AND Enabled <> 'false' AND Enabled != FALSE AND 0 = "
             "Enabled",
             "SELECT * FROM Item WHERE Created > '20240101000000.000000+000' AND Created LIKE '2024%'",
             "SELECT * FROM Item WHERE Tags IS NULL AND Part IS NOT NULL AND Parts = NULL AND Enabled <> "
             "NULL",
             "SELECT * FROM Item WHERE Part ISA 'Item' AND Part.Inner ISA 'Item' AND __this ISA 'Item'",
             "SELECT * FROM Item WHERE __CLASS = SpecialItem AND __GENUS = 2",
             "SELECT * FROM Item WHERE Value LIKE '1%'",
         }) {
        const std::optional<QueryError> error = check(text);
        EXPECT_FALSE(error) << text << "\n" << (error ? error->message : "");
    }
}

TEST(DataQuery, IsRefusedWithThePlaceAndTheReason) {
    struct {
        std::string_view text;
        std::string_view message;
    } const mistakes[] = {
        {"SELECT Nmae FROM Item", "Line 1, column 8: expected a property of Item, found 'Nmae'."},
        {"SELECT Name, Note FROM Item", "Line 1, column 14: expected a property of Item, found 'Note'."},
        {"SELECT __UNKNOWN FROM Item", "Line 1, column 8: expected a property of Item, found '__UNKNOWN'."},
        {"SELECT Name.X FROM Item",
         "Line 1, column 8: expected an embedded object in front of the dot, found 'Name', which is string."},
        {"SELECT Parts.X FROM Item",
         "Line 1, column 8: expected an embedded object in front of the dot, found 'Parts', which is object "
         "array."},
        {"SELECT * FROM Item\nWHERE Value = 1 OR NOT (Name = 'x' AND Nmae = 'y')",
         "Line 2, column 40: expected a property of Item, found 'Nmae'."},
        {"SELECT * FROM Item WHERE Nmae LIKE 'x'",
         "Line 1, column 26: expected a property of Item, found 'Nmae'."},
        {"SELECT * FROM Item WHERE Nmae IS NULL",
         "Line 1, column 26: expected a property of Item, found 'Nmae'."},
        {"SELECT * FROM Item WHERE Nmae ISA 'X'",
         "Line 1, column 26: expected a property of Item, found 'Nmae'."},
        {"SELECT * FROM Item WHERE Tags = 'x'",
         "Line 1, column 26: expected a property that can be compared, found 'Tags', which is string array."},
        {"SELECT * FROM Item WHERE Part = 'x'",
         "Line 1, column 26: expected a property that can be compared, found 'Part', which is object."},
        {"SELECT * FROM Item WHERE Tags LIKE 'x'",
         "Line 1, column 26: expected a property that can be compared, found 'Tags', which is string array."},
        {"SELECT * FROM Item WHERE Name ISA 'Item'",
         "Line 1, column 26: expected an embedded object in front of ISA, found 'Name', which is string."},
        {"SELECT * FROM Item WHERE Enabled <= TRUE",
         "Line 1, column 26: expected = or <> for the boolean 'Enabled', found '<='."},
        {"SELECT * FROM Item WHERE Enabled = 'maybe'",
         "Line 1, column 26: expected TRUE or FALSE to compare with 'Enabled', which is boolean, found "
         "\"maybe\"."},
        {"SELECT * FROM Item WHERE Value = 'many'",
         "Line 1, column 26: expected a number to compare with 'Value', which is uint32, found \"many\"."},
        {"SELECT * FROM Item WHERE Created > 'yesterday'",
         "Line 1, column 26: expected a datetime in quotes to compare with 'Created', which is datetime, "
         "found "
         "\"yesterday\"."},
        {"SELECT * FROM Item WHERE Created > 2024",
         "Line 1, column 26: expected a datetime in quotes to compare with 'Created', which is datetime, "
         "found 2024."},
        {"SELECT * FROM Item WHERE Value = Ratio",
         "Line 1, column 34: expected a constant on one side of the operator, found the second property "
         "'Ratio'."},
        {"SELECT * FROM Item WITHIN 5",
         "Line 1, column 15: expected a data query, found the WITHIN clause of a notification query."},
        {"SELECT * FROM Item GROUP WITHIN 5",
         "Line 1, column 20: expected a data query, found the GROUP clause of a notification query."},
    };
    for (const auto& mistake : mistakes) {
        const std::optional<QueryError> error = check(mistake.text);
        ASSERT_TRUE(error) << mistake.text;
        EXPECT_EQ(error->code, static_cast<HRESULT>(WBEM_E_INVALID_QUERY)) << mistake.text;
        EXPECT_EQ(error->message, mistake.message);
    }
}

TEST(DataQuery, OverAnUnknownClassIsRefusedAsSuch) {
    const std::optional<QueryError> error = check("SELECT Nmae FROM Nothing");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, static_cast<HRESULT>(WBEM_E_INVALID_CLASS));
    EXPECT_EQ(error->message, "Line 1, column 18: expected a class of this namespace, found 'Nothing'.");
}

}  // namespace
}  // namespace wbemcheck::mock::wql
