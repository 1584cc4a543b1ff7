#include "harness/runner/waivers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kToday = "2027-06-15";

class WaiverFile {
public:
    explicit WaiverFile(const std::string& text) {
        std::random_device device;
        path_ = std::filesystem::temp_directory_path() / ("waivers-" + std::to_string(device()) + ".toml");
        std::ofstream(path_) << text;
    }
    ~WaiverFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string complaint(const std::string& text) {
    const WaiverFile file(text);
    try {
        (void)read_waivers(file.path());
    } catch (const UsageError& error) {
        return error.what();
    }
    return "no complaint";
}

reports::RunResult broken_run() {
    reports::RunResult result;
    result.subject = "wmi:root\\cimv2";
    reports::ScenarioOutcome scenario;
    scenario.id = "lifecycle/ExecQueryAsync/x";
    scenario.verdict = Verdict::kViolation;
    scenario.clauses = {{"REF-3", Verdict::kViolation, 1}, {"STA-1", Verdict::kPass, 1}};
    result.scenarios = {scenario};
    reports::Finding finding;
    finding.clause = "REF-3";
    finding.scenario = scenario.id;
    result.findings = {finding};
    return result;
}

TEST(WaiverFile, IsReadWithDatesAsTomlOrText) {
    const WaiverFile file(
        "[[waiver]]\nclause = \"ref-3\"\nscenario = \"lifecycle/*\"\nreason = \"known\"\nexpires = 2027-07-01\n"
        "[[waiver]]\nclause = \"STA-1\"\nreason = \"known\"\nexpires = \"2027-07-02\"\n");
    const auto waivers = read_waivers(file.path());
    ASSERT_EQ(waivers.size(), 2u);
    EXPECT_EQ(waivers[0].clause, "REF-3");
    EXPECT_EQ(waivers[0].expires, "2027-07-01");
    EXPECT_EQ(waivers[1].scenario, "*");
    EXPECT_EQ(waivers[1].expires, "2027-07-02");
}

TEST(WaiverFile, SaysWhatIsWrongAndWhere) {
    EXPECT_THAT(complaint("[[waiver]]\nclause = \"REF-3\"\n"), HasSubstr(":1:1: a waiver must give its `reason`."));
    EXPECT_THAT(complaint("[[waiver]]\nreason = \"x\"\n"), HasSubstr("a waiver must name its `clause`."));
    EXPECT_THAT(complaint("[[waiver]]\nclause = \"REF-99\"\nreason = \"x\"\n"), HasSubstr("there is no clause REF-99"));
    EXPECT_THAT(complaint("[[waiver]]\nclaus = \"REF-3\"\n"), HasSubstr(":2:9: a waiver has no key `claus`"));
    EXPECT_THAT(complaint("[[waiver]]\nclause = 3\n"), HasSubstr("`clause` must be a text in quotation marks."));
    EXPECT_THAT(complaint("waiver = 3\n"), HasSubstr("holds [[waiver]] tables and nothing else"));
    EXPECT_THAT(complaint("[[waiver\n"), HasSubstr("the waivers cannot be read"));
}

TEST(Waiver, TurnsAViolationIntoAWaivedOne) {
    reports::RunResult result = broken_run();
    std::vector<Waiver> waivers = {{"REF-3", "lifecycle/*", "wmi:*", "known", {}, {}, {}, 0}};
    apply_waivers(waivers, kToday, result);
    EXPECT_EQ(result.findings[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.scenarios[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.scenarios[0].clauses[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.scenarios[0].clauses[1].verdict, Verdict::kPass);
    EXPECT_THAT(stale_waivers(waivers, kToday, result), IsEmpty());
}

TEST(Waiver, CoversNothingBeyondItsScope) {
    for (const Waiver& waiver : {Waiver{"REF-3", "cancel/*", "*", "known", {}, {}, {}, 0},
                                 Waiver{"REF-3", "*", "mock*", "known", {}, {}, {}, 0},
                                 Waiver{"STA-1", "*", "*", "known", {}, {}, {}, 0}}) {
        reports::RunResult result = broken_run();
        std::vector<Waiver> waivers = {waiver};
        apply_waivers(waivers, kToday, result);
        EXPECT_EQ(result.scenarios[0].verdict, Verdict::kViolation);
    }
}

TEST(Waiver, CoversNothingOnceItIsExpired) {
    reports::RunResult result = broken_run();
    std::vector<Waiver> waivers = {{"REF-3", "*", "*", "known", {}, {}, "2027-06-14", 0}};
    apply_waivers(waivers, kToday, result);
    EXPECT_EQ(result.scenarios[0].verdict, Verdict::kViolation);
    EXPECT_THAT(stale_waivers(waivers, kToday, result),
                ElementsAre("The waiver for REF-3 in * expired on 2027-06-14: renew it or take it out."));
}

TEST(Waiver, IsStaleWhenNothingNeedsIt) {
    reports::RunResult result = broken_run();
    std::vector<Waiver> waivers = {{"STA-1", "lifecycle/*", "*", "known", {}, {}, {}, 0},
                                   {"STA-1", "cancel/*", "*", "known", {}, {}, {}, 0}};  // nothing of this was played
    apply_waivers(waivers, kToday, result);
    EXPECT_THAT(stale_waivers(waivers, kToday, result),
                ElementsAre("The waiver for STA-1 in lifecycle/* is not needed: nothing in this run breaks it. Take it out."));
}

}  // namespace
}  // namespace wbemcheck::runner
