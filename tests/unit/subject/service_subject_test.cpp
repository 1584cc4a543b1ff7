// Modules in the service role: loaded, found their class, asked for their vocabulary.
#include <gmock/gmock.h>

#include <memory>

#include "harness/com/guid.h"
#include "harness/com/hresult.h"
#include "harness/subject/module.h"
#include "harness/subject/subject.h"
#include "tests/unit/subject/usage_message.h"

namespace wbemcheck::subject::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr const char* kLocatorClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A01}";
constexpr const char* kServicesClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A02}";
constexpr const char* kUselessClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A03}";
constexpr const char* kForeignClass = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9AFF}";

std::string address(const std::string& module, const std::string& parameters) {
    return "service:" + module + "?" + parameters;
}

std::string message_for(const std::string& text) {
    return usage_message([&] { static_cast<void>(make_subject(parse_subject(text))); });
}

TEST(Module, NamesTheClassesOfItsRegistrationData) {
    std::vector<std::string> classes;
    for (const CLSID& id : Module(SERVICE_BOTH).classes()) classes.push_back(com::format_guid(id));
    EXPECT_THAT(classes, UnorderedElementsAre(kLocatorClass, kServicesClass));
}

TEST(Module, GivesNoObjectOfAClassThatItLacks) {
    const Module module(SERVICE_LOCATOR);
    HRESULT result = S_OK;
    EXPECT_FALSE(module.create<IWbemLocator>(*com::parse_guid(kForeignClass), result));
    EXPECT_EQ(result, CLASS_E_CLASSNOTAVAILABLE);
    EXPECT_FALSE(module.create<IWbemServices>(*com::parse_guid(kLocatorClass), result)) << "it has another interface";
    EXPECT_EQ(result, E_NOINTERFACE);
}

TEST(ServiceSubject, FindsItsLocatorAndConnectsThroughIt) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(address(SERVICE_LOCATOR, "namespace=root\\mock")));
    HRESULT result = E_FAIL;
    std::string error;
    EXPECT_TRUE(subject->connect(result, error)) << error;
    EXPECT_THAT(subject->identity(),
                AllOf(Contains(Pair("kind", "service")), Contains(Pair("interface", "IWbemLocator")),
                      Contains(Pair("namespace", "root\\mock")), Contains(Pair("module", Not(HasSubstr("/")))),
                      Contains(Pair("class", std::string(kLocatorClass) + " (found in the module's registration data)"))));
}

TEST(ServiceSubject, TakesAClassThatIsTheServicesItself) {
    const std::unique_ptr<Subject> subject =
        make_subject(parse_subject(address(SERVICE_BOTH, std::string("clsid=") + kServicesClass)));
    HRESULT result = E_FAIL;
    std::string error;
    EXPECT_TRUE(subject->connect(result, error)) << error;
    EXPECT_THAT(subject->identity(), AllOf(Contains(Pair("interface", "IWbemServices")),
                                           Contains(Pair("class", std::string(kServicesClass) + " (given)"))));
    EXPECT_FALSE(subject->identity().contains("namespace"));
}

TEST(ServiceSubject, LooksForNamesAmongTheClassesOfTheNamespace) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("service:" SERVICE_SERVICES));
    const Vocabulary& words = subject->vocabulary();
    EXPECT_EQ(words.class_with_many, "Mock_Item");
    EXPECT_NE(words.class_with_one, "");
    EXPECT_NE(words.class_with_none, "");
    EXPECT_NE(words.superclass_with_many, "");
    EXPECT_NE(words.superclass_with_one, "");
    EXPECT_NE(words.superclass_with_none, "");
    EXPECT_NE(words.object_path, "");
    EXPECT_NE(words.missing_object_path, "");
}

TEST(ServiceSubject, TakesThePersonsQuery) {
    const std::string query = "SELECT Name FROM Mock_Item";
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(address(SERVICE_SERVICES, "query=" + query)));
    EXPECT_EQ(subject->vocabulary().many_query, query);
    EXPECT_THAT(message_for(address(SERVICE_SERVICES, "query=SELECT * FROM Mock_NoSuchClass")),
                HasSubstr(std::string("the class ") + kServicesClass +
                          " refuses the query 'SELECT * FROM Mock_NoSuchClass': WBEM_E_INVALID_CLASS"));
}

TEST(ServiceSubjectMistake, FileThatIsNotThere) {
    EXPECT_EQ(message_for("service:no-such-module"), "subject 'service:no-such-module': 'no-such-module' does not exist");
}

TEST(ServiceSubjectMistake, ModuleOfAnotherFormat) {
    EXPECT_THAT(message_for("service:" FOREIGN_MODULE), HasSubstr("' is "));
    EXPECT_THAT(message_for("service:" FOREIGN_MODULE), HasSubstr("; this wbemcheck loads "));
}

TEST(ServiceSubjectMistake, ModuleWithoutClassObjects) {
    EXPECT_THAT(message_for("service:" WITHOUT_CLASSES), EndsWith("' exports no DllGetClassObject, so it serves no COM classes"));
}

TEST(ServiceSubjectMistake, ClassThatTheModuleLacks) {
    EXPECT_THAT(message_for(address(SERVICE_BOTH, std::string("clsid=") + kForeignClass)),
                AllOf(HasSubstr(std::string("' has no class ") + kForeignClass + ": CLASS_E_CLASSNOTAVAILABLE"),
                      HasSubstr("; it has {7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A0")));
}

TEST(ServiceSubjectMistake, ClassThatPlaysAnotherRole) {
    EXPECT_THAT(message_for(address(SERVICE_LOCATOR, std::string("clsid=") + kUselessClass)),
                HasSubstr("is neither an IWbemLocator nor an IWbemServices: it answers E_NOINTERFACE"));
}

TEST(ServiceSubjectMistake, SeveralClassesAndNoneNamed) {
    EXPECT_THAT(message_for("service:" SERVICE_BOTH), AllOf(HasSubstr("' has several classes that could play the service: "),
                                                            HasSubstr(kLocatorClass), HasSubstr(kServicesClass),
                                                            EndsWith("name one with clsid={...}")));
}

TEST(ServiceSubjectMistake, NamespaceThatTheModuleLacks) {
    EXPECT_THAT(message_for(address(SERVICE_LOCATOR, "namespace=root\\nope")),
                HasSubstr("the namespace 'root\\nope' does not exist here: WBEM_E_INVALID_NAMESPACE"));
    EXPECT_THAT(message_for("service:" SERVICE_LOCATOR), HasSubstr("'root\\cimv2'")) << "WMI's own is the default";
}

}  // namespace
}  // namespace wbemcheck::subject::test
