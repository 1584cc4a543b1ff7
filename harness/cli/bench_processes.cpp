#include "harness/cli/bench_processes.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/runner/process.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::cli {
namespace {

using nlohmann::json;

// What a child complained about, without its name and its line end.
std::string complaint_of(const runner::ChildProcess& child, const runner::Exit& exit) {
    constexpr std::string_view kName = "wbemcheck: ";
    std::string text = child.error_output();
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    if (const std::size_t name = text.rfind(kName); name != std::string::npos) return text.substr(name + kName.size());
    return fmt::format("A process that measures ended with {}: {}", exit.description, text);
}

json measure_in_child(const bench::BenchOptions& options, unsigned repetitions) {
    std::vector<std::string> arguments = {"bench", options.subject.text, "--ungated", "--processes", "1",
                                          "--repetitions", std::to_string(repetitions),
                                          "--min-time", fmt::format("{}", options.min_seconds), "--json", "-"};
    if (!options.filter.empty()) arguments.insert(arguments.end(), {"--filter", options.filter});
    if (options.extent == bench::Extent::kScale) arguments.emplace_back("--scale");
    runner::ChildProcess child = runner::ChildProcess::start(runner::current_executable(), arguments);
    std::string document;
    for (;;) {
        const runner::LineRead line = child.read_line(runner::kNoDeadline);
        if (line.kind == runner::LineRead::Kind::kEnd) break;
        document += line.text + "\n";
    }
    const runner::Exit exit = child.wait(runner::kNoDeadline);
    if (exit.kind == runner::Exit::Kind::kExited && exit.code == 0) return json::parse(document);
    if (exit.kind == runner::Exit::Kind::kExited && exit.code == 2) throw UsageError(complaint_of(child, exit));
    throw std::runtime_error(complaint_of(child, exit));
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
