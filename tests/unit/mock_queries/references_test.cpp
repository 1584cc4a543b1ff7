// REFERENCES OF over the office (office.h); the expected sets were read off its picture.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/mock_queries/answers.h"
#include "tests/unit/mock_queries/office.h"

namespace wbemcheck::mock::test {
namespace {

class ReferencesOf : public OfficeTest {
protected:
    [[nodiscard]] Texts of(std::string_view rest) const {
        return paths_of(*space_, "REFERENCES OF " + std::string(rest));
    }
};

std::string anything(std::string_view id) { return "Anything.Id=\"" + std::string(id) + "\""; }

const std::string kUses = R"(Uses.Tool="Device.Slot=\"a\",Id=1",User="Person.Name=\"ann\"")";
const std::string kWorks = R"(WorksIn.Place="Room.Name=\"r1\"",Worker="Person.Name=\"ann\"")";
const std::string kManaged = R"(Manages.Boss="Person.Name=\"eve\"",Staff="Person.Name=\"ann\"")";

TEST_F(ReferencesOf, GivesEachAssociationOnce) {
    EXPECT_EQ(of("{Person.Name='ann'}"),
              (Texts{anything("x1"), anything("x2"), anything("x3"), anything("x4"), kManaged,
                     "Meeting.Id=\"m1\"", "Meeting.Id=\"m2\"", kUses, kWorks}));
    EXPECT_EQ(of("{Building=@}"), Texts{anything("x4")});
    EXPECT_EQ(of("{Person}"), Texts{anything("x1")});
    EXPECT_EQ(of("{Device.Id=2,Slot='b'}"), Texts{});
}

TEST_F(ReferencesOf, ResultClassTakesItsSubclassesAlong) {
    EXPECT_EQ(of("{Room.Name='r1'} WHERE ResultClass = WorksIn").size(), 3U);
    EXPECT_EQ(of("{Room.Name='r1'} WHERE ResultClass = SleepsIn"),
              Texts{R"(SleepsIn.Place="root:Room=\"r1\"",Worker="Thing.Name=\"cid\"")"});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ResultClass = Manages"), Texts{kManaged});
}

TEST_F(ReferencesOf, RoleIsTheReferenceThatLeadsToTheSource) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = GUEST"), Texts{"Meeting.Id=\"m2\""});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = Target"), (Texts{anything("x1"), anything("x4")}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = Boss"), Texts{});
}

TEST_F(ReferencesOf, RequiredQualifierIsThatOfTheAssociation) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE RequiredQualifier = rented"), Texts{kUses});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE RequiredQualifier = Locale"), Texts{});
}

TEST_F(ReferencesOf, ClassDefsOnlyGivesEachClassOnce) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ClassDefsOnly"),
              (Texts{"Anything", "Manages", "Meeting", "Uses", "WorksIn"}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = Host ClassDefsOnly"), Texts{"Meeting"});
}

TEST_F(ReferencesOf, KeysOnlyLeavesOutEverythingElse) {
    const auto objects = objects_of(*space_, "REFERENCES OF {Person.Name='ann'} WHERE KeysOnly Role = Guest");
    ASSERT_EQ(objects.size(), 1U);
    EXPECT_EQ(text_of(objects[0].get(), "Id"), "m2");
    EXPECT_EQ(text_of(objects[0].get(), "Host"), "");
}

TEST_F(ReferencesOf, SchemaOnlyFollowsTheDeclarations) {
    EXPECT_EQ(of("{Person} WHERE SchemaOnly"),
              (Texts{"Anything", "Manages", "Meeting", "SleepsIn", "Uses", "WorksIn"}));
    EXPECT_EQ(of("{Room} WHERE SchemaOnly ResultClass = Link"), (Texts{"SleepsIn", "WorksIn"}));
    EXPECT_EQ(of("{Device} WHERE SchemaOnly"), (Texts{"Anything", "Uses"}));
    EXPECT_EQ(of("{Person} WHERE SchemaOnly Role = Staff"), Texts{"Manages"});
    EXPECT_EQ(of("{Person} WHERE SchemaOnly RequiredQualifier = Rented"), Texts{"Uses"});
    EXPECT_EQ(of("{Thing} WHERE SchemaOnly"), Texts{"Anything"});
}

TEST_F(ReferencesOf, OneThatIsGoneIsNotFound) {
    EXPECT_EQ(failure_of(*space_, "REFERENCES OF {Person.Name='zoe'}").result, WBEM_E_NOT_FOUND);
}

}  // namespace
}  // namespace wbemcheck::mock::test
