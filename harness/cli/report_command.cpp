#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/outputs.h"
#include "harness/cli/stored_result.h"
#include "harness/cli/terminal.h"
#include "reports/console_report.h"

namespace wbemcheck::cli {
namespace {

struct ReportArguments {
    std::string result;
    OutputArguments outputs;
    bool strict = false;
    bool verbose = false;
};

int report_command(const ReportArguments& arguments) {
    const reports::RunResult result = load_result(arguments.result);
    const Outputs outputs(arguments.outputs);
    outputs.write(result, arguments.strict);
    outputs.write_tap(result);
    const Terminal terminal(outputs.human());
    outputs.say(reports::render_summary(result, {terminal.has_colour(), arguments.verbose, arguments.strict}));
    return Outputs::end(result, arguments.strict);
}

}  // namespace

void add_report_command(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<ReportArguments>();
    CLI::App* report = app.add_subcommand("report", "Write reports from a result document, and exit as its run did");
    report->add_option("RESULT", arguments->result, "What `run --json` has written")->required();
    arguments->outputs.add_to(*report);
    report->add_flag("--strict", arguments->strict, "Exit with 3 when something is inconclusive");
    report->add_flag("-v,--verbose", arguments->verbose, "List every scenario and every finding");
    report->callback([arguments, &exit_code] { exit_code = report_command(*arguments); });
}

}  // namespace wbemcheck::cli
