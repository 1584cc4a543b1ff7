// read_object: the content of our own objects and of foreign ones.
#include "tests/unit/mock_model/foreign_object.h"
#include "tests/unit/mock_model/object_fixture.h"
#include "tests/unit/mock_model/store_fixture.h"

namespace wbemcheck::mock {
namespace {

ObjectContent read(IWbemClassObject& object) {
    ObjectContent content;
    EXPECT_THAT(read_object(&object, content), ResultIs(WBEM_S_NO_ERROR));
    return content;
}

com_ptr<ForeignObject> foreign(com_ptr<IWbemClassObject> inner) {
    return com::make_com<ForeignObject>(std::move(inner));
}

TEST(ReadObject, SharesTheContentOfOurOwnObjects) {
    const auto instance = make_instance(derived_class());
    EXPECT_EQ(read(*make_instance_object(instance)).instance, instance);
    const auto definition = base_class();
    EXPECT_EQ(read(*make_class_object(definition)).definition, definition);
}

TEST(ReadObject, SeesWhatAClientChanged) {
    const com_ptr<IWbemClassObject> object = make_instance_object(make_instance(derived_class()));
    ASSERT_THAT(put(*object, "Count", Value::uint32(3)), ResultIs(WBEM_S_NO_ERROR));
    const ObjectContent before = read(*object);
    ASSERT_THAT(put(*object, "Count", Value::uint32(4)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(*before.instance->find("Count"), Value::uint32(3));
    EXPECT_EQ(*read(*object).instance->find("Count"), Value::uint32(4));
}

TEST(ReadObject, RefusesNull) {
    ObjectContent content;
    EXPECT_THAT(read_object(nullptr, content), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(ReadForeignObject, ReadsAnInstanceWithEveryKindOfValue) {
    const auto inner_class = stored(ClassBuilder("Inner").property("N", CimType::kUint64));
    const auto definition = stored(ClassBuilder("All")
                                       .key("Id", CimType::kString)
                                       .property("U32", CimType::kUint32)
                                       .property("S64", CimType::kSint64)
                                       .property("Char", CimType::kChar16)
                                       .property("When", CimType::kDatetime)
                                       .property("Tags", array_of(CimType::kString))
                                       .property("Nothing", CimType::kReal32)
                                       .reference("Ref", "All")
                                       .object("Inside"));
    const auto instance = make_instance(
        definition, {{"Id", Value::string("x")},
                     {"U32", Value::uint32(0xFFFFFFFF)},
                     {"S64", Value::sint64(-5)},
                     {"Char", Value::char16(0xFFFF)},
                     {"When", Value::datetime("20240101120000.000000+000")},
                     {"Tags", Value::strings({"a"})},
                     {"Ref", Value::reference("All.Id=\"y\"")},
                     {"Inside", Value::object(make_instance(inner_class, {{"N", Value::uint64(1)}}))}});
    const ObjectContent content = read(*foreign(make_instance_object(instance)));
    ASSERT_FALSE(content.is_class());
    EXPECT_NE(content.instance, instance);
    EXPECT_TRUE(content.instance->same_content(*instance, CaseRule::kSensitive));
    EXPECT_EQ(content.instance->definition().decoration()->namespace_path, "root\\mock");
    EXPECT_EQ(relative_path(*content.instance), relative_path(*instance));
}

TEST(ReadForeignObject, ReadsAClassAsItStands) {
    const com_ptr<IWbemClassObject> ours = make_class_object(derived_class());
    const ObjectContent content = read(*foreign(ours));
    ASSERT_TRUE(content.is_class());
    EXPECT_THAT(ours->CompareTo(0, make_class_object(content.definition).get()), ResultIs(WBEM_S_SAME));
    EXPECT_THAT(content.definition->derivation(), testing::ElementsAre("Base"));
    EXPECT_TRUE(content.definition->properties().at(*content.definition->find_property("Count")).is_local)
        << "an override is local";
    EXPECT_FALSE(content.definition->properties().at(*content.definition->find_property("Ratio")).is_local);
    EXPECT_TRUE(content.definition->find_method("Own")->is_local);
    EXPECT_FALSE(content.definition->find_method("Add")->is_local);
    EXPECT_EQ(content.definition->properties().at(*content.definition->find_property("Twin")).reference_class,
              "Base");
}

TEST(ReadForeignObject, LeavesTheObjectsEnumerationsAlone) {
    const com_ptr<ForeignObject> object = foreign(make_class_object(base_class()));
    ASSERT_THAT(object->BeginMethodEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(object->NextMethod(0, nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(read(*object).is_class());
    com::unique_bstr name;
    ASSERT_THAT(object->NextMethod(0, name.put(), nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(name), "Reset");
}

TEST(ReadForeignObject, PassesOnWhatTheObjectSaid) {
    const com_ptr<ForeignObject> object = foreign(make_class_object(base_class()));
    object->fail_next_get(WBEM_E_ACCESS_DENIED);
    ObjectContent content;
    EXPECT_THAT(read_object(object.get(), content), ResultIs(WBEM_E_ACCESS_DENIED));
    EXPECT_EQ(content.definition, nullptr);
    EXPECT_EQ(content.instance, nullptr);
}

TEST(ReadForeignObject, GivesBackEveryReferenceThatItTook) {
    const com_ptr<ForeignObject> object = foreign(make_class_object(base_class()));
    static_cast<void>(read(*object));
    object->AddRef();
    EXPECT_EQ(object->Release(), 1U);
}

using ForeignStore = StoreTest;

TEST_F(ForeignStore, TakesForeignClassesAndInstances) {
    add_class(ClassBuilder("Base").key("Id", CimType::kString).property("Count", CimType::kUint32));
    com_ptr<IWbemClassObject> derived;
    ASSERT_THAT(make_class_object(space_->find_class("Base"))->SpawnDerivedClass(0, derived.put()),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(mock::put(*derived, "__CLASS", Value::string("Derived")), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(mock::put(*derived, "Count", Value::uint32(5)), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(mock::put(*derived, "Own", Value::boolean(true)), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(space_->put_class(*read(*foreign(derived)).definition, WBEM_FLAG_CREATE_ONLY),
                ResultIs(WBEM_S_NO_ERROR));
    const auto definition = space_->find_class("Derived");
    EXPECT_EQ(definition->properties().size(), 3U);
    EXPECT_EQ(definition->superclass(), space_->find_class("Base"));

    com_ptr<IWbemClassObject> instance;
    ASSERT_THAT(make_class_object(definition)->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(mock::put(*instance, "Id", Value::string("one")), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(space_->put_instance(*read(*foreign(instance)).instance, 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(*space_->find_instance(path_of("Base=\"one\""))->find("Count"), Value::uint32(5));
}

}  // namespace
}  // namespace wbemcheck::mock
