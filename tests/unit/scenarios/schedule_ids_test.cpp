// The ids of placements, spaces and schedules: all that is needed to play them again.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "scenarios/explore.h"
#include "scenarios/scenario.h"
#include "scenarios/walk.h"

namespace wbemcheck::scenarios {
namespace {

using probe::CrossingKind;

TEST(Placement, IsReadBackFromItsIdWhateverItIs) {
    std::set<std::string> ids;
    for (const Placement& operation : walked_operations()) {
        for (const Placement& action : walk_actions()) {
            for (std::size_t kind = 0; kind < probe::kCrossingKinds; ++kind) {
                Placement placement = action;
                placement.method = operation.method;
                placement.outcome = operation.outcome;
                placement.point = {static_cast<CrossingKind>(kind), 1};
                if (!is_possible(placement)) continue;
                const std::string id = id_of(placement);
                EXPECT_TRUE(ids.insert(id).second) << id;
                const auto read = parse_placement(id);
                ASSERT_TRUE(read) << id;
                EXPECT_EQ(id_of(*read), id);
                EXPECT_EQ(find_scenario(id)->id, id);
            }
        }
    }
    EXPECT_GT(ids.size(), 500u);
}

TEST(Placement, NamesItsMethodItsActionAndItsPoint) {
    const auto placement = parse_placement("walk/ExecQueryAsync/many/cancel-twice/in-indicate-12");
    ASSERT_TRUE(placement);
    EXPECT_EQ(placement->method, trace::Method::kExecQueryAsync);
    EXPECT_EQ(placement->outcome, Outcome::kMany);
    EXPECT_EQ(placement->action, WalkAction::kCancelTwice);
    EXPECT_EQ(placement->point.kind, CrossingKind::kIndicateEntered);
    EXPECT_EQ(placement->point.ordinal, 12u);
}

TEST(Placement, IsNotReadFromAnythingElse) {
    for (const char* id : {"", "walk", "walk/ExecQueryAsync", "walk/ExecQuery/many/undisturbed",
                           "walk/ExecQueryAsync/several/undisturbed", "walk/PutClassAsync/many/undisturbed",
                           "walk/ExecQueryAsync/many/undisturbed/in-indicate-1", "walk/ExecQueryAsync/many/cancel",
                           "walk/ExecQueryAsync/many/cancel/in-indicate", "walk/ExecQueryAsync/many/cancel/in-indicate-0",
                           "walk/ExecQueryAsync/many/cancel/in-indicate-01", "walk/ExecQueryAsync/many/cancel/after-the-call-1",
                           "walk/ExecQueryAsync/many/leap/in-indicate-1", "lifecycle/ExecQueryAsync/many/cancel/in-indicate-1"}) {
        EXPECT_FALSE(parse_placement(id)) << id;
    }
}

// A client may not give away what it is about to pass, and only a callback has an answer.
TEST(Placement, IsOnlyWhereAClientMayDoIt) {
    for (const char* id : {"walk/ExecQueryAsync/many/release-sink/before-the-call",
                           "walk/ExecQueryAsync/many/release-services/in-add-ref-1",
                           "walk/ExecQueryAsync/many/answer-failed/in-release-1",
                           "walk/ExecQueryAsync/many/nested-call/after-the-call",
                           "walk/ExecQueryAsync/many/cancel-on-own-thread/after-indicate-1"}) {
        EXPECT_FALSE(parse_placement(id)) << id;
    }
}

TEST(Space, IsReadBackFromItsId) {
    std::set<std::string> ids;
    for (const Space& space : all_spaces()) {
        const std::string id = id_of(space);
        EXPECT_TRUE(ids.insert(id).second) << id;
        const auto read = parse_space(id);
        ASSERT_TRUE(read) << id;
        EXPECT_EQ(read->actions, space.actions) << id;
        EXPECT_EQ(find_scenario(id)->id, id);
        EXPECT_FALSE(parse_explored(id)) << id;
    }
    EXPECT_TRUE(ids.contains("explore/ExecQueryAsync/many/two-sinks-and-cancel"));
}

TEST(ExploredSchedule, HasTheActionsThatItNames) {
    const auto schedule = parse_explored("explore/ExecQueryAsync/many/start-1.callback-1x2.start-2.cancel-1.callback-2");
    ASSERT_TRUE(schedule);
    EXPECT_EQ(id_of(*schedule), "explore/ExecQueryAsync/many/start-1.callback-1x2.start-2.cancel-1.callback-2");
    const auto actions = actions_of(schedule->schedule);
    ASSERT_EQ(actions.size(), 3u);
    EXPECT_EQ(stage::text_of(actions), "start-1.start-2.cancel-1");
    EXPECT_FALSE(parse_explored("explore/ExecQueryAsync/many/start-1.leap-1"));
    EXPECT_FALSE(parse_space("explore/ExecQueryAsync/many/start-1.callback-1"));
}

}  // namespace
}  // namespace wbemcheck::scenarios
