// The search alone, against chains of turns that are played by the test itself.
#include "harness/stage/schedule_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace wbemcheck::stage {
namespace {

constexpr Turn callback(std::uint8_t sink) { return {TurnKind::kCallback, sink, 1}; }
constexpr Turn cancel(std::uint8_t sink) { return {TurnKind::kCancel, sink, 1}; }

// Some turns, each so often; every one of them is open as long as it has some left.
class Chains {
public:
    explicit Chains(std::map<Turn, int> left) : left_(std::move(left)) {}

    Schedule play(TurnChooser& chooser) {
        Schedule played;
        for (;;) {
            std::vector<Turn> open;
            for (const auto& [turn, left] : left_) {
                if (left > 0) open.push_back(turn);
            }
            if (open.empty()) return played;
            const auto turn = chooser.choose(open);
            if (!turn) return played;
            --left_[*turn];
            played.push_back(*turn);
        }
    }

private:
    std::map<Turn, int> left_;
};

struct Searched {
    std::set<Schedule> schedules;
    std::size_t redundant = 0;
};

Searched search(const std::map<Turn, int>& chains, std::optional<unsigned> preemptions) {
    DepthFirstSearch order(preemptions);
    Searched searched;
    do {
        Chains world(chains);
        const Schedule played = world.play(order);
        if (order.is_redundant()) {
            ++searched.redundant;
        } else {
            EXPECT_TRUE(searched.schedules.insert(played).second) << text_of(played) << " came twice";
            EXPECT_EQ(played, order.played());
        }
    } while (order.advance());
    EXPECT_FALSE(order.has_diverged());
    return searched;
}

TEST(DepthFirst, TakesEveryOrderOfDependentTurnsOnce) {
    // 5! / (3! 2!) orders of three callbacks and two cancels.
    EXPECT_EQ(search({{callback(1), 3}, {cancel(2), 2}}, std::nullopt).schedules.size(), 10u);
}

TEST(DepthFirst, TakesOneOrderOfIndependentTurns) {
    const Searched searched = search({{callback(1), 3}, {callback(2), 3}}, std::nullopt);
    EXPECT_EQ(searched.schedules.size(), 1u);
}

// Two callbacks on each of two sinks around one cancel: what counts is how many of each come before it.
TEST(DepthFirst, KeepsEveryPlaceOfADependentTurnAmongIndependentOnes) {
    const Searched searched = search({{callback(1), 2}, {callback(2), 2}, {cancel(1), 1}}, std::nullopt);
    std::set<std::pair<std::ptrdiff_t, std::ptrdiff_t>> places;
    for (const Schedule& schedule : searched.schedules) {
        const auto at = std::find(schedule.begin(), schedule.end(), cancel(1));
        places.emplace(std::count(schedule.begin(), at, callback(1)), std::count(schedule.begin(), at, callback(2)));
    }
    EXPECT_EQ(places.size(), 9u);
    EXPECT_EQ(searched.schedules.size(), 9u);
}

TEST(DepthFirst, StaysWithinTheBoundOnPreemptions) {
    const std::map<Turn, int> chains = {{callback(1), 3}, {callback(2), 3}};
    EXPECT_EQ(search(chains, 0).schedules.size(), 2u);   // one after the other, either first
    EXPECT_EQ(search(chains, 1).schedules.size(), 6u);   // and those that leave the first once, after one or two callbacks
    EXPECT_EQ(search(chains, 100).schedules.size(), 20u);
}

TEST(DepthFirst, SaysThatTheWorldHasDiverged) {
    DepthFirstSearch order(std::nullopt);
    const std::vector<Turn> both = {callback(1), cancel(1)};
    const std::vector<Turn> other = {cancel(1)};
    EXPECT_EQ(order.choose(both), callback(1));
    EXPECT_EQ(order.choose(other), cancel(1));
    ASSERT_TRUE(order.advance());  // the other one first
    EXPECT_EQ(order.choose(std::vector<Turn>{callback(1)}), callback(1));
    EXPECT_TRUE(order.has_diverged());
}

TEST(FixedSchedule, LeavesOutWhatIsNotOpen) {
    FixedSchedule order({callback(2), callback(1), cancel(1)});
    const std::vector<Turn> open = {callback(1), cancel(1)};
    EXPECT_EQ(order.choose(open), callback(1));
    EXPECT_EQ(order.choose(open), cancel(1));
    EXPECT_EQ(order.choose(open), std::nullopt);
}

TEST(FixedSchedule, LetsTheAddRefGoThatACallbackWaitsFor) {
    const Turn add_ref{TurnKind::kAddRef, 1, 1};
    FixedSchedule order({callback(1)});
    EXPECT_EQ(order.choose(std::vector<Turn>{add_ref}), add_ref);
    EXPECT_EQ(order.choose(std::vector<Turn>{callback(1)}), callback(1));
    EXPECT_EQ(order.choose(std::vector<Turn>{callback(1)}), std::nullopt);
}

TEST(Random, DrawsTheSameFromTheSameSeedAndSomethingElseFromAnother) {
    const std::map<Turn, int> chains = {{callback(1), 6}, {cancel(1), 6}};
    const auto draw = [&](std::uint64_t seed) {
        RandomSearch order(seed);
        return Chains(chains).play(order);
    };
    EXPECT_EQ(draw(5), draw(5));
    EXPECT_NE(draw(5), draw(6));
}

}  // namespace
}  // namespace wbemcheck::stage
