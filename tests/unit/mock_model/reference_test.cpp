// References: what their spellings have in common, and who refers to whom.
#include <gtest/gtest.h>

#include <string_view>

#include "tests/unit/mock_model/store_fixture.h"

namespace wbemcheck::mock {
namespace {

TEST(ReferenceFingerprint, IsThatOfEverySpelling) {
    for (const auto& [left, right] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Item.Name=\"x\"", "\\\\.\\root\\mock:ITEM.NAME='X'"},
             {"Item.Name=\"x\"", "Base=\"X\""},
             {"Item.A=5,B=\"y\"", "Item.b='Y',a=\"0x5\""},
             {"Item.Flag=TRUE", "Item.Flag=\"true\""},
             {"Item.Flag=TRUE", "Item.Flag=-1"},
             {"Item.Id=5", "Item.Id=\"5.0\""},
             {"Single=@", "root:SINGLE=@"},
             {"Item", "//server/root:item"},
             {"Link.Of=\"Item.Name=\\\"x\\\"\"", "Link.Of=\"root:item='X'\""},
             {"no path", "NO PATH"}}) {
        EXPECT_EQ(reference_fingerprint(left), reference_fingerprint(right)) << left << " and " << right;
    }
    EXPECT_NE(reference_fingerprint("Item.Name=\"x\""), reference_fingerprint("Item.Name=\"y\""));
    EXPECT_NE(reference_fingerprint("Item.A=1,B=23"), reference_fingerprint("Item.A=12,B=3"));
}

TEST(SameReference, RegardsClassKeysAndNamespace) {
    EXPECT_TRUE(is_same_reference("Item.A=5,B=\"y\"", "ITEM.b='Y',a=\"5\"", ""));
    EXPECT_TRUE(is_same_reference("Item=\"x\"", "Item.Name=\"X\"", ""));
    EXPECT_TRUE(is_same_reference("root\\mock:Item=5", "Item=5", "ROOT\\mock"));
    EXPECT_TRUE(is_same_reference("no path", "No Path", ""));
    EXPECT_FALSE(is_same_reference("root\\other:Item=5", "Item=5", "root\\mock"));
    EXPECT_FALSE(is_same_reference("Item=5", "Other=5", ""));
    EXPECT_FALSE(is_same_reference("Item=5", "Item=6", ""));
    EXPECT_FALSE(is_same_reference("Item", "Item=@", ""));
    EXPECT_FALSE(is_same_reference("Item.A=1,B=1", "Item.A=1,B=2", ""));
    EXPECT_FALSE(is_same_reference("no path", "Item", ""));
}

class ReferenceTest : public StoreTest {
protected:
    ReferenceTest() {
        QualifierList key;
        key.set({.name = "key"});
        add_class(ClassBuilder("Item").key("Name", CimType::kString));
        add_class(ClassBuilder("Link")
                      .qualifier("association")
                      .key("Id", CimType::kUint32)
                      .reference("A", "Item")
                      .reference("B", "Item"));
        add_instance("Item", {{"Name", Value::string("x")}});
    }

    void link(std::uint32_t id, const char* a, const char* b) {
        add_instance("Link",
                     {{"Id", Value::uint32(id)}, {"A", Value::reference(a)}, {"B", Value::reference(b)}});
    }
    [[nodiscard]] std::size_t links_of(std::string_view path) const {
        return space_->associations_of(path_of(path), [](const auto&) { return true; }).size();
    }
};

TEST_F(ReferenceTest, FindsTheAssociationsOfAnObjectThroughAllChanges) {
    link(1, "Item='x'", "Item='gone'");
    link(2, "Item='gone'", "Item.Name='X'");
    link(3, "Item='x'", "Item='x'");
    EXPECT_EQ(links_of("Item='x'"), 3U);
    link(1, "Item='gone'", "Item='x'");  // the other way round
    EXPECT_EQ(links_of("Item='x'"), 3U);
    link(3, "Item='gone'", "Item='gone'");
    EXPECT_EQ(links_of("Item='x'"), 2U);
    EXPECT_THAT(space_->delete_instance(path_of("Link.Id=1")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(links_of("Item='x'"), 1U);
    EXPECT_EQ(space_->instances_referring_to("Item='X'", "Link").size(), 1U);
    EXPECT_EQ(space_->instances_referring_to("Item='X'", "Item").size(), 0U);
    EXPECT_THAT(space_->delete_class("Link"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(links_of("Item='x'"), 0U);
}

TEST_F(ReferenceTest, TellsWhereEachEndLeads) {
    link(1, "Item='x'", "Item='gone'");
    const auto found = space_->associations_of(path_of("Item='x'"), [](const auto&) { return true; });
    ASSERT_EQ(found.size(), 1U);
    ASSERT_EQ(found[0].ends.size(), 2U);
    EXPECT_TRUE(found[0].ends[0].is_source);
    EXPECT_EQ(found[0].ends[0].object.instance, space_->find_instance(path_of("Item='x'")));
    EXPECT_FALSE(found[0].ends[1].is_source);
    EXPECT_EQ(found[0].ends[1].object.instance, nullptr);
}

TEST_F(ReferenceTest, KeepsThemThroughAnUpdateOfTheClass) {
    link(1, "Item='x'", "Item='x'");
    const auto changed = space_->find_class("Link");
    ClassData data = changed->data();
    data.qualifiers.set({.name = "Description", .value = Value::string("a link")});
    EXPECT_THAT(space_->put_class(*make_class(data), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(links_of("Item='x'"), 1U);
    EXPECT_THAT(space_->delete_instance(path_of("Link.Id=1")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(links_of("Item='x'"), 0U);
}

TEST_F(ReferenceTest, TellsWhyThereIsNoSource) {
    HRESULT result = WBEM_S_NO_ERROR;
    const auto ask = [&](std::string_view path) {
        static_cast<void>(space_->associations_of(
            path_of(path), [](const auto&) { return true; }, &result));
        return result;
    };
    EXPECT_THAT(ask("Item='x'"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(ask("Item='y'"), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(ask("Nothing"), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(ask("Nothing='y'"), ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_THAT(ask("Item.Nix='y'"), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
}

}  // namespace
}  // namespace wbemcheck::mock
