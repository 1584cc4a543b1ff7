// What a property list leaves of the objects: system properties that are named are told, paths into embedded
// objects give the whole embedded object.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "harness/com/hresult.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_model/store_fixture.h"
#include "tests/unit/mock_queries/answers.h"

namespace wbemcheck::mock::test {
namespace {

// Crate holds a Box, which holds a Pearl.
class PropertyList : public StoreTest {
protected:
    PropertyList() {
        const auto pearl = add_class(ClassBuilder("Pearl").property("Colour", CimType::kString));
        const auto black = add_class(ClassBuilder("BlackPearl", pearl).property("Carats", CimType::kReal32));
        const auto box = add_class(ClassBuilder("Box").property("Weight", CimType::kUint32).object("Inside"));
        const auto base = add_class(ClassBuilder("Cargo").abstract().key("Id", CimType::kUint32));
        add_class(ClassBuilder("Crate", base).property("Label", CimType::kString).object("Box"));
        add_crate(1, "first",
                  make_instance(box, {{"Weight", Value::uint32(5)},
                                      {"Inside", Value::object(make_instance(
                                                     pearl, {{"Colour", Value::string("white")}}))}}));
        add_crate(
            2, "second",
            make_instance(
                box, {{"Weight", Value::uint32(9)},
                      {"Inside", Value::object(make_instance(black, {{"Colour", Value::string("Black")},
                                                                     {"Carats", Value::real32(0.1F)}}))}}));
        add_crate(3, "third", make_instance(box, {{"Weight", Value::uint32(5)}}));
        add_instance("Crate", {{"Id", Value::uint32(4)}, {"Label", Value::string("empty")}});
    }

    [[nodiscard]] com::com_ptr<IWbemClassObject> first(std::string_view query, LONG flags = 0) const {
        const auto objects = objects_of(*space_, query, flags);
        return objects.empty() ? nullptr : objects.front();
    }
    [[nodiscard]] Texts where(std::string_view condition) const {
        return paths_of(*space_, "SELECT * FROM Crate WHERE " + std::string(condition));
    }

private:
    void add_crate(std::uint32_t id, const char* label, std::shared_ptr<const Instance> box) {
        add_instance("Crate", {{"Id", Value::uint32(id)},
                               {"Label", Value::string(label)},
                               {"Box", Value::object(std::move(box))}});
    }
};

TEST_F(PropertyList, LeavesTheNamedPropertiesAndTheClass) {
    const auto object = first("SELECT Label FROM Crate WHERE Id = 1");
    EXPECT_EQ(text_of(object.get(), "Label"), "first");
    EXPECT_EQ(text_of(object.get(), "__CLASS"), "Crate");
    EXPECT_EQ(text_of(object.get(), "__PROPERTY_COUNT"), "1");
    for (const std::string_view untold :
         {"__PATH", "__RELPATH", "__SERVER", "__NAMESPACE", "__SUPERCLASS", "__DYNASTY"}) {
        EXPECT_EQ(text_of(object.get(), untold), "") << untold;
    }
    com::variant value;
    EXPECT_THAT(object->Get(OLESTR("Id"), 0, value.put(), nullptr, nullptr), ResultIs(WBEM_E_NOT_FOUND));
}

TEST_F(PropertyList, WithPathTellsTheKeysAndTheHome) {
    const auto object = first("SELECT __PATH FROM Cargo WHERE Id = 1");
    EXPECT_EQ(text_of(object.get(), "__PATH"), "\\\\WBEMCHECK\\root:Crate.Id=1");
    EXPECT_EQ(text_of(object.get(), "__RELPATH"), "Crate.Id=1");
    EXPECT_EQ(text_of(object.get(), "__SERVER"), "WBEMCHECK");
    EXPECT_EQ(text_of(object.get(), "__NAMESPACE"), "root");
    EXPECT_EQ(text_of(object.get(), "Id"), "1");
    EXPECT_EQ(text_of(object.get(), "__PROPERTY_COUNT"), "1");
}

TEST_F(PropertyList, WithOtherSystemPropertiesTellsThose) {
    const auto relative = first("SELECT Label, __RELPATH FROM Crate WHERE Id = 1");
    EXPECT_EQ(text_of(relative.get(), "__RELPATH"), "Crate.Id=1");
    EXPECT_EQ(text_of(relative.get(), "__PATH"), "");
    const auto derived = first("SELECT __DERIVATION, __superclass, __Dynasty FROM Crate WHERE Id = 1");
    EXPECT_EQ(text_of(derived.get(), "__DERIVATION"), "{Cargo}");
    EXPECT_EQ(text_of(derived.get(), "__SUPERCLASS"), "Cargo");
    EXPECT_EQ(text_of(derived.get(), "__DYNASTY"), "Cargo");
    EXPECT_EQ(text_of(derived.get(), "__PROPERTY_COUNT"), "0");
    const auto home = first("SELECT __SERVER, __NAMESPACE FROM Crate WHERE Id = 1");
    EXPECT_EQ(text_of(home.get(), "__SERVER") + text_of(home.get(), "__NAMESPACE"), "WBEMCHECKroot");
    EXPECT_EQ(text_of(home.get(), "__PATH"), "");
    EXPECT_EQ(text_of(first("SELECT __GENUS, __CLASS FROM Crate").get(), "__GENUS"), "2");
}

TEST_F(PropertyList, WithAPathIntoAnEmbeddedObjectGivesAllOfIt) {
    const auto crate = first("SELECT Box.Inside.Colour FROM Crate WHERE Id = 2");
    EXPECT_EQ(text_of(crate.get(), "__PROPERTY_COUNT"), "1");
    com::variant value;
    ASSERT_THAT(crate->Get(OLESTR("Box"), 0, value.put(), nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_EQ(value.type(), VT_UNKNOWN);
    com::com_ptr<IWbemClassObject> box;
    ASSERT_THAT(value->punkVal->QueryInterface(IID_IWbemClassObject, reinterpret_cast<void**>(box.put())),
                ResultIs(S_OK));
    EXPECT_EQ(text_of(box.get(), "Weight"), "9");
}

TEST_F(PropertyList, OfASchemaOrAssociationPrototypeIsEmpty) {
    for (const char* const query : {"SELECT * FROM meta_class", "ASSOCIATORS OF {Crate.Id=1}"}) {
        EXPECT_EQ(objects_of(*space_, query, WBEM_FLAG_PROTOTYPE).size(), 1U) << query;
    }
    EXPECT_EQ(text_of(first("SELECT Label FROM Crate", WBEM_FLAG_PROTOTYPE).get(), "Label"), "");
}

TEST_F(PropertyList, ConditionsReachIntoEmbeddedObjects) {
    EXPECT_EQ(where("Box.Weight = 5"), (Texts{"Crate.Id=1", "Crate.Id=3"}));
    EXPECT_EQ(where("Box.Inside.Colour = 'black'"), Texts{"Crate.Id=2"});
    EXPECT_EQ(where("box.inside.COLOUR LIKE '%hit_'"), Texts{"Crate.Id=1"});
    EXPECT_EQ(where("Box.Inside.Carats = 0.1"), Texts{"Crate.Id=2"});
    EXPECT_EQ(where("Box IS NULL"), Texts{"Crate.Id=4"});
    EXPECT_EQ(where("Box.Inside IS NULL"), (Texts{"Crate.Id=3", "Crate.Id=4"}));
    EXPECT_EQ(where("Box ISA 'Box'"), (Texts{"Crate.Id=1", "Crate.Id=2", "Crate.Id=3"}));
    EXPECT_EQ(where("Box.Inside ISA Pearl"), (Texts{"Crate.Id=1", "Crate.Id=2"}));
    EXPECT_EQ(where("Box.Inside ISA 'BlackPearl'"), Texts{"Crate.Id=2"});
    EXPECT_EQ(where("Box.Inside.__CLASS = 'Pearl'"), Texts{"Crate.Id=1"});
    // No error and no result (SDK, "SELECT Statement for Data Queries").
    EXPECT_EQ(where("Box.Nothing = 5"), Texts{});
    EXPECT_EQ(where("NOT Box.Nothing = 5"), Texts{});
    EXPECT_EQ(where("Box.Weight.Deeper = 5"), Texts{});
}

}  // namespace
}  // namespace wbemcheck::mock::test
