// SELECT * FROM meta_class over the office (office.h).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/unit/mock_queries/answers.h"
#include "tests/unit/mock_queries/office.h"

namespace wbemcheck::mock::test {
namespace {

class SchemaQuery : public OfficeTest {
protected:
    // Without the system classes, which every namespace has.
    [[nodiscard]] Texts where(std::string_view condition) const {
        Texts names = paths_of(*space_, "SELECT * FROM meta_class WHERE " + std::string(condition));
        std::erase_if(names, [](const std::string& name) { return name.starts_with("__"); });
        return names;
    }
    [[nodiscard]] QueryFailure failure(std::string_view query) const { return failure_of(*space_, query); }
};

const Texts kAll = {"Anything", "Building", "Device", "Link",     "Manager", "Manages", "Meeting",
                    "Note",     "Person",   "Room",   "SleepsIn", "Thing",   "Uses",    "WorksIn"};

TEST_F(SchemaQuery, GivesAllClassesWithoutACondition) {
    Texts names = paths_of(*space_, "SELECT * FROM META_CLASS");
    EXPECT_EQ(std::ranges::count(names, "__SystemClass"), 1);
    std::erase_if(names, [](const std::string& name) { return name.starts_with("__"); });
    EXPECT_EQ(names, kAll);
}

TEST_F(SchemaQuery, IsaTakesTheClassAndItsSubclasses) {
    EXPECT_EQ(where("__this ISA \"Thing\""), (Texts{"Manager", "Person", "Room", "Thing"}));
    EXPECT_EQ(where("__THIS ISA person"), (Texts{"Manager", "Person"}));
    EXPECT_EQ(where("__this ISA 'Nothing'"), Texts{});
    EXPECT_EQ(where("NOT __this ISA 'Thing' AND NOT __this ISA 'Link' AND NOT __class < 'Device'"),
              (Texts{"Device", "Manages", "Meeting", "Note", "Uses"}));
}

TEST_F(SchemaQuery, ComparesTheSystemProperties) {
    EXPECT_EQ(where("__CLASS = 'PERSON'"), Texts{"Person"});
    EXPECT_EQ(where("__CLASS = 'Nothing'"), Texts{});
    EXPECT_EQ(where("__CLASS = 'Person' AND __SUPERCLASS = 'Link'"), Texts{});
    EXPECT_EQ(where("__CLASS = 'Person' OR __CLASS = 'Room'"), (Texts{"Person", "Room"}));
    EXPECT_EQ(where("__SUPERCLASS = 'Thing'"), (Texts{"Person", "Room"}));
    EXPECT_EQ(where("__SUPERCLASS IS NULL AND __CLASS LIKE '[l-n]%'"),
              (Texts{"Link", "Manages", "Meeting", "Note"}));
    EXPECT_EQ(where("__DYNASTY = 'Link'"), (Texts{"Link", "SleepsIn", "WorksIn"}));
    EXPECT_EQ(where("__DYNASTY = 'Thing' AND __SUPERCLASS IS NOT NULL"),
              (Texts{"Manager", "Person", "Room"}));
    EXPECT_EQ(where("__CLASS LIKE '%in'"), (Texts{"SleepsIn", "WorksIn"}));
    EXPECT_EQ(where("__GENUS = 2"), Texts{});
    EXPECT_EQ(where("__GENUS = 1"), kAll);
    EXPECT_EQ(where("__PROPERTY_COUNT > 3"), Texts{"Meeting"});
    EXPECT_EQ(where("__RELPATH = 'Uses'"), Texts{"Uses"});
    EXPECT_EQ(where("__PATH = '\\\\\\\\WBEMCHECK\\\\root:Uses'"), Texts{"Uses"});
    EXPECT_EQ(where("__NAMESPACE = 'root' AND __SERVER = 'wbemcheck' AND __DYNASTY = 'Uses'"), Texts{"Uses"});
}

TEST_F(SchemaQuery, FindsDoubleUnderscoresByTheirEscape) {
    const Texts names = paths_of(*space_, "SELECT * FROM meta_class WHERE __CLASS LIKE '[_][_]%Event'");
    EXPECT_EQ(std::ranges::count(names, "__Event"), 1);
    EXPECT_TRUE(std::ranges::all_of(names, [](const std::string& name) { return name.starts_with("__"); }));
}

TEST_F(SchemaQuery, GivesWholeDefinitions) {
    const auto objects = objects_of(*space_, "SELECT * FROM meta_class WHERE __CLASS = 'Manager'");
    ASSERT_EQ(objects.size(), 1U);
    EXPECT_EQ(text_of(objects[0].get(), "__GENUS"), "1");
    EXPECT_EQ(text_of(objects[0].get(), "__DERIVATION"), "{Person,Thing}");
    EXPECT_EQ(text_of(objects[0].get(), "__PROPERTY_COUNT"), "2");
}

TEST_F(SchemaQuery, IsRefusedWithThePlace) {
    EXPECT_EQ(failure("SELECT __CLASS FROM meta_class"),
              (QueryFailure{WBEM_E_INVALID_QUERY,
                            "Line 1, column 8: expected '*', for a schema query gives whole "
                            "definitions, found '__CLASS'."}));
    EXPECT_EQ(failure("SELECT * FROM meta_class WHERE Name = 'x'"),
              (QueryFailure{WBEM_E_INVALID_QUERY,
                            "Line 1, column 32: expected a property of meta_class, found 'Name'."}));
    EXPECT_EQ(failure("SELECT * FROM meta_class WHERE __DERIVATION = 'Thing'").result, WBEM_E_INVALID_QUERY);
    EXPECT_EQ(failure("SELECT * FROM meta_class WHERE __THIS = 'Thing'").result, WBEM_E_INVALID_QUERY);
    EXPECT_EQ(failure("SELECT * FROM meta_class WHERE __CLASS ISA 'Thing'").result, WBEM_E_INVALID_QUERY);
    EXPECT_EQ(failure("SELECT * FROM meta_class WITHIN 5"),
              (QueryFailure{WBEM_E_INVALID_QUERY,
                            "Line 1, column 15: expected a schema query, found the WITHIN clause "
                            "of a notification query."}));
}

}  // namespace
}  // namespace wbemcheck::mock::test
