#include "harness/cli/bench_processes.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/cli/commands.h"
#include "harness/runner/process.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::cli {
namespace {

using nlohmann::json;

// What a child complained about, without its name and its line end; empty when it said nothing.
std::string complaint_in(std::string errors) {
    constexpr std::string_view kName = "wbemcheck: ";
    while (!errors.empty() && (errors.back() == '\n' || errors.back() == '\r')) errors.pop_back();
    const std::size_t name = errors.rfind(kName);
    return name == std::string::npos ? std::string() : errors.substr(name + kName.size());
}

json measure_in_child(const bench::BenchOptions& options, unsigned repetitions) {
    std::vector<std::string> arguments = {"bench", options.subject.text, "--ungated", "--processes", "1",
                                          "--repetitions", std::to_string(repetitions),
                                          "--min-time", fmt::format("{}", options.min_seconds), "--json", "-"};
    if (!options.filter.empty()) arguments.insert(arguments.end(), {"--filter", options.filter});
    if (options.extent == bench::Extent::kScale) arguments.emplace_back("--scale");
    const runner::FinishedChild child = runner::run_to_end(runner::current_executable(), arguments);
    const bool has_exited = child.exit.kind == runner::Exit::Kind::kExited;
    if (has_exited && child.exit.code == kConforms && json::accept(child.output)) return json::parse(child.output);
    const std::string complaint = complaint_in(child.errors);
    if (has_exited && child.exit.code == kUsage && !complaint.empty()) throw UsageError(complaint);
    if (has_exited && child.exit.code == kHarnessFault && !complaint.empty()) throw std::runtime_error(complaint);
    throw SubjectEndedProcess(fmt::format("{} has ended the process that measured it: {}.", options.subject.text,
                                          child.exit.description));
}

// Repetitions go on counting from process to process. Aggregates are those of one process, and of no use.
void append(json& all, json&& part, unsigned before, unsigned repetitions) {
    for (json& run : part.at("benchmarks")) {
        if (run.value("run_type", "iteration") != "iteration") continue;
        run["repetition_index"] = before + run.value("repetition_index", 0u);
        run["repetitions"] = repetitions;
        all.at("benchmarks").push_back(std::move(run));
    }
}

}  // namespace

std::string measure_in_processes(const bench::BenchOptions& options, unsigned processes) {
    processes = std::min(processes, options.repetitions);
    if (processes <= 1) return bench::run_benchmarks(options);
    json all;
    unsigned done = 0;
    for (unsigned process = 0; process < processes; ++process) {
        const unsigned share = options.repetitions * (process + 1) / processes - done;
        json part = measure_in_child(options, share);
        if (process == 0) {
            all["context"] = part.at("context");
            all["context"]["conforms"] = options.conforms ? "true" : "false";
            all["context"]["processes"] = std::to_string(processes);
            all["benchmarks"] = json::array();
        }
        append(all, std::move(part), done, options.repetitions);
        done += share;
    }
    return all.dump(2) + "\n";
}

}  // namespace wbemcheck::cli
