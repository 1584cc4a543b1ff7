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
    constexpr double kMost = 100;
    if (before <= 0 || after <= 0) return std::numeric_limits<double>::infinity();
    const auto is_seen = [&](double rise) {
        std::vector<double> raised = now;
        for (double& value : raised) value *= before / after * (1 + rise);
        return probability_of_no_rise(base, raised) < level;
    };
    if (!is_seen(kMost)) return std::numeric_limits<double>::infinity();
    double low = 0;
    double high = kMost;
    if (is_seen(0)) return 0;
    for (int step = 0; step < 60 && high - low > 1e-5; ++step) {
        const double middle = (low + high) / 2;
        (is_seen(middle) ? high : low) = middle;
    }
    return high;
}

}  // namespace wbemcheck::reports
