// The three answers on measurements of real mocks, which verdict_benchmark has made (recorded/README.md). Nothing is measured
// here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <set>

#include "tests/benchmark/verdict_trial.h"

namespace wbemcheck::benchmarks {
namespace {

using reports::BenchmarkChange;
using reports::Change;

const VerdictTrial& recorded() {
    static const VerdictTrial trial = load_trial(WBEMCHECK_RECORDED_FOLDER);
    return trial;
}

std::string text_of(const BenchmarkChange& one) {
    return fmt::format("{}: {}, {:+.1f} %, p {:.2g}", one.name, reports::name_of(one.change), 100 * one.rise, one.probability);
}

TEST(RecordedVerdict, GivesAtMostTwoFalseAlarmsInAHundredComparisonsOfTheSameMock) {
    const std::vector<BenchmarkChange> changes = compare_neighbours(recorded().equal);
    EXPECT_GE(changes.size(), 100u);
    EXPECT_LE(count_of(changes, Change::kRegressed) * 100, changes.size() * 2);
}

TEST(RecordedVerdict, IsRegressedForAMockThatIsATenthSlower) {
    const std::vector<BenchmarkChange> changes = compare_slowed(recorded().slowed);
    std::set<std::string> names;
    for (const BenchmarkChange& one : changes) {
        EXPECT_EQ(one.change, Change::kRegressed) << text_of(one);
        names.insert(one.name);
    }
    // Each of the deliveries of one query.
    EXPECT_THAT(names, testing::ElementsAre("deliver/batch:1/operations:1", "deliver/batch:10/operations:1",
                                            "deliver/batch:100/operations:1", "deliver/batch:1000/operations:1"));
}

TEST(RecordedVerdict, IsNeverRegressedForTheSlowedMockHeldAgainstItself) {
    for (const SlowedPair& pair : recorded().slowed) {
        const reports::Regression found = reports::find_regressions(pair.slowed, pair.slowed);
        for (const BenchmarkChange& one : found.changes) EXPECT_NE(one.change, Change::kRegressed) << text_of(one);
        EXPECT_FALSE(found.is_worse());
    }
}

TEST(RecordedVerdict, CannotBeToldForAnUnsteadyMock) {
    const std::vector<BenchmarkChange> changes = compare_neighbours(recorded().noisy);
    EXPECT_GE(changes.size(), 4u);
    for (const BenchmarkChange& one : changes) {
        EXPECT_EQ(one.change, Change::kCannotTell) << text_of(one);
        EXPECT_GT(one.visible_rise, 0.05) << text_of(one);
    }
}

}  // namespace
}  // namespace wbemcheck::benchmarks
