// ASSOCIATORS OF over the office (office.h); the expected sets were read off its picture.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/mock_queries/answers.h"
#include "tests/unit/mock_queries/office.h"

namespace wbemcheck::mock::test {
namespace {

class AssociatorsOf : public OfficeTest {
protected:
    [[nodiscard]] Texts of(std::string_view rest) const {
        return paths_of(*space_, "ASSOCIATORS OF " + std::string(rest));
    }
    [[nodiscard]] QueryFailure failure(std::string_view rest) const {
        return failure_of(*space_, "ASSOCIATORS OF " + std::string(rest));
    }
};

const std::string kAnn = "Person.Name=\"ann\"";
const std::string kBob = "Person.Name=\"bob\"";
const std::string kCid = "Person.Name=\"cid\"";
const std::string kEve = "Manager.Name=\"eve\"";
const std::string kRoom1 = "Room.Name=\"r1\"";
const std::string kRoom2 = "Room.Name=\"r2\"";
const std::string kDevice = "Device.Id=1,Slot=\"a\"";

TEST_F(AssociatorsOf, GivesEveryEndpointOncePerAssociation) {
    EXPECT_EQ(of("{Person.Name='ann'}"),
              (Texts{"Building=@", kDevice, kEve, "Person", kAnn, kBob, kRoom1, kRoom1, kRoom2}));
    EXPECT_EQ(of("{Room.Name='r1'}"), (Texts{kAnn, kAnn, kBob, kBob, kCid}));
    EXPECT_EQ(of("{Device.Id=1,Slot='a'}"), (Texts{kAnn, kBob}));
}

TEST_F(AssociatorsOf, TakesAnySpellingOfTheSource) {
    const Texts expected = {kAnn, kBob};
    for (const std::string_view path :
         {"{device.SLOT=\"A\",ID=1}", "{Device.Id='1',Slot='a'}", "{\\\\.\\root:Device.Id=1,Slot='a'}",
          "{//WBEMCHECK/root:Device.Slot='a',Id=0x1}", "{ Device.Id=1,Slot='a' }"}) {
        EXPECT_EQ(of(path), expected) << path;
    }
    EXPECT_EQ(of("{Thing='cid'}"), Texts{kRoom1});
    EXPECT_EQ(of("{Building=@}"), Texts{kAnn});
}

TEST_F(AssociatorsOf, AClassFollowsReferencesToTheClassItself) {
    EXPECT_EQ(of("{Person}"), Texts{kAnn});
    EXPECT_EQ(of("{Room}"), Texts{});
}

TEST_F(AssociatorsOf, GivesTheSourceWhereItPlaysAnotherRoleToo) {
    EXPECT_EQ(of("{Person.Name='eve'} WHERE AssocClass = Manages"), (Texts{kEve, kAnn, kBob}));
    EXPECT_EQ(of("{Person.Name='eve'} WHERE AssocClass = Manages Role = Staff"), Texts{kEve});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE AssocClass = Meeting ResultRole = Guest"), (Texts{kAnn, kBob}));
}

TEST_F(AssociatorsOf, GivesNothingWhereAReferenceDanglesOrLeadsElsewhere) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE AssocClass = Anything Role = Source"), Texts{});
    EXPECT_EQ(of("{Person.Name='bob'} WHERE AssocClass = Anything"), Texts{});
    ASSERT_THAT(space_->delete_instance(path_of("Room.Name='r1'")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(of("{Person.Name='cid'}"), Texts{});
    EXPECT_EQ(of("{Person.Name='bob'} WHERE AssocClass = Meeting"), Texts{kAnn});
}

TEST_F(AssociatorsOf, AssocClassTakesItsSubclassesAlong) {
    EXPECT_EQ(of("{Room.Name='r1'} WHERE AssocClass = WorksIn"), (Texts{kAnn, kBob, kCid}));
    EXPECT_EQ(of("{Room.Name='r1'} WHERE AssocClass = SLEEPSIN"), Texts{kCid});
    EXPECT_EQ(of("{Room.Name='r1'} WHERE AssocClass = Link"), (Texts{kAnn, kBob, kCid}));
    EXPECT_EQ(of("{Room.Name='r1'} WHERE AssocClass = Uses"), Texts{});
}

TEST_F(AssociatorsOf, ResultClassTakesItsSubclassesAlong) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ResultClass = Person"), (Texts{kEve, "Person", kAnn, kBob}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ResultClass = Manager"), Texts{kEve});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ResultClass = Device"), Texts{kDevice});
}

TEST_F(AssociatorsOf, RoleAndResultRoleNameTheReferences) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = host"), (Texts{kAnn, kBob, kRoom1, kRoom2}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = Guest"), (Texts{kAnn, kRoom2}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ResultRole = Place"), (Texts{kRoom1, kRoom1, kRoom2}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ResultRole = Place Role = Worker"), Texts{kRoom1});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ResultRole = Boss"), Texts{kEve});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = Boss"), Texts{});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE Role = NoSuchRole"), Texts{});
}

TEST_F(AssociatorsOf, RequiredQualifierLooksAtTheEndpointAndRequiredAssocQualifierAtTheAssociation) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE RequiredQualifier = locale"), (Texts{kRoom1, kRoom1, kRoom2}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE RequiredAssocQualifier = Rented"), Texts{kDevice});
    EXPECT_EQ(of("{Person.Name='ann'} WHERE RequiredQualifier = Locale RequiredAssocQualifier = Rented"),
              Texts{});
    EXPECT_EQ(of("{Person.Name='cid'} WHERE RequiredAssocQualifier = Association"), Texts{kRoom1});
}

TEST_F(AssociatorsOf, ClassDefsOnlyGivesEachClassOnce) {
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ClassDefsOnly"),
              (Texts{"Building", "Device", "Manager", "Person", "Room"}));
    EXPECT_EQ(of("{Person.Name='ann'} WHERE ClassDefsOnly Role = Host"), (Texts{"Person", "Room"}));
}

TEST_F(AssociatorsOf, KeysOnlyLeavesOutEverythingElse) {
    const std::string query = "ASSOCIATORS OF {Room.Name='r1'} WHERE AssocClass = SleepsIn";
    EXPECT_EQ(text_of(objects_of(*space_, query).at(0).get(), "Size"), "7");
    const auto objects = objects_of(*space_, query + " KeysOnly");
    ASSERT_EQ(objects.size(), 1U);
    EXPECT_EQ(text_of(objects[0].get(), "Name"), "cid");
    EXPECT_EQ(text_of(objects[0].get(), "Size"), "");
    EXPECT_EQ(text_of(objects[0].get(), "__PATH"), "\\\\WBEMCHECK\\root:Person.Name=\"cid\"");
    EXPECT_EQ(of("{Room.Name='r1'} WHERE KeysOnly ClassDefsOnly"), Texts{"Person"});
}

TEST_F(AssociatorsOf, SchemaOnlyFollowsTheDeclarations) {
    // Person: WorksIn and SleepsIn lead to Room; Manages to Person from either side; Meeting to Person and
    // Room, where Host has Guest beside it and the other way round; Uses to Device; Anything declares no
    // class to give.
    EXPECT_EQ(of("{Person} WHERE SchemaOnly"), (Texts{"Device", "Person", "Person", "Room", "Room", "Room"}));
    EXPECT_EQ(of("{Manager} WHERE SchemaOnly"), of("{Person} WHERE SchemaOnly"));
    EXPECT_EQ(of("{Thing} WHERE SchemaOnly"), Texts{});
    EXPECT_EQ(of("{Room} WHERE SchemaOnly"), (Texts{"Person", "Person", "Person"}));
    EXPECT_EQ(of("{Person} WHERE AssocClass = WorksIn SchemaOnly"), (Texts{"Room", "Room"}));
    EXPECT_EQ(of("{Person} WHERE SchemaOnly ResultClass = Device"), Texts{"Device"});
    EXPECT_EQ(of("{Person} WHERE SchemaOnly RequiredAssocQualifier = Rented"), Texts{"Device"});
    EXPECT_EQ(of("{Person} WHERE SchemaOnly RequiredQualifier = Locale Role = Worker"),
              (Texts{"Room", "Room"}));
    EXPECT_EQ(of("{Person} WHERE SchemaOnly Role = Host ResultRole = Guest"), Texts{"Person"});
}

TEST_F(AssociatorsOf, SeesWhatWasPutAndDeletedSince) {
    EXPECT_EQ(of("{Person.Name='cid'}"), Texts{kRoom1});
    add_instance("Meeting", {{"Id", Value::string("m3")},
                             {"Host", Value::reference("Person='cid'")},
                             {"Guest", Value::reference("Person='bob'")}});
    EXPECT_EQ(of("{Person.Name='cid'}"), (Texts{kBob, kRoom1}));
    add_instance("Meeting", {{"Id", Value::string("m3")},
                             {"Host", Value::reference("Person='cid'")},
                             {"Guest", Value::reference("Person='ann'")}});
    EXPECT_EQ(of("{Person.Name='cid'}"), (Texts{kAnn, kRoom1}));
    ASSERT_THAT(space_->delete_instance(path_of("Meeting.Id='m3'")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(of("{Person.Name='cid'}"), Texts{kRoom1});
    ASSERT_THAT(space_->delete_class("SleepsIn"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(of("{Person.Name='cid'}"), Texts{});
}

TEST_F(AssociatorsOf, FindsReferencesThatWerePutBeforeTheirClass) {
    add_instance("Anything", {{"Id", Value::string("early")},
                              {"Source", Value::reference("Car.Plate='x'")},
                              {"Target", Value::reference("Person='cid'")}});
    add_class(ClassBuilder("Car").key("Plate", CimType::kString));
    EXPECT_EQ(of("{Person='cid'} WHERE AssocClass = Anything"), Texts{});
    add_instance("Car", {{"Plate", Value::string("X")}});
    EXPECT_EQ(of("{Person='cid'} WHERE AssocClass = Anything"), Texts{"Car.Plate=\"X\""});
    EXPECT_EQ(of("{Car='x'}"), Texts{kCid});
}

TEST_F(AssociatorsOf, NamesThePlaceOfWhatIsNotThere) {
    EXPECT_EQ(failure("{Person.Name='zoe'}"),
              (QueryFailure{WBEM_E_NOT_FOUND,
                            "Line 1, column 17: expected an object of this namespace, found "
                            "'Person.Name=\"zoe\"'."}));
    EXPECT_EQ(failure("{Nobody.Name='zoe'}").result, WBEM_E_INVALID_CLASS);
    EXPECT_EQ(failure("{Nobody}").result, WBEM_E_NOT_FOUND);
    EXPECT_EQ(failure("{Nobody} WHERE SchemaOnly").result, WBEM_E_NOT_FOUND);
    EXPECT_EQ(failure("{Person.Shoe=5}").result, WBEM_E_INVALID_OBJECT_PATH);
    EXPECT_EQ(failure("{root\\other:Person.Name='ann'}").result, WBEM_E_NOT_FOUND);
    EXPECT_EQ(failure("{Person.Name='ann'}\nWHERE AssocClass = Nothing"),
              (QueryFailure{WBEM_E_INVALID_CLASS,
                            "Line 2, column 20: expected a class of this namespace, found 'Nothing'."}));
    EXPECT_EQ(failure("{Person.Name='ann'} WHERE ResultClass = Nothing").result, WBEM_E_INVALID_CLASS);
    EXPECT_EQ(failure("{Person.Name='ann'} WHERE Role <> Host"),
              (QueryFailure{WBEM_E_INVALID_QUERY, "Line 1, column 47: expected '=', found '<>'."}));
}

}  // namespace
}  // namespace wbemcheck::mock::test
