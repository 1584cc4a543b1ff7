// What a run of the benchmarks measured, as plain data, and the way there from the JSON that Google Benchmark writes.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::reports {

// One benchmark: a value per repetition.
struct Series {
    std::string name;                  // "deliver/batch:100/operations:2"
    std::vector<double> nanoseconds;   // real time of one iteration, one for each repetition, in their order
    std::map<std::string, std::vector<double>> counters;  // "items_per_second", "bytes_per_operation"
    std::string error;                 // why it was not measured; then nothing else is set

    bool operator==(const Series&) const = default;
};

struct Measurement {
    std::map<std::string, std::string> context;  // "subject", "date", "host_name", "conforms" ...
    std::vector<Series> series;        // in the order in which they were registered

    [[nodiscard]] const Series* find(std::string_view name) const noexcept;
    // Whether the run that measured this broke no clause. Only then is it a baseline.
    [[nodiscard]] bool conforms() const;
    [[nodiscard]] std::string text_of(const std::string& key) const;

    bool operator==(const Measurement&) const = default;
};

// The floor of a run: the same virtual calls in a plain loop. Times are held against it, because a machine's clock moves by
// more than what is looked for, and moves the floor as well.
inline constexpr const char* kFloorName = "floor/indicate";

// Why a text is no measurement. what() is one clear sentence.
class MeasurementError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Reads what `wbemcheck bench --json` or `--save` has written, or any other program on Google Benchmark. Aggregates are passed
// over: they are made again from the repetitions. Throws MeasurementError.
[[nodiscard]] Measurement read_measurement(std::string_view document);

}  // namespace wbemcheck::reports
