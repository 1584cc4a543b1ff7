// What makes a proof, on runs that were never played.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/runner/proof_plan.h"
#include "harness/runner/prove.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {
namespace {

using reports::RunResult;
using reports::Verdict;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

RunResult run_with_violations(std::initializer_list<const char*> clauses) {
    RunResult result;
    result.verdict = clauses.size() == 0 ? reports::RunVerdict::kConforms : reports::RunVerdict::kViolates;
    result.scenarios.resize(2);
    for (const char* clause : clauses) {
        reports::Finding finding;
        finding.clause = clause;
        finding.scenario = "lifecycle/x";
        finding.expected = "this";
        finding.actual = "that";
        result.findings.push_back(finding);
    }
    return result;
}

DefectProof proof_of(std::initializer_list<RunResult> runs) {
    DefectProof proof;
    proof.id = "sample";
    proof.breaks = {"REF-1", "REF-6"};
    for (const RunResult& run : runs) add_run(run, proof);
    return proof;
}

Proof whole_proof(DefectProof defect) {
    Proof proof;
    proof.baseline.verdict = reports::RunVerdict::kConforms;
    proof.defects.push_back(std::move(defect));
    return proof;
}

TEST(DefectProof, HoldsWhenEveryRunHasADeclaredViolation) {
    const DefectProof proof = proof_of({run_with_violations({"REF-1"}), run_with_violations({"REF-6", "REF-1"})});
    EXPECT_TRUE(proof.is_caught());
    EXPECT_TRUE(proof.holds());
    EXPECT_THAT(proof.caught_by, ElementsAre(Pair("REF-1", 2u), Pair("REF-6", 1u)));
    EXPECT_THAT(proof.undeclared, IsEmpty());
    EXPECT_EQ(proof.scenarios, 4u);
    EXPECT_EQ(proof.examples.at("REF-1"), "lifecycle/x: expected this; that");
}

TEST(DefectProof, FailsWhenOneRunOfManyMissesTheDefect) {
    DefectProof proof;
    proof.breaks = {"REF-1"};
    for (int run = 0; run < 19; ++run) add_run(run_with_violations({"REF-1"}), proof);
    EXPECT_TRUE(proof.is_caught());
    add_run(run_with_violations({}), proof);
    EXPECT_EQ(proof.caught_runs, 19u);
    EXPECT_FALSE(proof.is_caught());
}

TEST(DefectProof, FailsWhenAnUndeclaredClauseFires) {
    const DefectProof proof = proof_of({run_with_violations({"REF-1", "STA-1"})});
    EXPECT_TRUE(proof.is_caught());
    EXPECT_FALSE(proof.holds());
    EXPECT_THAT(proof.undeclared, ElementsAre(Pair("STA-1", 1u)));
}

TEST(DefectProof, IsNotMadeByAWarning) {
    RunResult warned = run_with_violations({"REF-1"});
    warned.findings.front().verdict = Verdict::kWarning;
    EXPECT_FALSE(proof_of({warned}).is_caught());
}

TEST(DefectProof, FailsOnAHarnessFault) {
    RunResult faulty = run_with_violations({"REF-1"});
    faulty.scenarios[1].verdict = Verdict::kHarnessFault;
    faulty.scenarios[1].reason = "the trace is cut";
    const DefectProof proof = proof_of({faulty});
    EXPECT_FALSE(proof.holds());
    EXPECT_TRUE(whole_proof(proof).has_fault());
}

TEST(DefectProof, FailsWithoutARun) { EXPECT_FALSE(proof_of({}).is_caught()); }

TEST(Proof, HoldsOnlyWhenTheMockWithoutADefectConforms) {
    Proof proof = whole_proof(proof_of({run_with_violations({"REF-1"})}));
    EXPECT_TRUE(proof.holds());
    proof.baseline.verdict = reports::RunVerdict::kInconclusive;
    EXPECT_FALSE(proof.holds());
}

TEST(Proof, OfNothingDoesNotHold) {
    Proof proof;
    proof.baseline.verdict = reports::RunVerdict::kConforms;
    EXPECT_FALSE(proof.holds());
}

TEST(SelectDefects, TakesIdsAndTheClausesThatTheyAreAbout) {
    EXPECT_EQ(select_defects({}).size(), mock::all_defects().size());
    ASSERT_EQ(select_defects({"final-twice"}).size(), 1u);
    for (const mock::Defect* defect : select_defects({"REF-*"})) {
        EXPECT_THAT(std::string(defect->breaks.front()), testing::StartsWith("REF-")) << defect->id;
    }
    EXPECT_THROW((void)select_defects({"no-such-defect"}), UsageError);
}

TEST(ProofPlan, NamesDefectsThatExist) {
    for (const std::string_view id : defects_with_a_selection()) EXPECT_NE(mock::find_defect(id), nullptr) << id;
}

}  // namespace
}  // namespace wbemcheck::runner
