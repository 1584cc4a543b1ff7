// What waivers cover, and what is said about those that do not hold.
#include "harness/runner/waivers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/fingerprint.h"

namespace wbemcheck::runner {
namespace {

using reports::Verdict;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kToday = "2027-06-15";
constexpr const char* kScenario = "lifecycle/ExecQueryAsync/x";

void add_repetition(reports::RunResult& result, const std::string& id, const std::string& failure) {
    reports::ScenarioOutcome scenario;
    scenario.id = id;
    scenario.verdict = failure.empty() ? Verdict::kPass : Verdict::kViolation;
    scenario.clauses = {{"REF-3", scenario.verdict, 1}, {"STA-1", Verdict::kPass, 1}};
    result.scenarios.push_back(scenario);
    if (failure.empty()) return;
    reports::Finding finding;
    finding.clause = "REF-3";
    finding.scenario = id;
    finding.actual = failure;
    result.findings.push_back(finding);
}

reports::RunResult broken_run() {
    reports::RunResult result;
    result.subject = "wmi:root\\cimv2";
    result.platform = "Linux 6.1 x86_64, GCC 12.2";
    add_repetition(result, kScenario, "it still held 1 reference");
    return result;
}

// One scenario, of whose repetitions the first ones break.
reports::RunResult repeated_run(unsigned repetitions, unsigned broken) {
    reports::RunResult result;
    for (unsigned i = 1; i <= repetitions; ++i) {
        add_repetition(result, i == 1 ? kScenario : std::string(kScenario) + "@" + std::to_string(i),
                       i <= broken ? "it still held 1 reference" : "");
    }
    return result;
}

Waiver waiver_for(const std::string& clause, const std::string& scenario = "*") {
    Waiver waiver;
    waiver.clause = clause;
    waiver.scenario = scenario;
    waiver.reason = "known";
    return waiver;
}

Waiver with_fingerprint(const std::string& fingerprint) {
    Waiver waiver = waiver_for("REF-3");
    waiver.fingerprints = {fingerprint};
    return waiver;
}

Waiver with_rate(double rate) {
    Waiver waiver = waiver_for("REF-3");
    waiver.max_rate = rate;
    return waiver;
}

Repertoire all_of(const reports::RunResult& result) {
    Repertoire repertoire;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) repertoire.ids.push_back(scenario.id);
    return repertoire;
}

std::vector<std::string> waive(const std::vector<Waiver>& waivers, reports::RunResult& result) {
    apply_waivers(waivers, kToday, all_of(result), result);
    return result.stale_waivers;
}

std::vector<std::string> stale_of(const Waiver& waiver, reports::RunResult result) { return waive({waiver}, result); }

TEST(Waiver, TurnsAViolationIntoAWaivedOne) {
    reports::RunResult result = broken_run();
    Waiver waiver = waiver_for("REF-3", "lifecycle/*");
    waiver.subject = "wmi:*";
    waiver.platform = "Linux*";
    EXPECT_THAT(waive({waiver}, result), IsEmpty());
    EXPECT_EQ(result.findings[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.scenarios[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.scenarios[0].clauses[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.scenarios[0].clauses[1].verdict, Verdict::kPass);
}

TEST(Waiver, SaysInTheFindingWhyAndUntilWhenAndWhoOwnsIt) {
    reports::RunResult result = broken_run();
    Waiver waiver = waiver_for("REF-3");
    waiver.owner = "Ada";
    waiver.link = "https://example.org/7";
    waiver.expires = "2027-06-15";
    EXPECT_THAT(waive({waiver}, result), IsEmpty());
    EXPECT_EQ(result.findings[0].advice, "Waived until 2027-06-15: known; owner: Ada; see https://example.org/7");
}

TEST(Waiver, CoversNothingBeyondItsScope) {
    Waiver of_another_subject = waiver_for("REF-3");
    of_another_subject.subject = "mock*";
    Waiver of_another_platform = waiver_for("REF-3");
    of_another_platform.platform = "Windows*";
    for (const Waiver& waiver :
         {waiver_for("REF-3", "cancel/*"), waiver_for("STA-1"), of_another_subject, of_another_platform}) {
        reports::RunResult result = broken_run();
        (void)waive({waiver}, result);
        EXPECT_EQ(result.scenarios[0].verdict, Verdict::kViolation);
    }
}

TEST(Waiver, IsPassedOverForAnotherSubjectOrPlatform) {
    for (const auto glob : {&Waiver::subject, &Waiver::platform}) {
        Waiver waiver = waiver_for("REF-3", "no/such/scenario");
        waiver.expires = "2020-01-01";
        waiver.*glob = "BeOS*";
        EXPECT_THAT(stale_of(waiver, broken_run()), IsEmpty());
    }
}

TEST(Waiver, CoversNothingOnceItIsExpired) {
    reports::RunResult result = broken_run();
    Waiver waiver = waiver_for("REF-3");
    waiver.expires = "2027-06-14";
    EXPECT_THAT(waive({waiver}, result),
                ElementsAre("The waiver for REF-3 in * expired on 2027-06-14: renew it or take it out."));
    EXPECT_EQ(result.scenarios[0].verdict, Verdict::kViolation);
}

TEST(Waiver, CoversOnlyTheFailureItNames) {
    reports::RunResult result = broken_run();
    add_repetition(result, "lifecycle/ExecQueryAsync/y", "it was released twice");
    const std::string known = reports::fingerprint_of(result.findings[0]);
    const std::string other = reports::fingerprint_of(result.findings[1]);
    EXPECT_THAT(waive({with_fingerprint(known)}, result),
                ElementsAre("The waiver for REF-3 in * does not cover all that breaks it: beside the failure that it is for "
                            "(fingerprint " + known + ") there is another one (fingerprint " + other + ")."));
    EXPECT_EQ(result.findings[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.findings[1].verdict, Verdict::kViolation);
}

TEST(Waiver, SaysThatTheFailureChanged) {
    reports::RunResult result = broken_run();
    const std::string now = reports::fingerprint_of(result.findings[0]);
    EXPECT_THAT(waive({with_fingerprint("00000000000000aa")}, result),
                ElementsAre("The waiver for REF-3 in * covers nothing: the failure changed (fingerprint now " + now +
                            ", was 00000000000000aa). Look at it again."));
    EXPECT_EQ(result.findings[0].verdict, Verdict::kViolation);
}

TEST(Waiver, IsNotHeldToAFailureThatAnotherOneCovers) {
    reports::RunResult result = broken_run();
    EXPECT_THAT(waive({with_fingerprint("00000000000000aa"), waiver_for("REF-3")}, result),
                ElementsAre("The waiver for REF-3 in * is not needed: nothing in this run breaks it. Take it out."));
    EXPECT_EQ(result.findings[0].verdict, Verdict::kWaived);
}

TEST(Waiver, LetsTheMostSpecificOneCountThenTheFirst) {
    reports::RunResult result = broken_run();
    std::vector<Waiver> waivers = {waiver_for("REF-3"), waiver_for("REF-3", kScenario), waiver_for("REF-3", "life*"),
                                   waiver_for("REF-3", "*/x")};
    for (std::size_t i = 0; i < waivers.size(); ++i) waivers[i].reason = "reason " + std::to_string(i);
    EXPECT_THAT(waive(waivers, result), ElementsAre(HasSubstr("in * is not needed: all that it covers in this run another "
                                                              "waiver covers"),
                                                    HasSubstr("in life*"), HasSubstr("in */x")));
    EXPECT_EQ(result.findings[0].advice, "Waived: reason 1");

    result = broken_run();
    waivers = {waiver_for("REF-3", "life*x"), waiver_for("REF-3", "lif*/x")};
    waivers[0].reason = "the first";
    (void)waive(waivers, result);
    EXPECT_EQ(result.findings[0].advice, "Waived: the first");
}

TEST(Waiver, AcceptsAFailureUpToItsRate) {
    reports::RunResult result = repeated_run(10, 3);
    EXPECT_THAT(waive({with_rate(0.3)}, result), IsEmpty());
    EXPECT_EQ(result.scenarios[0].verdict, Verdict::kWaived);
}

TEST(Waiver, WaivesNothingOfWhatComesTooOften) {
    reports::RunResult result = repeated_run(10, 3);
    EXPECT_THAT(waive({with_rate(0.25)}, result),
                ElementsAre("The waiver for REF-3 in * waives nothing of lifecycle/ExecQueryAsync/x: 3 of 10 repetitions broke "
                            "it, a rate of 0.3, and 0.25 is accepted."));
    for (unsigned i = 0; i < 3; ++i) EXPECT_EQ(result.scenarios[i].verdict, Verdict::kViolation);
}

TEST(Waiver, TakesEveryScenarioByItselfForItsRate) {
    reports::RunResult result = repeated_run(10, 1);
    add_repetition(result, "lifecycle/ExecQueryAsync/y", "it still held 1 reference");
    EXPECT_THAT(waive({with_rate(0.1)}, result), ElementsAre(HasSubstr("nothing of lifecycle/ExecQueryAsync/y: 1 of 1")));
    EXPECT_EQ(result.findings[0].verdict, Verdict::kWaived);
    EXPECT_EQ(result.findings[1].verdict, Verdict::kViolation);
}

TEST(Waiver, IsStaleWhenNothingNeedsIt) {
    Waiver waiver = waiver_for("STA-1", "lifecycle/*");
    waiver.line = 7;
    EXPECT_THAT(stale_of(waiver, broken_run()),
                ElementsAre("The waiver for STA-1 in lifecycle/* (line 7) is not needed: nothing in this run breaks it. "
                            "Take it out."));
}

TEST(Waiver, IsNotStaleWhereNothingCouldBeSaid) {
    for (const Verdict verdict : {Verdict::kNotApplicable, Verdict::kInconclusive, Verdict::kHarnessFault}) {
        reports::RunResult result = broken_run();
        result.scenarios[0].verdict = verdict;
        EXPECT_THAT(stale_of(waiver_for("STA-1"), result), IsEmpty());
    }
}

TEST(Waiver, IsNotStaleWhenItsScenariosWereLeftOut) {
    reports::RunResult result = broken_run();
    Repertoire repertoire = all_of(result);
    repertoire.ids.push_back("lifecycle/ExecQueryAsync/z");
    repertoire.left_out = {"lifecycle/ExecQueryAsync/z"};
    const std::vector<Waiver> waivers = {waiver_for("STA-1", "lifecycle/*/z"), waiver_for("STA-1", "lifecycle/*"),
                                         waiver_for("STA-1", "cancel/ExecQueryAsync/twice")};
    apply_waivers(waivers, kToday, repertoire, result);
    EXPECT_THAT(result.stale_waivers, IsEmpty());
}

TEST(Waiver, OfARareFailureIsStaleOnlyAfterEnoughRepetitions) {
    EXPECT_THAT(stale_of(with_rate(0.1), repeated_run(10, 0)), IsEmpty());
    EXPECT_THAT(stale_of(with_rate(0.1), repeated_run(30, 0)), ElementsAre(HasSubstr("is not needed")));
}

TEST(Waiver, IsStaleWhenItsScenarioDoesNotExist) {
    for (const char* scenario : {"lifecylce/*", "cancel/ExecQueryAsync/twcie", "walk/ExecQueryAsync/many/cancle/*",
                                 "walk/ExecQueryAsync/many/cancel/in-orbit-1", "walk/*/in-indicat-?",
                                 "explore/*/many/two-sinsk*",
                                 "explore/ExecQueryAsync/many/start-1.sleep-1", "cancel/ExecQueryAsync/twice@2", ""}) {
        EXPECT_THAT(stale_of(waiver_for("REF-3", scenario), broken_run()),
                    ElementsAre(std::string("The waiver for REF-3 in ") + scenario +
                                " matches no scenario that there is: correct its `scenario` or take it out."));
    }
}

TEST(Waiver, MayBeForSchedulesOfOtherRuns) {
    for (const char* scenario : {"cancel/*", "walk/*", "walk/ExecQueryAsync/many/*/in-indicate-?", "*/in-indicate-99",
                                 "walk/ExecQueryAsync/many/cancel/in-indicate-3", "explore/*",
                                 "explore/ExecQueryAsync/many/start-2.callback-2.cancel-1",
                                 "explore/ExecQueryAsync/many/start-2.*"}) {
        EXPECT_THAT(stale_of(waiver_for("REF-3", scenario), repeated_run(1, 0)), IsEmpty()) << scenario;
    }
}

TEST(Waiver, IsHeldAgainstThePlacementsThatAWalkFound) {
    reports::RunResult result = broken_run();
    Repertoire repertoire = all_of(result);
    repertoire.ids = {"walk/ExecQueryAsync/many/cancel/in-indicate-1"};
    repertoire.left_out = repertoire.ids;
    repertoire.has_walked = true;
    const std::vector<Waiver> waivers = {waiver_for("STA-1", "walk/*/in-indicate-1"),
                                         waiver_for("STA-1", "walk/*/in-indicate-2"),
                                         waiver_for("STA-1", "walk/ExecQueryAsync/many/cancel/in-indicate-3")};
    apply_waivers(waivers, kToday, repertoire, result);
    EXPECT_THAT(result.stale_waivers, ElementsAre(AllOf(HasSubstr("in-indicate-2"), HasSubstr("matches no scenario")),
                                                  AllOf(HasSubstr("in-indicate-3"), HasSubstr("matches no scenario"))));
}

}  // namespace
}  // namespace wbemcheck::runner
