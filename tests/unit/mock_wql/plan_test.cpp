#include "mock_provider/wql/plan.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "mock_provider/model/class_builder.h"
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

class Plan : public testing::Test {
protected:
    [[nodiscard]] std::string path(std::string_view where) const {
        const auto found = find_path(parsed("SELECT * FROM Device WHERE " + std::string(where)), *device_);
        return found ? format_path(*found) : "none";
    }
    [[nodiscard]] std::string reference(std::string_view where) const {
        return find_reference(parsed("SELECT * FROM Device WHERE " + std::string(where)), *device_)
            .value_or("none");
    }
    [[nodiscard]] bool may_match(std::string_view where) const {
        return can_match(parsed("SELECT * FROM Device WHERE " + std::string(where)), device_);
    }

    const std::shared_ptr<const ClassDefinition> thing_ = ClassBuilder("Thing").build();
    const std::shared_ptr<const ClassDefinition> device_ = ClassBuilder("Device", thing_)
                                                               .key("Id", CimType::kUint32)
                                                               .key("Slot", CimType::kString)
                                                               .reference("Owner", "")
                                                               .property("Text", CimType::kString)
                                                               .build();
    const std::shared_ptr<const ClassDefinition> timed_ =
        ClassBuilder("Timed").key("When", CimType::kDatetime).build();
};

TEST_F(Plan, LooksUpAPathWhenAllKeysAreNamed) {
    EXPECT_EQ(path("Id = 1 AND Slot = 'a'"), "Device.Id=1,Slot=\"a\"");
    EXPECT_EQ(path("Text > 'x' AND 'a' = SLOT AND (Id = '1')"), "Device.Id=\"1\",Slot=\"a\"");
    EXPECT_EQ(path("__RELPATH = 'Device.Id=2,Slot=\"b\"' AND Text = 'x'"), "Device.Id=2,Slot=\"b\"");
    EXPECT_EQ(path("__PATH = '//here/root:Other=5'"), "\\\\here\\root:Other=5");
    for (const std::string_view where :
         {"Id = 1", "Id = 1 OR Slot = 'a'", "Id = 1.0 AND Slot = 'a'", "Id = 1 AND Slot > 'a'",
          "__RELPATH <> 'Device.Id=2,Slot=\"b\"'", "__RELPATH = '='", "NOT (Id = 1 AND Slot = 'a')"}) {
        EXPECT_EQ(path(where), "none") << where;
    }
    const SelectQuery moment = parsed("SELECT * FROM Timed WHERE When = '20240101000000.000000+000'");
    EXPECT_FALSE(find_path(moment, *timed_));
}

TEST_F(Plan, LooksUpAReferenceThatIsNamed) {
    EXPECT_EQ(reference("Id = 1 AND Owner = 'Person=5'"), "Person=5");
    EXPECT_EQ(reference("Owner LIKE 'Person=5'"), "none");
    EXPECT_EQ(reference("Text = 'Person=5'"), "none");
}

TEST_F(Plan, LeavesOutClassesThatCannotMatch) {
    for (const std::string_view where :
         {"__CLASS = 'device'", "__CLASS = 'Other' OR Id = 1", "NOT __CLASS = 'Other'", "__THIS ISA 'Thing'",
          "__SUPERCLASS = 'Thing' AND __DYNASTY = 'Thing' AND __GENUS = 2",
          "__CLASS LIKE 'dev%' AND Text IS NULL", "NOT (__CLASS = 'Device' AND Id = 1)", "__SERVER IS NULL",
          "__RELPATH = 'x'"}) {
        EXPECT_TRUE(may_match(where)) << where;
    }
    for (const std::string_view where :
         {"__CLASS = 'Other'", "__CLASS = 'Other' AND Id = 1", "NOT __CLASS = 'Device'", "__THIS ISA 'Other'",
          "(__CLASS = 'A' OR __CLASS = 'B') AND Id = 1", "__GENUS = 1 OR NOT __THIS ISA 'Thing'",
          "NOT (__CLASS = 'Device' OR Id = 1)", "__SERVER = 'x'", "NOT __SERVER = 'x'"}) {
        EXPECT_FALSE(may_match(where)) << where;
    }
}

}  // namespace
}  // namespace wbemcheck::mock::wql
