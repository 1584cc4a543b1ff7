// The subcommands. Each returns its exit code; mistakes of a person leave as UsageError.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace wbemcheck::cli {

enum ExitCode : int {
    kConforms = 0,
    kViolates = 1,
    kUsage = 2,
    kInconclusiveRun = 3,  // with --strict
    kHarnessFault = 4,
};

// Adds the subcommand to `app`; when it was chosen, parsing sets `exit_code` by running it.
void add_run_command(CLI::App& app, const std::string& program, int& exit_code);
void add_bench_command(CLI::App& app, const std::string& program, int& exit_code);
void add_campaign_command(CLI::App& app, const std::string& program, int& exit_code);
void add_list_command(CLI::App& app, int& exit_code);
void add_prove_command(CLI::App& app, const std::string& program, int& exit_code);
void add_explain_command(CLI::App& app, int& exit_code);
void add_check_command(CLI::App& app, int& exit_code);
void add_report_command(CLI::App& app, int& exit_code);
void add_compare_command(CLI::App& app, int& exit_code);
void add_mof_command(CLI::App& app, int& exit_code);
void add_waive_command(CLI::App& app, int& exit_code);
void add_worker_command(CLI::App& app);

}  // namespace wbemcheck::cli
