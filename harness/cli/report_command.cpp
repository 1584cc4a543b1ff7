#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/outputs.h"
#include "harness/cli/stored_result.h"
#include "harness/cli/terminal.h"
#include "harness/subject/usage_error.h"
#include "reports/comparison_text.h"
#include "reports/console_report.h"
#include "reports/file_writer.h"
#include "reports/html/comparison_page.h"

namespace wbemcheck::cli {
namespace {

struct ReportArguments {
    std::vector<std::string> results;
    OutputArguments outputs;
    bool strict = false;
    bool verbose = false;
};

// Several results as a matrix; the exit code is that of the worst.
int report_side_by_side(const ReportArguments& arguments) {
    if (arguments.outputs.has_more_than_html()) {
        throw UsageError(fmt::format("{} results were given; side by side they go to the console and to --html alone. Give one "
                                     "result for the other reports.",
                                     arguments.results.size()));
    }
    std::vector<reports::RunResult> results;
    for (const std::string& path : arguments.results) results.push_back(load_result(path));
    const std::vector<std::string> names = names_of(arguments.results);
    std::vector<reports::NamedResult> named;
    for (std::size_t place = 0; place < results.size(); ++place) named.push_back({names[place], &results[place]});
    const Outputs outputs(arguments.outputs);
    if (!arguments.outputs.html.empty()) {
        reports::write_whole(to_path(arguments.outputs.html), reports::write_html_matrix(named));
    }
    const Terminal terminal(outputs.human());
    outputs.say(reports::render_side_by_side(named, {terminal.has_colour(), arguments.verbose}));
    const auto worst = std::max_element(results.begin(), results.end(), [](const auto& a, const auto& b) {
        return reports::severity_of(a.verdict) < reports::severity_of(b.verdict);
    });
    return Outputs::end(*worst, arguments.strict);
}

int report_command(const ReportArguments& arguments) {
    if (arguments.results.size() > 1) return report_side_by_side(arguments);
    const reports::RunResult result = load_result(arguments.results.front());
    const Outputs outputs(arguments.outputs);
    outputs.write(result, arguments.strict);
    outputs.write_tap(result);
    outputs.write_perfetto(result);
    const Terminal terminal(outputs.human());
    outputs.say(reports::render_summary(result, terminal.summary_style(arguments.verbose, arguments.strict)));
    return Outputs::end(result, arguments.strict);
}

}  // namespace

void add_report_command(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<ReportArguments>();
    CLI::App* report = app.add_subcommand("report", "Write reports from a result document, or lay several side by side, and exit as the (worst) run did");
    report->add_option("RESULT", arguments->results, "What `run --json` has written; with several, the first is the reference")
        ->required();
    arguments->outputs.add_to(*report);
    report->add_flag("--strict", arguments->strict, "Exit with 3 when something is inconclusive");
    report->add_flag("-v,--verbose", arguments->verbose, "List every scenario and every finding");
    report->callback([arguments, &exit_code] { exit_code = report_command(*arguments); });
}

}  // namespace wbemcheck::cli
