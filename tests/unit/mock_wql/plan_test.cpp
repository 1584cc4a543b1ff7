#include "mock_provider/wql/plan.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/mock_wql/parsed.h"

namespace wbemcheck::mock::wql {
namespace {

// The constant that `Name` must equal, as text; "none" without one.
std::string key_of(std::string_view where) {
    const SelectQuery query = parsed("SELECT * FROM A " + std::string(where));
    const Value* constant = find_equality(query, "Name");
    return constant != nullptr ? constant_text(*constant) : "none";
}

TEST(Equality, IsFoundAloneOrInTheOutermostAnd) {
    EXPECT_EQ(key_of("WHERE Name = 'x'"), "\"x\"");
    EXPECT_EQ(key_of("WHERE 'x' = NAME"), "\"x\"");
    EXPECT_EQ(key_of("WHERE name = 5"), "5");
    EXPECT_EQ(key_of("WHERE Value > 5 AND Name = 'x' AND NOT Text = 'y'"), "\"x\"");
    EXPECT_EQ(key_of("WHERE Value > 5 AND (Text = 'y' AND (Name = 'x'))"), "\"x\"");
    EXPECT_EQ(key_of("WHERE (Value = 1 OR Value = 2) AND Name = 'x'"), "\"x\"");
    EXPECT_EQ(key_of("WHERE Name = 'x' AND Name = 'y'"), "\"x\"");
}

TEST(Equality, IsNotFoundWhereOtherObjectsMayMatch) {
    for (const std::string_view where :
         {"", "WHERE Value = 1", "WHERE Name <> 'x'", "WHERE Name > 'x'", "WHERE Name LIKE 'x'",
          "WHERE Name IS NULL", "WHERE Name = 'x' OR Value = 1", "WHERE NOT Name = 'x'",
          "WHERE NOT (Name = 'x' AND Value = 1)", "WHERE Value = 1 AND (Name = 'x' OR Name = 'y')",
          "WHERE T.Name = 'x'", "WHERE Name.T = 'x'", "WHERE Name = Text"}) {
        EXPECT_EQ(key_of(where), "none") << where;
    }
}

TEST(Equality, IsFoundForTheClassToo) {
    const SelectQuery query = parsed("SELECT * FROM A WHERE __CLASS = B AND Name = 'x'");
    const Value* constant = find_equality(query, "__Class");
    ASSERT_NE(constant, nullptr);
    EXPECT_EQ(constant->as_text(), "B");
}

}  // namespace
}  // namespace wbemcheck::mock::wql
