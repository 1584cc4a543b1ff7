// The system's own WMI as a subject, on Windows and on Wine.
#include <gmock/gmock.h>

#include <thread>

#include "harness/com/hresult.h"
#include "harness/subject/subject.h"
#include "harness/subject/wmi_sampling.h"
#include "tests/unit/subject/usage_message.h"

namespace wbemcheck::subject::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Pair;
using ::testing::StartsWith;

constexpr const char* kAddress = "wmi:root\\cimv2";

com::com_ptr<IWbemServices> connect(Subject& subject) {
    HRESULT result = WBEM_E_FAILED;
    std::string error;
    com::com_ptr<IWbemServices> services = subject.connect(result, error);
    EXPECT_EQ(com::describe_hresult(result), com::describe_hresult(WBEM_S_NO_ERROR));
    EXPECT_EQ(error, "");
    return services;
}

Sampler sampler_of(Subject& subject) {
    return Sampler(connect(subject), std::chrono::steady_clock::now() + std::chrono::seconds(60));
}

TEST(WmiSubject, GivesEveryCallerAServicesPointerOfItsOwn) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    const com::com_ptr<IWbemServices> first = connect(*subject);
    const com::com_ptr<IWbemServices> second = connect(*subject);
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    EXPECT_NE(first.get(), second.get());
}

TEST(WmiSubject, ConnectsFromAThreadThatKnowsNothingOfCom) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    com::com_ptr<IWbemServices> services;
    std::jthread([&] { services = connect(*subject); }).join();
    EXPECT_TRUE(services);
}

TEST(WmiSubject, FindsAQueryWithManyObjectsThatStandStill) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    const Sampler sampler = sampler_of(*subject);
    const Sample first = sampler.query(subject->vocabulary().many_query, 5000);
    const Sample second = sampler.query(subject->vocabulary().many_query, 5000);
    EXPECT_GE(first.texts.size(), 3U) << subject->vocabulary().many_query;
    EXPECT_EQ(first.texts, second.texts) << subject->vocabulary().many_query;
}

TEST(WmiSubject, FindsAQueryWithOneObject) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    EXPECT_EQ(sampler_of(*subject).query(subject->vocabulary().one_query, 100).texts.size(), 1U)
        << subject->vocabulary().one_query;
}

TEST(WmiSubject, FindsAQueryWithNoObject) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    ASSERT_NE(subject->vocabulary().none_query, "");
    const Sample sample = sampler_of(*subject).query(subject->vocabulary().none_query, 100);
    EXPECT_TRUE(sample.is_whole);
    EXPECT_TRUE(sample.texts.empty());
}

TEST(WmiSubject, FindsAnObjectAndOneThatIsMissing) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    const Sampler sampler = sampler_of(*subject);
    EXPECT_TRUE(sampler.get_object(subject->vocabulary().object_path)) << subject->vocabulary().object_path;
    ASSERT_NE(subject->vocabulary().missing_object_path, "");
    EXPECT_FALSE(sampler.get_object(subject->vocabulary().missing_object_path));
    EXPECT_FALSE(sampler.get_object(subject->vocabulary().missing_class));
}

TEST(WmiSubject, FindsAMethodWithOutputs) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    EXPECT_TRUE(sampler_of(*subject).method_succeeds(subject->vocabulary().method_path,
                                                     subject->vocabulary().method_with_outputs));
}

TEST(WmiSubject, FindsItsNamesOncePerProcess) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    const Vocabulary* const first = &subject->vocabulary();
    EXPECT_EQ(first, &subject->vocabulary());
    const std::unique_ptr<Subject> other = make_subject(parse_subject(kAddress));
    EXPECT_EQ(first, &other->vocabulary());
}

TEST(WmiSubject, TakesTheQueryThatWasGiven) {
    const std::string query = "SELECT Name FROM Win32_Service";
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress + ("?query=" + query)));
    EXPECT_EQ(subject->vocabulary().many_query, query);
}

TEST(WmiSubject, RefusesAQueryThatTheNamespaceRefuses) {
    EXPECT_EQ(
        usage_message([] { static_cast<void>(make_subject(parse_subject("wmi:root\\cimv2?query=SELEKT"))); }),
        "subject 'wmi:root\\cimv2?query=SELEKT': the namespace 'root\\cimv2' refuses the query 'SELEKT': "
        "WBEM_E_INVALID_QUERY (0x80041017)");
}

TEST(WmiSubject, RefusesANamespaceThatDoesNotExist) {
    EXPECT_EQ(
        usage_message([] { static_cast<void>(make_subject(parse_subject("wmi:root\\nope"))); }),
        "subject 'wmi:root\\nope': the namespace 'root\\nope' does not exist here: WBEM_E_INVALID_NAMESPACE "
        "(0x8004100E); expected one that does, for example wmi:root\\cimv2");
}

TEST(WmiSubject, TellsItsNamespaceAndTheSystem) {
    const std::unique_ptr<Subject> subject = make_subject(parse_subject(kAddress));
    EXPECT_THAT(subject->identity(),
                AllOf(Contains(Pair("kind", "wmi")), Contains(Pair("namespace", "root\\cimv2")),
                      Contains(Pair("system", StartsWith("Windows ")))));
}

}  // namespace
}  // namespace wbemcheck::subject::test
