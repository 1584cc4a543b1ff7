// NamespaceStore: instances.
#include <gmock/gmock.h>

#include <set>

#include "tests/unit/mock_model/store_fixture.h"

namespace wbemcheck::mock {
namespace {

class InstanceTest : public StoreTest {
protected:
    InstanceTest() {
        add_class(ClassBuilder("Base")
                      .key("Id", CimType::kString)
                      .property("Count", CimType::kUint32, Value::uint32(7))
                      .property("Must", CimType::kString, Value::string("set"),
                                {{"not_null", Value::boolean(true), {.to_subclass = true}}}));
        add_class(ClassBuilder("Derived", space_->find_class("Base")).property("Own", CimType::kString));
        add_class(ClassBuilder("Abstract").abstract().key("Id", CimType::kString));
        add_class(ClassBuilder("Keyless").property("Id", CimType::kString));
        add_class(ClassBuilder("Single").singleton().property("Text", CimType::kString));
    }

    std::set<std::string> ids_of(std::string_view class_name, bool deep) const {
        std::set<std::string> ids;
        for (const auto& instance : space_->instances_of(class_name, deep)) {
            ids.insert(instance->find("Id")->as_text());
        }
        return ids;
    }
    HRESULT find_result(std::string_view path) const {
        HRESULT result = WBEM_S_NO_ERROR;
        static_cast<void>(space_->find_instance(path_of(path), &result));
        return result;
    }
};

using PutInstance = InstanceTest;

TEST_F(PutInstance, StoresTheInstanceUnderItsKey) {
    const auto stored = add_instance("Base", {{"Id", Value::string("one")}});
    EXPECT_EQ(space_->find_instance(path_of("base.id=\"ONE\"")), stored);
    EXPECT_EQ(space_->find_instance(path_of("Base=\"one\"")), stored);
    EXPECT_EQ(absolute_path(*stored), "\\\\WBEMCHECK\\root:Base.Id=\"one\"");
    EXPECT_EQ(*stored->find("Count"), Value::uint32(7));
}

TEST_F(PutInstance, ReplacesTheInstanceWithTheSameKey) {
    const auto first = add_instance("Base", {{"Id", Value::string("one")}});
    const auto second = add_instance("Base", {{"Id", Value::string("ONE")}, {"Count", Value::uint32(8)}});
    EXPECT_EQ(space_->instance_count("Base", false), 1U);
    EXPECT_EQ(space_->find_instance(path_of("Base.Id=\"one\"")), second);
    EXPECT_EQ(*first->find("Count"), Value::uint32(7)) << "what a reader holds does not change";
}

TEST_F(PutInstance, DistinguishesCreationFromUpdate) {
    const std::initializer_list<std::pair<std::string_view, Value>> values{{"Id", Value::string("one")}};
    EXPECT_THAT(put_instance("Base", values, WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put_instance("Base", values, WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(put_instance("Base", values, WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put_instance("Base", values, WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_E_ALREADY_EXISTS));
    EXPECT_THAT(put_instance("Base", values, WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(PutInstance, NeedsAKeyWithAValue) {
    EXPECT_THAT(put_instance("Keyless", {{"Id", Value::string("one")}}), ResultIs(WBEM_E_NO_KEY));
    EXPECT_THAT(put_instance("Base", {}), ResultIs(WBEM_E_NO_KEY));
}

TEST_F(PutInstance, RefusesNullWhereTheClassSaysNotNull) {
    EXPECT_THAT(put_instance("Base", {{"Id", Value::string("one")}, {"Must", Value()}}),
                ResultIs(WBEM_E_ILLEGAL_NULL));
}

TEST_F(PutInstance, RefusesNullWhereTheClassHasAnIndex) {
    add_class(ClassBuilder("Indexed")
                  .key("Id", CimType::kString)
                  .property("Sorted", CimType::kString, Value(), {{"indexed", Value::boolean(true), {}}}));
    EXPECT_THAT(put_instance("Indexed", {{"Id", Value::string("one")}}), ResultIs(WBEM_E_ILLEGAL_NULL));
    EXPECT_THAT(put_instance("Indexed", {{"Id", Value::string("one")}, {"Sorted", Value::string("a")}}),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(PutInstance, RefusesInstancesOfAbstractAndUnknownClasses) {
    EXPECT_THAT(put_instance("Abstract", {{"Id", Value::string("one")}}), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    const auto nobody = make_instance(ClassBuilder("Nobody").key("Id", CimType::kString).build(),
                                      {{"Id", Value::string("one")}});
    EXPECT_THAT(space_->put_instance(*nobody, 0), ResultIs(WBEM_E_INVALID_CLASS));
}

TEST_F(PutInstance, MatchesForeignInstancesByNameAndType) {
    const auto flat =
        ClassBuilder("base").property("COUNT", CimType::kString).property("ID", CimType::kString).build();
    const auto good = make_instance(flat, {{"ID", Value::string("one")}, {"COUNT", Value::string("12")}});
    EXPECT_THAT(space_->put_instance(*good, 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(*space_->find_instance(path_of("Base.Id=\"one\""))->find("Count"), Value::uint32(12));

    const auto bad = make_instance(flat, {{"ID", Value::string("one")}, {"COUNT", Value::string("many")}});
    EXPECT_THAT(space_->put_instance(*bad, 0), ResultIs(WBEM_E_TYPE_MISMATCH));
    const auto great =
        make_instance(flat, {{"ID", Value::string("one")}, {"COUNT", Value::string("4294967296")}});
    EXPECT_THAT(space_->put_instance(*great, 0), ResultIs(WBEM_E_VALUE_OUT_OF_RANGE));
    const auto wide = ClassBuilder("Base").property("Other", CimType::kString).build();
    EXPECT_THAT(space_->put_instance(*make_instance(wide), 0), ResultIs(WBEM_E_INVALID_OBJECT));
}

TEST_F(PutInstance, GivesEachKeyToOneClassOfTheFamily) {
    add_instance("Derived", {{"Id", Value::string("one")}});
    EXPECT_THAT(put_instance("Base", {{"Id", Value::string("one")}}), ResultIs(WBEM_E_ALREADY_EXISTS));
}

TEST_F(PutInstance, StoresASingletonOnce) {
    add_instance("Single", {{"Text", Value::string("a")}});
    add_instance("Single", {{"Text", Value::string("b")}});
    EXPECT_EQ(space_->instance_count("Single", true), 1U);
    EXPECT_EQ(*space_->find_instance(path_of("Single=@"))->find("Text"), Value::string("b"));
}

TEST_F(PutInstance, LeavesNamespacesToTheRepository) {
    EXPECT_THAT(put_instance("__NAMESPACE", {{"Name", Value::string("x")}}),
                ResultIs(WBEM_E_PROVIDER_NOT_CAPABLE));
    ASSERT_THAT(repository_.create_namespace("root\\x"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(space_->delete_instance(path_of("__NAMESPACE.Name=\"x\"")),
                ResultIs(WBEM_E_PROVIDER_NOT_CAPABLE));
}

using FindInstance = InstanceTest;

TEST_F(FindInstance, FindsInstancesOfSubclassesToo) {
    const auto stored = add_instance("Derived", {{"Id", Value::string("one")}});
    EXPECT_EQ(space_->find_instance(path_of("Base.Id=\"one\"")), stored);
    EXPECT_EQ(space_->find_instance(path_of("Derived.Id=\"one\"")), stored);
}

TEST_F(FindInstance, DoesNotFindInstancesOfTheSuperclass) {
    add_instance("Base", {{"Id", Value::string("one")}});
    EXPECT_THAT(find_result("Derived.Id=\"one\""), ResultIs(WBEM_E_NOT_FOUND));
}

TEST_F(FindInstance, TellsWhatIsWrong) {
    EXPECT_THAT(find_result("Base.Id=\"nobody\""), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(find_result("Nobody.Id=\"one\""), ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_THAT(find_result("Base.Count=1"), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
    EXPECT_THAT(find_result("Base"), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
    EXPECT_THAT(find_result("Base=@"), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
    EXPECT_THAT(find_result("Single=@"), ResultIs(WBEM_E_NOT_FOUND));
}

using InstancesOf = InstanceTest;

TEST_F(InstancesOf, AreThoseOfTheClassOrOfEverythingBelow) {
    add_instance("Base", {{"Id", Value::string("a")}});
    add_instance("Derived", {{"Id", Value::string("b")}});
    EXPECT_EQ(ids_of("base", true), (std::set<std::string>{"a", "b"}));
    EXPECT_EQ(ids_of("Base", false), (std::set<std::string>{"a"}));
    EXPECT_EQ(ids_of("Nobody", true), (std::set<std::string>{}));
    EXPECT_EQ(space_->instance_count("Base", true), 2U);
    EXPECT_EQ(space_->instance_count("Base", false), 1U);
}

TEST_F(InstancesOf, AreASnapshot) {
    add_instance("Base", {{"Id", Value::string("a")}});
    const auto snapshot = space_->instances_of("Base", true);
    ASSERT_THAT(space_->delete_instance(path_of("Base.Id=\"a\"")), ResultIs(WBEM_S_NO_ERROR));
    add_instance("Base", {{"Id", Value::string("b")}});
    ASSERT_EQ(snapshot.size(), 1U);
    EXPECT_EQ(*snapshot.front()->find("Id"), Value::string("a"));
}

using DeleteInstance = InstanceTest;

TEST_F(DeleteInstance, TakesOneAndLeavesTheOthersFindable) {
    for (const char* const id : {"a", "b", "c", "d"}) {
        add_instance("Base", {{"Id", Value::string(id)}});
    }
    ASSERT_THAT(space_->delete_instance(path_of("Base.Id=\"b\"")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(ids_of("Base", true), (std::set<std::string>{"a", "c", "d"}));
    for (const char* const path : {"Base=\"a\"", "Base=\"c\"", "Base=\"d\""}) {
        EXPECT_THAT(find_result(path), ResultIs(WBEM_S_NO_ERROR)) << path;
        EXPECT_THAT(space_->delete_instance(path_of(path)), ResultIs(WBEM_S_NO_ERROR)) << path;
    }
    EXPECT_EQ(space_->instance_count("Base", true), 0U);
}

TEST_F(DeleteInstance, TellsWhatIsWrong) {
    EXPECT_THAT(space_->delete_instance(path_of("Base=\"a\"")), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(space_->delete_instance(path_of("Nobody=\"a\"")), ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_THAT(space_->delete_instance(path_of("Base")), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
}

TEST(InstanceStore, KeepsItsIndexOverManyPutsAndDeletes) {
    Repository repository;
    ASSERT_THAT(repository.create_namespace("root"), ResultIs(WBEM_S_NO_ERROR));
    const auto space = repository.find_namespace("root");
    ASSERT_THAT(space->put_class(*ClassBuilder("C").key("Id", CimType::kUint32).build(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    const auto definition = space->find_class("C");
    // A permutation of 0..996 by a generator of the prime field: puts and deletes come in an order of no
    // pattern.
    std::set<std::uint32_t> present;
    std::uint32_t id = 1;
    for (int step = 0; step < 3000; ++step) {
        id = id * 7 % 997;
        const ObjectPath path = path_of("C.Id=" + std::to_string(id));
        if (present.erase(id) != 0) {
            ASSERT_THAT(space->delete_instance(path), ResultIs(WBEM_S_NO_ERROR)) << step;
        } else {
            present.insert(id);
            ASSERT_THAT(space->put_instance(*make_instance(definition, {{"Id", Value::uint32(id)}}), 0),
                        ResultIs(WBEM_S_NO_ERROR));
        }
        ASSERT_EQ(space->find_instance(path) != nullptr, present.contains(id)) << step;
    }
    EXPECT_EQ(space->instance_count("C", false), present.size());
}

}  // namespace
}  // namespace wbemcheck::mock
