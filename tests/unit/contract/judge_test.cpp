#include "harness/contract/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "harness/contract/rule.h"
#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// A whole compliant operation of each kind: the judge must have seen opportunities and found nothing.
TEST(CompliantRun, HasNoFindingAndManyOpportunities) {
    Script script;
    for (const std::int64_t count : {1, 0}) {
        const std::uint32_t sink = script.sink(count);
        const std::uint32_t call = script.accept(sink);
        script.indicate(sink, {1, 2, 3});
        script.indicate(sink, {4});
        script.final(sink);
        script.release(sink);
        if (count == 0) script.destroy(sink);
        script.reference(call, kOk, {4, 3, 2, 1});
        script.rest(sink);
    }
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    for (const char* clause : {"REF-1", "REF-3", "REF-4", "REF-5", "REF-6", "REF-7", "REF-8", "STA-1", "STA-2", "STA-5",
                               "STA-8", "STA-9", "STA-11", "ORD-1", "ORD-2", "ORD-3", "ORD-8", "IMM-2", "IND-1", "IND-4"}) {
        EXPECT_GT(opportunities(judgement, clause), 0u) << clause;
    }
}

TEST(CompliantRun, MayCallBackBeforeTheCallReturns) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.on_other_thread([&] {
        script.indicate(sink);
        script.final(sink);
        script.release(sink);
    });
    script.leave(call);
    script.rest(sink);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement), Contains(testing::StartsWith("X-28 before-return-other-thread")));
}

TEST(Judgement, CarriesTheMarksOfTheScenario) {
    Script script;
    script.mark(trace::MarkKind::kScenarioBegin, 0, 0, 0, "family/Method/rest");
    script.mark(trace::MarkKind::kSituationMissing, 0, 0, 0, "nothing came");
    script.mark(trace::MarkKind::kScenarioEnd);
    const Judgement judgement = script.judge();
    EXPECT_EQ(judgement.scenario, "family/Method/rest");
    EXPECT_EQ(judgement.situation_missing, "nothing came");
    EXPECT_TRUE(judgement.scenario_ended);
    EXPECT_EQ(judgement.events, 3u);
}

TEST(Judgement, ShowsTheWitnessesOfAFinding) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    script.final(sink, kFailed);
    script.release(sink);
    script.rest(sink);
    const Judgement judgement = script.judge();
    const auto finding = std::find_if(judgement.findings.begin(), judgement.findings.end(),
                                      [](const Finding& f) { return f.clause == "STA-1"; });
    ASSERT_NE(finding, judgement.findings.end());
    ASSERT_EQ(finding->witness.size(), 2u);
    EXPECT_EQ(finding->witness[0].text, "sink 10: SetStatus(COMPLETE, 0x00000000)");
    EXPECT_FALSE(finding->witness[0].is_breach);
    EXPECT_EQ(finding->witness[1].text, "sink 10: SetStatus(COMPLETE, 0x80041001)");
    EXPECT_TRUE(finding->witness[1].is_breach);
    EXPECT_EQ(finding->operation, "ExecQueryAsync #1");
}

TEST(Judgement, IsTheSameForTheSameTrace) {
    const trace::TemporaryTrace file;
    {
        trace::Recorder recorder(file.path());
        trace::Event event;
        event.kind = trace::EventKind::kRelease;  // of a reference that was never taken: REF-5
        event.object = 9;
        for (int i = 0; i < 3; ++i) recorder.record(event);
    }
    const Judgement first = judge_trace(file.path(), {});
    const Judgement second = judge_trace(file.path(), {});
    ASSERT_EQ(first.findings.size(), 3u);
    EXPECT_EQ(findings(first), findings(second));
    for (std::size_t i = 0; i < 3; ++i) {
        ASSERT_EQ(first.findings[i].witness.size(), second.findings[i].witness.size());
        EXPECT_EQ(first.findings[i].witness.back().index, second.findings[i].witness.back().index);
        EXPECT_EQ(first.findings[i].witness.back().milliseconds, second.findings[i].witness.back().milliseconds);
    }
}

TEST(Judgement, KeepsOnlyTheFirstFindingsOfAKind) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    for (int i = 0; i < 100; ++i) script.indicate(sink);
    script.release(sink);
    const auto lines = findings(script.judge());
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [](const std::string& l) { return l.starts_with("ORD-1 "); }), 5);
}

// A recorder hands out each id once, and what is kept of a call hangs on its id.
TEST(DamagedTrace, IsOneThatEntersACallTwice) {
    for (const trace::Method method : {kQuery, trace::Method::kCancelAsyncCall}) {
        Script script;
        const std::uint32_t sink = script.sink();
        const std::uint32_t call = script.accept(sink);
        trace::Event again;
        again.kind = trace::EventKind::kCallEntered;
        again.method = static_cast<std::uint16_t>(method);
        again.object = 1;
        again.call = call;
        again.value = sink;
        script.recorder().record(again);
        const std::string path = script.close().string();
        try {
            (void)judge_trace(path, {});
            ADD_FAILURE() << "it was judged";
        } catch (const trace::TraceError& error) {
            EXPECT_EQ(error.what(), "The trace " + path + " is damaged: event 4 enters call 1, which had been entered before.");
        }
    }
}

// Counts that a subject or a damaged trace makes up: the greatest there is, and one below zero.
TEST(Judgement, TakesAnyCount) {
    constexpr auto kGreatest = std::numeric_limits<std::int64_t>::max();
    Script script;
    const std::uint32_t events = script.sink();
    script.accept(events, trace::Method::kExecNotificationQueryAsync);
    const std::uint32_t objects = script.sink();
    script.request(script.made(trace::Method::kExecQuery, 0x30), objects, 1);
    for (const std::int64_t count : {kGreatest, std::int64_t{-1}, kGreatest}) {
        script.mark(trace::MarkKind::kEventRaised, events, count);
        script.begin_indicate(objects, count);
        script.end_indicate(objects);
    }
    script.rest(events);
    const std::vector<std::string> found = findings(script.judge());
    EXPECT_THAT(found, Contains(testing::HasSubstr("NextAsync for 1 objects delivers no more")));
    EXPECT_THAT(found, Contains(testing::HasSubstr("every event that matches the query is delivered")));
}

TEST(RuleTable, NamesOnlyClausesOfTheCatalogue) {
    for (const RuleFamily& family : rule_families()) {
        for (const std::string_view clause : family.clauses) {
            ASSERT_NE(find_clause(clause), nullptr) << clause;
            EXPECT_TRUE(is_judged(clause, Role::kService)) << clause;
        }
        for (const std::string_view clause : family.of_providers) {
            ASSERT_NE(find_clause(clause), nullptr) << clause;
            EXPECT_TRUE(is_judged(clause, Role::kProvider)) << clause;
        }
    }
}

// Nobody is asked for what others owe.
TEST(RuleTable, KnowsWhoIsJudged) {
    EXPECT_TRUE(is_judged("PRV-1"));
    EXPECT_FALSE(is_judged("PRV-1", Role::kService));
    EXPECT_FALSE(is_judged("IMM-1", Role::kProvider));
    EXPECT_TRUE(is_judged("ORD-1", Role::kService));
    EXPECT_TRUE(is_judged("ORD-1", Role::kProvider));
    EXPECT_FALSE(is_judged("PRV-11"));
    for (const Clause& clause : catalogue()) {
        if (clause.roles == "provider") {
            EXPECT_FALSE(is_judged(clause.id, Role::kService)) << clause.id;
        }
    }
}

TEST(RuleTable, HoldsWhatTheFirstReleasePromises) {
    for (const char* clause :
         {"REF-1", "REF-2", "REF-2b", "REF-3", "REF-4", "REF-5", "REF-6", "REF-7", "REF-8", "REF-10", "REF-17",
          "STA-1", "STA-2", "STA-3", "STA-4", "STA-5", "STA-6", "STA-8", "STA-9", "STA-11", "STA-13", "STA-14", "STA-15",
          "STA-19", "CAN-1", "CAN-2", "CAN-3", "CAN-4", "CAN-5", "CAN-6", "CAN-7", "ORD-1", "ORD-2", "ORD-3", "ORD-4",
          "ORD-5", "ORD-8", "IMM-1", "IMM-2", "IMM-3", "IND-1", "IND-2", "IND-3", "IND-4", "IND-6", "IND-12", "EVT-1",
          "EVT-2", "ARG-1", "LIV-1", "LIV-2", "LIV-3", "LIV-4"}) {
        EXPECT_TRUE(is_judged(clause)) << clause;
    }
}

}  // namespace
}  // namespace wbemcheck::contract
