#include "mock_provider/model/class_definition.h"

#include <gmock/gmock.h>

#include "mock_provider/model/class_builder.h"

namespace wbemcheck::mock {
namespace {

using testing::ElementsAre;

constexpr Flavor kToSubclass{.to_subclass = true};

std::shared_ptr<const ClassDefinition> base() {
    return ClassBuilder("Base")
        .qualifier("Description", Value::string("of Base"), kToSubclass)
        .qualifier("Local", Value::string("only here"))
        .key("Id", CimType::kString)
        .property("Count", CimType::kUint32, Value::uint32(7),
                  {{"Fixed", Value::sint32(1), {.to_subclass = true, .is_final = true}},
                   {"Units", Value::string("pieces"), kToSubclass}})
        .method(MethodBuilder("Go", CimType::kUint32).in("Speed", scalar(CimType::kUint32)))
        .build();
}

const Property& property_of(const ClassDefinition& definition, std::string_view name) {
    return definition.properties().at(definition.find_property(name).value());
}

TEST(ClassDefinition, FindsMembersWithoutRegardToCase) {
    const auto definition = base();
    EXPECT_EQ(definition->find_property("COUNT"), 1U);
    EXPECT_EQ(definition->find_property("Cou"), std::nullopt);
    ASSERT_NE(definition->find_method("gO"), nullptr);
    EXPECT_EQ(definition->find_method("Gone"), nullptr);
}

TEST(ClassDefinition, KnowsItsDerivation) {
    const auto middle = ClassBuilder("Middle", base()).build();
    const auto bottom = ClassBuilder("Bottom", middle).build();
    EXPECT_EQ(bottom->superclass_name(), "Middle");
    EXPECT_THAT(bottom->derivation(), ElementsAre("Middle", "Base"));
    EXPECT_EQ(bottom->dynasty(), "Base");
    EXPECT_EQ(base()->dynasty(), "Base");
    EXPECT_EQ(base()->superclass_name(), "");
    EXPECT_TRUE(bottom->derives_from("BASE"));
    EXPECT_TRUE(bottom->derives_from("bottom"));
    EXPECT_FALSE(middle->derives_from("Bottom"));
}

TEST(ClassDefinition, InheritsPropertiesMethodsAndKeys) {
    const auto derived = ClassBuilder("Derived", base()).property("Extra", CimType::kBoolean).build();
    EXPECT_EQ(derived->properties().size(), 3U);
    EXPECT_EQ(property_of(*derived, "Count").default_value, Value::uint32(7));
    EXPECT_EQ(property_of(*derived, "Count").origin, "Base");
    EXPECT_FALSE(property_of(*derived, "Count").is_local);
    EXPECT_EQ(property_of(*derived, "Extra").origin, "Derived");
    EXPECT_TRUE(property_of(*derived, "Id").is_key());
    EXPECT_THAT(derived->keys(), ElementsAre(0U));
    EXPECT_EQ(derived->key_root(), "Base");
    ASSERT_NE(derived->find_method("Go"), nullptr);
    EXPECT_FALSE(derived->find_method("Go")->is_local);
}

TEST(ClassDefinition, InheritsOnlyQualifiersThatSpread) {
    const auto derived = ClassBuilder("Derived", base()).build();
    ASSERT_NE(derived->qualifiers().find("Description"), nullptr);
    EXPECT_TRUE(derived->qualifiers().find("description")->is_propagated);
    EXPECT_EQ(derived->qualifiers().find("Local"), nullptr);
}

TEST(ClassDefinition, StartsItsOwnKeysBelowAClassWithoutKeys) {
    const auto top = ClassBuilder("Top").abstract().build();
    const auto keyed =
        ClassBuilder("Keyed", top).key("B", CimType::kUint32).key("a", CimType::kString).build();
    EXPECT_EQ(keyed->key_root(), "Keyed");
    EXPECT_THAT(keyed->keys(), ElementsAre(1U, 0U)) << "keys are sorted by name";
    EXPECT_TRUE(top->is_abstract());
    EXPECT_FALSE(keyed->is_abstract()) << "being abstract is not inherited";
}

TEST(Rebase, PutsLocalMembersOverTheSuperclass) {
    const auto derived = ClassBuilder("Derived", base())
                             .property("Count", CimType::kUint32, Value::uint32(9))
                             .property("Extra", CimType::kBoolean)
                             .build();
    const auto wider = ClassBuilder("Base")
                           .key("Id", CimType::kString)
                           .property("Count", CimType::kUint32, Value::uint32(8))
                           .property("Added", CimType::kString, Value::string("new"))
                           .build();
    ClassData resolved;
    ASSERT_EQ(rebase(derived->data(), wider, resolved), DerivationConflict::kNone);
    const auto result = make_class(resolved);
    EXPECT_EQ(property_of(*result, "Count").default_value, Value::uint32(9));
    EXPECT_EQ(property_of(*result, "Added").default_value, Value::string("new"));
    EXPECT_EQ(property_of(*result, "Extra").origin, "Derived");
    EXPECT_EQ(result->find_method("Go"), nullptr) << "a method that the superclass lost is gone";
}

TEST(Rebase, ReportsAPropertyOfAnotherType) {
    const auto derived = ClassBuilder("Derived", base()).property("Count", CimType::kString).build();
    ClassData resolved;
    EXPECT_EQ(rebase(derived->data(), base(), resolved), DerivationConflict::kPropertyType);
    EXPECT_TRUE(resolved.properties.empty()) << "a conflict leaves the target alone";
}

TEST(Rebase, ReportsAKeyBelowAClassWithKeys) {
    const auto derived = ClassBuilder("Derived", base()).key("Second", CimType::kString).build();
    ClassData resolved;
    EXPECT_EQ(rebase(derived->data(), base(), resolved), DerivationConflict::kKey);
}

TEST(Rebase, ReportsAnOverrideOfAFinalQualifier) {
    const auto derived = ClassBuilder("Derived", base())
                             .property("Count", CimType::kUint32, {}, {{"Fixed", Value::sint32(2), {}}})
                             .build();
    ClassData resolved;
    EXPECT_EQ(rebase(derived->data(), base(), resolved), DerivationConflict::kFinalQualifier);
}

TEST(Rebase, DropsTheLocalSideOfConflictsOnRequest) {
    const auto derived = ClassBuilder("Derived", base())
                             .property("Count", CimType::kString)
                             .property("Extra", CimType::kBoolean)
                             .build();
    ClassData resolved;
    ASSERT_EQ(rebase(derived->data(), base(), resolved, ConflictPolicy::kDropLocal),
              DerivationConflict::kNone);
    const auto result = make_class(resolved);
    EXPECT_EQ(property_of(*result, "Count").type, scalar(CimType::kUint32));
    EXPECT_TRUE(result->find_property("Extra").has_value());
}

TEST(ProjectClass, KeepsTheNamedPropertiesInTheOrderOfTheClass) {
    const std::vector<std::string> names{"count", "Id", "Unknown", "COUNT"};
    const auto projected = project_class(*base(), names, false);
    ASSERT_EQ(projected->properties().size(), 2U);
    EXPECT_EQ(projected->properties()[0].name, "Id");
    EXPECT_EQ(projected->properties()[1].name, "Count");
    EXPECT_EQ(projected->name(), "Base");
    EXPECT_EQ(projected->dynasty(), "");
    EXPECT_TRUE(projected->methods().empty());
    EXPECT_THAT(projected->keys(), ElementsAre(0U));
}

TEST(ProjectClass, HasNoKeysWhenOneIsMissing) {
    const auto definition = ClassBuilder("Two").key("A", CimType::kString).key("B", CimType::kString).build();
    const std::vector<std::string> names{"A"};
    EXPECT_TRUE(project_class(*definition, names, false)->keys().empty());
}

TEST(ProjectClass, IsDecoratedOnRequestOnly) {
    ClassData data;
    data.name = "Somewhere";
    data.decoration = std::make_shared<const Decoration>(Decoration{"SERVER", "root\\mock"});
    const auto definition = make_class(data);
    EXPECT_EQ(project_class(*definition, {}, false)->decoration(), nullptr);
    EXPECT_EQ(project_class(*definition, {}, true)->decoration(), definition->decoration());
}

TEST(QualifierList, FixesTheFlavorOfKeys) {
    const QualifierList list{{"KEY"}};
    EXPECT_EQ(list.find("key")->flavor.bits(), 0x13);
    EXPECT_TRUE(list.is_true("Key"));
}

TEST(QualifierList, HoldsEachNameOnce) {
    QualifierList list{{"Read"}, {"READ", Value::boolean(false)}};
    ASSERT_EQ(list.items().size(), 1U);
    EXPECT_FALSE(list.is_true("read"));
    EXPECT_TRUE(list.remove("rEAD"));
    EXPECT_FALSE(list.remove("read"));
    EXPECT_TRUE(list.empty());
}

TEST(QualifierFlavor, HasTheBitsOfTheInterface) {
    for (const std::int32_t bits : {0x00, 0x01, 0x02, 0x10, 0x80, 0x93}) {
        EXPECT_EQ(Flavor::from_bits(bits).bits(), bits);
    }
}

}  // namespace
}  // namespace wbemcheck::mock
