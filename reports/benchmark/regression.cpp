#include "reports/benchmark/regression.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/benchmark/statistics.h"

namespace wbemcheck::reports {
namespace {

// Times as multiples of the floor of their own run.
std::vector<double> against(const std::vector<double>& times, double floor) {
    std::vector<double> ratios = times;
    for (double& ratio : ratios) ratio /= floor;
    return ratios;
}

double floor_of(const Measurement& measurement) {
    const Series* const floor = measurement.find(kFloorName);
    return floor == nullptr ? 0 : median_of(floor->nanoseconds);
}

void add_notes(const Measurement& base, const Measurement& now, Regression& regression) {
    const auto gate = [&](const char* which, const Measurement& measurement) {
        if (measurement.conforms()) return;
        regression.is_gated = true;
        regression.notes.push_back(fmt::format("The {} is no measurement to go by: {}.", which,
                                               measurement.text_of("conforms") == "false"
                                                   ? "the run broke a clause of the contract"
                                                   : "nothing says that the run kept the contract"));
    };
    gate("baseline", base);
    gate("new run", now);
    for (const char* key : {"subject", "platform", "library_build_type", "num_cpus", "wbemcheck"}) {
        const std::string before = base.text_of(key);
        const std::string after = now.text_of(key);
        if (before != after) regression.notes.push_back(fmt::format("The {} differs: {}, and now {}.", key, before, after));
    }
}

}  // namespace

const char* name_of(Change change) noexcept {
    switch (change) {
        case Change::kRegressed: return "regressed";
        case Change::kNotRegressed: return "not regressed";
        case Change::kCannotTell: return "cannot tell";
    }
    return "";
}

Verdict verdict_like(Change change) noexcept {
    switch (change) {
        case Change::kRegressed: return Verdict::kViolation;
        case Change::kNotRegressed: return Verdict::kPass;
        case Change::kCannotTell: break;
    }
    return Verdict::kInconclusive;
}

bool Regression::is_worse() const noexcept {
    return is_gated || !missing.empty() ||
           std::any_of(changes.begin(), changes.end(), [](const BenchmarkChange& one) { return one.change == Change::kRegressed; });
}

Regression find_regressions(const Measurement& base, const Measurement& now, const RegressionOptions& options) {
    Regression regression;
    add_notes(base, now, regression);
    const double floor_before = floor_of(base);
    const double floor_after = floor_of(now);
    regression.is_against_floor = floor_before > 0 && floor_after > 0;
    for (const Series& series : now.series) {
        if (series.name == kFloorName) continue;  // it is the measure, not what is measured
        const Series* const before = base.find(series.name);
        if (before == nullptr || before->nanoseconds.empty()) {
            if (!series.nanoseconds.empty()) regression.added.push_back(series.name);
            continue;
        }
        if (series.nanoseconds.empty()) {
            regression.missing.push_back(fmt::format("{} ({})", series.name, series.error));
            continue;
        }
        BenchmarkChange change;
        change.name = series.name;
        change.base_ns = median_of(before->nanoseconds);
        change.now_ns = median_of(series.nanoseconds);
        const std::vector<double> then =
            regression.is_against_floor ? against(before->nanoseconds, floor_before) : before->nanoseconds;
        const std::vector<double> here =
            regression.is_against_floor ? against(series.nanoseconds, floor_after) : series.nanoseconds;
        const double median = median_of(then);
        change.rise = median > 0 ? median_of(here) / median - 1 : 0;
        change.probability = probability_of_no_rise(then, here);
        change.visible_rise = smallest_visible_rise(then, here, options.level);
        if (change.probability < options.level && change.rise >= options.tolerance) {
            change.change = Change::kRegressed;
        } else if (change.visible_rise <= options.tolerance && change.rise < options.tolerance) {
            change.change = Change::kNotRegressed;
        } else {
            change.change = Change::kCannotTell;
        }
        regression.changes.push_back(std::move(change));
    }
    for (const Series& series : base.series) {
        if (series.name != kFloorName && !series.nanoseconds.empty() && now.find(series.name) == nullptr) {
            regression.missing.push_back(series.name);
        }
    }
    return regression;
}

}  // namespace wbemcheck::reports
