#include "reports/benchmark/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>

namespace wbemcheck::reports {
namespace {

constexpr std::size_t kExact = 20;

// In how many ways m values and n values can be mixed so that U is at least `limit`, as a share of all. By the recurrence of
// Mann and Whitney: a mix ends in a value of one kind or the other.
double exact_share(std::size_t m, std::size_t n, double limit) {
    std::vector<std::vector<std::vector<double>>> ways(m + 1, std::vector<std::vector<double>>(n + 1));
    for (std::size_t i = 0; i <= m; ++i) {
        for (std::size_t j = 0; j <= n; ++j) {
            std::vector<double>& here = ways[i][j];
            here.assign(i * j + 1, 0);
            if (i == 0 || j == 0) {
                here[0] = 1;
                continue;
            }
            // The greatest value is one of `now`: it lies above all j of the base.
            for (std::size_t u = 0; u < ways[i - 1][j].size(); ++u) here[u + j] += ways[i - 1][j][u];
            for (std::size_t u = 0; u < ways[i][j - 1].size(); ++u) here[u] += ways[i][j - 1][u];
        }
    }
    double all = 0;
    double reached = 0;
    const std::vector<double>& whole = ways[m][n];
    for (std::size_t u = 0; u < whole.size(); ++u) {
        all += whole[u];
        if (static_cast<double>(u) >= limit) reached += whole[u];
    }
    return reached / all;
}

constexpr double kMost = 100;  // the greatest rise that is looked for

// The least rise up to kMost, to a thousandth of a per cent, from which on `is_reached` holds; infinity when it never does.
template <class Statement>
double least_rise(double low, Statement is_reached) {
    if (!is_reached(kMost)) return std::numeric_limits<double>::infinity();
    if (is_reached(low)) return low;
    double high = kMost;
    for (int step = 0; step < 60 && high - low > 1e-5; ++step) {
        const double middle = (low + high) / 2;
        (is_reached(middle) ? high : low) = middle;
    }
    return high;
}

std::vector<double> raised(std::vector<double> values, double rise) {
    for (double& value : values) value *= 1 + rise;
    return values;
}

}  // namespace

double median_of(std::vector<double> values) { return quantile_of(std::move(values), 0.5); }

double quantile_of(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= values.size()) return values.back();
    return values[below] + (values[below + 1] - values[below]) * (place - static_cast<double>(below));
}

double probability_of_no_rise(const std::vector<double>& base, const std::vector<double>& now) {
    if (base.size() < 2 || now.size() < 2) return 1;
    double u = 0;  // pairs in which `now` is the greater one; equal ones count a half
    for (const double after : now) {
        for (const double before : base) u += after > before ? 1 : after == before ? 0.5 : 0;
    }
    std::map<double, std::size_t> equal;
    for (const double value : base) ++equal[value];
    for (const double value : now) ++equal[value];
    const bool has_ties = equal.size() != base.size() + now.size();
    if (!has_ties && base.size() <= kExact && now.size() <= kExact) return exact_share(now.size(), base.size(), u);

    const auto m = static_cast<double>(now.size());
    const auto n = static_cast<double>(base.size());
    double ties = 0;
    for (const auto& [value, count] : equal) {
        const auto t = static_cast<double>(count);
        ties += t * t * t - t;
    }
    const double variance = m * n / 12 * (m + n + 1 - ties / ((m + n) * (m + n - 1)));
    if (variance <= 0) return 1;  // all values are equal
    const double z = (u - m * n / 2 - 0.5) / std::sqrt(variance);
    return 0.5 * std::erfc(z / std::sqrt(2.0));
}

double smallest_visible_rise(const std::vector<double>& base, const std::vector<double>& now, double level) {
    const double before = median_of(base);
    const double after = median_of(now);
    if (before <= 0 || after <= 0) return std::numeric_limits<double>::infinity();
    const std::vector<double> moved = raised(now, before / after - 1);
    return least_rise(0, [&](double rise) { return probability_of_no_rise(base, raised(moved, rise)) < level; });
}

RiseInterval rise_interval(const std::vector<double>& base, const std::vector<double>& now, double level) {
    RiseInterval interval{-1, std::numeric_limits<double>::infinity()};
    if (median_of(base) <= 0 || median_of(now) <= 0) return interval;
    const double least = least_rise(-1, [&](double rise) { return probability_of_no_rise(raised(base, rise), now) >= level; });
    if (std::isfinite(least)) interval.low = least;
    interval.high = least_rise(-1, [&](double rise) { return probability_of_no_rise(now, raised(base, rise)) < level; });
    return interval;
}

}  // namespace wbemcheck::reports
