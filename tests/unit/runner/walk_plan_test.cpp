#include "harness/runner/walk_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/runner/exploration.h"
#include "harness/runner/plan.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::runner {
namespace {

using probe::CrossingKind;
using reports::Verdict;
using testing::ElementsAre;
using trace::Event;
using trace::EventKind;
using trace::Method;

Event event(EventKind kind, std::uint32_t object, Method method = Method::kNone, std::uint32_t call = 0,
            std::int64_t value = 0) {
    Event made;
    made.kind = kind;
    made.object = object;
    made.method = static_cast<std::uint16_t>(method);
    made.call = call;
    made.value = value;
    return made;
}

std::vector<std::string> names_of(const std::vector<probe::Crossing>& points) {
    std::vector<std::string> names;
    for (const probe::Crossing& point : points) names.push_back(scenarios::name_of(point));
    return names;
}

// Of the first asynchronous call and its sink, and of nobody else.
TEST(Points, AreReadFromTheTraceOfAnUndisturbedRun) {
    const trace::TemporaryTrace file;
    {
        trace::Recorder recorder(file.path());
        recorder.record(event(EventKind::kCallEntered, 1, Method::kGetObject, 1));
        recorder.record(event(EventKind::kAddRef, 9));
        recorder.record(event(EventKind::kCallReturned, 1, Method::kGetObject, 1));
        recorder.record(event(EventKind::kCallEntered, 1, Method::kExecQueryAsync, 2, 3));
        recorder.record(event(EventKind::kAddRef, 3));
        recorder.record(event(EventKind::kCallReturned, 1, Method::kExecQueryAsync, 2));
        for (int i = 0; i < 2; ++i) {
            recorder.record(event(EventKind::kCallbackEntered, 3, Method::kIndicate));
            recorder.record(event(EventKind::kCallbackLeft, 3, Method::kIndicate));
        }
        recorder.record(event(EventKind::kCallbackEntered, 9, Method::kIndicate));
        recorder.record(event(EventKind::kCallbackEntered, 3, Method::kSetStatus));
        recorder.record(event(EventKind::kCallbackLeft, 3, Method::kSetStatus));
        recorder.record(event(EventKind::kRelease, 3));
        recorder.record(event(EventKind::kCallEntered, 1, Method::kExecQueryAsync, 4, 9));
        // The client has nothing left to make a call with.
        recorder.record(event(EventKind::kCallEntered, 1, Method::kServicesRelease, 5));
        recorder.record(event(EventKind::kRelease, 3));
    }
    EXPECT_THAT(names_of(read_points(file.path())),
                ElementsAre("before-the-call", "in-add-ref-1", "after-the-call", "in-indicate-1", "after-indicate-1",
                            "in-indicate-2", "after-indicate-2", "in-set-status-1", "after-set-status-1", "in-release-1"));
}

Surveyed surveyed_query() {
    return {{Method::kExecQueryAsync, scenarios::Outcome::kMany, scenarios::WalkAction::kNone, S_OK, {}},
            {{CrossingKind::kCallEntered, 1}, {CrossingKind::kIndicateEntered, 1}}};
}

TEST(Placements, AreEveryActionAtEveryPointWhereItIsPossible) {
    std::size_t inside = 0;
    for (const scenarios::Placement& placement : placements_of(surveyed_query())) {
        EXPECT_TRUE(scenarios::is_possible(placement)) << scenarios::id_of(placement);
        inside += placement.point.kind == CrossingKind::kIndicateEntered ? 1 : 0;
    }
    EXPECT_EQ(inside, scenarios::walk_actions().size());  // inside a callback a client may do anything
}

TEST(WalkMap, CountsPlacementsAndTakesTheWorstOfThem) {
    std::vector<reports::ScenarioOutcome> outcomes(4);
    outcomes[0].id = "walk/ExecQueryAsync/many/cancel/in-indicate-1";
    outcomes[0].verdict = Verdict::kPass;
    outcomes[1].id = "walk/ExecQueryAsync/many/cancel-twice/in-indicate-1@2";
    outcomes[1].verdict = Verdict::kViolation;
    outcomes[2].id = "walk/ExecQueryAsync/many/cancel/before-the-call";
    outcomes[2].verdict = Verdict::kInconclusive;
    outcomes[3].id = "walk/ExecQueryAsync/many/undisturbed";
    outcomes[3].verdict = Verdict::kHarnessFault;
    const std::vector<Surveyed> surveyed = {surveyed_query()};
    const auto walks = map_walks(surveyed, outcomes);
    ASSERT_EQ(walks.size(), 1u);
    EXPECT_EQ(walks[0].operation, "ExecQueryAsync/many");
    EXPECT_THAT(walks[0].points, ElementsAre(reports::WalkPoint{"before-the-call", Verdict::kInconclusive, 1, 1},
                                             reports::WalkPoint{"in-indicate-1", Verdict::kViolation, 2, 0}));
}

TEST(Exploration, ComesOutOfItsLineAsItWentIn) {
    Exploration exploration;
    exploration.report.space = "explore/a";
    exploration.report.broken = 9;
    exploration.report.schedules = 1;
    exploration.report.redundant = 2;
    exploration.report.orders = 3;
    exploration.report.turns = 4;
    exploration.report.is_exhausted = true;
    exploration.report.diverged = 5;
    exploration.report.blocked = 6;
    exploration.report.seconds = 0.25;
    exploration.report.waited_seconds = 0.125;
    exploration.report.tells_activity = true;
    exploration.obstacle = "no class";
    exploration.opportunities = {{"REF-1", 7}};
    exploration.breaches = {{"REF-3", Verdict::kWarning, "explore/a", "explore/b", "expected", "actual", 8}};
    EXPECT_EQ(read_exploration(write_exploration(exploration)), exploration);
    EXPECT_EQ(write_exploration(exploration).find('\n'), std::string::npos);
}

TEST(DelaysOfAScenario, HangOnTheSeedAndItsName) {
    RunOptions options;
    options.seed = 3;
    EXPECT_EQ(delays_of(options, "a"), 0u);  // not asked for
    options.delays = true;
    EXPECT_NE(delays_of(options, "a"), 0u);
    EXPECT_NE(delays_of(options, "a"), delays_of(options, "a@2"));
    EXPECT_EQ(schedule_of(options, "a@2"), "a@2~3");
    RunOptions replay = options;
    replay.replay = "a@2";
    EXPECT_EQ(delays_of(replay, "a@2"), delays_of(options, "a@2"));
    EXPECT_EQ(delays_of(replay, "a@7"), delays_of(options, "a@2"));  // each repetition of the replay
    options.seed = 4;
    EXPECT_NE(delays_of(options, "a@2"), delays_of(replay, "a@2"));
}

}  // namespace
}  // namespace wbemcheck::runner
