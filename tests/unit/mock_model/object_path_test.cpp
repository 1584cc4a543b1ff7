#include "mock_provider/model/object_path.h"

#include <gtest/gtest.h>

#include "mock_provider/model/class_builder.h"

namespace wbemcheck::mock {
namespace {

using Form = ObjectPath::Form;

ObjectPath parsed(std::string_view text) {
    const ParsedPath result = parse_object_path(text);
    EXPECT_TRUE(result.path.has_value())
        << text << ": expected " << result.error.expected << " at " << result.error.position;
    return result.path.value_or(ObjectPath{});
}

TEST(ParseObjectPath, ReadsAClass) {
    const ObjectPath path = parsed("Mock_Item");
    EXPECT_EQ(path.class_name, "Mock_Item");
    EXPECT_EQ(path.form, Form::kClass);
    EXPECT_EQ(path.namespace_path, "");
    EXPECT_EQ(path.server, "");
}

TEST(ParseObjectPath, ReadsKeysOfEveryKind) {
    const ObjectPath path =
        parsed(R"(C.S="a,b=\"c\" \\d",N=-5,U=18446744073709551615,B=TRUE,H=0x10,Q='it\'s')");
    ASSERT_EQ(path.keys.size(), 6U);
    EXPECT_EQ(path.form, Form::kInstance);
    EXPECT_EQ(path.keys[0].name, "S");
    EXPECT_EQ(path.keys[0].value, Value::string("a,b=\"c\" \\d"));
    EXPECT_EQ(path.keys[1].value, Value::sint64(-5));
    EXPECT_EQ(path.keys[2].value, Value::uint64(18446744073709551615U));
    EXPECT_EQ(path.keys[3].value, Value::boolean(true));
    EXPECT_EQ(path.keys[4].value, Value::uint64(16));
    EXPECT_EQ(path.keys[5].value, Value::string("it's"));
}

TEST(ParseObjectPath, ReadsTheShortFormOfOneKey) {
    const ObjectPath path = parsed("C=\"x\"");
    ASSERT_EQ(path.keys.size(), 1U);
    EXPECT_EQ(path.keys[0].name, "");
    EXPECT_EQ(path.keys[0].value, Value::string("x"));
    EXPECT_EQ(parsed("C=5").keys.at(0).value, Value::uint64(5));
}

TEST(ParseObjectPath, ReadsSingletons) {
    const ObjectPath path = parsed("root\\mock:C=@");
    EXPECT_EQ(path.form, Form::kSingleton);
    EXPECT_EQ(path.namespace_path, "root\\mock");
    EXPECT_TRUE(path.keys.empty());
}

TEST(ParseObjectPath, ReadsAbsolutePathsWithEitherSlash) {
    for (const char* const text :
         {"\\\\.\\root\\mock:C.K=1", "//./root/mock:C.K=1", "\\\\.\\root/mock:C.K=1"}) {
        const ObjectPath path = parsed(text);
        EXPECT_EQ(path.server, ".") << text;
        EXPECT_EQ(path.namespace_path, "root\\mock") << text;
        EXPECT_EQ(path.class_name, "C") << text;
        EXPECT_EQ(path.keys.size(), 1U) << text;
    }
    EXPECT_EQ(parsed("root:C").namespace_path, "root");
}

TEST(ParseObjectPath, ReadsNamespaces) {
    EXPECT_EQ(parsed("\\\\server-1\\root\\mock").namespace_path, "root\\mock");
    EXPECT_EQ(parsed("\\\\server-1\\root\\mock").server, "server-1");
    EXPECT_EQ(parsed("root/mock").namespace_path, "root\\mock");
    EXPECT_EQ(parsed("root/mock").class_name, "");
}

TEST(ParseObjectPath, AllowsBlanksAroundTheSigns) {
    const ObjectPath path = parsed("C.A = 1 , B = \"x\"");
    ASSERT_EQ(path.keys.size(), 2U);
    EXPECT_EQ(path.keys[1].value, Value::string("x"));
}

TEST(ParseObjectPath, KeepsTextBeyondAscii) {
    EXPECT_EQ(parsed("Kl\xC3\xA4sse=\"\xE2\x82\xAC\"").keys.at(0).value, Value::string("\xE2\x82\xAC"));
}

struct BadPath {
    const char* text;
    std::size_t position;
    const char* expected;
};

class BadObjectPath : public testing::TestWithParam<BadPath> {};

TEST_P(BadObjectPath, IsRefusedWithTheExpectationAndThePlace) {
    const ParsedPath result = parse_object_path(GetParam().text);
    ASSERT_FALSE(result.path.has_value()) << GetParam().text;
    EXPECT_EQ(result.error.expected, GetParam().expected) << GetParam().text;
    EXPECT_EQ(result.error.position, GetParam().position) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadObjectPath,
    testing::Values(BadPath{"", 0, "an object path"}, BadPath{"1C", 0, "an object path"},
                    BadPath{"C.", 2, "the name of a key property"}, BadPath{"C.K", 3, "'='"},
                    BadPath{"C.K=", 4, "a key value: text in quotes, an integer, TRUE or FALSE"},
                    BadPath{"C.K=x", 4, "a key value: text in quotes, an integer, TRUE or FALSE"},
                    BadPath{"C.K=1,", 6, "the name of a key property"},
                    BadPath{"C.K=\"x", 6, "a closing quote"},
                    BadPath{"C.K=1x", 4, "a key value: text in quotes, an integer, TRUE or FALSE"},
                    BadPath{"C=", 2, "'@' or a key value: text in quotes, an integer, TRUE or FALSE"},
                    BadPath{"C.K=1 ", 5, "the end of the path"}, BadPath{"C C", 1, "the end of the path"},
                    BadPath{"root\\mock:", 10, "a class name"}, BadPath{"\\\\", 2, "a server name"},
                    BadPath{"\\\\.", 3, "a slash"}, BadPath{"\\\\.\\", 4, "a namespace"},
                    BadPath{"C=99999999999999999999", 2,
                            "'@' or a key value: text in quotes, an integer, TRUE or FALSE"}));

TEST(ParseObjectPath, SeesZerosInsideTheText) {
    EXPECT_FALSE(parse_object_path(std::string_view("C\0D", 3)).path.has_value());
    EXPECT_EQ(parsed(std::string_view("C=\"a\0b\"", 7)).keys.at(0).value,
              Value::string(std::string("a\0b", 3)));
}

TEST(FormatPath, WritesWhatWasRead) {
    for (const char* const text : {"C", "C=@", "C=\"x\"", "C.K=\"a\\\"b\\\\c\"", "C.K=-5,L=TRUE",
                                   "\\\\.\\root\\mock:C.K=1", "root\\mock:C", "\\\\.\\root\\mock"}) {
        EXPECT_EQ(format_path(parsed(text)), text);
    }
}

TEST(ParseNamespacePath, TakesEitherSlashAndDropsTheServer) {
    EXPECT_EQ(parse_namespace_path("root/Mock"), "root\\Mock");
    EXPECT_EQ(parse_namespace_path("\\\\.\\root\\mock"), "root\\mock");
    EXPECT_EQ(parse_namespace_path("//server/root"), "root");
    EXPECT_EQ(parse_namespace_path("\\root"), "root");
}

TEST(ParseNamespacePath, RefusesWhatIsNone) {
    for (const char* const text : {"", "\\", "\\\\.", "\\\\.\\", "root\\", "root\\\\mock", "root:C", "a b"}) {
        EXPECT_EQ(parse_namespace_path(text), std::nullopt) << text;
    }
}

// --- keys ---

const auto kTwoKeys =
    ClassBuilder("Two").key("Name", CimType::kString).key("Number", CimType::kUint32).build();

TEST(CanonicalKey, IsTheSameHoweverTheKeysAreSpelled) {
    const auto instance =
        make_instance(kTwoKeys, {{"Name", Value::string("a")}, {"Number", Value::uint32(16)}});
    const std::optional<std::string> key = canonical_key(*instance);
    ASSERT_TRUE(key.has_value());
    for (const char* const text :
         {"Two.Name=\"a\",Number=16", "two.NUMBER=0x10,NAME=\"A\"", "Two.Number=\"16\",Name='a'"}) {
        EXPECT_EQ(canonical_key(*kTwoKeys, parsed(text)), key) << text;
    }
}

TEST(CanonicalKey, KeepsNeighboursApart) {
    const auto two = ClassBuilder("T").key("A", CimType::kString).key("B", CimType::kString).build();
    EXPECT_NE(canonical_key(*two, parsed("T.A=\"1;b=1:2\",B=\"3\"")),
              canonical_key(*two, parsed("T.A=\"1\",B=\"2\"")));
    EXPECT_NE(canonical_key(*two, parsed("T.A=\"12\",B=\"3\"")),
              canonical_key(*two, parsed("T.A=\"1\",B=\"23\"")));
}

TEST(CanonicalKey, NeedsEveryKeyAndNoOther) {
    for (const char* const text : {"Two", "Two=\"a\"", "Two=@", "Two.Name=\"a\"", "Two.Name=\"a\",Other=1",
                                   "Two.Name=\"a\",Name=\"b\"", "Two.Name=\"a\",Number=1,More=2"}) {
        EXPECT_EQ(canonical_key(*kTwoKeys, parsed(text)), std::nullopt) << text;
    }
    const auto keyless = ClassBuilder("Keyless").property("A", CimType::kString).build();
    EXPECT_EQ(canonical_key(*keyless, parsed("Keyless.A=\"x\"")), std::nullopt);
}

TEST(CanonicalKey, IsMissingWhenAKeyIsNull) {
    EXPECT_EQ(canonical_key(*make_instance(kTwoKeys, {{"Name", Value::string("a")}})), std::nullopt);
}

TEST(CanonicalKey, ComparesReferencesAsPaths) {
    ClassData data = ClassBuilder("Link").reference("To", "Two").build()->data();
    data.properties[0].qualifiers.set({"key"});
    data.decoration = std::make_shared<const Decoration>(Decoration{"S", "root\\mock"});
    const auto link = make_class(data);
    const auto key_to = [&](const char* text) {
        return canonical_key(*make_instance(link, {{"To", Value::reference(text)}}));
    };
    EXPECT_EQ(key_to("\\\\S\\root\\mock:Two.Name=\"a\",Number=1"), key_to("two.Number=1,name=\"A\""));
    EXPECT_NE(key_to("root\\other:Two.Name=\"a\",Number=1"), key_to("Two.Name=\"a\",Number=1"));
}

TEST(RelativePath, NamesTheKeysInTheirOrder) {
    const auto instance =
        make_instance(kTwoKeys, {{"Number", Value::uint32(16)}, {"Name", Value::string("a\"b")}});
    EXPECT_EQ(relative_path(*instance), "Two.Name=\"a\\\"b\",Number=16");
    EXPECT_EQ(relative_path(*kTwoKeys), "Two");
    EXPECT_EQ(absolute_path(*instance), std::nullopt) << "the class is stored nowhere";
}

TEST(RelativePath, OfASingletonIsAnAtSign) {
    const auto singleton = ClassBuilder("One").singleton().property("A", CimType::kString).build();
    EXPECT_EQ(relative_path(*make_instance(singleton)), "One=@");
}

TEST(RelativePath, IsMissingWithoutKeys) {
    const auto keyless = ClassBuilder("Keyless").property("A", CimType::kString).build();
    EXPECT_EQ(relative_path(*make_instance(keyless)), std::nullopt);
    EXPECT_EQ(relative_path(*make_instance(kTwoKeys)), std::nullopt);
}

}  // namespace
}  // namespace wbemcheck::mock
