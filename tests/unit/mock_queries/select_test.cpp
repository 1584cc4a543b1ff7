// SELECT over the office (office.h): system properties, the class of an object, paths and keys.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/mock_queries/answers.h"
#include "tests/unit/mock_queries/office.h"

namespace wbemcheck::mock::test {
namespace {

class Select : public OfficeTest {
protected:
    [[nodiscard]] Texts from(std::string_view rest) const {
        return paths_of(*space_, "SELECT * FROM " + std::string(rest));
    }
    [[nodiscard]] QueryFailure failure(std::string_view query) const { return failure_of(*space_, query); }
};

const std::string kAnn = "Person.Name=\"ann\"";
const std::string kBob = "Person.Name=\"bob\"";
const std::string kCid = "Person.Name=\"cid\"";
const std::string kEve = "Manager.Name=\"eve\"";

TEST_F(Select, TakesSubclassesAlong) {
    EXPECT_EQ(from("Person"), (Texts{kEve, kAnn, kBob, kCid}));
    EXPECT_EQ(from("Manager"), Texts{kEve});
    EXPECT_EQ(from("Building"), Texts{"Building=@"});
}

TEST_F(Select, TellsTheClassOfAnObject) {
    EXPECT_EQ(from("Thing WHERE __CLASS = 'person'"), (Texts{kAnn, kBob, kCid}));
    EXPECT_EQ(from("Thing WHERE __CLASS = Manager"), Texts{kEve});
    EXPECT_EQ(from("Person WHERE __CLASS = 'Room'"), Texts{});
    EXPECT_EQ(from("Thing WHERE __CLASS = 'Manager' OR __CLASS = 'Room'"),
              (Texts{kEve, "Room.Name=\"r1\"", "Room.Name=\"r2\""}));
    EXPECT_EQ(from("Thing WHERE __CLASS <> 'Person' AND NOT __CLASS = 'Room'"), Texts{kEve});
    EXPECT_EQ(from("Thing WHERE __THIS ISA 'Person'"), (Texts{kEve, kAnn, kBob, kCid}));
    EXPECT_EQ(from("Thing WHERE __THIS ISA Person AND __SUPERCLASS = 'Person'"), Texts{kEve});
    EXPECT_EQ(from("Thing WHERE __CLASS LIKE 'Ma%'"), Texts{kEve});
    EXPECT_EQ(from("Thing WHERE (__CLASS = 'Manager' OR Name = 'ann') AND __GENUS = 2"), (Texts{kEve, kAnn}));
    EXPECT_EQ(from("Thing WHERE __GENUS = 1"), Texts{});
    EXPECT_EQ(from("Thing WHERE __DYNASTY = 'Thing' AND __PROPERTY_COUNT = 2 AND Name < 'b'"), Texts{kAnn});
    EXPECT_EQ(from("Person WHERE __NAMESPACE = 'ROOT' AND __SERVER = 'WBEMCHECK' AND Name > 'c'"),
              (Texts{kEve, kCid}));
    EXPECT_EQ(from("Person WHERE __NAMESPACE = 'root\\\\other'"), Texts{});
    EXPECT_EQ(from("Person WHERE __SUPERCLASS IS NULL"), Texts{});
}

TEST_F(Select, FindsAnObjectByItsPath) {
    EXPECT_EQ(from("Thing WHERE __RELPATH = 'Person.Name=\"ann\"'"), Texts{kAnn});
    EXPECT_EQ(from("Thing WHERE __RELPATH = \"PERSON.NAME=\\\"ANN\\\"\""), Texts{kAnn});
    EXPECT_EQ(from("Thing WHERE __PATH = '\\\\\\\\wbemcheck\\\\root:Person.Name=\"ann\"'"), Texts{kAnn});
    EXPECT_EQ(from("Thing WHERE __PATH = '\\\\\\\\other\\\\root:Person.Name=\"ann\"'"), Texts{});
    EXPECT_EQ(from("Room WHERE __RELPATH = 'Person.Name=\"ann\"'"), Texts{});
    EXPECT_EQ(from("Thing WHERE __RELPATH = 'Thing.Name=\"ann\"'"), Texts{});
    EXPECT_EQ(from("Thing WHERE __RELPATH = 'no path at all'"), Texts{});
    EXPECT_EQ(from("Thing WHERE __RELPATH = 'Person'"), Texts{});
    EXPECT_EQ(from("Building WHERE __RELPATH = 'Building=@'"), Texts{"Building=@"});
}

TEST_F(Select, FindsAnObjectByAllItsKeys) {
    EXPECT_EQ(from("Device WHERE Id = 1 AND Slot = 'A'"), Texts{"Device.Id=1,Slot=\"a\""});
    EXPECT_EQ(from("Device WHERE Slot = 'a' AND '0x1' = Id"), Texts{"Device.Id=1,Slot=\"a\""});
    EXPECT_EQ(from("Device WHERE Slot = 'b' AND Id = 1"), Texts{});
    EXPECT_EQ(from("Device WHERE Slot = 'b' AND Id = 1.0"), Texts{});
    EXPECT_EQ(from("Device WHERE Slot = 'b' AND Id = 2.0"), Texts{"Device.Id=2,Slot=\"b\""});
    EXPECT_EQ(from("Device WHERE Id = 2"), Texts{"Device.Id=2,Slot=\"b\""});
    EXPECT_EQ(from("Thing WHERE Name = 'eve' AND __CLASS = 'Person'"), Texts{});
    EXPECT_EQ(from("Room WHERE Name = 'ann'"), Texts{});
}

TEST_F(Select, ComparesReferencesAsPaths) {
    EXPECT_EQ(from("Uses WHERE User = 'Person.Name=\"ann\"'").size(), 1U);
    EXPECT_EQ(from("WorksIn WHERE Worker = 'person=\"Bob\"'"),
              Texts{R"(WorksIn.Place="room='R1'",Worker="\\\\WBEMCHECK\\ROOT:PERSON.NAME=\"BOB\"")"});
    EXPECT_EQ(from("WorksIn WHERE Place = 'Room.Name=\"r1\"'").size(), 3U);
    EXPECT_EQ(from("WorksIn WHERE NOT Place = 'root:Room.Name=\"r1\"'").size(), 1U);
    EXPECT_EQ(from("WorksIn WHERE Place <> 'Room.Name=\"r1\"'").size(), 1U);
    EXPECT_EQ(from("WorksIn WHERE Place = 'root\\\\other:Room.Name=\"r1\"'"), Texts{});
    EXPECT_EQ(from("Uses WHERE Tool = 'Device.Id=1,Slot=\"a\"'").size(), 1U);
    EXPECT_EQ(from("Anything WHERE Source = 'Person'"), Texts{"Anything.Id=\"x1\""});
    EXPECT_EQ(from("Anything WHERE Target = 'Person.Name=\"nobody\"'"), Texts{"Anything.Id=\"x2\""});
    EXPECT_EQ(from("Note WHERE About = 'Person=\"ann\"'"), Texts{"Note.Id=\"n1\""});
    EXPECT_EQ(from("Anything WHERE Source LIKE '%Building%'"), Texts{"Anything.Id=\"x4\""});
}

TEST_F(Select, IsRefusedWithThePlace) {
    EXPECT_EQ(failure("SELECT * FROM Person WHERE __DERIVATION = 'Thing'"),
              (QueryFailure{WBEM_E_INVALID_QUERY,
                            "Line 1, column 28: expected a property that can be compared, found "
                            "'__DERIVATION', which is string array."}));
    EXPECT_EQ(failure("SELECT COUNT(*) FROM Person").result, WBEM_E_INVALID_QUERY);
    EXPECT_EQ(failure("SELECT * FROM Nobody").result, WBEM_E_INVALID_CLASS);
}

}  // namespace
}  // namespace wbemcheck::mock::test
