// What a whole run comes to, by the role of its subject.
#include "harness/runner/conclusion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/contract/judge.h"

namespace wbemcheck::runner {
namespace {

using contract::Role;
using reports::RunVerdict;
using reports::Verdict;
using testing::HasSubstr;
using testing::IsEmpty;

// A run in which every clause was reached that is judged in this role, but `left_out`.
reports::RunResult concluded(const char* kind, Role role, std::string_view left_out = {}) {
    reports::RunResult result;
    result.subject_identity["kind"] = kind;
    reports::ScenarioOutcome scenario;
    scenario.verdict = Verdict::kPass;
    for (const contract::Clause& clause : contract::catalogue()) {
        if (clause.id == left_out || !contract::is_judged(clause.id, role)) continue;
        scenario.clauses.push_back({std::string(clause.id), Verdict::kPass, 1});
    }
    result.scenarios.push_back(std::move(scenario));
    conclude(true, result);
    return result;
}

const reports::ClauseSummary& clause_of(const reports::RunResult& result, std::string_view id) {
    return *std::ranges::find_if(result.clauses, [&](const reports::ClauseSummary& clause) { return clause.id == id; });
}

TEST(Conclusion, AsksAServiceForNothingThatAProviderOwes) {
    const reports::RunResult result = concluded("service", Role::kService);
    EXPECT_EQ(result.verdict, RunVerdict::kConforms);
    EXPECT_THAT(result.notes, IsEmpty());
    for (const char* clause : {"PRV-9", "PRV-3", "COM-6", "REF-15"}) {
        EXPECT_EQ(clause_of(result, clause).checkability, "other role") << clause;
        EXPECT_EQ(clause_of(result, clause).verdict, Verdict::kNotApplicable) << clause;
    }
    EXPECT_EQ(clause_of(result, "IMM-1").checkability, "judged");
}

TEST(Conclusion, AsksAProviderForNothingThatAServiceOwes) {
    const reports::RunResult result = concluded("provider", Role::kProvider);
    EXPECT_EQ(result.verdict, RunVerdict::kConforms);
    EXPECT_THAT(result.notes, IsEmpty());
    for (const char* clause : {"IMM-1", "CAN-1", "EVT-1", "REF-1"}) {
        EXPECT_EQ(clause_of(result, clause).checkability, "other role") << clause;
        EXPECT_EQ(clause_of(result, clause).verdict, Verdict::kNotApplicable) << clause;
    }
    for (const char* clause : {"PRV-9", "ORD-1", "COM-6"}) EXPECT_EQ(clause_of(result, clause).checkability, "judged") << clause;
    EXPECT_EQ(clause_of(result, "PRV-11").checkability, "untestable");
    EXPECT_EQ(clause_of(result, "CAN-18").checkability, "not judged");
}

TEST(Conclusion, WantsEveryClauseOfAServiceReached) {
    EXPECT_EQ(concluded("mock", Role::kService, "ORD-1").verdict, RunVerdict::kInconclusive);
}

// A provider of instances has no events to send.
TEST(Conclusion, LeavesToAProviderWhatItOffers) {
    const reports::RunResult result = concluded("provider", Role::kProvider, "EVT-10");
    EXPECT_EQ(result.verdict, RunVerdict::kConforms);
    EXPECT_THAT(result.notes, testing::ElementsAre(HasSubstr("1 of the clauses that a provider owes were not reached")));
    EXPECT_TRUE(clause_of(result, "EVT-10").verdict == Verdict::kInconclusive);
}

}  // namespace
}  // namespace wbemcheck::runner
