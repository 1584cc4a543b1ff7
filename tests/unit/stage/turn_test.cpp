#include "harness/stage/turn.h"

#include <gtest/gtest.h>

namespace wbemcheck::stage {
namespace {

TEST(Turn, IsNamedByItsKindItsSinkAndItsPlaceAmongThoseThatAreAlike) {
    EXPECT_EQ(name_of({TurnKind::kCallback, 1, 1}), "callback-1");
    EXPECT_EQ(name_of({TurnKind::kAddRef, 2, 1}), "add-ref-2");
    EXPECT_EQ(name_of({TurnKind::kStart, 1, 2}), "start-1b");
    EXPECT_EQ(name_of({TurnKind::kCancel, 12, 3}), "cancel-12c");
}

TEST(Turn, IsReadBackFromItsName) {
    for (const Turn& turn : {Turn{TurnKind::kCallback, 1, 1}, Turn{TurnKind::kAddRef, 99, 22}, Turn{TurnKind::kStart, 3, 2},
                             Turn{TurnKind::kCancel, 10, 1}}) {
        EXPECT_EQ(parse_turn(name_of(turn)), turn) << name_of(turn);
    }
}

TEST(Turn, IsNotReadFromAnythingElse) {
    for (const char* text : {"", "callback", "callback-", "callback-0", "callback-01", "callback-1a", "callback-1bb",
                             "callback-100", "callback--1", "Callback-1", "start-1x", "release-1", "callback-1 "}) {
        EXPECT_EQ(parse_turn(text), std::nullopt) << text;
    }
}

TEST(Schedule, WritesEqualTurnsInARowOnce) {
    const Turn start{TurnKind::kStart, 1, 1};
    const Turn callback{TurnKind::kCallback, 1, 1};
    const Turn cancel{TurnKind::kCancel, 1, 1};
    const Schedule schedule = {start, callback, callback, callback, cancel, callback};
    EXPECT_EQ(text_of(schedule), "start-1.callback-1x3.cancel-1.callback-1");
    EXPECT_EQ(parse_schedule(text_of(schedule)), schedule);
}

TEST(Schedule, IsNotReadFromAnythingElse) {
    for (const char* text : {"", ".", "start-1.", ".start-1", "start-1..cancel-1", "start-1x", "start-1x0", "start-1x-2",
                             "start-1x99999999999", "start-1 cancel-1", "two-sinks"}) {
        EXPECT_EQ(parse_schedule(text), std::nullopt) << text;
    }
}

TEST(Independence, HoldsBetweenCallbacksOfDifferentSinksOnly) {
    const Turn one{TurnKind::kCallback, 1, 1};
    const Turn two{TurnKind::kCallback, 2, 1};
    EXPECT_TRUE(are_independent(one, two));
    EXPECT_FALSE(are_independent(one, {TurnKind::kCallback, 1, 2}));
    EXPECT_FALSE(are_independent(one, {TurnKind::kCancel, 2, 1}));
    EXPECT_FALSE(are_independent({TurnKind::kStart, 1, 1}, {TurnKind::kStart, 2, 1}));
}

}  // namespace
}  // namespace wbemcheck::stage
