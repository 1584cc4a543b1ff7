// NamespaceStore: classes.
#include <gmock/gmock.h>

#include <vector>

#include "tests/unit/mock_model/store_fixture.h"

namespace wbemcheck::mock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr LONG kSafe = WBEM_FLAG_UPDATE_SAFE_MODE;
constexpr LONG kForce = WBEM_FLAG_UPDATE_FORCE_MODE;

std::vector<std::string> names_of(const std::vector<std::shared_ptr<const ClassDefinition>>& classes) {
    std::vector<std::string> names;
    for (const auto& definition : classes) {
        names.push_back(definition->name());
    }
    return names;
}

ClassBuilder base() {
    return ClassBuilder("Base").key("Id", CimType::kString).property("Count", CimType::kUint32);
}

using PutClass = StoreTest;

TEST_F(PutClass, StoresAClassThatIsFoundInAnyCase) {
    const auto stored = add_class(base());
    EXPECT_EQ(space_->find_class("bASE"), stored);
    ASSERT_NE(stored->decoration(), nullptr);
    EXPECT_EQ(stored->decoration()->namespace_path, "root");
    EXPECT_EQ(stored->decoration()->server, repository_.server());
    EXPECT_EQ(space_->find_class("Other"), nullptr);
}

TEST_F(PutClass, RefusesFlagsThatExcludeEachOther) {
    EXPECT_THAT(put(base(), WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_UPDATE_ONLY),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put(base(), kSafe | kForce), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(space_->find_class("Base"), nullptr);
}

TEST_F(PutClass, RefusesNamesThatAClientCannotGive) {
    EXPECT_THAT(put(ClassBuilder("")), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put(ClassBuilder("1st")), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put(ClassBuilder("A B")), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put(ClassBuilder("__Own")), ResultIs(WBEM_E_INVALID_OPERATION));
    EXPECT_THAT(put(ClassBuilder("_Own")), ResultIs(WBEM_E_INVALID_OPERATION));
    EXPECT_THAT(put(ClassBuilder("Own_")), ResultIs(WBEM_E_INVALID_OBJECT));
}

TEST_F(PutClass, DistinguishesCreationFromUpdate) {
    EXPECT_THAT(put(base(), WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(put(base(), WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put(base(), WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_E_ALREADY_EXISTS));
    EXPECT_THAT(put(base(), WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(PutClass, NeedsItsSuperclass) {
    EXPECT_THAT(put(ClassBuilder("Derived", base().build())), ResultIs(WBEM_E_NOT_FOUND));
    add_class(base());
    EXPECT_THAT(put(ClassBuilder("Derived", base().build())), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(space_->find_class("Derived")->superclass(), space_->find_class("Base"));
}

TEST_F(PutClass, RefusesAnotherSuperclass) {
    add_class(base());
    add_class(ClassBuilder("Other"));
    add_class(ClassBuilder("Derived", space_->find_class("Base")));
    EXPECT_THAT(put(ClassBuilder("Derived", space_->find_class("Other"))),
                ResultIs(WBEM_E_INVALID_SUPERCLASS));
    EXPECT_THAT(put(ClassBuilder("Derived")), ResultIs(WBEM_E_INVALID_SUPERCLASS));
}

TEST_F(PutClass, RefusesACircle) {
    add_class(base());
    add_class(ClassBuilder("Derived", space_->find_class("Base")));
    EXPECT_THAT(put(ClassBuilder("Base", space_->find_class("Derived"))),
                ResultIs(WBEM_E_CIRCULAR_REFERENCE));
}

TEST_F(PutClass, RefusesWhatItsSuperclassForbids) {
    add_class(base().property("Fixed", CimType::kString, {},
                              {{"Final", Value::sint32(1), {.to_subclass = true, .is_final = true}}}));
    const auto above = space_->find_class("Base");
    EXPECT_THAT(put(ClassBuilder("A", above).property("Count", CimType::kString)),
                ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put(ClassBuilder("A", above).key("Second", CimType::kString)),
                ResultIs(WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE));
    EXPECT_THAT(put(ClassBuilder("A", above)
                        .property("Fixed", CimType::kString, {}, {{"Final", Value::sint32(2), {}}})),
                ResultIs(WBEM_E_OVERRIDE_NOT_ALLOWED));
}

TEST_F(PutClass, RefusesClassesThatMakeNoSense) {
    EXPECT_THAT(put(ClassBuilder("A").key("K", CimType::kReal64)), ResultIs(WBEM_E_CANNOT_BE_KEY));
    EXPECT_THAT(put(ClassBuilder("A").property("K", array_of(CimType::kString), {}, {{"key"}})),
                ResultIs(WBEM_E_CANNOT_BE_KEY));
    EXPECT_THAT(put(ClassBuilder("A").singleton().key("K", CimType::kString)),
                ResultIs(WBEM_E_CANNOT_BE_SINGLETON));
    add_class(base());
    EXPECT_THAT(put(ClassBuilder("A", space_->find_class("Base")).abstract()),
                ResultIs(WBEM_E_CANNOT_BE_ABSTRACT));
}

TEST_F(PutClass, LeavesTheStoreAloneWhenItFails) {
    const auto before = add_class(base());
    add_instance("Base", {{"Id", Value::string("1")}});
    EXPECT_THAT(put(base().property("More", CimType::kString)), ResultIs(WBEM_E_CLASS_HAS_INSTANCES));
    EXPECT_EQ(space_->find_class("Base"), before);
}

using UpdateClass = StoreTest;

TEST_F(UpdateClass, InCompatibleModeNeedsAClassWithoutInstancesAndSubclasses) {
    add_class(base());
    EXPECT_THAT(put(base().property("More", CimType::kString)), ResultIs(WBEM_S_NO_ERROR));
    add_class(ClassBuilder("Derived", space_->find_class("Base")));
    EXPECT_THAT(put(base()), ResultIs(WBEM_E_CLASS_HAS_CHILDREN));
    add_instance("Derived", {{"Id", Value::string("1")}});
    EXPECT_THAT(put(base()), ResultIs(WBEM_E_CLASS_HAS_INSTANCES));
}

TEST_F(UpdateClass, AlwaysTakesQualifiersThatChangeNothing) {
    add_class(base());
    add_class(ClassBuilder("Derived", space_->find_class("Base")));
    const auto instance = add_instance("Derived", {{"Id", Value::string("1")}, {"Count", Value::uint32(3)}});
    ASSERT_THAT(put(base().qualifier("Description", Value::string("new"), {.to_subclass = true})),
                ResultIs(WBEM_S_NO_ERROR));
    const auto derived = space_->find_class("Derived");
    ASSERT_NE(derived->qualifiers().find("Description"), nullptr);
    const auto kept = space_->find_instance(path_of("Derived.Id=\"1\""));
    ASSERT_NE(kept, nullptr);
    EXPECT_EQ(kept->shared_definition(), derived);
    EXPECT_EQ(*kept->find("Count"), Value::uint32(3));
    EXPECT_NE(instance->shared_definition(), derived) << "what a reader holds does not change";
}

TEST_F(UpdateClass, InSafeModeReachesTheSubclasses) {
    add_class(base());
    add_class(ClassBuilder("Derived", space_->find_class("Base")).property("Own", CimType::kString));
    ASSERT_THAT(put(base().property("More", CimType::kString), kSafe), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(space_->find_class("Derived")->find_property("More").has_value());
    EXPECT_TRUE(space_->find_class("Derived")->find_property("Own").has_value());
    EXPECT_EQ(space_->find_class("Derived")->superclass(), space_->find_class("Base"));
}

TEST_F(UpdateClass, InSafeModeFailsOnAConflictWithASubclass) {
    add_class(base());
    add_class(ClassBuilder("Derived", space_->find_class("Base")).property("Own", CimType::kString));
    EXPECT_THAT(put(base().property("Own", CimType::kUint32), kSafe), ResultIs(WBEM_E_UPDATE_TYPE_MISMATCH));
    add_class(ClassBuilder("Keyless"));
    add_class(ClassBuilder("Keyed", space_->find_class("Keyless")).key("K", CimType::kString));
    EXPECT_THAT(put(ClassBuilder("Keyless").key("Id", CimType::kString), kSafe),
                ResultIs(WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE));
}

TEST_F(UpdateClass, InForceModeDropsInstancesAndTheSubclassesSide) {
    add_class(base());
    add_class(ClassBuilder("Derived", space_->find_class("Base")).property("Own", CimType::kString));
    add_instance("Derived", {{"Id", Value::string("1")}});
    ASSERT_THAT(put(base().property("Own", CimType::kUint32), kForce), ResultIs(WBEM_S_NO_ERROR));
    const auto derived = space_->find_class("Derived");
    EXPECT_EQ(derived->properties().at(derived->find_property("Own").value()).type, scalar(CimType::kUint32));
    EXPECT_EQ(space_->instance_count("Base", true), 0U);
    EXPECT_THAT(put_instance("Derived", {{"Id", Value::string("1")}}), ResultIs(WBEM_S_NO_ERROR));
}

using DeleteClass = StoreTest;

TEST_F(DeleteClass, TakesSubclassesAndInstancesAlong) {
    add_class(base());
    add_class(ClassBuilder("Derived", space_->find_class("Base")));
    add_class(ClassBuilder("Deeper", space_->find_class("Derived")));
    add_instance("Base", {{"Id", Value::string("1")}});
    add_instance("Deeper", {{"Id", Value::string("2")}});
    EXPECT_THAT(space_->delete_class("derived"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(space_->find_class("Deeper"), nullptr);
    EXPECT_EQ(space_->instance_count("Base", true), 1U);
    EXPECT_EQ(space_->find_instance(path_of("Base.Id=\"2\"")), nullptr);
    EXPECT_THAT(names_of(space_->subclasses("Base", true)), IsEmpty());
    EXPECT_THAT(put_instance("Base", {{"Id", Value::string("2")}}, WBEM_FLAG_CREATE_ONLY),
                ResultIs(WBEM_S_NO_ERROR))
        << "the key of a deleted instance is free again";
}

TEST_F(DeleteClass, RefusesWhatIsMissingAndWhatIsTheSystems) {
    EXPECT_THAT(space_->delete_class("Nobody"), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(space_->delete_class("__Event"), ResultIs(WBEM_E_INVALID_OPERATION));
}

using Subclasses = StoreTest;

TEST_F(Subclasses, AreImmediateOrAllBelow) {
    add_class(base());
    add_class(ClassBuilder("A", space_->find_class("Base")));
    add_class(ClassBuilder("B", space_->find_class("Base")));
    add_class(ClassBuilder("A2", space_->find_class("A")));
    EXPECT_THAT(names_of(space_->subclasses("base", false)), ElementsAre("A", "B"));
    EXPECT_THAT(names_of(space_->subclasses("Base", true)), ElementsAre("A", "B", "A2"));
    EXPECT_THAT(names_of(space_->subclasses("A2", true)), IsEmpty());
    EXPECT_THAT(names_of(space_->subclasses("Nobody", true)), IsEmpty());
}

TEST_F(Subclasses, FromTheTopIncludeTheSystemClasses) {
    add_class(base());
    add_class(ClassBuilder("A", space_->find_class("Base")));
    EXPECT_THAT(names_of(space_->subclasses("", false)),
                UnorderedElementsAre("__SystemClass", "__NotifyStatus", "__PARAMETERS", "Base"));
    EXPECT_THAT(names_of(space_->subclasses("", true)), testing::IsSupersetOf({"__Event", "Base", "A"}));
}

}  // namespace
}  // namespace wbemcheck::mock
