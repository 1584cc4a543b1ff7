#include "tests/defects/defect_run.h"

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "harness/runner/plan.h"
#include "harness/runner/process.h"
#include "harness/runner/proof_plan.h"
#include "reports/json_report.h"

namespace wbemcheck::defects {

namespace {

// For the program to come to its end, whatever the mock does to its workers.
constexpr std::chrono::seconds kBudget{120};

// A sanitizer that catches the signal of a crash turns it into an exit; here the crash itself is wanted.
runner::ProcessOptions let_crashes_be_crashes() {
    runner::ProcessOptions options;
    for (const char* name : {"ASAN_OPTIONS", "TSAN_OPTIONS"}) {
        const char* const set = std::getenv(name);
        options.environment[name] = std::string(set == nullptr ? "" : set) + ":handle_segv=0";
    }
    return options;
}

// Runs the program with these arguments and reads its result.
void run_program(const std::vector<std::string>& arguments, DefectRun& run) {
    run.command = fmt::format("wbemcheck {}", fmt::join(arguments, " "));
    const auto deadline = std::chrono::steady_clock::now() + kBudget;
    auto child = runner::ChildProcess::start(WBEMCHECK_PROGRAM, arguments, let_crashes_be_crashes());
    std::string document;
    for (;;) {
        const runner::LineRead read = child.read_line(deadline);
        if (read.kind == runner::LineRead::Kind::kTimeout) {
            throw std::runtime_error("the program did not come to an end: " + run.command);
        }
        if (read.kind == runner::LineRead::Kind::kEnd) {
            break;
        }
        document += read.text + '\n';
    }
    const runner::Exit exit = child.wait(deadline);
    run.error_output = child.error_output();
    if (exit.kind != runner::Exit::Kind::kExited) {
        throw std::runtime_error(fmt::format("{}: {}\n{}", run.command, exit.description, run.error_output));
    }
    run.exit_code = static_cast<int>(exit.code);
    try {
        run.is_complete = nlohmann::json::parse(document).at("footer").at("complete").get<bool>();
        run.result = reports::read_json(document);
    } catch (const std::exception& error) {
        throw std::runtime_error(fmt::format("{}: {}\n{}", run.command, error.what(), run.error_output));
    }
}

void choose_contract(const mock::Defect& defect, std::vector<std::string>& arguments) {
    if (runner::profile_for(defect) == contract::Profile::kWire) {
        arguments.insert(arguments.end(), {"--contract", "wire"});
    }
}

}  // namespace

DefectRun run_with(const mock::Defect& defect) {
    const runner::Selection selection = runner::selection_for(defect);
    std::vector<std::string> arguments = {"run", runner::address_of(defect), "--json", "-", "--quiet"};
    choose_contract(defect, arguments);
    if (selection.timeout_scale != 1) {
        arguments.insert(arguments.end(), {"--timeout-scale", fmt::format("{}", selection.timeout_scale)});
    }
    const runner::WorkerLimits usual;
    if (selection.limits != usual) {
        arguments.insert(arguments.end(), {"--memory-limit", fmt::format("{}", selection.limits.memory_mib),
                                           "--trace-limit", fmt::format("{}", selection.limits.trace_mib)});
    }
    runner::RunOptions options;
    runner::apply(selection.play, options);
    if (options.walk) arguments.push_back("--walk");
    if (options.explore) {
        arguments.insert(arguments.end(), {"--explore", fmt::format("{}", options.explore->schedules)});
    }
    for (const std::string& filter : selection.filters) {
        arguments.insert(arguments.end(), {"--filter", filter});
    }

    DefectRun run;
    options.filters = selection.filters;
    if (selection.play == runner::Play::kScenarios) {
        for (const runner::PlannedScenario& scenario : runner::make_plan(options)) {
            run.planned.push_back(scenario.id);
        }
    }
    run_program(arguments, run);
    return run;
}

reports::RunResult run_plainly(const mock::Defect& defect) {
    std::vector<std::string> arguments = {"run", runner::address_of(defect), "--json", "-", "--quiet"};
    choose_contract(defect, arguments);
    DefectRun run;
    run_program(arguments, run);
    return std::move(run.result);
}

reports::RunResult replay(const mock::Defect& defect, const std::string& schedule, unsigned times) {
    std::vector<std::string> arguments = {"run", runner::address_of(defect), "--json", "-", "--quiet",
                                          "--replay", schedule, "--repeat", fmt::format("{}", times)};
    choose_contract(defect, arguments);
    DefectRun run;
    run_program(arguments, run);
    return std::move(run.result);
}

}  // namespace wbemcheck::defects
