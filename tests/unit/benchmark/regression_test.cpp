#include "reports/benchmark/regression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "reports/benchmark/regression_text.h"
#include "reports/html/benchmark_page.h"

namespace wbemcheck::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Repetitions of a benchmark of this median, spread by this share, drawn from a seed.
Series series(const char* name, double median, double spread, unsigned seed) {
    std::mt19937 engine(seed);
    // Not std::normal_distribution, whose values differ between standard libraries.
    const auto draw = [&] {
        double sum = 0;
        for (int part = 0; part < 12; ++part) sum += static_cast<double>(engine()) / 4294967296.0;
        return sum - 6;
    };
    Series made;
    made.name = name;
    for (int repetition = 0; repetition < 20; ++repetition) made.nanoseconds.push_back(median * (1 + spread * draw()));
    return made;
}

Measurement measurement(std::vector<Series> all, bool conforms = true) {
    Measurement made;
    made.context = {{"subject", "mock"}, {"conforms", conforms ? "true" : "false"}};
    made.series = std::move(all);
    return made;
}

Change change_of(double spread, double factor, unsigned seed = 1) {
    const Regression found = find_regressions(measurement({series("x", 1000, spread, seed)}),
                                              measurement({series("x", 1000 * factor, spread, seed + 1000)}));
    return found.changes.at(0).change;
}

TEST(Regression, IsSaidOfASubjectThatIsATenthSlower) {
    for (unsigned seed = 1; seed <= 20; ++seed) EXPECT_EQ(change_of(0.01, 1.1, seed), Change::kRegressed) << seed;
}

TEST(Regression, IsNotSaidOfTheSameSubjectOrAFasterOne) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        EXPECT_EQ(change_of(0.01, 1.0, seed), Change::kNotRegressed) << seed;
        EXPECT_EQ(change_of(0.01, 0.8, seed), Change::kNotRegressed) << seed;
    }
}

TEST(Regression, CannotBeToldWhereTheNoiseWouldHideIt) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        EXPECT_NE(change_of(0.3, 1.0, seed), Change::kNotRegressed) << seed;
        EXPECT_NE(change_of(0.3, 1.0, seed), Change::kRegressed) << seed;
    }
}

TEST(Regression, GivesAtMostTwoFalseAlarmsInAHundredComparisonsOfEqualBuilds) {
    for (const double spread : {0.005, 0.02, 0.1, 0.5}) {
        int alarms = 0;
        for (unsigned seed = 1; seed <= 100; ++seed) alarms += change_of(spread, 1.0, seed) == Change::kRegressed ? 1 : 0;
        EXPECT_LE(alarms, 2) << spread;
    }
}

TEST(Regression, SaysWhatCouldHaveBeenSeen) {
    const Regression found =
        find_regressions(measurement({series("x", 1000, 0.05, 1)}), measurement({series("x", 1000, 0.05, 2)}));
    EXPECT_GT(found.changes[0].visible_rise, 0.0);
    EXPECT_LT(found.changes[0].visible_rise, 0.5);
    EXPECT_THAT(render_regression(found, false), HasSubstr("visible"));
}

TEST(Regression, HoldsTimesAgainstTheFloorOfTheirRun) {
    // The machine is a fifth slower, and so is its floor.
    const Measurement base = measurement({series(kFloorName, 100, 0.01, 1), series("x", 1000, 0.01, 2)});
    const Measurement same = measurement({series(kFloorName, 120, 0.01, 3), series("x", 1200, 0.01, 4)});
    const Regression found = find_regressions(base, same);
    EXPECT_TRUE(found.is_against_floor);
    ASSERT_EQ(found.changes.size(), 1u);  // the floor is no benchmark
    EXPECT_EQ(found.changes[0].change, Change::kNotRegressed);
    EXPECT_FALSE(found.is_worse());
}

TEST(Regression, IsNotSaidBecauseTheFloorWasMeasuredBadly) {
    // The floor seems a fifth faster in the new run, but it is spread by half in both.
    const Measurement base = measurement({series(kFloorName, 120, 0.5, 1), series("x", 1000, 0.01, 2)});
    const Measurement same = measurement({series(kFloorName, 100, 0.5, 3), series("x", 1000, 0.01, 4)});
    const Regression found = find_regressions(base, same);
    EXPECT_FALSE(found.is_against_floor);
    EXPECT_EQ(found.changes.at(0).change, Change::kNotRegressed);
}

TEST(Regression, CannotBeToldWhereOnlyTheFloorHasBecomeFaster) {
    // Either the subject is slower on a faster machine, or the floor alone has gained: the clock shows nothing.
    const Measurement base = measurement({series(kFloorName, 120, 0.01, 1), series("x", 1000, 0.01, 2)});
    const Measurement now = measurement({series(kFloorName, 100, 0.01, 3), series("x", 1000, 0.01, 4)});
    EXPECT_EQ(find_regressions(base, now).changes.at(0).change, Change::kCannotTell);
}

TEST(Regression, IsSeenBesidesASlowerMachine) {
    const Measurement base = measurement({series(kFloorName, 100, 0.01, 1), series("x", 1000, 0.01, 2)});
    const Measurement now = measurement({series(kFloorName, 120, 0.01, 3), series("x", 1320, 0.01, 4)});
    EXPECT_EQ(find_regressions(base, now).changes.at(0).change, Change::kRegressed);
}

TEST(Regression, ListsWhatOnlyOneSideHasMeasured) {
    Series broken = series("broken", 1, 0, 1);
    broken.nanoseconds.clear();
    broken.error = "no object came";
    const Regression found =
        find_regressions(measurement({series("gone", 10, 0.01, 1), series("broken", 10, 0.01, 1), series("x", 10, 0.01, 1)}),
                         measurement({series("x", 10, 0.01, 2), broken, series("new", 10, 0.01, 1)}));
    EXPECT_THAT(found.missing, ElementsAre("broken (no object came)", "gone"));
    EXPECT_THAT(found.added, ElementsAre("new"));
    EXPECT_TRUE(found.is_worse());
}

TEST(Regression, CountsForNothingWhereAClauseWasBroken) {
    const Measurement good = measurement({series("x", 10, 0.01, 1)});
    const Measurement fast = measurement({series("x", 5, 0.01, 1)}, false);
    const Regression found = find_regressions(good, fast);
    EXPECT_TRUE(found.is_gated);
    EXPECT_TRUE(found.is_worse());
    EXPECT_THAT(headline_of(found), HasSubstr("counts for nothing"));
    EXPECT_THAT(found.notes, ElementsAre(HasSubstr("broke a clause")));
    EXPECT_TRUE(find_regressions(fast, good).is_gated);
    EXPECT_THAT(find_regressions(good, good).notes, IsEmpty());
}

TEST(RegressionReports, ShowEveryBenchmarkAndEscapeItsName) {
    const Measurement base = measurement({series("a|b<script>", 1000, 0.01, 1)});
    const Measurement now = measurement({series("a|b<script>", 1200, 0.01, 2)});
    const Regression found = find_regressions(base, now);
    EXPECT_THAT(render_regression(found, false), HasSubstr("regressed"));
    const std::string markdown = write_benchmark_markdown(now, &base, &found);
    EXPECT_THAT(markdown, HasSubstr("a\\|b\\<script>"));
    const std::string page = write_html_benchmarks(now, &base, &found);
    EXPECT_EQ(page.find("b<script>"), std::string::npos);
    EXPECT_NE(page.find("a|b&lt;script&gt;"), std::string::npos);
}

TEST(Growth, IsTheExponentOfTheSize) {
    Measurement made = measurement({});
    for (const double size : {1, 10, 100, 1000}) {
        Series one;
        one.name = "size/objects:" + std::to_string(static_cast<int>(size));
        one.nanoseconds = {5 * size * size};
        made.series.push_back(one);
    }
    const auto growths = growths_in(made);
    ASSERT_EQ(growths.size(), 1u);
    EXPECT_EQ(growths[0].family, "size/objects");
    EXPECT_NEAR(growths[0].slope, 2, 1e-9);
}

TEST(Growth, IsFoundForEveryNumberOfAName) {
    Measurement made = measurement({});
    for (const int batch : {1, 10, 100, 1000}) {
        for (const int operations : {1, 2}) {
            Series one;
            one.name = "deliver/batch:" + std::to_string(batch) + "/operations:" + std::to_string(operations);
            one.nanoseconds = {3.0 * operations / batch};
            made.series.push_back(one);
        }
    }
    const auto growths = growths_in(made);
    ASSERT_EQ(growths.size(), 2u);  // two numbers of operations are no growth
    EXPECT_EQ(growths[0].family, "deliver/batch:N/operations:1");
    EXPECT_NEAR(growths[0].slope, -1, 1e-9);
    EXPECT_EQ(growths[1].family, "deliver/batch:N/operations:2");
}

TEST(Growth, LeavesOutWhatACoarseClockDidNotSee) {
    Measurement made = measurement({});
    for (const int size : {1, 10, 100, 1000, 10000}) {
        Series one;
        one.name = "size/objects:" + std::to_string(size);
        one.nanoseconds = {size == 1 ? 0.0 : 2.0 * size};
        made.series.push_back(one);
    }
    const auto growths = growths_in(made);
    ASSERT_EQ(growths.size(), 1u);
    EXPECT_EQ(growths[0].points.size(), 4u);
    EXPECT_NEAR(growths[0].slope, 1, 1e-9);
}

TEST(TimeText, HasThreeDigitsAndAUnit) {
    EXPECT_EQ(time_text(1.234), "1.23 ns");
    EXPECT_EQ(time_text(12.34), "12.3 ns");
    EXPECT_EQ(time_text(123.4), "123 ns");
    EXPECT_EQ(time_text(1234), "1.23 us");
    EXPECT_EQ(time_text(12.34e6), "12.3 ms");
    EXPECT_EQ(time_text(123.4e9), "123 s");
}

}  // namespace
}  // namespace wbemcheck::reports
