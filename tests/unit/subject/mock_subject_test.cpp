// The mock as a subject: connects through the locator, and every name of its vocabulary is really there.
#include <gmock/gmock.h>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/subject/subject.h"
#include "harness/subject/wmi_sampling.h"
#include "tests/unit/subject/usage_message.h"

namespace wbemcheck::subject::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

com::com_ptr<IWbemServices> connect(Subject& subject) {
    HRESULT result = WBEM_E_FAILED;
    std::string error;
    com::com_ptr<IWbemServices> services = subject.connect(result, error);
    EXPECT_EQ(com::describe_hresult(result), com::describe_hresult(WBEM_S_NO_ERROR));
    EXPECT_EQ(error, "");
    EXPECT_TRUE(services);
    return services;
}

Sampler sampler_of(Subject& subject) {
    return Sampler(connect(subject), std::chrono::steady_clock::now() + std::chrono::seconds(60));
}

TEST(MockSubject, GivesEveryCallerAServicesPointerOfItsOwn) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock"));
    const com::com_ptr<IWbemServices> first = connect(*subject);
    const com::com_ptr<IWbemServices> second = connect(*subject);
    EXPECT_NE(first.get(), second.get());
}

TEST(MockSubject, HasAsManyObjectsAsItsAddressSays) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock?objects=12"));
    const Sample sample = sampler_of(*subject).query(subject->vocabulary().many_query, 100);
    EXPECT_TRUE(sample.is_whole);
    EXPECT_EQ(sample.texts.size(), 12U);
}

TEST(MockSubject, RunsTheQueryOfItsAddress) {
    const std::string query = "SELECT Name FROM Mock_Item WHERE Name <> 'item-0001'";
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock?objects=5&query=" + query));
    EXPECT_EQ(sampler_of(*subject).query(subject->vocabulary().many_query, 100).texts.size(), 4U);
    EXPECT_THAT(subject->identity(), Contains(Pair("query", query)));
}

TEST(MockSubjectMistake, QueryThatIsNoWql) {
    const SubjectAddress address = parse_subject("mock?query=SELECT * FORM Mock_Item");
    EXPECT_THAT(usage_message([&] { static_cast<void>(make_subject(address)); }),
                AllOf(HasSubstr("the query 'SELECT * FORM Mock_Item' is no WQL"), HasSubstr("Line 1, column 10")));
}

TEST(MockSubjectMistake, QueryOnAClassThatTheMockLacks) {
    const SubjectAddress address = parse_subject("mock?query=SELECT * FROM Mock_NoSuchClass");
    EXPECT_THAT(usage_message([&] { static_cast<void>(make_subject(address)); }),
                AllOf(HasSubstr("the mock refuses the query"), HasSubstr("WBEM_E_INVALID_CLASS")));
}

TEST(MockSubject, AnswersItsOneQueryWithOneObject) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock"));
    EXPECT_EQ(sampler_of(*subject).query(subject->vocabulary().one_query, 100).texts.size(), 1U);
}

TEST(MockSubject, AnswersItsNoneQueryWithNothing) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock"));
    const Sample sample = sampler_of(*subject).query(subject->vocabulary().none_query, 100);
    EXPECT_TRUE(sample.is_whole);
    EXPECT_TRUE(sample.texts.empty());
}

TEST(MockSubject, HasTheClassesOfItsVocabulary) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock"));
    const Vocabulary& words = subject->vocabulary();
    const Sampler sampler = sampler_of(*subject);
    for (const std::string& name :
         {words.class_with_many, words.class_with_one, words.class_with_none, words.superclass_with_many,
          words.superclass_with_one, words.superclass_with_none, words.writable_class,
          words.scratch_superclass}) {
        EXPECT_TRUE(sampler.get_object(name)) << name;
    }
    EXPECT_FALSE(sampler.get_object(words.missing_class));
}

TEST(MockSubject, HasTheSubclassesOfItsVocabulary) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock"));
    const Vocabulary& words = subject->vocabulary();
    const Sampler sampler = sampler_of(*subject);
    EXPECT_GE(sampler.count_subclasses(words.superclass_with_many).value_or(0), 3U);
    EXPECT_EQ(sampler.count_subclasses(words.superclass_with_one), 1U);
    EXPECT_EQ(sampler.count_subclasses(words.superclass_with_none), 0U);
}

TEST(MockSubject, HasTheObjectsOfItsVocabulary) {
    for (const char* address : {"mock", "mock?objects=0"}) {
        const std::unique_ptr<Subject> subject = make_subject(parse_subject(address));
        const Vocabulary& words = subject->vocabulary();
        const Sampler sampler = sampler_of(*subject);
        for (const std::string& path : {words.object_path, words.method_path, words.event_trigger_path}) {
            EXPECT_TRUE(sampler.get_object(path)) << path;
        }
        EXPECT_FALSE(sampler.get_object(words.missing_object_path)) << words.missing_object_path;
    }
}

TEST(MockSubject, HasTheMethodsOfItsVocabulary) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock"));
    const Vocabulary& words = subject->vocabulary();
    const Sampler sampler = sampler_of(*subject);
    const auto has_method = [&](const std::string& path, const std::string& method) {
        const com::com_ptr<IWbemClassObject> object = sampler.get_object(path.substr(0, path.find('.')));
        const com::OleString name = com::to_utf16(method);
        com::com_ptr<IWbemClassObject> inputs;
        com::com_ptr<IWbemClassObject> outputs;
        return object && SUCCEEDED(object->GetMethod(name.c_str(), 0, inputs.put(), outputs.put()));
    };
    EXPECT_TRUE(has_method(words.method_path, words.method_with_outputs));
    EXPECT_TRUE(has_method(words.method_path, words.method_without_outputs));
    EXPECT_TRUE(has_method(words.event_trigger_path, words.event_trigger_method));
}

TEST(MockSubject, TellsAllItsSettings) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject("mock?objects=5&latency=2"));
    EXPECT_THAT(subject->identity(),
                AllOf(Contains(Pair("kind", "mock")), Contains(Pair("namespace", "root\\mock")),
                      Contains(Pair("objects", "5")), Contains(Pair("latency", "2 ms")),
                      Contains(Pair("defects", "none")), Contains(Pair("batch", "3")),
                      Contains(Pair("threads", "2"))));
}

TEST(MockSubject, TellsOfExtraWorkWhereThereIsSome) {
    EXPECT_THAT(make_subject(parse_subject("mock?work=40&noise=25"))->identity(),
                Contains(Pair("work", "40 rounds for each object, 25 % more or less")));
    EXPECT_FALSE(make_subject(parse_subject("mock"))->identity().contains("work"));
}

TEST(MockSubject, RefusesADefectThatDoesNotExist) {
    const std::string message =
        usage_message([] { static_cast<void>(make_subject(parse_subject("mock?defect=no-such-defect"))); });
    EXPECT_THAT(message, AllOf(StartsWith("subject 'mock?defect=no-such-defect': "),
                               HasSubstr("no-such-defect"), HasSubstr("'wbemcheck list defects'")));
}

}  // namespace
}  // namespace wbemcheck::subject::test
