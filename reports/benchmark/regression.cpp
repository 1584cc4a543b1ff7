#include "reports/benchmark/regression.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/benchmark/statistics.h"

namespace wbemcheck::reports {
namespace {

// By how much what two runs differ in exceeds what their repetitions show. Found by comparing runs of the same mock on a machine
// with other work: docs/performance.md.
constexpr double kBetweenRuns = 2;

// How many times as long the floor takes in the new run. All of it 1 where nothing shows that it has moved.
struct FloorShift {
    double low = 1;
    double median = 1;
    double high = 1;
};

FloorShift floor_shift(const Measurement& base, const Measurement& now, double level) {
    const Series* const before = base.find(kFloorName);
    const Series* const after = now.find(kFloorName);
    if (before == nullptr || after == nullptr) return {};
    const RiseInterval moved = rise_interval(before->nanoseconds, after->nanoseconds, level);
    if (moved.low <= 0 && moved.high >= 0) return {};
    return {1 + moved.low, median_of(after->nanoseconds) / median_of(before->nanoseconds), 1 + moved.high};
}

BenchmarkChange compare(const std::string& name, const std::vector<double>& before, const std::vector<double>& after,
                        const FloorShift& floor, const RegressionOptions& options) {
    BenchmarkChange change;
    change.name = name;
    change.base_ns = median_of(before);
    change.now_ns = median_of(after);
    const double by_clock = change.base_ns > 0 ? change.now_ns / change.base_ns - 1 : 0;
    change.rise = (1 + by_clock) / floor.median - 1;
    // A machine that has become slower explains a rise, as far as its floor may have risen; one that has become faster is no
    // proof of one.
    const double explained = std::max(1.0, floor.high);
    std::vector<double> expected = before;
    for (double& time : expected) time *= explained;
    change.probability = probability_of_no_rise(expected, after);
    change.visible_rise =
        (1 + kBetweenRuns * smallest_visible_rise(before, after, options.level)) * explained / floor.median - 1;
    const double room = kBetweenRuns * (rise_interval(before, after, options.level).high - by_clock);
    if (change.probability < options.level && change.rise >= change.visible_rise &&
        std::min(change.rise, by_clock) >= options.tolerance) {
        change.change = Change::kRegressed;
    } else if ((1 + by_clock + room) / floor.low - 1 < options.tolerance) {
        change.change = Change::kNotRegressed;
    }
    return change;
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
    const FloorShift floor = floor_shift(base, now, options.level);
    regression.is_against_floor = floor.median != 1;
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
        regression.changes.push_back(compare(series.name, before->nanoseconds, series.nanoseconds, floor, options));
    }
    for (const Series& series : base.series) {
        if (series.name != kFloorName && !series.nanoseconds.empty() && now.find(series.name) == nullptr) {
            regression.missing.push_back(series.name);
        }
    }
    return regression;
}

}  // namespace wbemcheck::reports
