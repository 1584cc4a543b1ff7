// The statistics of two sets of repetitions: medians, whether one is slower than the other, and how small a change could have
// been seen.
#pragma once

#include <vector>

namespace wbemcheck::reports {

// 0 of nothing.
[[nodiscard]] double median_of(std::vector<double> values);

// The value below which this share of the values lies, between neighbours in proportion; 0 of nothing.
[[nodiscard]] double quantile_of(std::vector<double> values, double share);

// The one-sided Mann-Whitney U test: how probable it is that `now` lies as far above `base` as it does, or further, if both
// come from one distribution. Exact where both have at most 20 values and no two are equal, otherwise by the normal
// approximation with the correction for ties. 1 where either has fewer than 2 values.
// H. B. Mann, D. R. Whitney, On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other,
// Annals of Mathematical Statistics 18 (1947).
[[nodiscard]] double probability_of_no_rise(const std::vector<double>& base, const std::vector<double>& now);

// The smallest rise, as a share of the median, that the test would have called significant at this level with the spread that
// the two have: `now`, moved to the median of `base` and raised by it. Infinity when no rise would.
[[nodiscard]] double smallest_visible_rise(const std::vector<double>& base, const std::vector<double>& now, double level);

// Between which rises, as shares, that of `now` over `base` lies: a smaller or a greater one would be refuted by the test, each
// at this level. From -1 to infinity where there are too few values to say anything.
struct RiseInterval {
    double low;
    double high;
};
[[nodiscard]] RiseInterval rise_interval(const std::vector<double>& base, const std::vector<double>& now, double level);

}  // namespace wbemcheck::reports
