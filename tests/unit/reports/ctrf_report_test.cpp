#include "reports/ctrf_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "reports/unique_scenarios.h"
#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

json results_of(const RunResult& run) { return json::parse(write_ctrf(run)).at("results"); }

json test_of(const RunResult& run, const std::string& name) {
    const json results = results_of(run);
    for (const json& test : results.at("tests")) {
        if (test.at("name") == name) return test;
    }
    ADD_FAILURE() << "no test " << name;
    return {};
}

TEST(CtrfReport, LooksAsApproved) {
    testing::expect_golden("violating.ctrf.json", write_ctrf(testing::violating_run()));
    testing::expect_golden("conforming.ctrf.json", write_ctrf(testing::conforming_run()));
}

TEST(CtrfReport, CountsAddUp) {
    const RunResult run = testing::violating_run();
    const json results = results_of(run);
    std::map<std::string, std::size_t> counts;
    for (const json& test : results.at("tests")) ++counts[test.at("status").get<std::string>()];
    const json& summary = results.at("summary");
    EXPECT_EQ(summary.at("tests"), run.scenarios.size());
    EXPECT_EQ(summary.at("passed"), counts["passed"]);
    EXPECT_EQ(summary.at("failed"), counts["failed"]);
    EXPECT_EQ(summary.at("skipped"), counts["skipped"]);
    EXPECT_EQ(summary.at("other"), counts["other"]);
    EXPECT_EQ(summary.at("pending"), 0);
    EXPECT_EQ(counts["passed"] + counts["failed"] + counts["skipped"] + counts["other"], run.scenarios.size());
    EXPECT_EQ(counts["failed"], 11U);
    EXPECT_EQ(counts["other"], 3U);
    EXPECT_EQ(counts["skipped"], 8U);
}

TEST(CtrfReport, MapsEveryVerdict) {
    const std::map<Verdict, std::string> expected = {
        {Verdict::kViolation, "failed"},     {Verdict::kHarnessFault, "other"}, {Verdict::kInconclusive, "other"},
        {Verdict::kNotApplicable, "skipped"}, {Verdict::kWaived, "skipped"},     {Verdict::kNotReached, "skipped"},
        {Verdict::kPass, "passed"},          {Verdict::kObserved, "passed"},    {Verdict::kWarning, "passed"},
    };
    RunResult run = testing::small_run();
    for (const Verdict verdict : kAllVerdicts) {
        run.scenarios[0].verdict = verdict;
        const json test = results_of(run).at("tests").at(0);
        EXPECT_EQ(test.at("status"), expected.at(verdict)) << name_of(verdict);
        EXPECT_EQ(test.at("rawStatus"), name_of(verdict));
    }
}

TEST(CtrfReport, FailureSaysEverything) {
    const RunResult run = testing::violating_run();
    const json test = test_of(run, "cancel/unknown-sink/ExecQueryAsync");
    EXPECT_THAT(test.at("message"), StartsWith("CAN-7: CancelAsyncCall returned WBEM_S_NO_ERROR"));
    const std::string trace = test.at("trace");
    for (const char* part : {"CAN-7 (MUST): violation", "requirement  CancelAsyncCall with a sink",
                             "=> 9.512 ms  T3  Release of sink 2: count 1", "REF-3 (MUST): violation"}) {
        EXPECT_THAT(trace, HasSubstr(part));
    }
    EXPECT_THAT(test.at("suite").get<std::vector<std::string>>(), ElementsAre("cancel", "unknown-sink"));
    EXPECT_THAT(test.at("tags").get<std::vector<std::string>>(),
                ElementsAre("CAN-7", "ORD-1", "REF-1", "REF-3", "STA-1"));
    const json& extra = test.at("extra");
    EXPECT_THAT(extra.at("rerun"), HasSubstr("--filter cancel/unknown-sink/ExecQueryAsync"));
    ASSERT_EQ(extra.at("findings").size(), 2U);
    EXPECT_EQ(extra.at("findings").at(0).at("clause"), "CAN-7");
    EXPECT_EQ(extra.at("findings").at(0).at("fingerprint").get<std::string>().size(), 16U);
    EXPECT_EQ(test_of(run, "lifecycle/many/ExecQueryAsync").at("attachments").at(0).at("path"),
              "traces/lifecycle-many-ExecQueryAsync.trace");
}

TEST(CtrfReport, PassingTestSaysNothingNeedless) {
    const json test = test_of(testing::violating_run(), "arguments/wrong-language/ExecQueryAsync");
    EXPECT_FALSE(test.contains("message"));
    EXPECT_FALSE(test.contains("trace"));
    EXPECT_FALSE(test.contains("attachments"));
}

TEST(CtrfReport, TellsTheTimesInWholeMilliseconds) {
    RunResult run = testing::small_run();
    json summary = results_of(run).at("summary");
    EXPECT_EQ(summary.at("start"), 1'738'324'800'125);
    EXPECT_EQ(summary.at("stop"), 1'738'324'801'965);
    EXPECT_EQ(results_of(run).at("tests").at(0).at("duration"), 31);
    run.started = run.ended = "yesterday";
    run.scenarios[0].seconds = std::numeric_limits<double>::quiet_NaN();
    summary = results_of(run).at("summary");
    EXPECT_EQ(summary.at("start"), 0);
    EXPECT_EQ(summary.at("stop"), 1840);
    EXPECT_EQ(results_of(run).at("tests").at(0).at("duration"), 0);
}

TEST(CtrfReport, SurvivesWhateverTheSubjectSays) {
    const RunResult run = testing::awkward_run();
    testing::expect_golden("awkward.ctrf.json", write_ctrf(run));
    const json results = results_of(run);
    EXPECT_EQ(results.at("tests").size(), run.scenarios.size());
    EXPECT_THAT(results.at("tests").at(0).at("extra").at("findings").at(0).at("actual"),
                HasSubstr("]]> <![CDATA[ <b a='1' c=\"2\"> & &amp; &#0;"));
    EXPECT_EQ(results.at("tests").at(0).at("trace").get<std::string>().find('\x1B'), std::string::npos);
}

TEST(CtrfReport, SaysWhereItCutsAHugeText) {
    RunResult run = testing::small_run();
    run.findings[0].actual = std::string(10'000'000, 'x');
    EXPECT_LT(write_ctrf(run).size(), 2'000'000U);
    EXPECT_THAT(results_of(run).at("tests").at(0).at("extra").at("findings").at(0).at("actual"),
                HasSubstr("[cut here: 9500000 more bytes stand in the JSON report]"));
}

TEST(CtrfReport, RefusesTwoTestsWithOneName) {
    RunResult run = testing::small_run();
    run.scenarios.push_back(run.scenarios[0]);
    EXPECT_THROW((void)write_ctrf(run), DuplicateScenario);
}

TEST(CtrfReport, NeverReadsGreenWhenTheRunIsNot) {
    RunResult run = testing::conforming_run();
    const std::size_t all = run.scenarios.size();
    EXPECT_EQ(results_of(run).at("summary").at("passed"), all);
    EXPECT_EQ(results_of(run).at("environment").at("healthy"), true);
    run.verdict = RunVerdict::kFault;
    run.notes = {"The catalogue could not be read to its end."};
    EXPECT_EQ(results_of(run).at("summary").at("other"), 1);
    EXPECT_EQ(results_of(run).at("summary").at("tests"), all + 1);
    EXPECT_EQ(results_of(run).at("environment").at("healthy"), false);
    EXPECT_THAT(test_of(run, "run/verdict").at("extra").at("reason"), HasSubstr("could not be read to its end"));
    run.verdict = RunVerdict::kViolates;
    EXPECT_EQ(results_of(run).at("summary").at("failed"), 1);
}

}  // namespace
}  // namespace wbemcheck::reports
