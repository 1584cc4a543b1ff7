// Two measurements against each other: for each benchmark one of three answers, never a silent pass.
//
// A machine with other work gives false alarms in three ways, and each has its answer here:
// - What is tested a hundred times is significant by chance some time: the level is strict.
// - Other work that lasts longer than a run moves all repetitions of that run, and no test on them can know of it: the smallest
//   rise that is believed, and the room that is left for one, are twice what the test says.
// - The machine is slower or faster than in the other run, and so is the floor (kFloorName). The floor is measured with as much
//   noise as everything else, and an error in it would move every benchmark at once. So it counts only as far as it has moved
//   by more than chance explains, and a benchmark is called slower only where it is so by the clock as well.
#pragma once

#include <string>
#include <vector>

#include "reports/benchmark/measurement.h"
#include "reports/result.h"

namespace wbemcheck::reports {

enum class Change {
    kRegressed,     // slower, more than chance and more than the tolerance explain
    kNotRegressed,  // a rise by the tolerance would have been seen, and was not
    kCannotTell,    // at this noise a rise by the tolerance could hide
};

[[nodiscard]] const char* name_of(Change change) noexcept;

// The verdict that the answer looks like in a report.
[[nodiscard]] Verdict verdict_like(Change change) noexcept;

struct RegressionOptions {
    double tolerance = 0.05;  // the rise of the time that counts, as a share
    // Of the test, for each benchmark: in a hundred of them a tenth of a false alarm. It takes seven repetitions.
    double level = 0.001;
};

struct BenchmarkChange {
    std::string name;
    Change change = Change::kCannotTell;
    double base_ns = 0;        // medians
    double now_ns = 0;
    double rise = 0;           // of the time, as a share; negative: faster. Relative to the floor, where that has moved
    double probability = 1;    // that there is no rise
    double visible_rise = 0;   // the smallest that would have been believed

    bool operator==(const BenchmarkChange&) const = default;
};

struct Regression {
    std::vector<BenchmarkChange> changes;  // in the order of the new measurement
    std::vector<std::string> missing;      // in the new measurement: nothing shows that they are as fast as before
    std::vector<std::string> added;
    std::vector<std::string> notes;        // what makes the two hard to compare; why a side is no baseline
    bool is_against_floor = false;         // the floor has moved, and what is said of times is relative to it
    bool is_gated = false;                 // a side broke a clause, so that its times say nothing

    // Something is slower, is no longer measured, or a fast run was no conforming one.
    [[nodiscard]] bool is_worse() const noexcept;

    bool operator==(const Regression&) const = default;
};

[[nodiscard]] Regression find_regressions(const Measurement& base, const Measurement& now, const RegressionOptions& options = {});

}  // namespace wbemcheck::reports
