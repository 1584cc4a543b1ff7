#include "reports/benchmark/measurement.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/safe_text.h"

namespace wbemcheck::reports {
namespace {

using nlohmann::json;

// Google Benchmark writes times in the unit of the benchmark.
double nanoseconds_per(const std::string& unit) {
    if (unit == "ns") return 1;
    if (unit == "us") return 1e3;
    if (unit == "ms") return 1e6;
    if (unit == "s") return 1e9;
    throw MeasurementError(fmt::format("The measurement has the time unit '{}'; known are ns, us, ms and s.", to_one_line(unit, 40)));
}

// Keys of a run that are no counters.
bool is_own_key(std::string_view key) {
    constexpr std::string_view kOwn[] = {
        "name", "family_index", "per_family_instance_index", "run_name", "run_type", "repetitions", "repetition_index", "threads",
        "iterations", "real_time", "cpu_time", "time_unit", "label", "error_occurred", "error_message", "aggregate_name",
        "aggregate_unit"};
    return std::find(std::begin(kOwn), std::end(kOwn), key) != std::end(kOwn);
}

std::string text_of_value(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', true, json::error_handler_t::replace);
}

// Mixed repetitions are written as they end; a person wants the order in which the benchmarks were made.
std::uint64_t place_of(const json& run) { return run.value("family_index", std::uint64_t{0}); }

void add_run(const json& run, Measurement& measurement) {
    if (run.value("run_type", "iteration") != "iteration") return;
    std::string name = run.contains("run_name") ? run.at("run_name").get<std::string>() : run.at("name").get<std::string>();
    // What the library appends about the way of measuring is no part of what is measured.
    for (const std::string_view suffix : {"/manual_time", "/real_time", "/iterations:1"}) {
        if (name.ends_with(suffix)) name.erase(name.size() - suffix.size());
    }
    auto known = std::find_if(measurement.series.begin(), measurement.series.end(),
                              [&](const Series& series) { return series.name == name; });
    if (known == measurement.series.end()) {
        Series made;
        made.name = name;
        known = measurement.series.insert(measurement.series.end(), std::move(made));
    }
    if (run.value("error_occurred", false)) {
        known->error = run.value("error_message", "no reason was given");
        return;
    }
    const double time = run.at("real_time").get<double>() * nanoseconds_per(run.value("time_unit", "ns"));
    if (!std::isfinite(time) || time < 0) throw MeasurementError(fmt::format("The measurement of {} is no time.", name));
    known->nanoseconds.push_back(time);
    for (const auto& [key, value] : run.items()) {
        if (!is_own_key(key) && value.is_number()) known->counters[key].push_back(value.get<double>());
    }
}

}  // namespace

const Series* Measurement::find(std::string_view name) const noexcept {
    const auto found = std::find_if(series.begin(), series.end(), [&](const Series& one) { return one.name == name; });
    return found == series.end() ? nullptr : &*found;
}

bool Measurement::conforms() const { return text_of("conforms") == "true"; }

std::string Measurement::text_of(const std::string& key) const {
    const auto found = context.find(key);
    return found == context.end() ? std::string() : found->second;
}

Measurement read_measurement(std::string_view document) {
    json parsed;
    try {
        parsed = json::parse(document);
    } catch (const json::parse_error& error) {
        throw MeasurementError(fmt::format("The measurement is no JSON, or cut: it cannot be read on from byte {}.", error.byte));
    }
    if (!parsed.is_object() || !parsed.contains("context") || !parsed["context"].is_object() || !parsed.contains("benchmarks") ||
        !parsed["benchmarks"].is_array()) {
        throw MeasurementError("The document is no measurement of Google Benchmark: it has no \"context\" or no \"benchmarks\".");
    }
    Measurement measurement;
    for (const auto& [key, value] : parsed["context"].items()) {
        if (!value.is_structured()) measurement.context[key] = text_of_value(value);
    }
    try {
        std::vector<const json*> runs;
        for (const json& run : parsed["benchmarks"]) runs.push_back(&run);
        std::stable_sort(runs.begin(), runs.end(), [](const json* a, const json* b) { return place_of(*a) < place_of(*b); });
        for (const json* run : runs) add_run(*run, measurement);
    } catch (const json::exception& error) {
        throw MeasurementError(fmt::format("A benchmark of the measurement is damaged: {}.", to_one_line(error.what(), 200)));
    }
    for (Series& series : measurement.series) {
        if (series.error.empty()) continue;
        series.nanoseconds.clear();
        series.counters.clear();
    }
    return measurement;
}

}  // namespace wbemcheck::reports
