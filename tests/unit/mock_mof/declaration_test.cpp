// Classes, methods, qualifiers and their declarations: what the store holds after the load.
#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

constexpr Flavor kFixed{.to_instance = true, .to_subclass = true, .is_final = true, .is_amended = false};

class MofDeclaration : public MofFixture {
protected:
    [[nodiscard]] Qualifier qualifier(std::string_view class_name, std::string_view name) {
        const Qualifier* const found = definition(class_name)->qualifiers().find(name);
        EXPECT_NE(found, nullptr) << name;
        return found != nullptr ? *found : Qualifier{};
    }
};

TEST_F(MofDeclaration, ReadsTypesOfProperties) {
    load(
        "class Other { };\nclass A { [key] STRING Id; uint8 Bytes[]; Other ref One; object ref Any; Other "
        "Inside; object "
        "Free[]; sint16 Fixed[4]; datetime When; };");
    EXPECT_EQ(property("A", "Id").type, (Type{CimType::kString, false}));
    EXPECT_EQ(property("A", "Bytes").type, (Type{CimType::kUint8, true}));
    EXPECT_EQ(property("A", "One").type, (Type{CimType::kReference, false}));
    EXPECT_EQ(property("A", "One").reference_class, "Other");
    EXPECT_EQ(property("A", "Any").reference_class, "");
    EXPECT_EQ(property("A", "Inside").type, (Type{CimType::kObject, false}));
    EXPECT_EQ(property("A", "Inside").reference_class, "Other");
    EXPECT_EQ(property("A", "Free").type, (Type{CimType::kObject, true}));
    EXPECT_EQ(property("A", "Fixed").type, (Type{CimType::kSint16, true}));
}

TEST_F(MofDeclaration, KnowsAnEmbeddedClassThatComesLater) {
    load("class A { Later Inside; A Self; };\nclass Later { };");
    EXPECT_EQ(property("A", "Inside").reference_class, "Later");
    EXPECT_EQ(errors_of("class B { unit32 Typo; };"),
              "1:11: expected a type or the name of a class, found 'unit32'");
}

TEST_F(MofDeclaration, TakesWordsOfTheLanguageAsNames) {
    load(
        "class Qualifier { uint8 Class; string Instance; boolean As; uint8 Of; uint8 Flavor; Qualifier ref "
        "Ref; "
        "uint8 Null; };\ninstance of __Namespace as $Instance { Name = \"Class\"; };");
    EXPECT_EQ(property("Qualifier", "Ref").type, (Type{CimType::kReference, false}));
    EXPECT_TRUE(definition("Qualifier")->find_property("Null"));
}

TEST_F(MofDeclaration, RefusesTypesThatAreNone) {
    EXPECT_EQ(errors_of("class A { void P; };"), "1:11: expected a type, found 'void'");
    EXPECT_EQ(errors_of("class A { uint8 ref P; };"),
              "1:11: expected a class name before REF, found 'uint8'");
    EXPECT_EQ(errors_of("class A { uint8 P[0]; };"),
              "1:19: expected the size of an array, from 1 to 4294967295, found '0'");
    EXPECT_EQ(errors_of("class A { uint8 P; string p; };"), "1:27: the property p is declared twice");
}

TEST_F(MofDeclaration, OverridesPropertiesAndReferences) {
    load(
        "class Base { [key] string Id; };\nclass Derived : Base { };\n"
        "[association] class L { [key] Base ref A; [key] Base ref B; };\n"
        "class M : L { [Override(\"A\")] Derived ref A; };\n");
    EXPECT_EQ(property("M", "A").reference_class, "Derived");
    EXPECT_TRUE(property("M", "A").is_key());
    EXPECT_TRUE(definition("M")->is_association());
    EXPECT_EQ(errors_of("class N : Derived { uint8 Id; };"),
              "1:7: the class N cannot be stored: it declares an inherited property with another type "
              "(WBEM_E_TYPE_MISMATCH "
              "(0x80041005))");
}

// DMTF allows what WMI has an error for, and its own schema makes use of it.
TEST_F(MofDeclaration, LetsAnAbstractClassDeriveFromOneThatIsNot) {
    load("class Base { [key] string Id; };\n[abstract] class Between : Base { };\nclass Leaf : Between { };");
    EXPECT_TRUE(definition("Between")->is_abstract());
    EXPECT_FALSE(definition("Leaf")->is_abstract());
    ClassData data;
    data.name = "ByHand";
    data.superclass = definition("Base");
    data.qualifiers.set({"abstract"});
    EXPECT_EQ(space().put_class(*make_class(data), 0), WBEM_E_CANNOT_BE_ABSTRACT);
}

// --- methods

TEST_F(MofDeclaration, ReadsMethods) {
    load(
        "class A { [static, implemented] uint32 Do([in] string Names[], [in, out] sint8 Both, [out] A ref "
        "Made, [out] A "
        "Inside, uint8 Silent); void Nothing(); };");
    const Method* const method = definition("A")->find_method("Do");
    ASSERT_NE(method, nullptr);
    EXPECT_TRUE(method->qualifiers.is_true("static"));
    ASSERT_NE(method->inputs, nullptr);
    ASSERT_NE(method->outputs, nullptr);
    EXPECT_EQ(method->inputs->name(), "__PARAMETERS");
    ASSERT_EQ(method->inputs->properties().size(), 3U);
    EXPECT_EQ(method->inputs->properties()[0].type, (Type{CimType::kString, true}));
    EXPECT_EQ(method->inputs->properties()[2].name, "Silent");
    EXPECT_TRUE(method->inputs->properties()[2].qualifiers.is_true("in"));
    ASSERT_EQ(method->outputs->properties().size(), 4U);
    EXPECT_EQ(method->outputs->properties()[0].name, "ReturnValue");
    EXPECT_EQ(method->outputs->properties()[1].qualifiers, method->inputs->properties()[1].qualifiers);
    EXPECT_EQ(*method->inputs->properties()[2].qualifiers.find("ID"),
              (Qualifier{"ID", Value::sint32(4), (Flavor{.to_instance = true, .to_subclass = false, .is_final = true, .is_amended = false})}));
    EXPECT_EQ(*method->inputs->properties()[0].qualifiers.find("in"),
              (Qualifier{"in", Value::boolean(true), kFixed}));
    const Method* const nothing = definition("A")->find_method("Nothing");
    ASSERT_NE(nothing, nullptr);
    EXPECT_EQ(nothing->inputs, nullptr);
    EXPECT_EQ(nothing->outputs, nullptr);
}

TEST_F(MofDeclaration, RefusesParametersThatDoNotGoTogether) {
    EXPECT_EQ(errors_of("class A { void Do(uint8 X, uint8 x); };"),
              "1:34: the parameter x is declared twice");
    EXPECT_EQ(errors_of("class A { void Do([out] uint8 ReturnValue); };"),
              "1:31: expected another name than the one of the result, found 'ReturnValue'");
    EXPECT_EQ(
        errors_of("class A { void Do([ID(1)] uint8 X); };"),
        "1:16: the parameters of Do do not go together: WBEM_E_NONCONSECUTIVE_PARAMETER_IDS (0x80041038)");
    EXPECT_EQ(errors_of("class A { void Do(); uint8 do(); };"), "1:28: the method do is declared twice");
}

// --- qualifiers

TEST_F(MofDeclaration, TakesFromAQualifierWhatItsValueIs) {
    load(
        "[A, B(TRUE), C(FALSE), D(5), E(-2147483648), F(2147483648), G(1.5), H(\"t\" \"u\"), I{1, 2}, J{1, "
        "2.5}, K{}, "
        "L{\"x\"}, M(NULL), N(18446744073709551615), O{1, 4294967295}, P('a')] class Q { };");
    EXPECT_EQ(qualifier("Q", "A").value, Value::boolean(true));
    EXPECT_EQ(qualifier("Q", "B").value, Value::boolean(true));
    EXPECT_EQ(qualifier("Q", "C").value, Value::boolean(false));
    EXPECT_EQ(qualifier("Q", "D").value, Value::sint32(5));
    EXPECT_EQ(qualifier("Q", "E").value, Value::sint32(std::numeric_limits<std::int32_t>::min()));
    EXPECT_EQ(qualifier("Q", "F").value, Value::real64(2147483648.0));
    EXPECT_EQ(qualifier("Q", "G").value, Value::real64(1.5));
    EXPECT_EQ(qualifier("Q", "H").value, Value::string("tu"));
    EXPECT_EQ(qualifier("Q", "I").value,
              Value::array(CimType::kSint32, {Value::sint32(1), Value::sint32(2)}));
    EXPECT_EQ(qualifier("Q", "J").value,
              Value::array(CimType::kReal64, {Value::real64(1), Value::real64(2.5)}));
    EXPECT_EQ(qualifier("Q", "K").value, Value::strings({}));
    EXPECT_EQ(qualifier("Q", "L").value, Value::strings({"x"}));
    EXPECT_TRUE(qualifier("Q", "M").value.is_null());
    EXPECT_EQ(qualifier("Q", "N").value, Value::string("18446744073709551615"));
    EXPECT_EQ(qualifier("Q", "O").value,
              Value::array(CimType::kReal64, {Value::real64(1), Value::real64(4294967295.0)}));
    EXPECT_EQ(qualifier("Q", "P").value, Value::sint32('a'));
    EXPECT_EQ(errors_of("[A{1, \"x\"}] class R { };"),
              "1:7: expected a value of the type of those before it, found the string "
              "\"x\"");
    EXPECT_EQ(errors_of("[A, a] class R { };"), "1:5: the qualifier a stands twice in its list");
}

TEST_F(MofDeclaration, ReadsFlavors) {
    load(
        "[A : ToInstance ToSubclass DisableOverride, B : Amended, C, D : ToSubclass ToInstance Restricted, E "
        ": ToInstance "
        "NotToInstance ToSubclass NotToSubclass DisableOverride EnableOverride Translatable, Singleton] "
        "class Q { };");
    EXPECT_EQ(qualifier("Q", "A").flavor, kFixed);
    EXPECT_EQ(qualifier("Q", "B").flavor, (Flavor{.is_amended = true}));
    EXPECT_EQ(qualifier("Q", "C").flavor, Flavor{});
    EXPECT_EQ(qualifier("Q", "D").flavor, Flavor{});
    EXPECT_EQ(qualifier("Q", "E").flavor, Flavor{});
    EXPECT_EQ(qualifier("Q", "Singleton").flavor, kFixed);
    EXPECT_EQ(errors_of("[A : Sweet] class R { };"),
              "1:6: expected a flavor: EnableOverride, DisableOverride, ToSubclass, NotToSubclass, "
              "ToInstance, NotToInstance, "
              "Restricted, Amended or Translatable, found 'Sweet'");
}

TEST_F(MofDeclaration, LetsADeclaredQualifierSayTypeValueAndFlavors) {
    load(
        "Qualifier Plain : string, Scope(any);\nQualifier Unit : string = \"none\", Scope(class, property), "
        "Flavor(DisableOverride, ToSubclass);\nQualifier Local : uint8[], Flavor(Restricted);\nQualifier "
        "Ratio : real32;\n"
        "[Plain(\"p\"), Unit, Local{1}, Ratio(2)] class A { };\n[Unit(\"m\") : EnableOverride ToInstance] "
        "class B { };");
    EXPECT_EQ(qualifier("A", "Plain").flavor, (Flavor{.to_subclass = true}));
    EXPECT_EQ(qualifier("A", "Unit").value, Value::string("none"));
    EXPECT_EQ(qualifier("A", "Unit").flavor, (Flavor{.to_subclass = true, .is_final = true}));
    EXPECT_EQ(qualifier("A", "Local").value, Value::array(CimType::kSint32, {Value::sint32(1)}));
    EXPECT_EQ(qualifier("A", "Local").flavor, Flavor{});
    EXPECT_EQ(qualifier("A", "Ratio").value, Value::real64(2));
    EXPECT_EQ(qualifier("B", "Unit").flavor, (Flavor{.to_instance = true, .to_subclass = true}));
}

TEST_F(MofDeclaration, RefusesADeclaredQualifierOfAnotherType) {
    EXPECT_EQ(
        errors_of(
            "Qualifier Q : uint8;\n[Q(300)] class A { };\n[Q(\"x\")] class B { };\n[Q{1}] class C { };"),
        "2:4: expected an integer in the range of uint8, found '300'\n"
        "3:4: expected an integer in the range of uint8, found the string \"x\"\n"
        "4:3: expected an integer in the range of uint8, found '{'");
    EXPECT_EQ(errors_of("Qualifier Q : shape;"),
              "1:15: expected the type of a qualifier: a boolean, an integer, a real, char16, string or "
              "datetime, found "
              "'shape'");
    EXPECT_EQ(errors_of("Qualifier Q : boolean, Scope(moon);"),
              "1:30: expected a kind of element: any, class, association, indication, qualifier, property, "
              "reference, method, "
              "parameter or schema, found 'moon'");
}

// What nobody declared goes no further than where it stands, as in WMI.
TEST_F(MofDeclaration, SpreadsQualifiersByTheirFlavors) {
    load(
        "[A : ToSubclass, B] class Base { [key, C : ToSubclass, D] string Id; };\nclass Derived : Base { };");
    EXPECT_NE(definition("Derived")->qualifiers().find("A"), nullptr);
    EXPECT_EQ(definition("Derived")->qualifiers().find("B"), nullptr);
    EXPECT_NE(property("Derived", "Id").qualifiers.find("C"), nullptr);
    EXPECT_EQ(property("Derived", "Id").qualifiers.find("D"), nullptr);
    EXPECT_EQ(errors_of("[A(5) : DisableOverride ToSubclass] class X { };\n[A(6)] class Y : X { };"),
              "2:14: the class Y cannot be stored: it changes a qualifier that a superclass declares with "
              "DisableOverride "
              "(WBEM_E_OVERRIDE_NOT_ALLOWED (0x8004101A))");
}

}  // namespace
}  // namespace wbemcheck::mock::mof
