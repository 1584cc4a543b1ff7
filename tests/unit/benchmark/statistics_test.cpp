#include "reports/benchmark/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace wbemcheck::reports {
namespace {

TEST(Median, IsTheMiddleOrTheMeanOfTheTwoInTheMiddle) {
    EXPECT_EQ(median_of({}), 0);
    EXPECT_EQ(median_of({3, 1, 2}), 2);
    EXPECT_EQ(median_of({4, 1, 2, 3}), 2.5);
    EXPECT_EQ(quantile_of({1, 2, 3, 4, 5}, 0.25), 2);
    EXPECT_EQ(quantile_of({1, 2, 3, 4, 5}, 1), 5);
}

// By hand: of the 20 ways to put three among three, one has U = 9, two have U >= 8, four have U >= 7.
TEST(MannWhitney, IsExactForFewValues) {
    EXPECT_DOUBLE_EQ(probability_of_no_rise({1, 2, 3}, {4, 5, 6}), 1.0 / 20);
    EXPECT_DOUBLE_EQ(probability_of_no_rise({1, 2, 4}, {3, 5, 6}), 2.0 / 20);
    EXPECT_DOUBLE_EQ(probability_of_no_rise({1, 2, 5}, {3, 4, 6}), 4.0 / 20);
    EXPECT_DOUBLE_EQ(probability_of_no_rise({4, 5, 6}, {1, 2, 3}), 1);
}

// Of the 184,756 ways to put ten among ten, one has all of them above.
TEST(MannWhitney, GivesTheLeastProbabilityWhenAllLieAbove) {
    std::vector<double> base;
    std::vector<double> now;
    for (int place = 0; place < 10; ++place) {
        base.push_back(place);
        now.push_back(100 + place);
    }
    EXPECT_NEAR(probability_of_no_rise(base, now), 1.0 / 184756, 1e-12);
}

TEST(MannWhitney, ComesCloseToTheExactValueByItsApproximation) {
    std::vector<double> base;
    std::vector<double> now;
    for (int place = 0; place < 20; ++place) {
        base.push_back(place * 7 % 20);
        now.push_back(place * 11 % 20 + 3.5);
    }
    const double exact = probability_of_no_rise(base, now);
    base.push_back(100);  // with 21 values the approximation is used
    base.push_back(-100);
    EXPECT_NEAR(probability_of_no_rise(base, now), exact, 0.02);
}

TEST(MannWhitney, SeesNothingInEqualValuesOrInOne) {
    EXPECT_EQ(probability_of_no_rise({5, 5, 5, 5}, {5, 5, 5, 5}), 1);
    EXPECT_EQ(probability_of_no_rise({5}, {6}), 1);
    EXPECT_GT(probability_of_no_rise({1, 1, 2, 2}, {1, 2, 1, 2}), 0.4);
}

TEST(VisibleRise, IsSmallWhereTheSpreadIsSmall) {
    std::vector<double> quiet;
    std::vector<double> noisy;
    for (int place = 0; place < 10; ++place) {
        quiet.push_back(1000 + place);
        noisy.push_back(1000 + place * 100);
    }
    EXPECT_LT(smallest_visible_rise(quiet, quiet, 0.005), 0.02);
    EXPECT_GT(smallest_visible_rise(noisy, noisy, 0.005), 0.2);
}

TEST(VisibleRise, IsAboveAllWhereTooFewValuesAreThere) {
    EXPECT_TRUE(std::isinf(smallest_visible_rise({1, 2, 3}, {1, 2, 3}, 0.005)));
    EXPECT_TRUE(std::isinf(smallest_visible_rise({}, {}, 0.005)));
}

TEST(RiseInterval, LiesAroundTheRiseAndEndsWhereTheTestRefutes) {
    std::vector<double> base;
    std::vector<double> now;
    for (int place = 0; place < 10; ++place) {
        base.push_back(1000 + place);
        now.push_back(1100 + 1.1 * place + 0.05);  // no two equal, at no rise of the base
    }
    const RiseInterval interval = rise_interval(base, now, 0.001);
    EXPECT_GT(interval.low, 0.09);
    EXPECT_LT(interval.low, 0.1);
    EXPECT_GT(interval.high, 0.1);
    EXPECT_LT(interval.high, 0.11);
    std::vector<double> below = base;
    for (double& value : below) value *= 1 + interval.low - 1e-4;
    EXPECT_LT(probability_of_no_rise(below, now), 0.001);
    for (double& value : below) value *= 1.002;
    EXPECT_GE(probability_of_no_rise(below, now), 0.001);
}

TEST(RiseInterval, IsEverythingWhereTooFewValuesAreThere) {
    const RiseInterval interval = rise_interval({1, 2, 3}, {4, 5, 6}, 0.001);
    EXPECT_EQ(interval.low, -1);
    EXPECT_TRUE(std::isinf(interval.high));
}

}  // namespace
}  // namespace wbemcheck::reports
