// What a waiver file may hold, and what `wbemcheck waive` writes into one.
#include "harness/runner/waiver_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "harness/subject/usage_error.h"
#include "reports/fingerprint.h"

namespace wbemcheck::runner {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

class WaiverFile {
public:
    explicit WaiverFile(const std::string& text) {
        std::random_device device;
        path_ = std::filesystem::temp_directory_path() / ("waivers-" + std::to_string(device()) + ".toml");
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~WaiverFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::vector<Waiver> read(const std::string& text) {
    const WaiverFile file(text);
    return read_waivers(file.path());
}

std::string complaint(const std::string& text) {
    try {
        (void)read(text);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "no complaint";
}

// Of a waiver that has what it must have, and this line as its fourth.
std::string complaint_about(const std::string& line) {
    return complaint("[[waiver]]\nclause = \"REF-3\"\nreason = \"known\"\n" + line + "\n");
}

TEST(WaiverFile, IsReadWithDatesAsTomlOrText) {
    const auto waivers =
        read("[[waiver]]\nclause = \"ref-3\"\nscenario = \"lifecycle/*\"\nreason = \"known\"\nexpires = 2027-07-01\n"
             "[[waiver]]\nclause = \"STA-1\"\nreason = \"known\"\nexpires = \"2027-07-02\"\n");
    ASSERT_EQ(waivers.size(), 2u);
    EXPECT_EQ(waivers[0].clause, "REF-3");
    EXPECT_EQ(waivers[0].expires, "2027-07-01");
    EXPECT_EQ(waivers[0].line, 1u);
    EXPECT_EQ(waivers[1].scenario, "*");
    EXPECT_EQ(waivers[1].platform, "*");
    EXPECT_EQ(waivers[1].max_rate, 1);
    EXPECT_THAT(waivers[1].fingerprints, IsEmpty());
    EXPECT_EQ(waivers[1].expires, "2027-07-02");
}

TEST(WaiverFile, NamesPlatformRateAndFingerprints) {
    const auto waivers = read(
        "[[waiver]]\nclause = \"REF-3\"\nreason = \"known\"\nplatform = \"Linux*\"\nmax_rate = 0.2\n"
        "fingerprint = \"00000000000000AA\"\n"
        "[[waiver]]\nclause = \"STA-1\"\nreason = \"known\"\nmax_rate = 1\n"
        "fingerprint = [\"00000000000000aa\", \"00000000000000bb\"]\n");
    ASSERT_EQ(waivers.size(), 2u);
    EXPECT_EQ(waivers[0].platform, "Linux*");
    EXPECT_EQ(waivers[0].max_rate, 0.2);
    EXPECT_THAT(waivers[0].fingerprints, ElementsAre("00000000000000aa"));
    EXPECT_THAT(waivers[1].fingerprints, ElementsAre("00000000000000aa", "00000000000000bb"));
}

TEST(WaiverFile, SaysWhatIsWrongAndWhere) {
    EXPECT_THAT(complaint("[[waiver]]\nclause = \"REF-3\"\n"), HasSubstr(":1:1: a waiver must give its `reason`."));
    EXPECT_THAT(complaint("[[waiver]]\nclause = \"REF-3\"\nreason = \" \"\n"), HasSubstr("must give its `reason`."));
    EXPECT_THAT(complaint("[[waiver]]\nreason = \"x\"\n"), HasSubstr("a waiver must name its `clause`."));
    EXPECT_THAT(complaint("[[waiver]]\nclause = \"REF-99\"\nreason = \"x\"\n"), HasSubstr("there is no clause REF-99"));
    EXPECT_THAT(complaint("[[waiver]]\nclaus = \"REF-3\"\n"), HasSubstr(":2:9: a waiver has no key `claus`"));
    EXPECT_THAT(complaint("[[waiver]]\nclause = 3\n"), HasSubstr("`clause` must be a text in quotation marks."));
    EXPECT_THAT(complaint("waiver = 3\n"), HasSubstr("holds [[waiver]] tables and nothing else"));
    EXPECT_THAT(complaint("waiver = [3]\n"), HasSubstr("a waiver is a table"));
    EXPECT_THAT(complaint("[[waiver\n"), HasSubstr("the waivers cannot be read"));
}

TEST(WaiverFile, RefusesValuesThatCannotBe) {
    for (const char* rate : {"0", "-0.1", "1.5", "nan", "inf", "\"0.5\"", "true"}) {
        EXPECT_THAT(complaint_about(std::string("max_rate = ") + rate),
                    HasSubstr(":4:12: `max_rate` must be a number above 0 and up to 1"))
            << rate;
    }
    for (const char* fingerprint : {"\"\"", "\"123\"", "\"00000000000000ag\"", "7", "[]"}) {
        EXPECT_THAT(complaint_about(std::string("fingerprint = ") + fingerprint),
                    HasSubstr(":4:15: `fingerprint` must be 16 hexadecimal digits"))
            << fingerprint;
    }
    EXPECT_THAT(complaint_about("fingerprint = [\"00000000000000aa\", 7]"), HasSubstr(":4:36: `fingerprint` must be"));
    for (const char* date : {"\"soon\"", "\"2027-02-30\"", "\"2027-2-3\"", "\"2027-13-01\"", "7", "2027-01-01T00:00:00"}) {
        EXPECT_THAT(complaint_about(std::string("expires = ") + date), HasSubstr(":4:11: `expires` must be a date such as"))
            << date;
    }
    EXPECT_THAT(complaint_about("platform = 7"), HasSubstr(":4:12: `platform` must be a text"));
}

TEST(WaiverFile, RefusesTwoWaiversForTheSame) {
    const std::string plain = "[[waiver]]\nclause = \"REF-3\"\nreason = \"known\"\n";
    EXPECT_THAT(complaint(plain + plain), EndsWith("lines 1 and 4 waive the same: REF-3 in *; take one of them out."));
    const std::string named = plain + "fingerprint = [\"00000000000000aa\", \"00000000000000bb\"]\n";
    EXPECT_THAT(complaint(named + plain + "fingerprint = \"00000000000000bb\"\n"), HasSubstr("lines 1 and 5 waive the same"));
    EXPECT_EQ(complaint(named + plain + "fingerprint = \"00000000000000cc\"\n"), "no complaint");
    EXPECT_EQ(complaint(named + plain), "no complaint");
    EXPECT_EQ(complaint(plain + plain + "platform = \"Linux*\"\n"), "no complaint");
}

reports::Finding violation(const std::string& scenario, const std::string& actual) {
    reports::Finding finding;
    finding.clause = "REF-3";
    finding.scenario = scenario;
    finding.expected = "the service releases its reference";
    finding.actual = actual;
    finding.rerun = "wbemcheck run mock --filter " + scenario;
    return finding;
}

std::string with_reasons(std::string text) {
    const std::string missing = "reason = \"\"";
    for (auto at = text.find(missing); at != std::string::npos; at = text.find(missing, at)) {
        text.replace(at, missing.size(), "reason = \"known\"");
    }
    return text;
}

TEST(WaiverDraft, HasOneForEveryFailureOfEveryScenario) {
    reports::RunResult result;
    result.subject = "mock?query=SELECT * FROM \"x\"";
    result.platform = "Linux\twith \\ and \x01";
    result.findings = {violation("a/b", "it held 1 reference"), violation("a/b@2", "it held 2 reference"),
                       violation("a/b", "another failure"), violation("a/c", "it held 3 reference")};
    const std::string draft = draft_waivers(result, "2027-07-01");
    EXPECT_THAT(draft, HasSubstr("# actual    it held 1 reference\n# rerun     wbemcheck run mock --filter a/b\n"));
    EXPECT_THAT(complaint(draft), HasSubstr("a waiver must give its `reason`."));
    const auto waivers = read(with_reasons(draft));
    ASSERT_EQ(waivers.size(), 3u);
    for (const Waiver& waiver : waivers) {
        EXPECT_EQ(waiver.clause, "REF-3");
        EXPECT_EQ(waiver.subject, result.subject);
        EXPECT_EQ(waiver.platform, "Linux*");  // whatever its version is next week
        EXPECT_EQ(waiver.expires, "2027-07-01");
    }
    EXPECT_EQ(waivers[0].scenario, "a/b");
    EXPECT_EQ(waivers[1].scenario, "a/b");
    EXPECT_EQ(waivers[2].scenario, "a/c");
    EXPECT_THAT(waivers[1].fingerprints, ElementsAre(reports::fingerprint_of(result.findings[2])));
    EXPECT_EQ(waivers[0].fingerprints, waivers[2].fingerprints);
}

TEST(WaiverDraft, IsForTheKindOfPlatformNotForItsVersion) {
    for (const auto& [platform, glob] : {std::pair{"Windows 6.1.7601 (Wine 8.0), GCC 12.0", "*(Wine *"},
                                         {"Windows 10.0.19045, MSVC 19.3", "Windows*"},
                                         {"", "*"}}) {
        reports::RunResult result;
        result.subject = "mock";
        result.platform = platform;
        result.findings = {violation("a/b", "it held 1 reference")};
        EXPECT_EQ(read(with_reasons(draft_waivers(result, "2027-07-01")))[0].platform, glob);
    }
}

TEST(WaiverDraft, KeepsWhatTheSubjectAnsweredInsideOfItsComments) {
    reports::RunResult result;
    result.subject = "mock";
    result.findings = {violation("a/b", "one line\n[[waiver]]\r\nclause = \"STA-1\"\x01\xff")};
    EXPECT_EQ(read(with_reasons(draft_waivers(result, "2027-07-01"))).size(), 1u);
}

TEST(WaiverDraft, IsNothingButACommentWhereNothingIsViolated) {
    reports::RunResult result;
    result.subject = "mock";
    result.findings = {violation("a/b", "x")};
    result.findings[0].verdict = reports::Verdict::kWarning;
    const std::string draft = draft_waivers(result, "2027-07-01");
    EXPECT_THAT(draft, HasSubstr("no violation to waive"));
    EXPECT_THAT(read(draft), IsEmpty());
}

}  // namespace
}  // namespace wbemcheck::runner
