#include "reports/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/comparison_json.h"
#include "reports/comparison_text.h"
#include "reports/html/comparison_page.h"
#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

bool contains(const std::string& page, const char* text) { return page.find(text) != std::string::npos; }

struct Judged {
    const char* scenario;
    Verdict verdict;
    std::vector<std::pair<const char*, Verdict>> clauses;
};

RunResult run_of(const std::vector<Judged>& scenarios) {
    RunResult run = testing::small_run();
    run.verdict = RunVerdict::kConforms;
    run.scenarios.clear();
    run.findings.clear();
    run.readings.clear();
    for (const Judged& one : scenarios) {
        ScenarioOutcome outcome;
        outcome.id = one.scenario;
        outcome.verdict = one.verdict;
        for (const auto& [clause, verdict] : one.clauses) outcome.clauses.push_back({clause, verdict, 1});
        run.scenarios.push_back(std::move(outcome));
    }
    return run;
}

RunResult passing() { return run_of({{"cancel/twice", Verdict::kPass, {{"CAN-7", Verdict::kPass}}}}); }

RunResult with(Verdict verdict) { return run_of({{"cancel/twice", verdict, {{"CAN-7", verdict}}}}); }

std::vector<std::string> clauses_of(const std::vector<ClauseChange>& changes) {
    std::vector<std::string> clauses;
    for (const ClauseChange& change : changes) clauses.push_back(change.clause);
    return clauses;
}

RunResult doing(std::vector<std::string> client, std::vector<std::string> sink) {
    RunResult run = passing();
    run.scenarios[0].behaviour = {{"client", std::move(client)}, {"sink 1", std::move(sink)}};
    return run;
}

TEST(Comparison, OfARunWithItselfFindsNothing) {
    for (const RunResult& run : {testing::violating_run(), testing::conforming_run(), passing()}) {
        const Comparison comparison = compare(run, run);
        EXPECT_FALSE(comparison.is_worse());
        EXPECT_EQ(comparison.exit_code(), 0);
        EXPECT_EQ(comparison.unchanged, run.scenarios.size());
        EXPECT_THAT(comparison.fixed, IsEmpty());
        EXPECT_THAT(comparison.readings, IsEmpty());
        EXPECT_THAT(comparison.partings, IsEmpty());
        EXPECT_THAT(comparison.notes, IsEmpty());
    }
}

TEST(Comparison, CallsABreachNewWhateverWasThereBefore) {
    for (const Verdict before : {Verdict::kPass, Verdict::kWarning, Verdict::kNotReached, Verdict::kInconclusive,
                                 Verdict::kWaived, Verdict::kObserved, Verdict::kNotApplicable}) {
        const Comparison comparison = compare(with(before), with(Verdict::kViolation));
        EXPECT_THAT(clauses_of(comparison.new_violations), ElementsAre("CAN-7")) << name_of(before);
        EXPECT_EQ(comparison.exit_code(), 1) << name_of(before);
    }
}

TEST(Comparison, CallsABreachFixedOnlyWhereTheClauseIsSeenToBeKept) {
    EXPECT_THAT(clauses_of(compare(with(Verdict::kViolation), passing()).fixed), ElementsAre("CAN-7"));
    for (const Verdict after : {Verdict::kInconclusive, Verdict::kNotReached, Verdict::kHarnessFault, Verdict::kNotApplicable}) {
        const Comparison comparison = compare(with(Verdict::kViolation), with(after));
        EXPECT_THAT(comparison.fixed, IsEmpty()) << name_of(after);
        EXPECT_THAT(clauses_of(comparison.unclear), ElementsAre("CAN-7")) << name_of(after);
    }
    const Comparison waived = compare(with(Verdict::kViolation), with(Verdict::kWaived));
    EXPECT_THAT(waived.fixed, IsEmpty());
    EXPECT_THAT(clauses_of(waived.accepted), ElementsAre("CAN-7"));
    EXPECT_FALSE(waived.is_worse());
}

TEST(Comparison, IsWorseWhenAScenarioSaysNothingAnyMoreOrIsGone) {
    EXPECT_EQ(compare(passing(), with(Verdict::kInconclusive)).silenced.size(), 1u);
    EXPECT_TRUE(compare(passing(), with(Verdict::kHarnessFault)).is_worse());
    const Comparison gone = compare(passing(), run_of({}));
    EXPECT_THAT(gone.missing, ElementsAre("cancel/twice"));
    EXPECT_TRUE(gone.is_worse());
    // What did not apply before is missed by nobody.
    EXPECT_FALSE(compare(with(Verdict::kNotApplicable), run_of({})).is_worse());
}

TEST(Comparison, IsWorseWhenAClauseIsNoLongerReached) {
    RunResult before = passing();
    before.clauses[0].verdict = Verdict::kPass;
    before.clauses[0].opportunities = 3;
    RunResult after = before;
    after.clauses[0].verdict = Verdict::kInconclusive;
    after.clauses[0].opportunities = 0;
    EXPECT_THAT(compare(before, after).unreached, ElementsAre(before.clauses[0].id));
    EXPECT_TRUE(compare(before, after).is_worse());
    EXPECT_FALSE(compare(after, before).is_worse());
}

TEST(Comparison, TakesRepetitionsForOneScenarioWithItsWorstVerdict) {
    const RunResult twice = run_of({{"cancel/twice@1", Verdict::kPass, {{"CAN-7", Verdict::kPass}}},
                                    {"cancel/twice@2", Verdict::kViolation, {{"CAN-7", Verdict::kViolation}}}});
    const Comparison comparison = compare(passing(), twice);
    EXPECT_THAT(comparison.missing, IsEmpty());
    EXPECT_THAT(comparison.added, IsEmpty());
    EXPECT_THAT(clauses_of(comparison.new_violations), ElementsAre("CAN-7"));
}

TEST(Comparison, NamesABreachInAScenarioThatOnlyTheNewResultHas) {
    const Comparison comparison = compare(run_of({}), with(Verdict::kViolation));
    EXPECT_THAT(comparison.added, ElementsAre("cancel/twice"));
    EXPECT_THAT(clauses_of(comparison.new_violations), ElementsAre("CAN-7"));
}

TEST(Comparison, KnowsAReadingByItsName) {
    RunResult before = passing();
    before.readings = {{"X-2", "refuses: WBEM_E_NOT_FOUND", "cancel/twice"}};
    RunResult after = before;
    after.readings = {{"X-2", "refuses: WBEM_E_FAILED", "cancel/once"}};
    EXPECT_THAT(compare(before, after).readings, IsEmpty());
    after.readings[0].reading = "accepts: nothing happens";
    const Comparison comparison = compare(before, after);
    EXPECT_THAT(comparison.readings, ElementsAre(ReadingChange{"X-2", "refuses: WBEM_E_NOT_FOUND", "accepts: nothing happens"}));
    EXPECT_FALSE(comparison.is_worse());
}

TEST(Comparison, ShowsTheFirstStepInWhichTwoSubjectsPartThoughBothPass) {
    const RunResult base = doing({"ExecQueryAsync: 0"}, {"objects", "SetStatus(COMPLETE, 0)", "at rest: no reference kept"});
    const RunResult other = doing({"ExecQueryAsync: 0"}, {"objects", "SetStatus(COMPLETE, 1)", "at rest: references kept: 1"});
    const Comparison comparison = compare(base, other);
    EXPECT_FALSE(comparison.is_worse());
    EXPECT_THAT(comparison.partings, ElementsAre(Parting{"sink 1", "SetStatus(COMPLETE, 0)", "SetStatus(COMPLETE, 1)", {{"cancel/twice", 2}}}));
    EXPECT_EQ(comparison.alike, 0u);
    EXPECT_EQ(compare(base, base).alike, 1u);
}

TEST(Comparison, SaysWhereOneOfTwoHasNothingMore) {
    const Comparison comparison = compare(doing({"a"}, {"objects", "final"}), doing({"a"}, {"objects"}));
    EXPECT_THAT(comparison.partings, ElementsAre(Parting{"sink 1", "final", "nothing more", {{"cancel/twice", 2}}}));
    EXPECT_EQ(compare(passing(), doing({"a"}, {})).incomparable, 1u);
}

TEST(Comparison, SaysWhatMakesTwoResultsHardToCompare) {
    RunResult other = passing();
    other.contract = "wire";
    other.catalogue_hash = "0";
    const Comparison comparison = compare(passing(), other);
    EXPECT_THAT(comparison.notes, ElementsAre(HasSubstr("contract differs"), HasSubstr("catalogue of clauses differs")));
}

// One that a person could meet: some fixed, some new, one gone, another subject.
std::pair<RunResult, RunResult> two_runs() {
    RunResult base = testing::violating_run();
    RunResult now = base;
    now.started = "2025-02-01T12:00:00.000Z";
    const auto mend = [&](std::size_t place) {
        for (ClauseOutcome& clause : now.scenarios[place].clauses) clause.verdict = Verdict::kPass;
        now.scenarios[place].verdict = Verdict::kPass;
    };
    mend(0);
    mend(1);
    now.scenarios[2].clauses[0].verdict = Verdict::kViolation;
    now.scenarios.erase(now.scenarios.begin() + 4);
    now.readings[0].reading = "a cancelled operation gets a final WBEM_E_CALL_CANCELLED";
    base.scenarios[0].behaviour = {{"client", {"ExecQueryAsync: WBEM_S_NO_ERROR"}}, {"sink 1", {"objects", "keeps 1"}}};
    now.scenarios[0].behaviour = {{"client", {"ExecQueryAsync: WBEM_S_NO_ERROR"}}, {"sink 1", {"objects", "keeps none"}}};
    return {base, now};
}

TEST(ComparisonReports, LookAsApproved) {
    const auto [base, now] = two_runs();
    const Comparison comparison = compare(base, now);
    testing::expect_golden("comparison.json", write_comparison_json(comparison, base, now));
    testing::expect_golden("comparison.txt", render_comparison(comparison, base, now, {}));
}

TEST(ComparisonReports, TakeTextsOfASubjectAsText) {
    RunResult base = passing();
    RunResult now = with(Verdict::kViolation);
    now.subject = "<script>alert(1)</script>\x1b[2J";
    now.scenarios[0].id = "cancel/<img src=x onerror=alert(1)>";
    const Comparison comparison = compare(base, now);
    const std::string text = render_comparison(comparison, base, now, {});
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    for (const std::string& page : {write_html_comparison({"a", &base}, {"b", &now}),
                                    write_html_matrix({{"<b>", &base}, {"b", &now}})}) {
        // Not as matchers, which would print the page.
        for (const char* markup : {"<script>alert", "<img", "<b>"}) EXPECT_FALSE(contains(page, markup)) << markup;
        EXPECT_TRUE(contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
}

TEST(SideBySide, ListsTheClausesAboutWhichTheResultsDoNotAgree) {
    const RunResult good = testing::conforming_run();
    const RunResult bad = testing::violating_run();
    const std::string text = render_side_by_side({{"good", &good}, {"bad", &bad}}, {});
    EXPECT_THAT(text, HasSubstr("REF-3      pass            violation\n"));
    EXPECT_THAT(text, Not(HasSubstr("PRV-4")));
    EXPECT_THAT(text, HasSubstr("about which all agree"));
    EXPECT_THAT(render_side_by_side({{"good", &good}, {"bad", &bad}}, {false, true}), HasSubstr("PRV-4"));
}

}  // namespace
}  // namespace wbemcheck::reports
