#include "tests/benchmark/verdict_trial.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/file_writer.h"

namespace wbemcheck::benchmarks {
namespace {

constexpr std::string_view kEqual = "equal-";
constexpr std::string_view kBase = "base-";
constexpr std::string_view kSlowed = "slowed-";
constexpr std::string_view kNoisy = "noisy-";

std::string text_of(const reports::Measurement& run) {
    nlohmann::json context = nlohmann::json::object();
    for (const char* key : {"subject", "wbemcheck", "platform", "num_cpus", "library_build_type", "conforms"}) {
        if (const auto known = run.context.find(key); known != run.context.end()) context[key] = known->second;
    }
    std::string text = fmt::format("{{\"context\": {},\n\"benchmarks\": [", context.dump());
    const char* between = "\n";
    for (const reports::Series& series : run.series) {
        const std::string name = nlohmann::json(series.name).dump();
        for (const double time : series.nanoseconds) {
            text += fmt::format("{}{{\"name\": {}, \"real_time\": {:.6g}}}", between, name, time);
            between = ",\n";
        }
    }
    return text + "\n]}\n";
}

reports::Measurement read_run(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(fmt::format("{} cannot be read.", path.string()));
    return reports::read_measurement(std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
}

void append(std::vector<reports::BenchmarkChange>& all, const reports::Measurement& base, const reports::Measurement& now) {
    for (reports::BenchmarkChange& change : reports::find_regressions(base, now).changes) all.push_back(std::move(change));
}

}  // namespace

std::vector<reports::BenchmarkChange> compare_neighbours(const std::vector<reports::Measurement>& runs) {
    std::vector<reports::BenchmarkChange> changes;
    for (std::size_t place = 1; place < runs.size(); ++place) append(changes, runs[place - 1], runs[place]);
    return changes;
}

std::vector<reports::BenchmarkChange> compare_slowed(const std::vector<SlowedPair>& pairs) {
    std::vector<reports::BenchmarkChange> changes;
    for (const SlowedPair& pair : pairs) append(changes, pair.base, pair.slowed);
    return changes;
}

std::size_t count_of(const std::vector<reports::BenchmarkChange>& changes, reports::Change change) {
    return static_cast<std::size_t>(
        std::count_if(changes.begin(), changes.end(), [&](const reports::BenchmarkChange& one) { return one.change == change; }));
}

void save_run(const std::filesystem::path& folder, std::string_view name, const reports::Measurement& run) {
    std::filesystem::create_directories(folder);
    reports::write_whole(folder / fmt::format("{}.json", name), text_of(run));
}

std::string equal_name(std::size_t place) { return fmt::format("{}{:02}", kEqual, place); }
std::string base_name(std::size_t place) { return fmt::format("{}{:02}", kBase, place); }
std::string slowed_name(std::size_t place) { return fmt::format("{}{:02}", kSlowed, place); }
std::string noisy_name(std::size_t place) { return fmt::format("{}{:02}", kNoisy, place); }

VerdictTrial load_trial(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    VerdictTrial trial;
    for (const std::filesystem::path& file : files) {
        const std::string name = file.stem().string();
        if (name.starts_with(kEqual)) trial.equal.push_back(read_run(file));
        if (name.starts_with(kNoisy)) trial.noisy.push_back(read_run(file));
        if (name.starts_with(kSlowed)) {
            const std::string base = fmt::format("{}{}.json", kBase, name.substr(kSlowed.size()));
            trial.slowed.push_back({.base = read_run(folder / base), .slowed = read_run(file)});
        }
    }
    if (trial.equal.empty()) throw std::runtime_error(fmt::format("{} has no {}00.json.", folder.string(), kEqual));
    return trial;
}

}  // namespace wbemcheck::benchmarks
