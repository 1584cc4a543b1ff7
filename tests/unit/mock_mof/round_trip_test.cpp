// What the printer writes reads in again as the same classes and instances.
#include <cmath>
#include <limits>
#include <string>

#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/mof_text.h"
#include "mock_provider/model/object_content.h"
#include "mock_provider/mof/print.h"
#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

class RoundTrip : public MofFixture {
protected:
    // Loads the text, prints what was stored, loads that into another repository and compares each class and
    // instance.
    void expect_same_again(std::string_view text) {
        load(text);
        const std::string printed = print(loaded_, "root\\test");
        Repository other;
        ASSERT_EQ(other.create_namespace("root"), S_OK);
        ASSERT_EQ(other.create_namespace("root\\test"), S_OK);
        const Loaded again = load_text(other, "root\\test", printed, "printed");
        ASSERT_TRUE(again.errors.empty()) << to_text(again.errors.front()) << '\n' << printed;
        EXPECT_EQ(print(again, "root\\test"), printed);
        for (const Stored& stored : loaded_.stored) {
            const auto space = other.find_namespace(stored.namespace_path);
            ASSERT_NE(space, nullptr);
            if (stored.definition != nullptr) {
                const auto kept =
                    repository_.find_namespace(stored.namespace_path)->find_class(stored.definition->name());
                const auto found = space->find_class(stored.definition->name());
                ASSERT_NE(found, nullptr) << printed;
                EXPECT_TRUE(found->same_content(*kept)) << printed;
            } else {
                const auto path = parse_object_path(relative_path(*stored.instance).value()).path.value();
                const auto found = space->find_instance(path);
                ASSERT_NE(found, nullptr) << printed;
                const auto kept = repository_.find_namespace(stored.namespace_path)->find_instance(path);
                EXPECT_TRUE(same_content({nullptr, found}, {nullptr, kept}, WBEM_COMPARISON_INCLUDE_ALL))
                    << printed;
            }
        }
    }
};

TEST_F(RoundTrip, KeepsFlavors) {
    expect_same_again(
        "[A, B(5) : ToSubclass, C(-1) : ToInstance NotToSubclass, D(\"t\") : Amended DisableOverride, E(0.5) "
        ": "
        "Restricted, F{1, 2}, G{\"x\", \"y\"} : ToInstance ToSubclass, H(FALSE), I{0.5, 2}, J{TRUE, FALSE}]\n"
        "class Base { [key, Units(\"m\") : ToSubclass] uint8 Id; [Named(\"n\") : ToSubclass DisableOverride] "
        "string N; };\n"
        "class Derived : Base { [Units(\"km\")] uint8 Id; [Named(\"n\")] string N = \"d\"; };\n");
    EXPECT_TRUE(property("Derived", "Id").is_key());
}

TEST_F(RoundTrip, KeepsTheQualifiersOfDeclarations) {
    expect_same_again(
        "Qualifier Units : string = \"none\", Scope(any), Flavor(DisableOverride);\n"
        "Qualifier In : boolean = true, Scope(parameter), Flavor(DisableOverride, ToSubclass);\n"
        "Qualifier Big : uint64, Scope(any);\n"
        "class A { [key, Units(\"m\")] uint8 Id; [Units] uint8 N; [Big(18446744073709551615)] uint8 M;\n"
        "          uint32 Do([In, Out] uint8 X, [In(false), Out] string Y, uint8 Z); };\n");
}

TEST_F(RoundTrip, KeepsDefaultsOfEveryType) {
    expect_same_again(
        "class All { [key] string Id; boolean B = TRUE; sint8 S8 = -128; uint8 U8 = 255; sint16 S16 = "
        "-32768; uint16 U16 = "
        "65535; sint32 S32 = -2147483648; uint32 U32 = 4294967295; sint64 S64 = -9223372036854775808; uint64 "
        "U64 = "
        "18446744073709551615; real32 R32 = 0.1; real64 R64 = 1.7976931348623157e308; real64 Small = 5e-324; "
        "real64 "
        "Whole = 3.0; char16 C = 'x'; string T = \"a\\\"\\\\\\n\\t\\x01\\x263A\\xD83D\\xDE00\"; datetime D = "
        "\"20240229120000.000000+060\"; datetime I = \"00000001000000.000000:000\"; All ref R = "
        "\"All.Id=\\\"x\\\"\"; "
        "object ref Any; string E = \"\"; real64 Inf = inf; real64 Less = -inf; real64 NotANumber = nan; };\n"
        "class Derived : All { string T = NULL; };\ninstance of Derived { Id = \"d\"; E = NULL; };\n");
    EXPECT_TRUE(std::isnan(value("All", "NotANumber").as_real()));
    EXPECT_TRUE(only_instance("Derived")->find("E")->is_null());
}

TEST_F(RoundTrip, KeepsArraysOfEveryType) {
    expect_same_again(
        "class All { [key] string Id; boolean B[] = {TRUE, FALSE, NULL}; sint8 S8[] = {-1}; uint8 U8[5] = "
        "{1, 2}; uint64 "
        "U64[] = {0}; real32 R[] = {0.5, 2}; char16 C[] = {'a', 'b'}; string T[] = {\"x\", \"\", NULL}; "
        "datetime D[] = "
        "{\"20240229120000.000000+060\"}; All ref R2[] = {\"All.Id=\\\"x\\\"\"}; string None[] = {}; string "
        "Unset[]; };");
}

TEST_F(RoundTrip, KeepsMethods) {
    expect_same_again(
        "class Part { [key] string Id; };\n"
        "class A { [key] string Id;\n"
        "[implemented, static] uint32 One([in] string A[], [out, Note(\"n\")] Part B, [in, out] Part ref C, "
        "[in, "
        "optional] uint8 D = 7);\n[privileges{\"x\", \"y\"} : ToSubclass] void Two();\nPart Three([out, "
        "ID(0)] uint8 X, [ID(1), "
        "in] uint8 Y);\nPart ref Four([in : NotToInstance, ID(0) : ToSubclass] object X); };\n"
        "class B : A { [implemented, Description(\"d\") : Amended] void Two(); };\n");
}

TEST_F(RoundTrip, KeepsEmbeddedObjects) {
    expect_same_again(
        "class Inner { uint8 N = 1; object Any; };\n[Note(\"x\")] class Special : Inner { [Y] string T; };\n"
        "class Outer { [key] string Id; Inner One; Inner Many[]; object Class; };\n"
        "instance of Outer { Id = \"o\"; One = instance of Special { N = 2; T = \"t\"; Any = instance of "
        "Inner {}; };\n"
        "    Many = {instance of Inner {N = NULL;}, NULL, [Q] instance of Inner {[P(5)] N = 6;}};\n"
        "    Class = [Z(3)] class Made : Inner { [W] uint8 N = 9; void Do(); }; };\n");
    const Value made = *only_instance("Outer")->find("Class");
    ASSERT_NE(made.as_object().definition, nullptr);
    EXPECT_EQ(made.as_object().definition->superclass_name(), "Inner");
}

TEST_F(RoundTrip, KeepsTheQualifiersOfInstances) {
    expect_same_again(
        "class A { [key] string Id; uint8 N = 3; string T; };\n[Q(\"q\"), R : ToInstance] instance of A { "
        "[S] Id = \"a\"; [U(1)] "
        "N = NULL; [V] T = NULL; };\n");
    ASSERT_NE(only_instance("A")->qualifiers(), nullptr);
    EXPECT_EQ(only_instance("A")->qualifiers()->of_properties.size(), 3U);
}

TEST_F(RoundTrip, KeepsNamespaces) {
    expect_same_again(
        "class A { [key] string Id; };\ninstance of __Namespace { Name = \"x\"; };\n#pragma "
        "namespace(\"x\")\n"
        "class A { [key] uint8 Id; };\ninstance of A { Id = 1; };\n#pragma namespace(\"root\\\\test\")\n"
        "instance of A { Id = \"a\"; };\n");
}

TEST_F(RoundTrip, WritesAClassThatWasDeclaredAgainOnce) {
    expect_same_again(
        "class A { [key] string Id; };\nclass A { [key] string Id; uint8 N; };\n"
        "instance of A { Id = \"a\"; };\ninstance of A { Id = \"a\"; N = 2; };\n");
    EXPECT_EQ(print(loaded_, "root\\test"),
              "class A\n{\n    [key: DisableOverride ToInstance ToSubclass] string Id;\n    uint8 N;\n};\n\n"
              "instance of A\n{\n    Id = \"a\";\n    N = 2;\n};\n\n");
}

TEST_F(RoundTrip, KeepsLongText) {
    std::string text = "class A { [key, Description(\"";
    for (int i = 0; i < 20'000; ++i) text += "a long description, \\\"quoted\\\" \\n";
    expect_same_again(text + "\")] string Id; };\n");
}

// A class that was not read from MOF but built, as clients do it.
TEST_F(RoundTrip, KeepsAClassThatWasBuilt) {
    const auto built = ClassBuilder("Built")
                           .qualifier("Abstract")
                           .key("Id", CimType::kString)
                           .property("N", CimType::kReal32, Value::real32(0.1F))
                           .method(MethodBuilder("Go", CimType::kUint32)
                                       .qualifier("implemented")
                                       .in("A", scalar(CimType::kSint32))
                                       .out("B", array_of(CimType::kString))
                                       .in_out("C", scalar(CimType::kObject)))
                           .method(MethodBuilder("Stop"))
                           .build();
    load(class_mof(*built));
    EXPECT_TRUE(definition("Built")->same_content(*built)) << class_mof(*definition("Built"));
}

}  // namespace
}  // namespace wbemcheck::mock::mof
