#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/bench_processes.h"
#include "harness/cli/commands.h"
#include "harness/cli/suggestion.h"
#include "harness/runner/process.h"
#include "harness/subject/usage_error.h"
#include "harness/version.h"
#include "reports/file_writer.h"

namespace wbemcheck::cli {
namespace {

// One line on standard error, whatever the message holds.
void complain(std::string message) {
    for (char& c : message) {
        if (c == '\n' || c == '\r') c = ' ';
    }
    fmt::print(stderr, "wbemcheck: {}\n", message);
}

// CLI11 says of a mistyped command only that one is missing.
void check_command(CLI::App& app, const std::string& typed) {
    std::vector<std::string> known;
    for (const CLI::App* command : app.get_subcommands({})) {
        if (command->get_name() == typed) return;
        if (!command->get_group().empty()) known.push_back(command->get_name());
    }
    const std::string close = closest_to(typed, known);
    throw UsageError(fmt::format("There is no command '{}'{}; the commands are {}.", typed,
                                 close.empty() ? "" : fmt::format(" (did you mean {}?)", close), fmt::join(known, ", ")));
}

int parse_and_run(const std::vector<std::string>& arguments) {
    CLI::App app("Checks whether an implementation of IWbemServices keeps the asynchronous-call contract of WMI.",
                 "wbemcheck");
    // On Windows CLI11 would take a path that begins with a slash, as POSIX paths under Wine do, for an option.
    app.allow_windows_style_options(false);
    app.set_version_flag("--version", std::string("wbemcheck ") + kVersion);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 conforms, 1 violates, 2 usage, 3 inconclusive (with --strict), 4 harness fault.");
    int exit_code = kConforms;
    const std::string program = arguments.empty() ? "wbemcheck" : arguments.front();
    add_run_command(app, program, exit_code);
    add_prove_command(app, program, exit_code);
    add_campaign_command(app, program, exit_code);
    add_bench_command(app, program, exit_code);
    add_list_command(app, exit_code);
    add_explain_command(app, exit_code);
    add_check_command(app, exit_code);
    add_report_command(app, exit_code);
    add_compare_command(app, exit_code);
    add_mof_command(app, exit_code);
    add_waive_command(app, exit_code);
    add_worker_command(app);
    if (arguments.size() > 1 && !arguments[1].starts_with('-')) check_command(app, arguments[1]);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.empty() ? arguments.rend() : arguments.rend() - 1);
    try {
        app.parse(reversed);  // CLI11 takes its arguments from the back
    } catch (const CLI::Success& success) {
        return app.exit(success);  // --help, --version
    } catch (const CLI::ParseError& error) {
        std::string what = error.what();
        while (!what.empty() && what.back() == '.') what.pop_back();
        complain(fmt::format("{}; see `wbemcheck --help`.", what));
        return kUsage;
    }
    return exit_code;
}

}  // namespace
}  // namespace wbemcheck::cli

int main(int argc, char** argv) {
    using namespace wbemcheck;
    try {
        return cli::parse_and_run(runner::command_line_arguments(argc, argv));
    } catch (const UsageError& error) {
        cli::complain(error.what());
        return cli::kUsage;
    } catch (const reports::FileError& error) {
        cli::complain(error.what());
        return cli::kUsage;
    } catch (const cli::SubjectEndedProcess& error) {
        cli::complain(error.what());
        return cli::kViolates;
    } catch (const std::exception& error) {
        cli::complain(fmt::format("internal fault: {}", error.what()));
        return cli::kHarnessFault;
    }
}
