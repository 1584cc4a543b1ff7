#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/outputs.h"
#include "harness/cli/stored_result.h"
#include "harness/cli/terminal.h"
#include "reports/comparison.h"
#include "reports/comparison_json.h"
#include "reports/comparison_text.h"
#include "reports/file_writer.h"
#include "reports/html/comparison_page.h"

namespace wbemcheck::cli {
namespace {

struct CompareArguments {
    std::string base;
    std::string now;
    std::string json;
    std::string html;
    bool verbose = false;
};

int compare_command(const CompareArguments& arguments) {
    const reports::RunResult base = load_result(arguments.base);
    const reports::RunResult now = load_result(arguments.now);
    const bool has_json_on_output = arguments.json == "-";
    if (!arguments.json.empty() && !has_json_on_output) reports::check_writable(to_path(arguments.json));
    if (!arguments.html.empty()) reports::check_writable(to_path(arguments.html));

    const reports::Comparison comparison = reports::compare(base, now);
    if (has_json_on_output) {
        write_to_standard_output(reports::write_comparison_json(comparison, base, now));
    } else if (!arguments.json.empty()) {
        reports::write_whole(to_path(arguments.json), reports::write_comparison_json(comparison, base, now));
    }
    if (!arguments.html.empty()) {
        const std::vector<std::string> names = names_of({arguments.base, arguments.now});
        reports::write_whole(to_path(arguments.html),
                             reports::write_html_comparison({names[0], &base}, {names[1], &now}));
    }
    std::FILE* const human = has_json_on_output ? stderr : stdout;
    const Terminal terminal(human);
    const std::string text = reports::render_comparison(comparison, base, now, {terminal.has_colour(), arguments.verbose});
    std::fwrite(text.data(), 1, text.size(), human);
    return comparison.exit_code();
}

}  // namespace

void add_compare_command(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<CompareArguments>();
    CLI::App* compare = app.add_subcommand("compare", "Compare two result documents, and exit with 1 if something got worse");
    compare->add_option("BASE", arguments->base, "What an earlier `run --json` has written")->required();
    compare->add_option("NEW", arguments->now, "What a later one has written")->required();
    compare->add_option("--json", arguments->json, "Write the comparison as JSON; - is standard output")->type_name("FILE");
    compare->add_option("--html", arguments->html, "Write the comparison as an HTML page")->type_name("FILE");
    compare->add_flag("-v,--verbose", arguments->verbose, "List everything");
    compare->callback([arguments, &exit_code] { exit_code = compare_command(*arguments); });
}

}  // namespace wbemcheck::cli
