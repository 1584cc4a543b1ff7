// What a load does with a repository: all or nothing, namespaces, aliases, directives.
#include "mock_provider/mof/load.h"

#include <filesystem>
#include <fstream>

#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

using testing::HasSubstr;

class Load : public MofFixture {};

TEST_F(Load, StoresClassesAndInstancesAndCountsThem) {
    load(
        "class A { [key] string Id; uint32 N = 7; };\n"
        "class B : A { string Text; };\n"
        "instance of B { Id = \"b\"; Text = \"t\"; };\n");
    EXPECT_EQ(loaded_.classes, 2U);
    EXPECT_EQ(loaded_.instances, 1U);
    EXPECT_EQ(definition("B")->superclass_name(), "A");
    EXPECT_EQ(*only_instance("A")->find("N"), Value::uint32(7));
    EXPECT_EQ(*only_instance("B")->find("Text"), Value::string("t"));
    ASSERT_EQ(loaded_.stored.size(), 3U);
    EXPECT_EQ(loaded_.stored[1].definition->name(), "B");
    EXPECT_EQ(loaded_.stored[2].instance->definition().name(), "B");
    EXPECT_EQ(loaded_.stored[2].namespace_path, "root\\test");
}

TEST_F(Load, LeavesTheRepositoryAsItWasWhenAnythingIsWrong) {
    load("class Kept { [key] string Id; };");
    EXPECT_NE(errors_of("class New { [key] string Id; };\n"
                        "instance of Kept { Id = \"k\"; };\n"
                        "instance of __Namespace { Name = \"deeper\"; };\n"
                        "#pragma deleteclass(\"Kept\", FAIL)\n"
                        "instance of New { Id = 5; };\n"),
              "");
    EXPECT_EQ(loaded_.classes, 0U);
    EXPECT_EQ(space().find_class("New"), nullptr);
    EXPECT_NE(space().find_class("Kept"), nullptr);
    EXPECT_EQ(space().instance_count("Kept", true), 0U);
    EXPECT_EQ(repository_.find_namespace("root\\test\\deeper"), nullptr);
}

TEST_F(Load, ReportsEveryDeclarationThatIsWrong) {
    EXPECT_EQ(errors_of("class A { [key] string Id };\n"
                        "class B { uint32 N = ; };\n"
                        "class C { };\n"
                        "instance of { };\n"),
              "1:27: expected '(', '[', '=' or ';', found '}'\n"
              "2:22: expected a value, found ';'\n"
              "4:13: expected a class name, found '{'");
}

TEST_F(Load, DoesNotRepeatItselfForWhatNeedsAFailedClass) {
    EXPECT_EQ(errors_of("class A : Missing { };\nclass B : A { };\ninstance of B { };\n"),
              "1:11: the superclass Missing of A is not known in root\\test: declare or include it before");
}

TEST_F(Load, ReplacesAClassThatIsThere) {
    load("class A { [key] string Id; };");
    load("class A { [key] string Id; uint8 More; };");
    EXPECT_EQ(property("A", "More").type, (Type{CimType::kUint8, false}));
}

TEST_F(Load, KeepsTheNamespacesThatWereHandedOut) {
    const auto before = repository_.find_namespace("root\\test");
    load("class A { [key] string Id; };");
    EXPECT_EQ(repository_.find_namespace("root\\test"), before);
    EXPECT_NE(before->find_class("A"), nullptr);
}

TEST_F(Load, NeedsANamespaceThatIsThere) {
    const Loaded loaded = load_text(repository_, "root\\none", "class A {};");
    ASSERT_EQ(loaded.errors.size(), 1U);
    EXPECT_EQ(to_text(loaded.errors.front()), "text:1:1: there is no namespace root\\none");
}

// --- namespaces

TEST_F(Load, GoesToTheNamespaceOfAPragma) {
    load(
        "instance of __Namespace { Name = \"below\"; };\n"
        "#pragma namespace(\"below\")\nclass Below {};\n"
        "#pragma namespace(\"\\\\\\\\.\\\\root\")\nclass InRoot {};\n"
        "#pragma namespace(\"root\\\\test\")\nclass Back {};\n");
    EXPECT_NE(repository_.find_namespace("root\\test\\below")->find_class("Below"), nullptr);
    EXPECT_NE(repository_.find_namespace("root")->find_class("InRoot"), nullptr);
    EXPECT_NE(space().find_class("Back"), nullptr);
    EXPECT_EQ(loaded_.instances, 1U);
}

TEST_F(Load, SaysWhereANamespaceIsMissing) {
    EXPECT_EQ(
        errors_of("#pragma namespace(\"no\")\nclass A : B {};\n"),
        "1:19: there is no namespace root\\test\\no: an instance of __Namespace in its parent makes it");
}

TEST_F(Load, SaysOnOneLineWhatItQuotes) {
    EXPECT_EQ(errors_of("#pragma namespace(\"a\\n\\x1b\")\nclass A {};\n"),
              "1:19: there is no namespace root\\test\\a??: an instance of __Namespace in its parent makes it");
}

TEST_F(Load, MakesNoNamespaceTwice) {
    load("instance of __Namespace { Name = \"x\"; };");
    load("instance of __Namespace { Name = \"x\"; };");
    EXPECT_THAT(
        errors_of("#pragma instanceflags(\"createonly\")\ninstance of __Namespace { Name = \"x\"; };"),
        HasSubstr("2:13: the namespace x cannot be made: it is there already"));
}

// --- aliases

constexpr std::string_view kLinked =
    "class Node { [key] string Id; };\n"
    "[association] class Link { [key] Node ref From; [key] Node ref To; };\n";

TEST_F(Load, MakesPathsOfAliases) {
    load(std::string(kLinked) +
         "instance of Node as $A { Id = \"a\\\"b\"; };\ninstance of Node as $B { Id = \"b\"; };\n"
         "instance of Link { From = $A; To = $B; };\n");
    EXPECT_EQ(*only_instance("Link")->find("From"), Value::reference("Node.Id=\"a\\\"b\""));
    EXPECT_EQ(*only_instance("Link")->find("To"), Value::reference("Node.Id=\"b\""));
}

TEST_F(Load, KnowsAnAliasBeforeItsDeclaration) {
    load(std::string(kLinked) +
         "instance of Link { From = $Late; To = $Late; };\ninstance of Node as $late { Id = \"n\"; };\n");
    EXPECT_EQ(*only_instance("Link")->find("To"), Value::reference("Node.Id=\"n\""));
}

TEST_F(Load, NamesTheNamespaceOfAnAliasThatIsElsewhere) {
    load("instance of __Namespace { Name = \"x\"; };\n" + std::string(kLinked) +
         "instance of Node as $A { Id = \"a\"; };\n#pragma namespace(\"x\")\n" + std::string(kLinked) +
         "instance of Link { From = $A; To = $A; };\n");
    const auto links = repository_.find_namespace("root\\test\\x")->instances_of("Link", true);
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(*links.front()->find("From"), Value::reference("\\\\.\\root\\test:Node.Id=\"a\""));
}

TEST_F(Load, MakesThePathOfAClassAlias) {
    load("class Node as $N { [key] string Id; };\nclass Holder { [key] uint8 Id; object ref What = $N; };");
    EXPECT_EQ(value("Holder", "What"), Value::reference("Node"));
}

TEST_F(Load, RefusesAliasesThatLeadNowhere) {
    const std::string linked(kLinked);
    EXPECT_EQ(errors_of(linked + "instance of Link { From = $X; To = NULL; };"),
              "3:27: no instance and no class has the alias $X");
    EXPECT_EQ(errors_of(linked +
                        "instance of Node as $A { Id = \"1\"; };\ninstance of Node as $A { Id = \"2\"; };"),
              "4:22: the alias $A is declared twice");
    EXPECT_EQ(errors_of("class Loop { [key] Loop ref Next; };\n"
                        "instance of Loop as $A { Next = $B; };\ninstance of Loop as $B { Next = $A; };\n"),
              "2:33: $B has no path: the keys of $B lead back to itself\n"
              "3:33: $A has no path: the keys of $A lead back to itself");
    EXPECT_EQ(errors_of(linked + "instance of Node as $A { };\ninstance of Link { From = $A; To = $A; };"),
              "3:13: the instance of Node cannot be stored: its class has no key, or a key is not set "
              "(WBEM_E_NO_KEY "
              "(0x80041089))\n4:27: $A has no path: a key of it is not set");
}

// --- directives

TEST_F(Load, KeepsTheClassFlags) {
    load("class A { [key] string Id; };");
    EXPECT_THAT(errors_of("#pragma classflags(\"createonly\")\nclass A { [key] string Id; };"),
                HasSubstr("2:7: the class A cannot be stored: it is there already"));
    EXPECT_THAT(errors_of("#pragma classflags(\"updateonly\")\nclass B { [key] string Id; };"),
                HasSubstr("2:7: the class B cannot be stored: it is not there"));
    EXPECT_EQ(
        errors_of("#pragma classflags(\"sometimes\")"),
        "1:20: expected \"createonly\", \"updateonly\", \"safeupdate\" or \"forceupdate\", found the string "
        "\"sometimes\"");
    load("class B : A { string Text; };\ninstance of B { Id = \"b\"; };\n");
    EXPECT_THAT(errors_of("class A { [key] string Id; string Text; };"), HasSubstr("has instances"));
    load("#pragma classflags(\"forceupdate\")\nclass A { [key] string Id; uint8 N; };");
    EXPECT_EQ(space().instance_count("A", true), 0U);
}

TEST_F(Load, KeepsTheInstanceFlags) {
    load("class A { [key] string Id; };\ninstance of A { Id = \"a\"; };");
    EXPECT_THAT(errors_of("#pragma instanceflags(\"createonly\")\ninstance of A { Id = \"a\"; };"),
                HasSubstr("it is there already"));
    EXPECT_THAT(errors_of("#pragma instanceflags(\"updateonly\")\ninstance of A { Id = \"b\"; };"),
                HasSubstr("it is not there"));
}

TEST_F(Load, DeletesClassesAndInstances) {
    load("class A { [key] string Id; };\ninstance of A { Id = \"a\"; };");
    load("#pragma deleteinstance(\"A.Id='a'\", FAIL)");
    EXPECT_EQ(space().instance_count("A", true), 0U);
    load("#pragma deleteinstance(\"A.Id='a'\", NOFAIL)");
    EXPECT_THAT(errors_of("#pragma deleteinstance(\"A.Id='a'\", fail)"),
                HasSubstr("1:24: the instance A.Id='a' cannot"));
    load("#pragma deleteclass(\"A\", fail)\n#pragma deleteclass(\"A\", nofail)");
    EXPECT_EQ(space().find_class("A"), nullptr);
    EXPECT_THAT(errors_of("#pragma deleteclass(\"A\", FAIL)"),
                HasSubstr("1:21: the class A cannot be deleted"));
    EXPECT_EQ(errors_of("#pragma deleteclass(\"A\", MAYBE)"), "1:26: expected FAIL or NOFAIL, found 'MAYBE'");
}

TEST_F(Load, IgnoresPragmasThatItDoesNotKnow) {
    load(
        "#pragma autorecover\n#pragma locale(\"en_US\")\n#pragma amendment(\"MS_409\")\n#pragma\tsourcetype "
        "( \"x\" )\n"
        "#PRAGMA anything at all: [\"}\n#pragma instancelocale(\"x\") class A {};\n");
    EXPECT_NE(space().find_class("A"), nullptr);
}

// --- instances that are not stored

TEST_F(Load, ReadsInstancesWithoutStoringThem) {
    load("class A { [key] string Id; uint8 N = 3; };");
    const ReadInstances read =
        read_instances(space(), "instance of A { Id = \"x\"; };\ninstance of A { N = 4; };");
    EXPECT_TRUE(read.errors.empty());
    ASSERT_EQ(read.instances.size(), 2U);
    EXPECT_EQ(*read.instances[0]->find("N"), Value::uint8(3));
    EXPECT_TRUE(read.instances[1]->find("Id")->is_null());
    EXPECT_EQ(space().instance_count("A", true), 0U);
}

TEST_F(Load, ReadsNothingFromInstancesWithErrors) {
    load("class A { [key] string Id; };");
    const ReadInstances read = read_instances(
        space(), "instance of A { Id = \"x\"; };\nclass B {};\ninstance of A { No = 1; };\n", "event");
    EXPECT_TRUE(read.instances.empty());
    ASSERT_EQ(read.errors.size(), 2U);
    EXPECT_EQ(to_text(read.errors[0]), "event:2:7: expected instances alone, found 'B'");
    EXPECT_EQ(to_text(read.errors[1]), "event:3:17: expected a property of A, found 'No'");
    EXPECT_EQ(read_instances(space(), "instance A").errors.size(), 1U);
}

}  // namespace
}  // namespace wbemcheck::mock::mof
