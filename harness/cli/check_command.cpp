#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/outputs.h"
#include "harness/cli/perfetto_file.h"
#include "harness/cli/terminal.h"
#include "harness/runner/check.h"
#include "harness/subject/usage_error.h"
#include "harness/trace/mapped_file.h"
#include "reports/console_report.h"

namespace wbemcheck::cli {
namespace {

struct CheckArguments {
    std::vector<std::string> traces;
    std::string contract;
    std::string waivers;
    OutputArguments outputs;
    bool strict = false;
    bool verbose = false;
};

int check_command(const CheckArguments& arguments) {
    runner::CheckOptions options;
    for (const std::string& trace : arguments.traces) options.traces.push_back(to_path(trace));
    if (!arguments.contract.empty()) {
        options.profile =
            arguments.contract == "wire" ? contract::Profile::kWire : contract::Profile::kDocumented;
    }
    if (!arguments.waivers.empty()) options.waivers = to_path(arguments.waivers);
    const Outputs outputs(arguments.outputs);
    std::optional<PerfettoFile> perfetto;
    if (!arguments.outputs.perfetto.empty()) perfetto.emplace(outputs.perfetto());
    runner::RunWatcher watcher;
    watcher.recorded = [&](const reports::ScenarioOutcome& outcome, std::span<const reports::Finding> findings,
                           const std::filesystem::path& trace) {
        if (perfetto) perfetto->add(outcome, findings, trace);
    };
    reports::RunResult result;
    try {
        result = runner::check(options, watcher);
    } catch (const trace::TraceError& error) {
        throw UsageError(error.what());  // the file that a person named is at fault
    }
    outputs.write(result, arguments.strict);
    outputs.write_tap(result);
    if (perfetto) perfetto->finish(result);
    const Terminal terminal(outputs.human());
    outputs.say(reports::render_summary(result, terminal.summary_style(arguments.verbose, arguments.strict)));
    return Outputs::end(result, arguments.strict);
}

}  // namespace

void add_check_command(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<CheckArguments>();
    CLI::App* check = app.add_subcommand("check", "Judge recorded traces again, without the subject");
    check->add_option("TRACE", arguments->traces, "Trace files, and folders that are searched for *.trace")->required();
    check->add_option("--contract", arguments->contract, "Grade for this contract instead of the recorded one")
        ->check(CLI::IsMember({"documented", "wire"}))
        ->type_name("documented|wire");
    check->add_option("--waivers", arguments->waivers, "Known violations, with reasons (TOML)")->type_name("FILE");
    arguments->outputs.add_to(*check);
    check->add_flag("--strict", arguments->strict, "Exit with 3 when something is inconclusive");
    check->add_flag("-v,--verbose", arguments->verbose, "List every scenario and every finding");
    check->callback([arguments, &exit_code] { exit_code = check_command(*arguments); });
}

}  // namespace wbemcheck::cli
