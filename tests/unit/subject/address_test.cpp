// What a person may write as a subject, and the sentence that comes back for a mistake.
#include <gmock/gmock.h>

#include "harness/subject/subject.h"
#include "tests/unit/subject/usage_message.h"

namespace wbemcheck::subject::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string message_for(std::string_view text) {
    return usage_message([text] { static_cast<void>(parse_subject(text)); });
}

TEST(SubjectAddress, OfThePlainMockHasNoParameters) {
    const SubjectAddress address = parse_subject("mock");
    EXPECT_EQ(address.text, "mock");
    EXPECT_EQ(address.kind, "mock");
    EXPECT_EQ(address.target, "");
    EXPECT_THAT(address.parameters, IsEmpty());
}

TEST(SubjectAddress, OfTheMockTakesItsSettings) {
    const SubjectAddress address =
        parse_subject("mock?objects=5&batch=2&threads=4&latency=10&defect=late-final,lost-release");
    EXPECT_THAT(address.parameters,
                ElementsAre(Pair("batch", "2"), Pair("defect", "late-final,lost-release"),
                            Pair("latency", "10"), Pair("objects", "5"), Pair("threads", "4")));
}

TEST(SubjectAddress, OfWmiNamesANamespace) {
    const SubjectAddress address = parse_subject("wmi:root\\cimv2");
    EXPECT_EQ(address.kind, "wmi");
    EXPECT_EQ(address.target, "root\\cimv2");
    EXPECT_THAT(address.parameters, IsEmpty());
}

TEST(SubjectAddress, OfWmiTakesAQueryWithEverySignButAmpersandAndPercent) {
    const SubjectAddress address =
        parse_subject("wmi:root\\cimv2?query=SELECT * FROM Win32_Service WHERE Name='a?b:c=d'");
    EXPECT_EQ(address.parameters.at("query"), "SELECT * FROM Win32_Service WHERE Name='a?b:c=d'");
}

TEST(SubjectAddress, DecodesPercentCodes) {
    const SubjectAddress address =
        parse_subject("wmi:root\\cimv2?query=SELECT%20*%20FROM%20X%20WHERE%20N%20LIKE%20'%25a%26b%C3%a9'");
    EXPECT_EQ(address.parameters.at("query"), "SELECT * FROM X WHERE N LIKE '%a&b\xC3\xA9'");
}

TEST(SubjectAddress, LeavesAPlusSignAlone) {
    EXPECT_EQ(parse_subject("wmi:root?query=a+b").parameters.at("query"), "a+b");
}

TEST(SubjectAddress, AcceptsTheEndsOfEveryRange) {
    EXPECT_EQ(parse_subject("mock?objects=0&batch=1&threads=1&latency=0").parameters.size(), 4U);
    EXPECT_EQ(parse_subject("mock?work=0&noise=0").parameters.size(), 2U);
    EXPECT_EQ(parse_subject("mock?work=1000000&noise=100").parameters.size(), 2U);
    EXPECT_EQ(parse_subject("mock?objects=1000000&batch=100000&threads=64&latency=60000").parameters.size(),
              4U);
}

TEST(SubjectAddressMistake, NothingAtAll) {
    EXPECT_EQ(message_for(""), "the subject is empty; expected mock, wmi:NAMESPACE, service:MODULE or provider:MODULE");
    EXPECT_EQ(message_for("  "), "the subject is empty; expected mock, wmi:NAMESPACE, service:MODULE or provider:MODULE");
}

TEST(SubjectAddressMistake, UnknownKind) {
    EXPECT_EQ(message_for("mok"),
              "subject 'mok': unknown kind 'mok' (did you mean 'mock'?); expected mock, wmi:NAMESPACE, service:MODULE or provider:MODULE");
    EXPECT_EQ(message_for("WMI:root\\cimv2"),
              "subject 'WMI:root\\cimv2': unknown kind 'WMI' (did you mean 'wmi'?); expected mock, wmi:NAMESPACE, service:MODULE or provider:MODULE");
    EXPECT_EQ(message_for("providers:x.dll"),
              "subject 'providers:x.dll': unknown kind 'providers' (did you mean 'provider'?); expected mock, wmi:NAMESPACE, "
              "service:MODULE or provider:MODULE");
    EXPECT_EQ(message_for("root\\cimv2"),
              "subject 'root\\cimv2': unknown kind 'root\\cimv2'; expected mock, wmi:NAMESPACE, service:MODULE or provider:MODULE");
}

TEST(SubjectAddress, NamesAProvider) {
    const SubjectAddress address =
        parse_subject("provider:./disks.so?mof=disks.mof&clsid={5D1F6B0A-7C3E-4A52-9E86-21B4C0D7E301}&writes=yes");
    EXPECT_EQ(address.kind, "provider");
    EXPECT_EQ(address.target, "./disks.so");
    EXPECT_EQ(address.parameters.at("mof"), "disks.mof");
}

TEST(SubjectAddressMistake, InAProvider) {
    EXPECT_THAT(message_for("provider:?mof=x.mof"), testing::HasSubstr("the module is missing; expected provider:MODULE"));
    EXPECT_THAT(message_for("provider:x.dll"), testing::HasSubstr("mof is missing; expected mof=FILE"));
    EXPECT_THAT(message_for("provider:x.dll?mof="), testing::HasSubstr("mof is empty"));
    EXPECT_THAT(message_for("provider:x.dll?mof=x.mof&clsid=5"), testing::HasSubstr("clsid must be a class identifier"));
    EXPECT_THAT(message_for("provider:x.dll?mof=x.mof&writes=maybe"),
                testing::HasSubstr("writes must be yes or no, not 'maybe'"));
    EXPECT_THAT(message_for("provider:x.dll?mof=x.mof&class= "), testing::HasSubstr("class is empty"));
}

TEST(SubjectAddressMistake, UnknownParameter) {
    EXPECT_EQ(message_for("mock?object=5"),
              "subject 'mock?object=5': unknown parameter 'object' (did you mean 'objects'?); mock knows "
              "batch, defect, "
              "latency, mof, noise, objects, query, threads and work");
    EXPECT_EQ(message_for("mock?zzz=5"),
              "subject 'mock?zzz=5': unknown parameter 'zzz'; mock knows batch, defect, latency, mof, noise, objects, "
              "query, threads and work");
    EXPECT_EQ(message_for("wmi:root\\cimv2?objects=5"),
              "subject 'wmi:root\\cimv2?objects=5': unknown parameter 'objects'; wmi knows query");
}

TEST(SubjectAddressMistake, ParameterTwice) {
    EXPECT_EQ(message_for("mock?objects=5&objects=6"),
              "subject 'mock?objects=5&objects=6': parameter 'objects' is given twice; give it once");
}

TEST(SubjectAddressMistake, ParameterWithoutValue) {
    EXPECT_EQ(message_for("mock?objects"),
              "subject 'mock?objects': 'objects' is no parameter; expected NAME=VALUE, with & between two of "
              "them and %26 "
              "for an ampersand within a value");
    EXPECT_EQ(
        message_for("mock?"),
        "subject 'mock?': '' is no parameter; expected NAME=VALUE, with & between two of them and %26 for an "
        "ampersand within a value");
    EXPECT_EQ(message_for("mock?objects=5&"),
              "subject 'mock?objects=5&': '' is no parameter; expected NAME=VALUE, with & between two of "
              "them and %26 "
              "for an ampersand within a value");
}

TEST(SubjectAddressMistake, NumberOutOfItsRange) {
    EXPECT_EQ(
        message_for("mock?objects=1000001"),
        "subject 'mock?objects=1000001': objects must be a whole number from 0 to 1000000, not '1000001'");
    EXPECT_EQ(message_for("mock?batch=0"),
              "subject 'mock?batch=0': batch must be a whole number from 1 to 100000, not '0'");
    EXPECT_EQ(message_for("mock?threads=65"),
              "subject 'mock?threads=65': threads must be a whole number from 1 to 64, not '65'");
    EXPECT_EQ(message_for("mock?latency=60001"),
              "subject 'mock?latency=60001': latency must be a whole number from 0 to 60000, not '60001'");
    EXPECT_EQ(message_for("mock?work=1000001"),
              "subject 'mock?work=1000001': work must be a whole number from 0 to 1000000, not '1000001'");
    EXPECT_EQ(message_for("mock?work=1&noise=101"),
              "subject 'mock?work=1&noise=101': noise must be a whole number from 0 to 100, not '101'");
}

TEST(SubjectAddressMistake, NoiseOfNoWork) {
    EXPECT_EQ(message_for("mock?noise=5"),
              "subject 'mock?noise=5': noise without work does nothing, for it is what work varies by; add work=N");
}

TEST(SubjectAddressMistake, NoNumber) {
    for (const std::string value :
         {"", "five", "-1", "+1", "5 ", " 5", "5.0", "0x5", "99999999999999999999"}) {
        const std::string text = "mock?objects=" + value;
        EXPECT_EQ(
            message_for(text),
            "subject '" + text + "': objects must be a whole number from 0 to 1000000, not '" + value + "'");
    }
}

TEST(SubjectAddressMistake, BrokenPercentCode) {
    EXPECT_EQ(message_for("wmi:root?query=LIKE '%x'"),
              "subject 'wmi:root?query=LIKE '%x'': '%x'' in the value of 'query' is no percent code; write "
              "%25 for a "
              "percent sign");
    EXPECT_EQ(message_for("wmi:root?query=a%2"),
              "subject 'wmi:root?query=a%2': '%2' in the value of 'query' is no percent code; write %25 for "
              "a percent "
              "sign");
    EXPECT_EQ(
        message_for("wmi:root?query=%FF"),
        "subject 'wmi:root?query=%FF': the percent codes in the value of 'query' do not make text in UTF-8");
    EXPECT_EQ(
        message_for("wmi:root?query=a%00"),
        "subject 'wmi:root?query=a%00': the percent codes in the value of 'query' do not make text in UTF-8");
}

TEST(SubjectAddressMistake, TextThatIsNotUtf8) {
    EXPECT_EQ(message_for("mock?\xFF"), "subject 'mock?\xEF\xBF\xBD': the text is not UTF-8");
}

TEST(SubjectAddressMistake, DefectListWithHoles) {
    const std::string sentence =
        "defect has an empty item; expected ids with commas between them, as 'wbemcheck list defects' prints "
        "them";
    EXPECT_EQ(message_for("mock?defect="), "subject 'mock?defect=': " + sentence);
    EXPECT_EQ(message_for("mock?defect=a,"), "subject 'mock?defect=a,': " + sentence);
    EXPECT_EQ(message_for("mock?defect=a,,b"), "subject 'mock?defect=a,,b': " + sentence);
}

TEST(SubjectAddressMistake, DefectTwice) {
    EXPECT_EQ(message_for("mock?defect=a,b,a"),
              "subject 'mock?defect=a,b,a': defect 'a' is given twice; give it once");
}

TEST(SubjectAddressMistake, MockWithATarget) {
    EXPECT_EQ(message_for("mock:root"),
              "subject 'mock:root': the mock has no name of its own; expected 'mock' or 'mock?objects=5'");
}

TEST(SubjectAddressMistake, NoNamespace) {
    for (const std::string text : {"wmi", "wmi:", "wmi: "}) {
        EXPECT_EQ(message_for(text), "subject '" + text +
                                         "': the namespace is missing; expected wmi:NAMESPACE, for "
                                         "example wmi:root\\cimv2");
    }
}

TEST(SubjectAddressMistake, EmptyQuery) {
    const std::string sentence =
        "query is empty; expected WQL, for example query=SELECT * FROM Win32_Service";
    EXPECT_EQ(message_for("wmi:root\\cimv2?query="), "subject 'wmi:root\\cimv2?query=': " + sentence);
    EXPECT_EQ(message_for("wmi:root\\cimv2?query=%20"), "subject 'wmi:root\\cimv2?query=%20': " + sentence);
}

}  // namespace
}  // namespace wbemcheck::subject::test
